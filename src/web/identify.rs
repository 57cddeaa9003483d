//! Who sends a request, worked out once for all that ask: pages, error pages, the log.

use super::{AppState, client_address, network};
use crate::{
    auth::{self, Auth, Claim, SECRET_HEADER, Verdict},
    directory::Identity,
    store::KnownSubject,
};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{StatusCode, header::RETRY_AFTER},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::net::{IpAddr, SocketAddr};
use tokio::time::Instant;
use tower_sessions::Session;

/// The person that a sign-in provider vouches for; in the extensions of every request that passed [`identify`].
#[derive(Clone, Debug, Default)]
pub struct Identified(pub Option<Identity>);

/// Middleware: reads who is there. Whoever sends wrong secrets waits longer each time; a request with the right one
/// never does, whichever address it comes from.
pub async fn identify(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let Some(session) = request.extensions().get::<Session>().cloned() else {
        tracing::error!("A request came without the layer of sessions");
        return super::AppError::Broken.into_response();
    };
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let client = client_address(request.extensions());
    let identity = match app.auth.claim(request.headers(), peer, &session, app.store.clock().now()).await {
        Claim::Nobody => None,
        Claim::Person(identity) => {
            auth::touch(&session, app.sessions, app.store.clock().now()).await;
            keep_groups(&app, &identity).await;
            Some(identity)
        }
        Claim::Ambiguous(header) => {
            tracing::warn!(
                header,
                client = said(client),
                "A request was refused: its header {header} names more than one value. The proxy must replace the \
                 header of what comes from outside, not add to it"
            );
            let text = format!("The header {header} came with more than one value, so nobody is signed in by it.\n");
            return (StatusCode::BAD_REQUEST, text).into_response();
        }
        Claim::WrongPlace => match app.attempts.wrong(client.map(network), Instant::now()) {
            Verdict::Held(_, silent) => {
                tracing::warn!(
                    client = said(client),
                    silent,
                    "A request with {SECRET_HEADER} came from {}, which PORTAL_PROXY_FROM does not name, and {silent} since \
                     the last such line",
                    said(client)
                );
                None
            }
            Verdict::Refused => None,
        },
        Claim::WrongSecret => match app.attempts.wrong(client.map(network), Instant::now()) {
            Verdict::Held(wait, silent) => {
                tracing::warn!(
                    client = said(client),
                    silent,
                    "A request with a wrong {SECRET_HEADER} came from {}, and {silent} since the last such line",
                    said(client)
                );
                tokio::time::sleep(wait).await;
                None
            }
            Verdict::Refused => {
                let text = "Too many requests with a wrong secret. Wait before you try again.\n";
                return (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, "10")], text).into_response();
            }
        },
    };
    request.extensions_mut().insert(Identified(identity));
    next.run(request).await
}

/// Keeps the groups of somebody whom a proxy vouches for: what they have begun goes on when they are not there to say them,
/// also in another process. Where people sign in here, signing in keeps them.
async fn keep_groups(app: &AppState, identity: &Identity) {
    let (Auth::Proxy(_) | Auth::Assertion(_), Some(subject)) = (&app.auth, &identity.subject) else { return };
    let is_known = || app.authority.groups_of(subject).as_ref() == Some(&identity.groups);
    if !app.authority.rules().name_groups() || is_known() {
        return;
    }
    let (subject, email, groups) = (subject.clone(), identity.email.clone(), identity.groups.clone());
    let known = KnownSubject { subject, member_id: None, email, groups };
    if let Err(error) = app.store.keep_subject(&known, app.store.clock().now()).await {
        tracing::warn!(%error, "The groups of somebody could not be kept");
    }
}

fn said(client: Option<IpAddr>) -> String {
    client.map_or_else(|| "an unknown address".to_owned(), |client| client.to_string())
}
