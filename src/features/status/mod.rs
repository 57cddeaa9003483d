//! Status: whether the portal works, for admins and auditors, and what to send to whoever helps.
//!
//! | file | owns |
//! |---|---|
//! | `health` | what is looked at, each with what is wrong with it |
//! | `page` | the page |
//! | `logs`, `actions` | what is logged, and logging more for a while |
//! | `bundle` | the same as a file, without secrets and without people |

mod actions;
mod bundle;
mod health;
mod logs;
mod page;

use crate::web::{Pages, get, paths};

pub fn routes() -> Pages {
    Pages::new().route(paths::STATUS, get(page::show)).route(paths::STATUS_BUNDLE, get(bundle::download))
}
