//! Rendering: the only place that touches the Leptos renderer.

use super::{
    AppState, Flash, NavItem, PageOf, RequestContext,
    forms::{Token, marked},
    layout::Layout,
    page_text,
    part::Wanted,
    security::{self, Scripts},
    small_scripts::SmallScript,
    theme::theme_of,
};
use crate::{
    domain::{Capability, Theme, text::escaped},
    ui::{
        islands::PART,
        style_sheet::{LinkedSheets, StyleSheet},
    },
};
use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use hydration_context::SsrSharedContext;
use leptos::{nonce::Nonce, prelude::*, tachys::html::InertElement};
use std::sync::Arc;

/// What a page says about itself.
#[derive(Clone, Debug)]
pub struct PageParts {
    title: String,
    place: NavItem,
    status: StatusCode,
    islands: bool,
    script: bool,
    small_scripts: Vec<SmallScript>,
    reload_after: Option<u32>,
    theme: Theme,
}

impl PageParts {
    /// A page with this title, at this place of the navigation.
    pub fn new(title: impl Into<String>, place: NavItem) -> Self {
        Self {
            title: title.into(),
            place,
            status: StatusCode::OK,
            islands: false,
            script: false,
            small_scripts: Vec::new(),
            reload_after: None,
            theme: Theme::System,
        }
    }

    /// With this status instead of 200.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// In the theme that whoever sends these headers has chosen. A page of somebody signed in has it anyway.
    #[must_use]
    pub fn themed(mut self, headers: &HeaderMap) -> Self {
        self.theme = theme_of(headers);
        self
    }

    /// With islands of its own: the page loads their script. Without, it loads that only where the layout has the
    /// palette.
    #[must_use]
    pub fn islands(mut self) -> Self {
        self.islands = true;
        self.script = true;
        self
    }

    /// With a small script, which the page can do without: no WASM comes with it.
    #[must_use]
    pub fn small_script(mut self, script: SmallScript) -> Self {
        self.small_scripts.push(script);
        self
    }

    /// Without islands of its own that follow what is under way, the page reloads itself after this many seconds.
    #[must_use]
    pub fn reload_after(mut self, seconds: Option<u32>) -> Self {
        self.reload_after = seconds;
        self
    }
}

impl RequestContext {
    /// Renders a page in the signed-in layout; without it, and without its message, for an island that takes a part of it.
    /// A form that was never sent, and that the page was to show and does not, has a page of its own.
    pub async fn render_page<V: IntoView + 'static>(
        self,
        mut page: PageParts,
        body: impl FnOnce() -> V + Send + 'static,
    ) -> Response {
        let token = self.app.form_key.token(&PageOf::from(&self.actor), self.now);
        if let Some(part) = self.parts.headers.get(PART) {
            let html = Wanted::new(part.to_str().unwrap_or_default()).rendered(body);
            let html = marked(&html, &token);
            return (page.status, [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response();
        }
        page = page.themed(&self.parts.headers);
        page.script |= self.can(Capability::ReadDirectory);
        page.small_scripts.push(SmallScript::Reading);
        let flash = Flash::take(&self.session).await;
        let layout = Layout::of(&self, page.place).await;
        let status = self.app.directory.status();
        let told = flash.clone();
        let shown = render(&self.app, page, Some(&token), move || layout.view(told, &status, body));
        // Some forms are read as late as the page is rendered.
        let Some(elsewhere) = self.unsent_elsewhere().await else { return shown };
        if let Some(Flash { tone, text }) = flash {
            Flash::set(tone, text, &self.session).await;
        }
        Redirect::to(&elsewhere).into_response()
    }
}

/// Renders a page without the signed-in layout: sign-in, and errors of people who are not signed in.
pub fn render_minimal_page<V: IntoView + 'static>(
    app: &AppState,
    page: PageParts,
    class: &'static str,
    body: impl FnOnce() -> V + 'static,
) -> Response {
    render(app, page, None, move || {
        StyleSheet::Outside.link();
        view! { <body class=class>{body()}</body> }
    })
}

/// The page; its forms carry the `token` of whoever it is shown to.
fn render<V: IntoView + 'static>(
    app: &AppState,
    page: PageParts,
    token: Option<&Token>,
    body: impl FnOnce() -> V,
) -> Response {
    let nonce = (page.script || !page.small_scripts.is_empty()).then(Nonce::new);
    let keys = page.script.then_some(SmallScript::Keys);
    let small = page.small_scripts.iter().copied().chain(keys);
    let small: String = nonce.iter().flat_map(|nonce| small.clone().map(|script| script.markup(nonce))).collect();
    let islands = nonce.as_ref().filter(|_| page.script).map(|nonce| app.assets.scripts(nonce)).unwrap_or_default();
    let policy = security::policy(match &nonce {
        Some(nonce) if page.script => Scripts::Islands(nonce),
        Some(nonce) => Scripts::Named(nonce),
        None => Scripts::Nothing,
    });
    let scripts = nonce.is_some().then(|| small + &islands);
    let style = app.assets.style.clone();
    let status = page.status;
    let html = rendered(|| document(style, scripts, page, body));
    let html = match token {
        Some(token) => marked(&html, token),
        None => html,
    };
    let mut response = (status, Html(html)).into_response();
    for (name, value) in headers(&policy) {
        response.headers_mut().insert(name, value);
    }
    response
}

/// Renders in one go: nothing in a page is asynchronous, its data is there before. So none of what Leptos does for
/// resources and streams is needed, not even the data it leaves for the browser.
pub fn rendered<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    page_text::finished(&owner.with(|| view().into_view().to_html()))
}

fn headers(policy: &str) -> impl Iterator<Item = (HeaderName, HeaderValue)> + use<> {
    let policy = HeaderValue::from_str(policy).ok();
    let policy = policy.map(|policy| (header::CONTENT_SECURITY_POLICY, policy));
    policy.into_iter().chain([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))])
}

fn document<V: IntoView + 'static>(
    style: String,
    scripts: Option<String>,
    page: PageParts,
    body: impl FnOnce() -> V,
) -> impl IntoView {
    let title = format!("{} · Sigma portal", page.title);
    let reload = page.reload_after.map(|seconds| {
        let refresh = view! { <meta http-equiv="refresh" content=seconds/> };
        if page.islands { view! { <noscript>{refresh}</noscript> }.into_any() } else { refresh.into_any() }
    });
    let scheme = if page.theme == Theme::System { "light dark" } else { page.theme.slug() };
    let sheets = LinkedSheets::default();
    provide_context(sheets.clone());
    let body = body();
    let sheets = InertElement::new(sheets.markup());
    // `title` as inner_html: text inside it would be rendered with a marker comment.
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=(page.theme != Theme::System).then(|| page.theme.slug())>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content=scheme/>
                <title inner_html=escaped(&title)></title>
                <link rel="icon" href="/static/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=style/>
                {sheets}
                {reload}
                {scripts.map(InertElement::new)}
            </head>
            {body}
        </html>
    }
}
