//! The access token: fetched once for everybody, renewed early, given up when refused.

use super::wire::{Reaction, SECRET, TOKEN, Wire, answer, json, jump, me, token};
use futures::future::join_all;
use sigma_portal::sigma::{Credentials, ErrorKind, ListMembers};
use std::time::Duration;

#[tokio::test]
async fn one_request_serves_everybody_who_waits() {
    let wire = Wire::start(|_| me()).await;
    let client = wire.client();
    for result in join_all((0..40).map(|_| client.whoami())).await {
        result.unwrap();
    }
    assert_eq!((wire.token_requests().len(), wire.most_tokens_in_flight(), wire.seen().len()), (1, 1, 40));
    let status = client.token_status();
    assert_eq!((status.issued_count, status.last_error), (1, None));
    assert!(status.expires_at > status.issued_at);
}

#[tokio::test]
async fn credentials_travel_as_form_fields() {
    let wire = Wire::start(|_| me()).await;
    wire.client().whoami().await.unwrap();
    let asked = &wire.token_requests()[0];
    assert_eq!(asked.body, format!("grant_type=client_credentials&client_id=wire-client&client_secret={SECRET}"));
    let head = asked.head.to_lowercase();
    assert!(head.contains("content-type: application/x-www-form-urlencoded"), "{head}");
    assert!(!head.contains("authorization:"), "{head}");
}

#[tokio::test]
async fn a_401_is_answered_with_one_new_token_for_all() {
    let wire = Wire::start(|seen| if seen.nth == 0 || seen.has_token(2) { me() } else { answer(401, &[], "{}") }).await;
    let client = wire.client();
    client.whoami().await.unwrap();
    for result in join_all((0..20).map(|_| client.whoami())).await {
        result.unwrap();
    }
    assert_eq!((wire.token_requests().len(), wire.most_tokens_in_flight()), (2, 1));
}

#[tokio::test]
async fn a_secret_that_was_replaced_is_used_for_the_next_token() {
    let wire = Wire::start(|seen| if seen.nth == 0 || seen.has_token(2) { me() } else { answer(401, &[], "{}") }).await;
    let client = wire.client();
    client.whoami().await.unwrap();
    client.replace_credentials(Credentials {
        client_id: client.client_id(),
        client_secret: "another-secret".to_owned().into(),
    });
    client.for_changes().whoami().await.unwrap();
    let asked = wire.token_requests();
    assert!(asked[0].body.ends_with(SECRET) && asked[1].body.ends_with("client_secret=another-secret"), "{asked:?}");
}

#[tokio::test]
async fn even_a_first_token_is_replaced_once_when_it_is_refused() {
    let wire = Wire::start(|seen| if seen.has_token(2) { me() } else { answer(401, &[], "{}") }).await;
    wire.client().whoami().await.unwrap();
    assert_eq!((wire.token_requests().len(), wire.seen().len()), (2, 2));
}

#[tokio::test]
async fn a_token_that_expires_in_the_middle_of_a_walk_is_renewed_and_no_page_is_lost() {
    let wire = Wire::start(|seen| {
        if seen.nth >= 2 && seen.has_token(1) {
            return answer(401, &[], r#"{"code":"unauthorized","message":"Token missing or malformed"}"#);
        }
        let page = seen.target.split("page=").nth(1).map_or(0, |n| n.parse::<u32>().unwrap());
        let next = if page == 4 { "null".to_owned() } else { format!("\"{}\"", page + 1) };
        json(&format!(r#"{{"entries":[{}],"nextPage":{next}}}"#, member(page)))
    })
    .await;
    let members = wire.client().members().all(&ListMembers::default()).await.unwrap();
    let ids: Vec<_> = members.iter().map(|m| m.id.as_str()).collect();
    assert_eq!(ids, ["m0", "m1", "m2", "m3", "m4"]);
    assert_eq!(wire.token_requests().len(), 2);
}

fn member(number: u32) -> String {
    format!(
        r#"{{"memberId":"m{number}","memberType":"View","firstName":"A","lastName":"B","email":"m{number}@example.com",
        "createdAt":"2025-03-03T21:06:55.713Z","updatedAt":"2025-03-03T21:06:55.713Z"}}"#
    )
}

#[tokio::test]
async fn tokens_refused_for_good_end_each_call_after_one_renewal() {
    let wire = Wire::start(|_| answer(401, &[], r#"{"message":"Token missing or malformed"}"#)).await;
    let client = wire.client();
    for _ in 0..5 {
        let error = client.whoami().await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unauthorized(_)), "{error:?}");
    }
    // Nothing ever took the token, so a new one for each call would help nobody.
    assert!(wire.token_requests().len() <= 2 && wire.seen().len() <= 10, "{} tokens", wire.token_requests().len());
}

#[tokio::test]
async fn wrong_credentials_are_said_so_and_asked_once_for_all() {
    for status in [400, 401] {
        let body = r#"{"code":"invalid_request","message":"Invalid access/refresh token"}"#;
        let wire = Wire::with_tokens(|_| me(), move |_| answer(status, &[], body)).await;
        let client = wire.client_with(|limits| limits.token_spacing = Duration::from_mins(1));
        for result in join_all((0..10).map(|_| client.whoami())).await {
            let error = result.unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Unauthorized(_)), "{error:?}");
            assert_eq!((error.operation(), error.was_sent_maybe()), ("postToken", false));
        }
        assert_eq!((wire.token_requests().len(), wire.seen().len()), (1, 0));
        assert!(client.token_status().last_error.is_some());
    }
}

