//! Error states: a part of a page that could not be had, while the rest of the page stands.

use super::icon::Icon;
use crate::sigma::{Error, ErrorKind};
use icondata_lu as lu;
use leptos::prelude::*;

/// What could not be had, why, and how to try again. For a whole page that could not be had there is
/// [`ErrorPage`](super::error_page::ErrorPage).
#[component]
pub fn Trouble(
    /// What could not be had: “The grants could not be read”.
    #[prop(into)]
    title: String,
    /// Why, in a sentence.
    #[prop(into)]
    text: String,
    /// The page that tries again.
    #[prop(into)]
    retry: String,
    /// What to tell whoever looks after the portal: the request's id.
    #[prop(optional_no_strip)]
    reference: Option<String>,
) -> impl IntoView {
    let reference = reference.filter(|id| !id.is_empty());
    view! {
        <div class="empty t-bad" role="alert">
            <Icon icon=lu::LuCircleAlert/>
            <h2>{title}</h2>
            <p>{text}</p>
            <div class="actions"><a class="btn" href=retry><Icon icon=lu::LuRotateCcw/>" Try again"</a></div>
            {reference.map(|id| view! { <p class="muted">"Reference "<code>{id}</code></p> })}
        </div>
    }
}

/// The same for what Sigma was asked while somebody waits: what could not be had, and Sigma's answer in a sentence.
pub fn from_sigma(title: &'static str, error: &Error, retry: &str) -> impl IntoView + use<> {
    let text = match error.kind() {
        ErrorKind::Unauthorized(_) => "Sigma does not accept the portal's credentials.".to_owned(),
        ErrorKind::Throttled(_) => "Sigma wants fewer calls just now. Wait a moment.".to_owned(),
        ErrorKind::Refused(refusal) if refusal.status == 404 => "Sigma does not know it any more.".to_owned(),
        ErrorKind::Refused(refusal) if refusal.status == 403 => {
            "The account that the portal uses may not see it in Sigma.".to_owned()
        }
        ErrorKind::Refused(refusal) if refusal.status < 500 => format!("Sigma refused: {}", refusal.message),
        _ => "Sigma does not answer.".to_owned(),
    };
    let (reference, retry) = (error.request_id().map(str::to_owned), retry.to_owned());
    view! { <Trouble title=title text=text retry=retry reference=reference/> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_why_and_how_to_try_again() {
        let html = Owner::new().with(|| {
            view! { <Trouble title="The grants could not be read" text="Sigma does not answer." retry="/members/1" reference=Some("r-1".to_owned())/> }
                .to_html()
        });
        for part in ["role=\"alert\"", "could not be read", "href=\"/members/1\"", "<code>r-1</code>"] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }
}
