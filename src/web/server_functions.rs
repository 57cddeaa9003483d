//! The door between browsers and server functions: every write, and every question that browser code asks, comes in here.
//!
//! Leptos runs the function; the door decides what becomes of its answer. A plain form that went right is led on to
//! where the function says (303). One that went wrong is led back to its page with what was typed and the typed error
//! kept under an id in the URL, so that a reload posts nothing and two tabs do not mix. Code in the browser gets the
//! value, or the error as JSON with its status.

use super::{
    AppState, Flash, KeptForm, OptionalUser, PageOf, Preview, RequestContext, Severity,
    context::{own_referer, to_sign_in},
    error::wants_page,
    paths::{self, FUNCTIONS},
};
use crate::domain::AppError;
use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::{FromRequestParts, Request, State},
    http::{HeaderValue, Method, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::any,
};
use leptos::{
    prelude::{provide_context, use_context},
    server_fn::{ServerFn, axum::get_server_fn_service, error::SERVER_FN_ERROR_HEADER},
};
use std::sync::Arc;

/// The query of a button that has its form shown again as it is filled in, and nothing done: one that takes a
/// suggestion, adds a row or looks a name up. Its own name and value are one more field of the form.
pub const SHOW_AGAIN: &str = "show";

/// The largest form, in bytes.
pub(super) const FORM_BYTES: usize = 256 * 1024;

/// The largest form with a list of people that somebody may paste or edit, in bytes: as many people as such a list may
/// have, each with name and address in an alphabet that takes nine bytes a letter. The portal's own lists never travel.
pub(super) const LIST_FORM_BYTES: usize = 24 * 1024 * 1024;

/// The largest error that a function answers with, in bytes: a message for each field of the largest form.
const ERROR_BYTES: usize = 1024 * 1024;

/// A form as it came to the function that runs; in its context.
#[derive(Clone, Debug)]
pub struct PostedForm {
    /// Path of the function.
    pub function: String,
    /// Path and query of the page that the form was on.
    pub page: String,
    /// Its fields, as a browser sends them.
    pub body: Bytes,
}

/// The paths of functions that are not as all others.
#[derive(Clone, Debug)]
pub struct FunctionPaths {
    /// Their forms may have a list of people.
    pub lists: Vec<&'static str>,
    /// They do nothing but plan, so that they can be asked what a form comes to: [`PREVIEW`](super::PREVIEW).
    pub previewed: Vec<&'static str>,
}

/// The routes of all functions.
pub fn routes(functions: FunctionPaths) -> Router<AppState> {
    let functions = Arc::new(functions);
    let serve = move |State(app), request| serve(app, functions.clone(), request);
    Router::new().route(&format!("{FUNCTIONS}/{{*name}}"), any(serve))
}

async fn serve(app: AppState, functions: Arc<FunctionPaths>, request: Request) -> Response {
    let is_page = wants_page(request.headers());
    let (parts, body) = request.into_parts();
    let asked = parts.clone();
    match answer(&app, &functions, Request::from_parts(parts, body), is_page).await {
        Ok(response) => response,
        Err(AppError::SignedOut) if is_page => to_sign_in(&asked, &app),
        Err(error) => error.into_response(),
    }
}

async fn answer(
    app: &AppState,
    functions: &FunctionPaths,
    request: Request,
    is_page: bool,
) -> Result<Response, AppError> {
    let (mut parts, body) = request.into_parts();
    check_method(&parts)?;
    let is_among = |paths: &[&str]| paths.contains(&parts.uri.path());
    let most = if is_among(&functions.lists) { LIST_FORM_BYTES } else { FORM_BYTES };
    let preview = Preview::asked(&parts.uri);
    if preview.is_some() && !is_among(&functions.previewed) {
        return Err(AppError::NotFound);
    }
    let body = to_bytes(body, most).await.map_err(|_| AppError::TooLarge)?;
    let page = without_kept(own_referer(&parts).unwrap_or(paths::HOME));
    let page = match page.strip_prefix(paths::FORMS).and_then(|rest| rest.strip_prefix('/')) {
        Some(kept) => page_of_kept(app, &mut parts, kept).await.unwrap_or_else(|| paths::HOME.to_owned()),
        None => page,
    };
    let posted = PostedForm { function: parts.uri.path().to_owned(), page, body };
    if is_page && parts.uri.query() == Some(SHOW_AGAIN) {
        return show_again(app, &mut parts, &posted).await;
    }
    let asked = parts.clone();
    // Leptos answers a browser that wants a page with a redirect of its own, which loses the form.
    parts.headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let (shared, form, preview_of_it) = (app.clone(), posted.clone(), preview.clone());
    let context = move || {
        provide_context(shared.clone());
        provide_context(form.clone());
        if let Some(preview) = preview_of_it.clone() {
            provide_context(preview);
        }
    };
    let request = Request::from_parts(parts, Body::from(posted.body.clone()));
    let answer = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    if answer.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        let error = to_bytes(answer.into_body(), ERROR_BYTES).await.map_err(|_| AppError::Broken)?;
        let error = serde_json::from_slice(&error).map_err(|_| AppError::Broken)?;
        if let Some(preview) = preview {
            return preview.answer(Some(error));
        }
        return if is_page { lead_back(app, asked, &posted, error).await } else { Err(error) };
    }
    if let Some(preview) = preview {
        return preview.answer(None);
    }
    if !is_page {
        return Ok(answer);
    }
    let to = answer.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
    let mut redirect = Redirect::to(to.unwrap_or(&posted.page)).into_response();
    let cookies = answer.headers().get_all(header::SET_COOKIE).iter().cloned();
    cookies.for_each(|cookie| _ = redirect.headers_mut().append(header::SET_COOKIE, cookie));
    Ok(redirect)
}

