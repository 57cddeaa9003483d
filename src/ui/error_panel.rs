//! Error states: a part of a page that could not be had, while the rest of the page stands.

use super::icon::Icon;
use icondata_lu as lu;
use leptos::prelude::*;

/// What could not be had, why, and how to try again. For a whole page that could not be had there is
/// [`ErrorPage`](super::error_page::ErrorPage).
#[component]
pub fn ErrorPanel(
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::rendered;

    #[test]
    fn says_what_why_and_how_to_try_again() {
        let html = rendered(|| {
            view! { <ErrorPanel title="The grants could not be read" text="Sigma does not answer." retry="/members/1" reference=Some("r-1".to_owned())/> }
        });
        for part in ["role=\"alert\"", "could not be read", "href=\"/members/1\"", "<code>r-1<"] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }
}
