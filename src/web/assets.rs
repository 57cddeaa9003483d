//! The built assets: their hashed names, and serving them compressed and for ever. Icons and
//! small scripts are of the program itself.

use super::{
    page::rendered,
    small_scripts::{self, SmallScript},
};
use crate::{
    store::{Asset, Store},
    ui::{
        sprite::{FOLDER, SPRITE, fingerprint},
        style_sheet::{self, StyleSheet},
    },
};
use axum::{
    Router,
    extract::{Path as PathOf, State},
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};
use leptos::{config::LeptosOptions, nonce::Nonce, prelude::*};
use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};
use tower_http::{
    CompressionLevel, compression::CompressionLayer, services::ServeDir, set_header::SetResponseHeaderLayer,
};

/// Names of the built assets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    /// URL of the style sheet.
    pub style: String,
    /// Markup that loads and wakes the islands, with [`NONCE`] where a page's nonce goes.
    scripts: String,
    /// The script that wakes them.
    wake: String,
}

/// Stands for the nonce in markup rendered ahead of its page.
const NONCE: &str = "@nonce@";

impl Assets {
    /// Reads the hashes that cargo-leptos left beside the binary, once.
    pub fn read(options: &LeptosOptions) -> Self {
        let hashes = std::env::current_exe()
            .ok()
            .and_then(|exe| std::fs::read_to_string(exe.with_file_name(options.hash_file.as_ref())).ok())
            .filter(|_| options.hash_files)
            .unwrap_or_default();
        let css = hashes.lines().filter_map(|line| line.split_once(':')).find(|(kind, _)| kind.trim() == "css");
        let hash = css.map(|(_, hash)| format!(".{}", hash.trim())).unwrap_or_default();
        let (scripts, wake) = scripts(options);
        Self { style: format!("/{}/{}{hash}.css", options.site_pkg_dir, options.output_name), scripts, wake }
    }

    /// The style sheet's file, which is there where all of them are.
    pub fn style_file(&self, options: &LeptosOptions) -> PathBuf {
        Path::new(options.site_root.as_ref()).join(self.style.trim_start_matches('/'))
    }

    /// The script that wakes the islands: a file of the site that is not built, and that pages name by its hash as all others.
    pub fn wake(&self) -> Asset {
        Asset { name: wake_file(&self.wake), bytes: self.wake.clone().into_bytes() }
    }

    /// Markup for the head of a page with islands.
    pub fn scripts(&self, nonce: &Nonce) -> String {
        self.scripts.replace(NONCE, nonce)
    }
}

/// How Leptos waits with waking the islands: until the browser has nothing to do.
const WHEN_IDLE: &str = "requestIdleCallback(c)";

/// How long at most. A browser that has much to do, or draws nothing, says late or never that it is idle.
const SOON: &str = "requestIdleCallback(c, { timeout: 200 })";

/// Where Leptos writes the script that wakes the islands into a page.
const INLINE: (&str, &str) = ("<script type=\"module\" nonce=\"@nonce@\">", "</script>");

/// Markup for pages, and the script that wakes the islands: a file of its own, as it is the same for all of them. Leptos
/// reads the files' hashes from disk whenever it renders this, so it is rendered once and not for every page.
fn scripts(options: &LeptosOptions) -> (String, String) {
    let markup = rendered(|| {
        provide_context(Nonce::from_value(NONCE));
        let options = options.clone();
        view! {
            <AutoReload options=options.clone()/>
            <HydrationScripts options islands=true/>
        }
    });
    let inline = markup.split_once(INLINE.0).and_then(|(before, rest)| Some((before, rest.split_once(INLINE.1)?)));
    let Some((before, (wake, after))) = inline else { return (markup, String::new()) };
    let wake = wake.replace(WHEN_IDLE, SOON);
    let src = format!("/{}/{}", options.site_pkg_dir, wake_file(&wake));
    let script = format!("<script type=\"module\" nonce=\"{NONCE}\" src=\"{src}\"></script>");
    (format!("{before}{script}{after}"), wake)
}

/// The file's name of the script that wakes the islands, which is beside the code that it loads.
fn wake_file(wake: &str) -> String {
    format!("wake-{}.js", fingerprint(wake))
}

