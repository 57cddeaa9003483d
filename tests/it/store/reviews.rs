//! Wishes under review.

use super::{database::Database, on_both, samples::at};
use sigma_portal::domain::{MemberId, PersonKey};
use sigma_portal::store::{Error, Review};

on_both!(
    come_back_as_they_were,
    are_seen_by_their_actor_alone,
    end_when_they_expire,
    are_put_once,
    are_replaced_by_their_actor_alone,
    only_the_newest_of_a_person_are_kept
);

fn review(id: &str, ends: i64) -> Review {
    Review {
        id: id.into(),
        owner: ada(),
        actor_email: "ada.ökafor@example.com".into(),
        created_at: at(0),
        expires_at: at(ends),
        body: r#"{"intent":"“ß” \u0000","people":[1,null]}"#.into(),
    }
}

fn ada() -> PersonKey {
    PersonKey::Member(MemberId::new("m-ada"))
}

async fn come_back_as_they_were(database: Database) {
    let (one, two) = (database.store().await, database.store().await);
    let large = Review { body: format!("[{}0]", "12345,".repeat(200_000)), ..review("large", 10) };
    for review in [review("small", 10), large] {
        one.put_review(&review).await.unwrap();
        assert_eq!(two.review(&review.id, &ada(), at(0)).await.unwrap(), Some(review));
    }
}

async fn are_seen_by_their_actor_alone(database: Database) {
    let store = database.store().await;
    let kept = Review { actor_email: "ADA.ÖKAFOR@example.com".into(), ..review("r", 10) };
    store.put_review(&kept).await.unwrap();
    assert_eq!(store.review("r", &ada(), at(0)).await.unwrap(), Some(review("r", 10)));
    for other in [PersonKey::Member(MemberId::new("m-bo")), PersonKey::configured("ada.ökafor@example.com")] {
        assert_eq!(store.review("r", &other, at(0)).await.unwrap(), None, "{other}");
    }
    assert_eq!(store.review("another", &ada(), at(0)).await.unwrap(), None);
}

async fn end_when_they_expire(database: Database) {
    let store = database.store().await;
    for (id, ends) in [("first", 10), ("second", 20)] {
        store.put_review(&review(id, ends)).await.unwrap();
    }
    assert!(store.review("first", &ada(), at(9)).await.unwrap().is_some());
    assert_eq!(store.review("first", &ada(), at(10)).await.unwrap(), None);
    assert_eq!(store.delete_expired_reviews(at(10)).await.unwrap(), 1);
    assert_eq!(store.delete_expired_reviews(at(10)).await.unwrap(), 0);
    assert_eq!(store.review("first", &ada(), at(0)).await.unwrap(), None);
    assert!(store.review("second", &ada(), at(10)).await.unwrap().is_some());
}

async fn are_put_once(database: Database) {
    let store = database.store().await;
    store.put_review(&review("r", 10)).await.unwrap();
    let again = store.put_review(&Review { body: "{}".into(), ..review("r", 99) }).await;
    assert!(matches!(again, Err(Error::Exists)), "{again:?}");
    assert_eq!(store.review("r", &ada(), at(0)).await.unwrap(), Some(review("r", 10)));
}

async fn are_replaced_by_their_actor_alone(database: Database) {
    let store = database.store().await;
    for body in ["{}", "{\"a\":1}"] {
        let kept = Review { body: body.into(), ..review("r", 10) };
        store.replace_review(&kept).await.unwrap();
        assert_eq!(store.review("r", &ada(), at(0)).await.unwrap(), Some(kept));
    }
    let foreign = Review { owner: PersonKey::Member(MemberId::new("m-bo")), ..review("r", 10) };
    let refused = store.replace_review(&foreign).await;
    assert!(matches!(refused, Err(Error::Exists)), "{refused:?}");
    assert_eq!(store.review("r", &ada(), at(0)).await.unwrap().unwrap().body, "{\"a\":1}");
}

fn bo() -> PersonKey {
    PersonKey::Member(MemberId::new("m-bo"))
}

async fn only_the_newest_of_a_person_are_kept(database: Database) {
    let store = database.store().await;
    for n in 0..5 {
        store.put_review(&Review { created_at: at(n), ..review(&format!("r{n}"), 100) }).await.unwrap();
    }
    store.put_review(&Review { owner: bo(), ..review("theirs", 100) }).await.unwrap();
    assert_eq!(store.keep_newest_reviews(&ada(), "", 6).await.unwrap(), 0);
    assert_eq!(store.keep_newest_reviews(&ada(), "", 2).await.unwrap(), 3);
    for (id, is_left) in [("r2", false), ("r3", true), ("r4", true)] {
        assert_eq!(store.review(id, &ada(), at(10)).await.unwrap().is_some(), is_left, "{id}");
    }
    assert!(store.review("theirs", &bo(), at(10)).await.unwrap().is_some(), "nobody else's");
}
