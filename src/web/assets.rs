//! The built assets: their hashed names, and serving them compressed and for ever.

use super::{own_files, page::rendered};
use crate::{
    store::{Asset, Store},
    ui::own_file::{FileKind, OwnFile},
};
use axum::{
    Router,
    extract::State,
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};
use leptos::{config::LeptosOptions, nonce::Nonce, prelude::*};
use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};
use tower_http::{compression::CompressionLayer, services::ServeDir, set_header::SetResponseHeaderLayer};

/// Names of the built assets.
#[derive(Clone, Debug)]
pub struct Assets {
    /// URL of the style sheet.
    pub style: String,
    /// Markup that loads and wakes the islands, with [`NONCE`] where a page's nonce goes.
    scripts: String,
    /// The script that wakes them: a file of the site that is not built, and that pages name by its hash as all others.
    wake: OwnFile,
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

    /// The script that wakes the islands, as it is kept for pages of other versions.
    pub fn wake(&self) -> Asset {
        let (_, name) = self.wake.url().rsplit_once('/').unwrap_or_default();
        Asset { name: name.to_owned(), bytes: self.wake.text().into() }
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
fn scripts(options: &LeptosOptions) -> (String, OwnFile) {
    let markup = rendered(|| {
        provide_context(Nonce::from_value(NONCE));
        let options = options.clone();
        view! {
            <AutoReload options=options.clone()/>
            <HydrationScripts options islands=true/>
        }
    });
    let inline = markup.split_once(INLINE.0).and_then(|(before, rest)| Some((before, rest.split_once(INLINE.1)?)));
    let (before, (wake, after)) = inline.unwrap_or((&markup, Default::default()));
    // Beside the code that it loads.
    let folder = format!("/{}/", options.site_pkg_dir);
    let wake = OwnFile::within(&folder, "wake", FileKind::Script, wake.replace(WHEN_IDLE, SOON));
    let script = format!("<script type=\"module\" nonce=\"{NONCE}\" src=\"{}\"></script>", wake.url());
    (format!("{before}{script}{after}"), wake)
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
    pkg.merge(public).merge(fonts).merge(own_files::routes(assets.wake.clone()))
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn islands_wake_soon_also_where_the_browser_is_never_idle() {
        let options = LeptosOptions::builder().output_name("portal").build();
        let (markup, wake) = scripts(&options);
        assert!(wake.text().contains(SOON) && markup.contains(wake.url()), "{markup}");
    }
}
