//! Things kept whole.

use super::{database::Database, on_both, samples::at};
use futures::future::join_all;
use sigma_portal::store::{Blob, BlobVersion};

on_both!(
    come_back_as_they_were,
    are_swapped_by_one_of_many_that_start_from_the_same,
    are_confirmed_without_being_written_again,
);

async fn come_back_as_they_were(database: Database) {
    let store = database.store().await;
    assert_eq!(store.get_blob("a").await.unwrap(), None);
    let bytes: Vec<u8> = (0..=255).cycle().take(3_000_000).collect();
    assert!(store.swap_blob("a", bytes.clone(), 0, &[]).await.unwrap());
    assert!(store.swap_blob("b", vec![], 0, &[]).await.unwrap());
    assert_eq!(store.get_blob("a").await.unwrap(), Some(Blob { version: 1, bytes }));
}

async fn are_swapped_by_one_of_many_that_start_from_the_same(database: Database) {
    let stores = [database.store().await, database.store().await];
    for from in 0..3 {
        let swaps = (0..8_u8).map(|n| {
            let store = stores[usize::from(n % 2)].clone();
            tokio::spawn(async move { store.swap_blob("a", vec![n], from, &[]).await.unwrap().then_some(n) })
        });
        let winners: Vec<u8> = join_all(swaps).await.into_iter().filter_map(Result::unwrap).collect();
        let [winner] = winners[..] else { panic!("{winners:?} all swapped version {from}") };
        assert_eq!(stores[0].get_blob("a").await.unwrap(), Some(Blob { version: from + 1, bytes: vec![winner] }));
    }
    let kept = BlobVersion { key: "a".to_owned(), version: 3, confirmed_at: None };
    assert_eq!(stores[1].blob_versions(&["a", "none"]).await.unwrap(), [kept]);
}

async fn are_confirmed_without_being_written_again(database: Database) {
    let store = database.store().await;
    assert!(!store.confirm_blob("a", 0, at(1)).await.unwrap());
    assert!(store.swap_blob("a", b"bytes".into(), 0, &[]).await.unwrap());
    for seconds in [1, 2] {
        assert!(store.confirm_blob("a", 1, at(seconds)).await.unwrap());
        let kept = BlobVersion { key: "a".to_owned(), version: 1, confirmed_at: Some(at(seconds)) };
        assert_eq!(store.blob_versions(&["a"]).await.unwrap(), [kept]);
    }
    assert!(!store.confirm_blob("a", 2, at(3)).await.unwrap());
    assert_eq!(store.get_blob("a").await.unwrap(), Some(Blob { version: 1, bytes: b"bytes".into() }));
}
