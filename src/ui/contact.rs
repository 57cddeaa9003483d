//! Whom to ask.

use crate::domain::Contact;
use leptos::prelude::*;

/// A sentence that says whom to write to, or to ask an admin where the portal is not told.
#[component]
pub fn Ask(
    /// Whom people ask for help.
    contact: Option<Contact>,
    /// What for, as the beginning of the sentence: “To get an account”.
    what: &'static str,
) -> impl IntoView {
    match contact {
        Some(contact) => view! { {what}", contact "<a href=contact.href()>{contact.label()}</a>"." }.into_any(),
        None => view! { {what}", ask an admin of Sigma in your company." }.into_any(),
    }
}
