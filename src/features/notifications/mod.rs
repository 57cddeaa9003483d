//! What somebody is told: the notices of the bell, how they want to be told by mail, and the mail box of the demo.

mod actions;
mod list;
mod mail_box;
mod preferences;

use crate::web::{Pages, get, paths};

pub fn routes() -> Pages {
    Pages::new()
        .route(paths::NOTIFICATIONS, get(list::show))
        .route(paths::NOTIFICATION_PREFERENCES, get(preferences::show))
        .route(paths::MAIL_BOX, get(mail_box::list))
        .route(paths::MAIL, get(mail_box::show))
}
