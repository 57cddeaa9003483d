//! Requests and policies.

use super::{
    database::Database,
    on_both,
    samples::{actor, at, event},
};
use sigma_portal::domain::{
    AccessRequest, Approvers, Beneficiary, MemberId, PersonKey, Policy, PolicyEntry, RequestEventKind, RequestId,
    RequestState, RequestableKind, Target,
};
use sigma_portal::store::{Error, PageRequest, RequestFilter, Store};

on_both!(
    come_back_as_they_were,
    are_asked_once_at_a_time,
    are_written_by_one_of_two,
    what_was_written_lately_is_told_by_version_and_state,
    are_found_by_whom_they_concern,
    policies_are_replaced_whole,
    what_is_over_is_deleted_and_what_gives_access_stays
);

fn request(id: &str, person: &str) -> AccessRequest {
    let beneficiary = Beneficiary {
        member_id: Some(MemberId::new(person)),
        name: "Mia".into(),
        email: "mia@example.com".into(),
        newcomer: None,
    };
    let (title, ada) = ("Membership of Finance ß".to_owned(), actor("Ada Ökafor", "ada@example.com"));
    let policy = Policy::built_in(RequestableKind::Team);
    let new =
        AccessRequest::new(RequestId::new(id), Target::Team("t-1".into()), title, ada, beneficiary, policy, at(0));
    let asked = AccessRequest { reason: "Close".into(), ..new };
    asked.with(RequestState::Pending, RequestEventKind::Asked, None, "", at(0))
}

async fn insert(store: &Store, request: &AccessRequest) -> Result<(), Error> {
    store.insert_request(request, &event(&format!("asked-{}", request.id), 0), None).await
}

async fn come_back_as_they_were(database: Database) {
    let store = database.store().await;
    let request = request("r-1", "m-1");
    insert(&store, &request).await.unwrap();
    assert_eq!(store.request(&request.id).await.unwrap(), Some(request));
    assert_eq!(store.request(&RequestId::new("r-2")).await.unwrap(), None);
}

async fn are_asked_once_at_a_time(database: Database) {
    let store = database.store().await;
    let first = request("r-1", "m-1");
    insert(&store, &first).await.unwrap();
    assert!(matches!(insert(&store, &request("r-2", "m-1")).await, Err(Error::Exists)));
    insert(&store, &request("r-3", "m-2")).await.unwrap();
    let ended = first.with(RequestState::Denied, RequestEventKind::Denied, None, "no", at(1));
    assert!(store.save_request(&ended, &event("denied", 1), None).await.unwrap());
    insert(&store, &request("r-4", "m-1")).await.unwrap();
}

async fn what_is_over_is_deleted_and_what_gives_access_stays(database: Database) {
    let store = database.store().await;
    let states = [
        (RequestState::Pending, RequestEventKind::Asked),
        (RequestState::Granted, RequestEventKind::Granted),
        (RequestState::Denied, RequestEventKind::Denied),
        (RequestState::Ended, RequestEventKind::Ended),
    ];
    for (n, (state, kind)) in states.into_iter().enumerate() {
        let asked = request(&format!("r-{n}"), &format!("m-{n}"));
        insert(&store, &asked).await.unwrap();
        let now = asked.with(state, kind, None, "", at(5));
        assert!(store.save_request(&now, &event(&format!("e-{n}"), 5), None).await.unwrap());
    }
    assert_eq!(store.delete_requests(at(5), 50).await.unwrap(), 0, "they were over at that moment only");
    assert_eq!(store.delete_requests(at(6), 1).await.unwrap(), 1, "one at a time");
    assert_eq!(store.delete_requests(at(6), 50).await.unwrap(), 1);
    for (n, is_left) in [true, true, false, false].into_iter().enumerate() {
        let left = store.request(&RequestId::new(format!("r-{n}"))).await.unwrap();
        assert_eq!(left.is_some(), is_left, "{n}");
    }
}

