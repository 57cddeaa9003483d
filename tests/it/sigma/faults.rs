//! What breaks between the portal and Sigma: refused, cut, stalled and nonsensical answers, and what becomes of the
//! call each time.

use super::wire::{Reaction, Seen, Wire, answer, bytes, client, json, jump, me};
use sigma_portal::domain::{ConnectionId, EmailAddress, GrantId, MemberId, MemberPatch, NewPerson, UserKind};
use sigma_portal::domain::{ConnectionPermission, Grantee, TeamId};
use sigma_portal::sigma::{Error, ErrorKind, Limits, SigmaClient};
use std::time::{Duration, Instant};

const MEMBER: &str = r#"{"memberId":"m1","memberType":"View","firstName":"Ada","lastName":"Okafor",
    "email":"ada@example.com","createdAt":"2025-03-03T21:06:55.713Z","updatedAt":"2025-03-03T21:06:55.713Z"}"#;

fn person() -> NewPerson {
    NewPerson {
        email: EmailAddress::parse("ada@example.com").unwrap(),
        first_name: "Ada".into(),
        last_name: "Okafor".into(),
        account_type: None,
        user_kind: UserKind::Internal,
        send_invite: true,
    }
}

async fn invite(client: &SigmaClient) -> Result<MemberId, Error> {
    client.members().create(&person(), &[]).await.map(|answer| answer.value.id)
}

async fn rename(client: &SigmaClient) -> Result<MemberId, Error> {
    let patch = MemberPatch { first_name: Some("Ada".into()), ..MemberPatch::default() };
    client.members().update(&MemberId::new("m1"), &patch).await.map(|answer| answer.value.id)
}

async fn revoke(client: &SigmaClient) -> Result<(), Error> {
    client.connections().revoke(&ConnectionId::new("c1"), &GrantId::new("g1")).await.map(|answer| answer.value)
}

async fn grant(client: &SigmaClient) -> Result<(), Error> {
    let grants = [(Grantee::Team(TeamId::new("t1")), ConnectionPermission::Usage)];
    client.connections().grant(&ConnectionId::new("c1"), &grants).await.map(|answer| answer.value)
}

/// A peer that spoils the first call and answers the ones after it.
async fn spoiled_once(spoil: impl Fn() -> Reaction + Send + Sync + 'static) -> Wire {
    Wire::start(move |seen| if seen.nth == 0 { spoil() } else { good(seen) }).await
}

fn good(seen: &Seen) -> Reaction {
    match (seen.method.as_str(), seen.target.as_str()) {
        ("GET", "/v2/whoami") => me(),
        ("POST", "/v2/members") | ("PATCH", "/v2/members/m1") => json(MEMBER),
        _ => json("{}"),
    }
}

#[tokio::test]
async fn nobody_listens_so_nothing_was_sent() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = client(address, |limits| limits.attempts = 2);
    let error = invite(&client).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unreachable(_)), "{error:?}");
    assert!(!error.was_sent_maybe() && error.is_retryable());
    assert!(error.to_string().contains("refused"), "{error}");
}

#[tokio::test]
async fn a_cut_connection_is_survived_by_what_may_be_repeated() {
    for cut in [b"".as_slice(), b"HTTP/1.1 20", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"u"] {
        let spoil = move || Reaction::Break(cut.to_vec());
        let wire = spoiled_once(spoil).await;
        wire.client().whoami().await.unwrap();
        let wire = spoiled_once(spoil).await;
        rename(&wire.client()).await.unwrap();
        let wire = spoiled_once(spoil).await;
        grant(&wire.client()).await.unwrap();
        assert_eq!(wire.seen().len(), 2);
    }
}

#[tokio::test]
async fn an_invitation_or_a_revocation_whose_answer_is_lost_is_never_sent_again() {
    for cut in [b"".as_slice(), b"HTTP/1.1 20", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"m"] {
        let spoil = move || Reaction::Break(cut.to_vec());
        let wire = spoiled_once(spoil).await;
        let error = invite(&wire.client()).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Lost(_)) && error.was_sent_maybe(), "{error:?}");
        assert_eq!(wire.seen().len(), 1);
        let wire = spoiled_once(spoil).await;
        let error = revoke(&wire.client()).await.unwrap_err();
        assert!(error.was_sent_maybe());
        assert_eq!(wire.seen().len(), 1);
    }
}

