//! User attributes: the list, making one, one attribute's page with who has which value, setting values and taking them away.

pub mod actions;
mod create;
mod list;
mod show;
mod values;

use crate::web::{Pages, get, paths};

pub fn routes() -> Pages {
    Pages::new()
        .list(paths::ATTRIBUTES, list::list)
        .route(paths::ATTRIBUTE_NEW, get(create::form))
        .list(paths::ATTRIBUTE, show::show)
}
