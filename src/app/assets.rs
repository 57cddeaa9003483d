//! Keeping the files of this version's site where processes of other versions find them.

use crate::store::{Asset, Store};
use leptos::config::LeptosOptions;
use std::{ffi::OsStr, io, path::Path};

/// What pages name by its hash.
const KINDS: [&str; 3] = ["css", "js", "wasm"];

/// Keeps them in the database. A portal that cannot goes on without: only pages of another version miss them, for as long
/// as both run.
pub async fn keep(store: Store, options: LeptosOptions, wake: Asset) {
    // Without hashes all versions have the same names.
    if !options.hash_files {
        return;
    }
    let folder = Path::new(options.site_root.as_ref()).join(options.site_pkg_dir.as_ref());
    let read = tokio::task::spawn_blocking(move || files(&folder)).await;
    let files = match read {
        Ok(Ok(files)) => files.into_iter().chain([wake]).collect(),
        Ok(Err(error)) => {
            tracing::warn!(%error, "The site's files could not be read");
            return;
        }
        // Its own line says what has panicked.
        Err(_) => return,
    };
    if let Err(error) = store.keep_assets(files, store.clock().now()).await {
        tracing::warn!(%error, "The site's files could not be kept for processes of another version");
    }
}

fn files(folder: &Path) -> io::Result<Vec<Asset>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_named = path.extension().and_then(OsStr::to_str).is_some_and(|kind| KINDS.contains(&kind));
        if let Some(name) = path.file_name().and_then(OsStr::to_str).filter(|_| is_named) {
            files.push(Asset { name: name.to_owned(), bytes: std::fs::read(&path)? });
        }
    }
    Ok(files)
}