/// 404 for what is no function, 405 for one that is asked in another way.
fn check_method(parts: &Parts) -> Result<(), AppError> {
    let path = parts.uri.path();
    let is = |method: Method| get_server_fn_service(path, method).is_some();
    match () {
        () if is(parts.method.clone()) => Ok(()),
        () if is(Method::GET) || is(Method::POST) => Err(AppError::Method),
        () => Err(AppError::NotFound),
    }
}

/// Leads back to the page of the form, which shows itself again as it was filled in.
async fn show_again(app: &AppState, parts: &mut Parts, posted: &PostedForm) -> Result<Response, AppError> {
    let visitor = OptionalUser::from_request_parts(parts, app).await?;
    let actor = visitor.actor.ok_or(AppError::SignedOut)?;
    let kept = KeptForm::of(posted, None)?;
    let id = kept.keep(app, PageOf::from(&actor)).await?;
    Ok(Redirect::to(&kept.url(&id)).into_response())
}

/// Leads back to the page with what was typed and why it was not taken. What the person cannot mend there is a page of
/// its own.
async fn lead_back(
    app: &AppState,
    mut parts: Parts,
    posted: &PostedForm,
    error: AppError,
) -> Result<Response, AppError> {
    match &error {
        AppError::Invalid(_) | AppError::Refused(_) | AppError::Stale => {}
        AppError::SignedOut
        | AppError::Denied(_)
        | AppError::Forbidden
        | AppError::NotFound
        | AppError::Elsewhere
        | AppError::Method
        | AppError::Unreadable
        | AppError::TooLarge
        | AppError::TooMany { .. }
        | AppError::Busy
        | AppError::Provisioned(_)
        | AppError::NotReady
        | AppError::NoDatabase
        | AppError::Unreachable
        | AppError::Broken => return Err(error),
    }
    let visitor = OptionalUser::from_request_parts(&mut parts, app).await?;
    if let AppError::Refused(why) = &error {
        Flash::set(Severity::Warning, why, &visitor.session).await;
    }
    let Some(actor) = visitor.actor else {
        // Nothing is kept for nobody; the sentence is said on the page all the same.
        return if let AppError::Refused(_) = error {
            Ok(Redirect::to(&posted.page).into_response())
        } else {
            Err(error)
        };
    };
    let kept = KeptForm::of(posted, Some(error))?;
    let id = kept.keep(app, PageOf::from(&actor)).await?;
    Ok(Redirect::to(&kept.url(&id)).into_response())
}

/// The page that a kept form was on, which is gone on with where it was kept.
async fn page_of_kept(app: &AppState, parts: &mut Parts, id: &str) -> Option<String> {
    let actor = OptionalUser::from_request_parts(parts, app).await.ok()?.actor?;
    let kept = app.store.review(id, &actor.key(), app.store.clock().now()).await.ok()??;
    let kept: KeptForm = serde_json::from_str(&kept.body).ok()?;
    (!kept.page.is_empty()).then_some(kept.page)
}

/// The page without what it showed of an earlier form.
pub(super) fn without_kept(page: &str) -> String {
    let Some((path, query)) = page.split_once('?') else { return page.to_owned() };
    let rest: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("form=")).collect();
    if rest.is_empty() { path.to_owned() } else { format!("{path}?{}", rest.join("&")) }
}

impl RequestContext {
    /// Keeps the form that is being worked on, for the way back from where it leads; the URL of its page that shows it.
    /// The start page where no form was posted.
    ///
    /// # Errors
    /// [`AppError::NoDatabase`] and [`AppError::Broken`].
    pub async fn keep_posted(&self) -> Result<String, AppError> {
        let Some(posted) = use_context::<PostedForm>() else { return Ok(paths::HOME.to_owned()) };
        self.keep_form(KeptForm::of(&posted, None)?).await
    }

    /// The same for a form of which one button leads elsewhere: it is kept as the form of the function `F` that the
    /// others lead to.
    ///
    /// # Errors
    /// As [`Self::keep_posted`].
    pub async fn keep_posted_to<F: ServerFn>(&self) -> Result<String, AppError> {
        let Some(posted) = use_context::<PostedForm>() else { return Ok(paths::HOME.to_owned()) };
        self.keep_form(KeptForm { posted_to: F::PATH.to_owned(), ..KeptForm::of(&posted, None)? }).await
    }

    async fn keep_form(&self, kept: KeptForm) -> Result<String, AppError> {
        let id = kept.keep(&self.app, PageOf::from(&self.actor)).await?;
        Ok(kept.url(&id))
    }

    /// Leads whoever called the function on to another page, with a message.
    pub async fn lead_to(&self, to: &str, severity: Severity, text: impl Into<String>) {
        Flash::set(severity, text, &self.session).await;
        leptos_axum::redirect(to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_keeps_its_query_without_the_form_it_showed() {
        for (page, kept) in [
            ("/teams/1/edit", "/teams/1/edit"),
            ("/teams/1/edit?form=abc", "/teams/1/edit"),
            ("/members?q=a&form=abc&page=2", "/members?q=a&page=2"),
        ] {
            assert_eq!(without_kept(page), kept);
        }
    }
}