/// Serves the built assets and the static files beside them. Names carry a hash, so what they hold never changes. What is not
/// there may be another process's, of a version that is about to come or to go: it is looked for in the database, where each
/// version keeps its own, and that there is none is not remembered.
pub fn routes<S: Clone + Send + Sync + 'static>(options: &LeptosOptions, assets: &Assets, store: &Store) -> Router<S> {
    let root = Path::new(options.site_root.as_ref());
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    let an_hour = HeaderValue::from_static("public, max-age=3600");
    let files = |folder: &Path| ServeDir::new(folder).precompressed_br().precompressed_gzip();
    let cached = |value: HeaderValue| {
        SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, move |answer: &Response| {
            let is_there = !answer.status().is_client_error() && !answer.status().is_server_error();
            Some(if is_there { value.clone() } else { HeaderValue::from_static("no-store") })
        })
    };
    let elsewhere: MethodRouter = get(of_another_version).layer(CompressionLayer::new()).with_state(store.clone());
    let pkg = files(&root.join(options.site_pkg_dir.as_ref())).fallback(elsewhere);
    let pkg = Router::new()
        .nest_service(&format!("/{}", options.site_pkg_dir), pkg)
        .layer(cached(if options.hash_files { forever.clone() } else { HeaderValue::from_static("no-cache") }));
    let public = Router::new().nest_service("/static", files(&root.join("static"))).layer(cached(an_hour));
    // A font that changes gets another name.
    let fonts = Router::new().nest_service("/static/fonts", files(&root.join("static/fonts"))).layer(cached(forever));
    let wake = assets.wake();
    let of_program = Router::new()
        .route(&format!("{FOLDER}{{file}}"), get(icons))
        .route(&format!("{}{{file}}", small_scripts::FOLDER), get(small_script))
        .route(&format!("{}{{file}}", style_sheet::FOLDER), get(style_sheet))
        .route(
            &format!("/{}/{}", options.site_pkg_dir, wake.name),
            get(async move || own(true, JAVASCRIPT, wake.bytes)),
        )
        // Asked for once by each browser.
        .layer(CompressionLayer::new().quality(CompressionLevel::Best));
    pkg.merge(public).merge(fonts).merge(of_program)
}

const JAVASCRIPT: &str = "text/javascript";

/// A file of the site that this version does not have, and another one may have kept.
async fn of_another_version(State(store): State<Store>, url: Uri) -> Response {
    let name = url.path().trim_start_matches('/');
    let kind = match Path::new(name).extension().and_then(OsStr::to_str) {
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("wasm") => "application/wasm",
        Some(_) | None => return StatusCode::NOT_FOUND.into_response(),
    };
    match store.asset(name).await {
        Ok(Some(bytes)) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::warn!(%error, name, "Whether another version has this file could not be told");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn icons(PathOf(file): PathOf<String>) -> impl IntoResponse {
    own(SPRITE.url == format!("{FOLDER}{file}"), "image/svg+xml", SPRITE.text.as_str())
}

async fn small_script(PathOf(file): PathOf<String>) -> Response {
    let Some(script) = SmallScript::of_file(&file) else { return StatusCode::NOT_FOUND.into_response() };
    let is_named = script.url().ends_with(&file);
    own(is_named, JAVASCRIPT, script.text()).into_response()
}

async fn style_sheet(PathOf(file): PathOf<String>) -> Response {
    let Some(sheet) = StyleSheet::of_file(&file) else { return StatusCode::NOT_FOUND.into_response() };
    own(sheet.url().ends_with(&file), "text/css", sheet.text()).into_response()
}

/// A file of the program itself. A page of another version, behind the same address, names it otherwise: it gets this
/// one, and asks again.
fn own<T: IntoResponse>(is_named: bool, kind: &'static str, text: T) -> impl IntoResponse + use<T> {
    let cache = if is_named { "public, max-age=31536000, immutable" } else { "no-cache" };
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache)], text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn islands_wake_soon_also_where_the_browser_is_never_idle() {
        let options = LeptosOptions::builder().output_name("portal").build();
        let (markup, wake) = scripts(&options);
        assert!(wake.contains(SOON) && markup.contains(&wake_file(&wake)), "{markup}");
    }
}
