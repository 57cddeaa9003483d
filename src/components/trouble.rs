//! What Sigma said when it was asked while somebody waits and did not answer as hoped.

use super::icon::Icon;
use crate::sigma::{Error, ErrorKind};
use icondata_lu as lu;
use leptos::prelude::*;

/// A panel's body instead of the answer: what went wrong, what support needs to know, and a way to ask again.
pub fn trouble(error: &Error, again: &str) -> impl IntoView + use<> {
    let title = match error.kind() {
        ErrorKind::Unauthorized(_) => "Sigma does not accept the portal's credentials",
        ErrorKind::Throttled(_) => "Sigma wants fewer calls just now",
        ErrorKind::Refused(refusal) if refusal.status == 404 => "Sigma does not know this any more",
        ErrorKind::Refused(refusal) if refusal.status == 403 => "The portal's own account may not see this in Sigma",
        ErrorKind::Refused(refusal) if refusal.status < 500 => "Sigma refused",
        _ => "Sigma does not answer",
    };
    let (details, again) = (error.to_string(), again.to_owned());
    view! {
        <div class="panel-body">
            <div class="trouble is-failed" role="alert">
                <p><Icon icon=lu::LuCloudOff/>" "<b>{title}</b></p>
                <p class="muted">{details}</p>
                <div class="actions"><a class="btn btn-sm" href=again><Icon icon=lu::LuRotateCw/>" Ask again"</a></div>
            </div>
        </div>
    }
}
