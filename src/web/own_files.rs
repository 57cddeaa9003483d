//! Serving the files that the program carries itself.

use super::small_scripts::SmallScript;
use crate::ui::{
    own_file::{FOLDER, OwnFile},
    sprite::SPRITE,
    style_sheet::StyleSheet,
};
use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use tower_http::compression::CompressionLayer;

/// Serves them, and the script that wakes the islands, whose place is beside what it loads.
pub fn routes<S: Clone + Send + Sync + 'static>(wake: OwnFile) -> Router<S> {
    let wakes = wake.url().to_owned();
    Router::new()
        .route(&format!("{FOLDER}{{file}}"), get(own_file))
        .route(&wakes, get(async move |headers: HeaderMap| answer(wake, true, &headers).await))
        // For the few who do not take what is compressed ahead.
        .layer(CompressionLayer::new())
}

/// A page of another version, behind the same address, names a file otherwise: it gets this one, and asks again.
async fn own_file(Path(asked): Path<String>, headers: HeaderMap) -> Response {
    let scripts = SmallScript::ALL.map(SmallScript::file).into_iter();
    let mut all = scripts.chain(StyleSheet::ALL.map(StyleSheet::file)).chain([&SPRITE.file]);
    let Some(file) = all.find(|file| file.is_called(&asked)) else { return StatusCode::NOT_FOUND.into_response() };
    answer(file.clone(), file.url().strip_prefix(FOLDER) == Some(&asked), &headers).await
}

async fn answer(file: OwnFile, is_named: bool, headers: &HeaderMap) -> Response {
    let cache = if is_named { "public, max-age=31536000, immutable" } else { "no-cache" };
    let head = [(header::CONTENT_TYPE, file.kind().media_type()), (header::CACHE_CONTROL, cache)];
    let compressed = [(header::CONTENT_ENCODING, "br"), (header::VARY, "accept-encoding")];
    if takes_brotli(headers) {
        let small = file.clone();
        // The first time is a tenth of a second's work.
        if let Ok(small) = tokio::task::spawn_blocking(move || small.brotli().to_vec()).await {
            return (head, compressed, small).into_response();
        }
    }
    (head, file.text().to_owned()).into_response()
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).map(HeaderValue::to_str);
    let Some(Ok(accepted)) = accepted else { return false };
    accepted.split(',').any(|one| one.trim() == "br")
}
