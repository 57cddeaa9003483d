//! User attributes: the list, one attribute's page with who has which value, setting values and taking them away.

mod actions;
mod list;
mod show;
mod values;

use crate::web::{Pages, get, paths};

pub fn routes() -> Pages {
    let one = format!("{}/{{id}}", paths::ATTRIBUTES);
    Pages::new()
        .route(paths::ATTRIBUTES, get(list::list))
        .route(&paths::csv(paths::ATTRIBUTES), get(list::csv))
        .route(&one, get(show::show))
        .route(&paths::csv(&one), get(show::csv))
}
