//! User attributes: the list, one attribute's page with who has which value, setting values and taking them away.

mod actions;
mod list;
mod show;
mod values;

use crate::web::{Pages, paths};

pub fn routes() -> Pages {
    Pages::new().list(paths::ATTRIBUTES, list::list).list(paths::ATTRIBUTE, show::show)
}