#[tokio::test]
async fn server_errors_leave_an_invitation_in_doubt_and_refusals_do_not() {
    for (status, in_doubt) in
        [(500, true), (502, true), (503, true), (524, true), (400, false), (403, false), (409, false)]
    {
        let wire = spoiled_once(move || answer(status, &[], "{}")).await;
        let error = invite(&wire.client()).await.unwrap_err();
        assert_eq!((error.status(), error.was_sent_maybe()), (Some(status), in_doubt));
        assert_eq!(wire.seen().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_lost_answer_is_not_forgotten_when_the_next_attempt_is_refused() {
    let wire = Wire::start(|seen| match seen.nth {
        0 => Reaction::Break(vec![]),
        _ => answer(403, &[], "{}"),
    })
    .await;
    let error = rename(&wire.client()).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(403), 2));
    assert!(error.was_sent_maybe());
}

#[tokio::test]
async fn a_success_that_cannot_be_read_leaves_a_write_in_doubt() {
    for body in ["", "<html>welcome</html>", "[1,2", r#"{"memberId":7}"#] {
        let wire = spoiled_once(move || answer(200, &[("x-request-id", "r-9")], body)).await;
        let error = invite(&wire.client()).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Decode { .. }), "{error:?}");
        assert!(error.was_sent_maybe() && !error.is_retryable());
        assert_eq!((error.request_id(), wire.seen().len()), (Some("r-9"), 1));
    }
    let wire = spoiled_once(|| answer(200, &[], "<html>sign in to the proxy</html>")).await;
    assert!(revoke(&wire.client()).await.is_err());
}

#[tokio::test]
async fn passing_trouble_is_waited_out_and_the_rest_reported() {
    for status in [429, 502, 503, 504, 522] {
        let wire = spoiled_once(move || answer(status, &[("retry-after", "0")], "error code: 1015")).await;
        wire.client().whoami().await.unwrap();
    }
    for status in [302, 400, 404, 418, 500] {
        let wire = spoiled_once(move || answer(status, &[("location", "/v2/whoami")], "")).await;
        let error = wire.client().whoami().await.unwrap_err();
        assert_eq!((error.status(), error.attempts()), (Some(status), 1));
    }
}

#[tokio::test]
async fn a_429_says_nothing_was_done_so_even_an_invitation_follows_it() {
    let wire = spoiled_once(|| answer(429, &[("retry-after", "0")], "slow down")).await;
    invite(&wire.client()).await.unwrap();
    assert_eq!(wire.seen().len(), 2);
}

#[tokio::test]
async fn a_storm_of_429s_ends_in_one_clear_error() {
    let wire = Wire::start(|_| answer(429, &[("retry-after", "0")], "<html><title>Access denied</title></html>")).await;
    let error = wire.client_with(|limits| limits.attempts = 3).whoami().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Throttled(_)), "{error:?}");
    assert_eq!(wire.seen().len(), 3);
    assert!(error.to_string().contains("“Access denied”") && !error.to_string().contains('<'), "{error}");
}

#[tokio::test]
async fn a_wait_longer_than_the_deadline_is_not_begun() {
    let wire = Wire::start(|_| answer(429, &[("retry-after", "3600")], "")).await;
    let begin = Instant::now();
    let error = wire.client().whoami().await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_hours(1)));
    assert!(begin.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn silence_and_slow_bodies_end_the_attempt() {
    for bytes in [b"".as_slice(), b"HTTP/1.1 200 OK\r\ncontent-le", b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"] {
        let wire = Wire::start(move |_| Reaction::Stall(bytes.to_vec())).await;
        let client = wire.client_with(|limits| {
            limits.answer = Duration::from_secs(20);
            limits.attempts = 2;
        });
        let call = tokio::spawn(async move { client.whoami().await });
        for attempt in 1..=2 {
            wire.until_seen(attempt).await;
            jump(Duration::from_secs(21)).await;
        }
        let error = call.await.unwrap().unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Lost(_)), "{error:?}");
        assert_eq!(wire.seen().len(), 2);
    }
}