async fn are_written_by_one_of_two(database: Database) {
    let (one, two) = (database.store().await, database.store().await);
    let asked = request("r-1", "m-1");
    insert(&one, &asked).await.unwrap();
    let approved = asked.clone().with(RequestState::Approved, RequestEventKind::Approved, None, "", at(1));
    let denied = asked.with(RequestState::Denied, RequestEventKind::Denied, None, "no", at(1));
    let (approval, denial) = (event("approval", 1), event("denial", 1));
    let (one, two) =
        tokio::join!(one.save_request(&approved, &approval, None), two.save_request(&denied, &denial, None));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_ne!(one, two);
    let store = database.store().await;
    let kept = store.request(&approved.id).await.unwrap().unwrap();
    assert_eq!(kept.state, if one { RequestState::Approved } else { RequestState::Denied });
    assert_eq!(kept.version, 1);
}

async fn what_was_written_lately_is_told_by_version_and_state(database: Database) {
    let store = database.store().await;
    let seen = async |since| {
        let written = store.requests_written_since(at(since)).await.unwrap();
        written.into_iter().map(|one| (one.id.to_string(), one.is_pending, one.version)).collect::<Vec<_>>()
    };
    let asked = request("r-1", "m-1");
    insert(&store, &asked).await.unwrap();
    assert_eq!((seen(0).await, store.count_pending_requests().await.unwrap()), (vec![("r-1".into(), true, 0)], 1));
    let stage = AccessRequest { stage: 1, ..asked };
    let stage = stage.with(RequestState::Pending, RequestEventKind::StageApproved, None, "", at(5));
    assert!(store.save_request(&stage, &event("stage", 5), None).await.unwrap());
    assert_eq!(seen(5).await, [("r-1".into(), true, 1)], "an approved stage is news");
    assert_eq!(store.requests_with(&[stage.id.clone(), "r-2".into()]).await.unwrap().len(), 1);
    let denied = store.request(&stage.id).await.unwrap().unwrap();
    let denied = denied.with(RequestState::Denied, RequestEventKind::Denied, None, "no", at(6));
    assert!(store.save_request(&denied, &event("denied", 6), None).await.unwrap());
    assert_eq!((seen(6).await, store.count_pending_requests().await.unwrap()), (vec![("r-1".into(), false, 2)], 0));
    assert!(seen(7).await.is_empty() && store.pending_requests().await.unwrap().is_empty());
}

async fn are_found_by_whom_they_concern(database: Database) {
    let store = database.store().await;
    insert(&store, &request("r-1", "m-1")).await.unwrap();
    insert(&store, &request("r-2", "m-2")).await.unwrap();
    let page = PageRequest { number: 1, size: 9 };
    let found = async |filter: RequestFilter| {
        let items = store.requests(&filter, page).await.unwrap().items;
        items.into_iter().map(|request| request.id.to_string()).collect::<Vec<_>>()
    };
    let mine = RequestFilter { concerns: vec![PersonKey::Member("m-2".into())], ..RequestFilter::default() };
    assert_eq!(found(mine).await, ["r-2"]);
    let requester =
        RequestFilter { concerns: vec![actor("Ada Ökafor", "ada@example.com").key()], ..RequestFilter::default() };
    assert_eq!(found(requester).await.len(), 2);
    let words = RequestFilter { q: Some("finance ÖKAFOR".into()), ..RequestFilter::default() };
    assert_eq!(found(words).await.len(), 2);
    let denied = RequestFilter { state: Some(RequestState::Denied), ..RequestFilter::default() };
    assert!(found(denied).await.is_empty());
}

async fn policies_are_replaced_whole(database: Database) {
    let store = database.store().await;
    let entry = |stages: Vec<Approvers>| PolicyEntry {
        policy: Some(Policy { stages, ..Policy::built_in(RequestableKind::Team) }),
        owners: vec![MemberId::new("m-1")],
        set_at: Some(at(0)),
    };
    let (first, second) = (entry(vec![Approvers::Owners]), entry(vec![Approvers::Admins, Approvers::Owners]));
    store.set_policy("team:t", &first, &event("first", 0)).await.unwrap();
    store.set_policy("team:t", &second, &event("second", 1)).await.unwrap();
    let all = store.policies().await.unwrap();
    assert_eq!(all.into_iter().collect::<Vec<_>>(), [("team:t".to_owned(), second)]);
}