#[tokio::test]
async fn trouble_at_the_token_endpoint_is_retried() {
    let wire = Wire::with_tokens(
        |_| me(),
        |n| match n {
            1 => Reaction::Break(vec![]),
            2 => answer(503, &[], ""),
            3 => answer(429, &[("retry-after", "0")], "<html>"),
            _ => token(n, 3600),
        },
    )
    .await;
    wire.client().whoami().await.unwrap();
    assert_eq!((wire.token_requests().len(), wire.most_tokens_in_flight()), (4, 1));
}

#[tokio::test]
async fn a_token_that_does_not_come_means_that_nothing_was_sent() {
    let wire = Wire::with_tokens(|_| me(), |_| Reaction::Stall(vec![])).await;
    let client = wire.client_with(|limits| {
        limits.answer = Duration::from_secs(10);
        limits.attempts = 2;
    });
    let call = tokio::spawn(async move { client.whoami().await });
    for attempt in 1..=2 {
        while wire.token_requests().len() < attempt {
            tokio::task::yield_now().await;
        }
        jump(Duration::from_secs(11)).await;
    }
    let error = call.await.unwrap().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unreachable(_)) && !error.was_sent_maybe(), "{error:?}");
    assert_eq!((wire.token_requests().len(), wire.seen().len()), (2, 0));
}

#[tokio::test]
async fn a_failed_early_renewal_costs_nobody_anything() {
    let wire = Wire::with_tokens(|_| me(), |n| if n == 1 { token(n, 3600) } else { answer(400, &[], "{}") }).await;
    let client = wire.client();
    client.whoami().await.unwrap();
    jump(Duration::from_secs(3550)).await;
    for _ in 0..5 {
        client.whoami().await.unwrap();
    }
    while client.token_status().last_error.is_none() {
        tokio::task::yield_now().await;
    }
    client.whoami().await.unwrap();
    assert!(wire.seen().iter().all(|seen| seen.has_token(1)));
    assert_eq!(client.token_status().issued_count, 1);
}

#[tokio::test]
async fn a_caller_who_gives_up_does_not_stop_the_renewal_for_the_others() {
    let wire = Wire::start(|_| me()).await;
    let client = wire.client();
    {
        let mut call = Box::pin(client.whoami());
        assert!(futures::poll!(&mut call).is_pending());
    }
    client.whoami().await.unwrap();
    assert_eq!((wire.token_requests().len(), wire.most_tokens_in_flight()), (1, 1));
}

#[tokio::test]
async fn an_hour_later_the_token_is_new() {
    let wire = Wire::start(|seen| {
        let fresh = if seen.nth == 0 { 1 } else { 2 };
        if seen.has_token(fresh) { me() } else { answer(500, &[], TOKEN) }
    })
    .await;
    let client = wire.client();
    client.whoami().await.unwrap();
    // The clock jumps, as it does when a machine wakes up.
    jump(Duration::from_hours(1)).await;
    client.whoami().await.unwrap();
    assert_eq!(wire.token_requests().len(), 2);
}

#[tokio::test]
async fn in_the_last_minutes_calls_go_on_with_the_old_token_while_a_new_one_is_fetched() {
    let wire = Wire::start(|_| me()).await;
    let client = wire.client();
    client.whoami().await.unwrap();
    jump(Duration::from_secs(3550)).await;
    client.whoami().await.unwrap();
    assert!(wire.seen()[1].has_token(1));
    while client.token_status().issued_count < 2 {
        tokio::task::yield_now().await;
    }
    client.whoami().await.unwrap();
    assert!(wire.seen()[2].has_token(2));
}
