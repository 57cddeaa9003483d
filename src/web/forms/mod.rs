//! Whose page a form was on, and what becomes of it when somebody else, or nobody, is signed in by the time it is sent.
//!
//! | file | owns |
//! |---|---|
//! | `token` | the hidden field that names the person of a page, signed |
//! | `mark` | putting it into every form of a rendered page |
//! | `begun` | the beginning of a body, in which it stands |
//! | `guard` | the layer that checks it, and keeps what cannot be taken |
//! | `kept` | what was typed and not sent, for its person |

mod begun;
mod guard;
mod kept;
mod mark;
mod other_person;
mod token;

pub use guard::{FormGuard, guard};
pub use kept::{KeptForm, Refilled, ShownAgain};
pub use mark::marked;
pub use token::{FormKey, PageOf, Token};

/// Name of the hidden field.
pub(super) use crate::ui::islands::FORM_PERSON as FIELD;
