//! Where somebody is signed in: listed and ended by themselves, all of them by an admin.

mod actions;
mod show;

use crate::web::{Pages, get, paths};

pub fn routes() -> Pages {
    Pages::new().route(paths::MY_SESSIONS, get(show::own)).route(paths::SESSIONS, get(show::all))
}
