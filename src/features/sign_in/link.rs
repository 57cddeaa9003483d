//! Signing in by a link that was made on the server, for when the identity provider is out of order.

use super::{actions::SignInByLink, begin};
use crate::{
    auth::ProviderSession,
    directory::Identity,
    domain::AppError,
    web::{self, Flash, NavItem, OptionalUser, PageParts, Severity, flash_message, paths},
};
use axum::response::Response;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::Deserialize;

const USED: &str = "This link has been used, or is more than ten minutes old. Make a new one on the server.";

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    token: String,
}

/// A page with a button: programs that open links to look at them do not use the link up.
pub async fn page(visitor: OptionalUser) -> Result<Response, AppError> {
    let Asked { token } = web::decode(visitor.parts.uri.query());
    let flash = Flash::take(&visitor.session).await;
    let parts = PageParts::new("Sign in", NavItem::None).themed(&visitor.parts.headers);
    Ok(web::render_minimal_page(&visitor.app, parts, "gate-plain", move || {
        view! {
            <main id="main">
                <div class="lost">
                    <p class="lost-code">"link made on the server"</p>
                    <h1>"Sign in by link"</h1>
                    {flash.map(flash_message)}
                    <p>"This link was made on the server for one person. It works once, for ten minutes, and the audit log says that it was used."</p>
                    <form class="actions" method="post" action=SignInByLink::url()>
                        <input type="hidden" name="token" value=token/>
                        <button class="btn btn-primary">"Sign in"</button>
                    </form>
                </div>
            </main>
        }
    }))
}

/// Uses the link up and begins the session.
///
/// # Errors
/// [`AppError::NoDatabase`] and [`AppError::Broken`].
pub async fn take(visitor: &OptionalUser, token: &str) -> Result<(), AppError> {
    let now = visitor.app.store.clock().now();
    let Some(email) = visitor.app.store.take_sign_in_link(token, now).await? else {
        Flash::set(Severity::Warning, USED, &visitor.session).await;
        leptos_axum::redirect(paths::SIGN_IN_LINK);
        return Ok(());
    };
    let member = visitor.app.directory.snapshot().and_then(|s| s.member_by_email(&email).map(|m| m.id.clone()));
    let identity = Identity { email, member_id: member, ..Identity::default() };
    begin::begin(visitor, identity, (None, ProviderSession::default()), "by a link made on the server").await?;
    leptos_axum::redirect(paths::HOME);
    Ok(())
}
