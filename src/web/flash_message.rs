//! Flash messages.

use super::{Flash, Severity};
use crate::ui::icon::Icon;
use icondata_lu as lu;
use leptos::prelude::*;

/// What the portal says back after a redirect.
pub fn flash_message(flash: Flash) -> impl IntoView {
    let (class, role, icon) = match flash.tone {
        Severity::Success => ("flash t-ok", "status", lu::LuCircleCheck),
        Severity::Info => ("flash t-info", "status", lu::LuInfo),
        Severity::Warning => ("flash t-warn", "alert", lu::LuTriangleAlert),
        Severity::Error => ("flash t-bad", "alert", lu::LuCircleX),
    };
    view! { <div class=class role=role><Icon icon=icon/><p>{flash.text}</p></div> }
}
