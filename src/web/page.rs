//! Rendering: the only place that touches the Leptos renderer.

use super::{App, Cx, Flash, Place, frame::Frame, security};
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Response},
};
use futures::StreamExt;
use hydration_context::SsrSharedContext;
use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;
use std::sync::Arc;

/// What a page says about itself.
#[derive(Clone, Debug)]
pub struct PageParts {
    title: String,
    place: Place,
    status: StatusCode,
    islands: bool,
    reload_after: Option<u32>,
}

impl PageParts {
    /// A page with this title, at this place of the navigation.
    pub fn new(title: impl Into<String>, place: Place) -> Self {
        Self { title: title.into(), place, status: StatusCode::OK, islands: false, reload_after: None }
    }

    /// With this status instead of 200.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// With islands: the page loads the script. Without, it loads none and allows none.
    #[must_use]
    pub fn islands(mut self) -> Self {
        self.islands = true;
        self
    }

    /// Without a script, the page reloads itself after this many seconds, while something is under way.
    #[must_use]
    pub fn reload_after(mut self, seconds: Option<u32>) -> Self {
        self.reload_after = seconds;
        self
    }
}

impl Cx {
    /// Renders a page in the signed-in frame.
    pub async fn show<V: IntoView + 'static>(
        self,
        page: PageParts,
        body: impl FnOnce() -> V + Send + 'static,
    ) -> Response {
        let flash = Flash::take(&self.session).await;
        let frame = Frame::of(&self, page.place);
        let status = self.app.directory.status();
        let framed = move || frame.view(flash, &status, body);
        render(&self.app, self.parts, page, framed).await
    }
}

/// Renders a page without the signed-in frame: sign-in, and errors of people who are not signed in.
pub async fn bare<V: IntoView + 'static>(
    app: &App,
    parts: Parts,
    page: PageParts,
    class: &'static str,
    body: impl FnOnce() -> V + Send + 'static,
) -> Response {
    let framed = move || view! { <body class=class>{body()}</body> };
    render(app, parts, page, framed).await
}

async fn render<V: IntoView + 'static>(
    app: &App,
    parts: Parts,
    page: PageParts,
    body: impl FnOnce() -> V + Send + 'static,
) -> Response {
    let leptos = app.leptos.clone();
    let style = app.assets.style.clone();
    if page.islands { with_islands(leptos, style, parts, page, body).await } else { without(leptos, style, page, body) }
}

/// A page without islands: plain markup, not a byte of script. The policy allows none.
fn without<V: IntoView + 'static>(
    leptos: LeptosOptions,
    style: String,
    page: PageParts,
    body: impl FnOnce() -> V,
) -> Response {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let status = page.status;
    let html = owner.with(|| document(leptos, style, page, body).to_html());
    let mut response = (status, Html(html)).into_response();
    for (name, value) in headers(None) {
        response.headers_mut().insert(name, value);
    }
    response
}

async fn with_islands<V: IntoView + 'static>(
    leptos: LeptosOptions,
    style: String,
    parts: Parts,
    page: PageParts,
    body: impl FnOnce() -> V + Send + 'static,
) -> Response {
    let view = move || {
        let response = expect_context::<ResponseOptions>();
        response.set_status(page.status);
        for (name, value) in headers(use_nonce().as_deref()) {
            response.insert_header(name, value);
        }
        document(leptos, style, page, body)
    };
    let request = Request::from_parts(parts, Body::empty());
    leptos_axum::handle_response_inner(
        || (),
        view,
        request,
        |view, chunks, _| {
            Box::pin(async move {
                // One chunk: a page is small, and a stream of small writes costs more than the page.
                let html = view.to_html_stream_in_order().collect::<String>().await;
                Box::pin(futures::stream::once(async move { html }).chain(chunks())) as _
            })
        },
    )
    .await
}

fn headers(nonce: Option<&str>) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
    let policy = HeaderValue::from_str(&security::policy(nonce)).ok();
    let policy = policy.map(|policy| (header::CONTENT_SECURITY_POLICY, policy));
    policy.into_iter().chain([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))])
}

fn document<V: IntoView + 'static>(
    leptos: LeptosOptions,
    style: String,
    page: PageParts,
    body: impl FnOnce() -> V,
) -> impl IntoView {
    let title = format!("{} · Sigma portal", page.title);
    let reload = page.reload_after.map(|seconds| {
        let refresh = view! { <meta http-equiv="refresh" content=seconds/> };
        if page.islands { view! { <noscript>{refresh}</noscript> }.into_any() } else { refresh.into_any() }
    });
    let scripts = page
        .islands
        .then(|| view! { <AutoReload options=leptos.clone()/> <HydrationScripts options=leptos islands=true/> });
    // `title` as inner_html: text inside it would be rendered with a marker comment.
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title inner_html=escaped(&title)></title>
                <link rel="icon" href="/static/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=style/>
                {reload}
                {scripts}
            </head>
            {body()}
        </html>
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