#[tokio::test]
async fn a_whole_call_ends_by_its_deadline() {
    let patient = |limits: &mut Limits| limits.answer = Duration::from_hours(1);
    let wire = Wire::start(|_| Reaction::Stall(vec![])).await;
    let client = wire.client_with(patient);
    let sooner = client.until(tokio::time::Instant::now() + Duration::from_secs(40));
    for (number, client, limit) in [(1, sooner, 41), (2, client, 61)] {
        let call = tokio::spawn(async move { client.whoami().await });
        wire.until_seen(number).await;
        jump(Duration::from_secs(limit)).await;
        let error = call.await.unwrap().unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Lost(_)), "{error:?}");
    }
}

#[tokio::test]
async fn a_deadline_that_has_passed_sends_nothing() {
    let wire = Wire::start(good).await;
    let client = wire.client();
    client.whoami().await.unwrap();
    let error = invite(&client.until(tokio::time::Instant::now())).await.unwrap_err();
    assert!(!error.was_sent_maybe());
    assert_eq!(wire.seen().len(), 1);
}

#[tokio::test]
async fn answers_beyond_the_size_limit_are_not_read() {
    let announced = || answer(200, &[], &" ".repeat(2000));
    let chunked = || {
        let chunks = format!("400\r\n{}\r\n", " ".repeat(1024)).repeat(3);
        Reaction::Answer(format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{chunks}0\r\n\r\n").into_bytes())
    };
    for reaction in [announced as fn() -> Reaction, chunked] {
        let wire = Wire::start(move |_| reaction()).await;
        let error = wire.client_with(|limits| limits.body_bytes = 1500).whoami().await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::TooLarge { limit_bytes: 1500 }), "{error:?}");
    }
}

#[tokio::test]
async fn a_refusal_whose_explanation_breaks_off_is_still_a_refusal() {
    let wire = Wire::start(|_| Reaction::Break(b"HTTP/1.1 404 No\r\ncontent-length: 99\r\n\r\n{".to_vec())).await;
    let error = wire.client().whoami().await.unwrap_err();
    assert_eq!((error.status(), error.was_sent_maybe()), (Some(404), false));
}

#[tokio::test]
async fn garbage_instead_of_http_is_a_lost_answer() {
    let wire = Wire::start(|_| Reaction::Break(b"SSH-2.0-OpenSSH_9.9\r\n\r\n".to_vec())).await;
    let error = invite(&wire.client()).await.unwrap_err();
    assert!(error.was_sent_maybe() && wire.seen().len() == 1, "{error:?}");
}

#[tokio::test]
async fn an_outage_does_not_multiply_the_load() {
    let wire = Wire::start(|_| answer(503, &[], "")).await;
    let client = wire.client();
    for _ in 0..50 {
        client.whoami().await.unwrap_err();
    }
    // Six attempts a call would be three hundred.
    assert!(wire.seen().len() <= 75, "{} requests", wire.seen().len());
}

#[tokio::test]
async fn the_member_who_has_the_address_is_named() {
    let body = r#"{"requestId":"r-1","code":"conflict","message":"Email is in use: member-id=a7Kq2ZtM0xWv"}"#;
    let wire = Wire::start(move |_| answer(409, &[], body)).await;
    let error = invite(&wire.client()).await.unwrap_err();
    assert_eq!(error.existing_member_id(), Some(MemberId::new("a7Kq2ZtM0xWv")));
    assert_eq!((error.operation(), error.code(), error.request_id()), ("createMember", Some("conflict"), Some("r-1")));
}

#[tokio::test]
async fn writes_carry_the_request_id_of_the_answer() {
    let wire = Wire::start(|_| Reaction::Answer(bytes(200, &[("x-request-id", "r-7")], MEMBER))).await;
    let answer = wire.client().members().create(&person(), &[]).await.unwrap();
    assert_eq!(answer.request_id.as_deref(), Some("r-7"));
}
