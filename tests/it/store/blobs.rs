//! Things kept whole.

use super::{database::Database, on_both};
use futures::future::join_all;
use sigma_portal::store::Blob;

on_both!(
    come_back_as_they_were,
    are_replaced_but_never_by_a_lower_version,
    the_highest_of_many_at_once_stays,
    are_swapped_by_one_of_many_that_start_from_the_same,
);

async fn come_back_as_they_were(database: Database) {
    let store = database.store().await;
    assert_eq!((store.get_blob("a").await.unwrap(), store.blob_version("a").await.unwrap()), (None, None));
    let bytes: Vec<u8> = (0..=255).cycle().take(3_000_000).collect();
    assert!(store.put_blob("a", bytes.clone(), 7).await.unwrap());
    assert!(store.put_blob("b", vec![], 1).await.unwrap());
    assert_eq!(store.get_blob("a").await.unwrap(), Some(Blob { version: 7, bytes }));
    assert_eq!(store.blob_version("a").await.unwrap(), Some(7));
}

async fn are_replaced_but_never_by_a_lower_version(database: Database) {
    let store = database.store().await;
    for (version, bytes, kept) in [(2, "two", true), (1, "one", false), (2, "too", true), (3, "three", true)] {
        assert_eq!(store.put_blob("a", bytes.into(), version).await.unwrap(), kept, "{bytes}");
    }
    assert_eq!(store.get_blob("a").await.unwrap(), Some(Blob { version: 3, bytes: "three".into() }));
}

async fn the_highest_of_many_at_once_stays(database: Database) {
    let stores = [database.store().await, database.store().await];
    let puts = (0..40_i64).map(|n| {
        let store = stores[usize::from(n % 2 == 0)].clone();
        tokio::spawn(async move { store.put_blob("a", n.to_string().into(), n).await.unwrap() })
    });
    for put in join_all(puts).await {
        put.unwrap();
    }
    assert_eq!(stores[0].get_blob("a").await.unwrap(), Some(Blob { version: 39, bytes: "39".into() }));
}

async fn are_swapped_by_one_of_many_that_start_from_the_same(database: Database) {
    let stores = [database.store().await, database.store().await];
    for from in 0..3 {
        let swaps = (0..8_u8).map(|n| {
            let store = stores[usize::from(n % 2)].clone();
            tokio::spawn(async move { store.swap_blob("a", vec![n], from).await.unwrap().then_some(n) })
        });
        let winners: Vec<u8> = join_all(swaps).await.into_iter().filter_map(Result::unwrap).collect();
        let [winner] = winners[..] else { panic!("{winners:?} all swapped version {from}") };
        assert_eq!(stores[0].get_blob("a").await.unwrap(), Some(Blob { version: from + 1, bytes: vec![winner] }));
    }
    assert_eq!(stores[1].blob_versions(&["a", "none"]).await.unwrap(), [("a".to_owned(), 3)]);
}
