//! Pages at the gate: for people who are not signed in, and about their signing in.

use crate::web::{self, AppState, NavItem, PageParts};
use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;

/// A page that says one thing and offers a way on.
pub struct Notice {
    status: StatusCode,
    code: String,
    heading: &'static str,
    text: String,
    action: Option<(String, String)>,
}

impl Notice {
    /// With this status; `what` is it in two words.
    pub fn new(status: u16, what: &str, heading: &'static str, text: String) -> Self {
        let code = if status == 200 { what.to_owned() } else { format!("{status}, {what}") };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, code, heading, text, action: None }
    }

    /// With a button that leads there.
    #[must_use]
    pub fn action(self, href: String, label: impl Into<String>) -> Self {
        Self { action: Some((href, label.into())), ..self }
    }

    /// The page with the notice.
    pub fn page(self, app: &AppState) -> Response {
        let Self { status, code, heading, text, action } = self;
        let parts = PageParts::new(heading, NavItem::None).status(status);
        let contact = app.contact.clone().filter(|_| status.is_client_error());
        web::render_minimal_page(app, parts, "gate-plain", move || {
            let contact = contact.map(|contact| {
                view! { <p>"Questions? Contact "<a href=contact.href()>{contact.label()}</a>"."</p> }
            });
            view! {
                <main id="main">
                    <div class="lost">
                        <p class="lost-code">{code}</p>
                        <h1>{heading}</h1>
                        <p>{text}</p>
                        {contact}
                        <div class="actions">
                            {action.map(|(href, label)| view! { <a class="btn btn-primary" href=href>{label}</a> })}
                        </div>
                    </div>
                </main>
            }
        })
    }
}
