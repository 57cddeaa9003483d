//! Files of the site, kept for processes of another version.

use super::{database::Database, on_both, samples::at};
use sigma_portal::store::{Asset, SealKey, Store};

on_both!(each_version_keeps_its_files_and_the_oldest_are_forgotten, a_file_that_was_altered_is_not_served);

fn files(version: &str) -> Vec<Asset> {
    [("css", "a {}"), ("js", "run()")]
        .map(|(kind, text)| Asset {
            name: format!("portal.{version}.{kind}"),
            bytes: format!("{text}{version}").into(),
        })
        .into()
}

async fn text(store: &Store, name: &str) -> Option<String> {
    store.asset(name).await.unwrap().map(|bytes| String::from_utf8(bytes).unwrap())
}

async fn each_version_keeps_its_files_and_the_oldest_are_forgotten(database: Database) {
    let store = database.store().await;
    for (version, start) in (1..=5).zip(0..) {
        store.keep_assets(files(&version.to_string()), at(start)).await.unwrap();
    }
    assert_eq!(text(&store, "portal.1.js").await.as_deref(), Some("run()1"));
    assert_eq!(text(&store, "portal.9.js").await, None);
    // The first is started again, so the second was started longest ago when the sixth comes.
    store.keep_assets(files("1"), at(10)).await.unwrap();
    store.keep_assets(files("6"), at(11)).await.unwrap();
    for (version, is_kept) in [("1", true), ("2", false), ("3", true), ("6", true)] {
        for kind in ["css", "js"] {
            let name = format!("portal.{version}.{kind}");
            assert_eq!(text(&store, &name).await.is_some(), is_kept, "{name}");
        }
    }
}

async fn a_file_that_was_altered_is_not_served(database: Database) {
    let store = database.store().await;
    store.keep_assets(files("1"), at(0)).await.unwrap();
    let other = database.store().await.with_seals(SealKey::derived(&"another secret".into()));
    assert_eq!(text(&other, "portal.1.js").await, None, "of another installation");
    let swapped = "UPDATE assets SET bytes = (SELECT bytes FROM assets WHERE name = 'portal.1.css')";
    database.execute(swapped).await;
    assert_eq!(text(&store, "portal.1.js").await, None, "other bytes under its name");
    assert_eq!(text(&store, "portal.1.css").await.as_deref(), Some("a {}1"));
}
