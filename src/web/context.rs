//! The request context of a page: who asks, and what they may be shown.

use super::{
    AppError, AppState, Flash, Kind, Mode, Severity, client_address,
    identify::Identified,
    network, paths,
    request_log::{RequestId, RequestSpan},
};
use crate::{
    changes::Provisioning,
    directory::{Identity, Scope, Snapshot},
    domain::{Actor, Capability, Denied, Origin},
    store::session_row,
};
use axum::{
    extract::FromRequestParts,
    http::{Method, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use jiff::Timestamp;
use leptos::prelude::expect_context;
use std::sync::{Arc, atomic::AtomicBool};
use tower_sessions::Session;
use url::Url;

/// Anybody who asks, signed in or not. Only pages that must work without sign-in take it.
pub struct OptionalUser {
    pub app: AppState,
    /// The request without its body.
    pub parts: Parts,
    /// The session; empty until something is put into it.
    pub session: Session,
    /// Who a sign-in provider says it is.
    pub identity: Option<Identity>,
    /// Who that is in the organisation.
    pub actor: Option<Actor>,
    /// Why that is nobody who may use the portal.
    pub denied: Option<Denied>,
}

/// Somebody signed in, with an account in the organisation. Every page and every write takes it, so none can be
/// reached without.
pub struct RequestContext {
    pub app: AppState,
    /// The request without its body.
    pub parts: Parts,
    pub session: Session,
    pub actor: Actor,
    /// When they ask.
    pub now: Timestamp,
    /// What they are shown of the directory; `None` until it has been read.
    pub(super) view: Option<Arc<Snapshot>>,
    /// Whether the page has read the form that it was asked to show again.
    pub(super) form_read: Arc<AtomicBool>,
}

impl FromRequestParts<AppState> for OptionalUser {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, AppError> {
        let session = parts.extensions.get::<Session>().cloned().ok_or(AppError::Broken)?;
        let Identified(identity) = parts.extensions.get::<Identified>().cloned().ok_or(AppError::Broken)?;
        let snapshot = app.directory.snapshot();
        let (actor, denied) = match (&identity, snapshot) {
            (Some(identity), Some(snapshot)) => match app.authority.actor(identity, &snapshot) {
                Ok(actor) => (Some(Actor { origin: Some(Box::new(origin(parts, &session))), ..actor }), None),
                Err(denied) => (None, Some(denied)),
            },
            // Nobody has a role before it is known who they are, whatever the configuration says.
            (None, _) | (_, None) => (None, None),
        };
        Ok(Self { app: app.clone(), parts: parts.clone(), session, identity, actor, denied })
    }
}

impl OptionalUser {
    /// Who calls the server function that runs, if anybody is signed in.
    ///
    /// # Errors
    /// [`AppError::Broken`] outside of the layers of sessions and of who is there.
    pub async fn current() -> Result<Self, AppError> {
        let (app, mut parts) = (expect_context::<AppState>(), expect_context::<Parts>());
        Self::from_request_parts(&mut parts, &app).await
    }
}

impl FromRequestParts<AppState> for RequestContext {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Response> {
        match Self::of(parts, app).await {
            Ok(cx) => Ok(cx),
            Err(AppError::SignedOut) => Err(to_sign_in(parts, app)),
            Err(error) => Err(error.into_response()),
        }
    }
}

/// Where a request comes from, for the audit log.
pub fn origin(parts: &Parts, session: &Session) -> Origin {
    Origin {
        session: session.id().map(|id| session_row(&id)),
        address: client_address(&parts.extensions).map(|address| address.to_string()),
        token: None,
    }
}

/// Whom a request counts against: the person signed in, else the address it comes from.
pub(super) fn who(parts: &Parts) -> String {
    let identity = parts.extensions.get::<Identified>().and_then(|identified| identified.0.as_ref());
    match (identity, client_address(&parts.extensions)) {
        (Some(identity), _) => identity.email.clone(),
        (None, Some(address)) => network(address).to_string(),
        (None, None) => String::new(),
    }
}

/// Leads somebody who is not signed in to where they sign in, and from there to what they asked for.
pub(super) fn to_sign_in(parts: &Parts, app: &AppState) -> Response {
    if app.mode == Mode::Serve && app.auth.oidc().is_none() {
        return AppError::SignedOut.into_response();
    }
    let next = match parts.method {
        Method::GET | Method::HEAD => parts.uri.path_and_query().map_or(paths::HOME, |p| p.as_str()),
        // What was posted is lost; at least the page it came from is shown again.
        _ => own_referer(parts).unwrap_or(paths::HOME),
    };
    match (app.auth.oidc(), parts.method.is_safe()) {
        (Some(_), true) => Redirect::to(&paths::sign_in_start(next, "")).into_response(),
        // A form does not follow a redirect to another site, so a page with a link stands in between.
        (Some(_), false) | (None, _) => Redirect::to(&paths::sign_in_then(next)).into_response(),
    }
}

/// What people type to reach this portal: as it is told, else by the name that the request was sent to.
///
/// # Errors
/// [`AppError::Unreadable`] for a request without a name that could be one.
pub fn own_url(parts: &Parts, app: &AppState) -> Result<Url, AppError> {
    if let Some(url) = &app.public_url {
        return Ok(url.clone());
    }
    let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let url = host.and_then(|host| Url::parse(&format!("http://{host}/")).ok());
    url.ok_or(AppError::Unreadable)
}

/// Path of the page a form was posted from, when it is one of this site.
pub(super) fn own_referer(parts: &Parts) -> Option<&str> {
    let referer = parts.headers.get(header::REFERER)?.to_str().ok()?;
    let after_host = referer.split_once("://")?.1;
    Some(paths::own(&after_host[after_host.find('/')?..]))
}

impl RequestContext {
    /// The context of the server function that runs: who calls it, and the portal.
    ///
    /// # Errors
    /// [`AppError::SignedOut`], [`AppError::Denied`], and [`AppError::NotReady`] before the organisation has been read.
    pub async fn current() -> Result<Self, AppError> {
        let (app, mut parts) = (expect_context::<AppState>(), expect_context::<Parts>());
        Self::of(&mut parts, &app).await
    }

    async fn of(parts: &mut Parts, app: &AppState) -> Result<Self, AppError> {
        let visitor = OptionalUser::from_request_parts(parts, app).await?;
        match (visitor.actor, visitor.denied, visitor.identity) {
            (Some(actor), _, _) => Ok(Self::new(visitor.app, visitor.parts, visitor.session, actor).await),
            (None, Some(denied), _) => Err(AppError::Denied(denied)),
            (None, None, Some(_)) => Err(AppError::NotReady),
            (None, None, None) => Err(AppError::SignedOut),
        }
    }

    /// The context of a request of somebody who has an account.
    pub(super) async fn new(app: AppState, parts: Parts, session: Session, actor: Actor) -> Self {
        let view = app.directory.view(&Scope::of(&actor, app.managers_see)).await;
        // For the line of the log that tells of this request.
        if let (Some(RequestSpan(span)), Some(id)) = (parts.extensions.get(), &actor.member_id) {
            span.record("person", tracing::field::display(id));
        }
        let now = app.store.clock().now();
        Self { app, parts, session, actor, now, view, form_read: Arc::default() }
    }

    /// Goes on only if the actor's role has the capability.
    ///
    /// # Errors
    /// [`AppError::Forbidden`].
    pub fn require(&self, capability: Capability) -> Result<(), AppError> {
        if self.actor.role.can(capability) { Ok(()) } else { Err(AppError::Forbidden) }
    }

    /// Goes on only if it is not left to the identity provider.
    ///
    /// # Errors
    /// [`AppError::Provisioned`], with where it is done instead.
    pub fn done_here(&self, provisioning: Provisioning) -> Result<(), AppError> {
        provisioning.obstacle().map_or(Ok(()), |why| Err(AppError::Provisioned(why.to_owned())))
    }

    /// Whether the actor's role has the capability.
    pub fn can(&self, capability: Capability) -> bool {
        self.actor.role.can(capability)
    }

    /// Takes `times` of what the actor may do in a while.
    ///
    /// # Errors
    /// [`AppError::TooMany`].
    pub fn take(&self, kind: Kind, times: u32) -> Result<(), AppError> {
        self.app.limits.take(kind, &self.actor.email, times)
    }

    /// Leads to another page with a message.
    pub async fn leave(&self, to: &str, tone: Severity, text: impl Into<String>) -> Response {
        Flash::set(tone, text, &self.session).await;
        Redirect::to(to).into_response()
    }

    /// The page a form was posted from; the start page when the browser does not say.
    pub fn back(&self) -> &str {
        own_referer(&self.parts).unwrap_or(paths::HOME)
    }
}

/// The request's id, as error pages show it.
pub fn request_id(parts: &Parts) -> String {
    parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default()
}
