//! Promises that hold for every input: lists of any shape, answers cut at any byte, bodies of any bytes. Inputs are
//! drawn from a fixed seed, so a failure repeats.

use super::wire::{Reaction, Wire, answer, bytes, json, me};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sigma_portal::domain::{EmailAddress, NewPerson, UserKind};
use sigma_portal::sigma::{Error, ErrorKind, SigmaClient};
use std::collections::HashMap;

const TOKEN_OF_THE_CALL: &str = "wire-token-1";

/// A list cut into pages, by cursor.
fn pages(rng: &mut ChaCha8Rng, rows: u32) -> HashMap<String, String> {
    let mut pages = HashMap::new();
    let (mut cursor, mut row) = (String::new(), 0);
    loop {
        let end = (row + rng.random_range(0..=9)).min(rows);
        let entries: Vec<_> = (row..end).map(team).collect();
        let is_last = end == rows && rng.random_bool(0.5);
        let letters: Vec<char> = "abc019+/=&%? é\"\\".chars().collect();
        let text: String = (0..8).map(|_| *letters.choose(rng).unwrap()).collect();
        let next = format!("{text}{}", pages.len());
        let named = if is_last { "null".to_owned() } else { serde_json::to_string(&next).unwrap() };
        let page = format!(r#"{{"entries":[{}],"nextPage":{named}}}"#, entries.join(","));
        pages.insert(std::mem::replace(&mut cursor, next), page);
        if is_last {
            return pages;
        }
        row = end;
    }
}

fn team(number: u32) -> String {
    format!(
        r#"{{"teamId":"t{number}","name":"","createdAt":"2025-03-03T21:06:55Z","updatedAt":"2025-03-03T21:06:55Z"}}"#
    )
}

/// The same list with cursors that count rows, as text or as a number.
fn numbered(rng: &mut ChaCha8Rng, rows: u32, as_text: bool) -> HashMap<String, String> {
    let mut pages = HashMap::new();
    let mut row = 0;
    loop {
        let end = (row + rng.random_range(1..=9)).min(rows);
        let entries: Vec<_> = (row..end).map(team).collect();
        let next = if as_text { format!("\"{end}\"") } else { end.to_string() };
        let named = if end == rows { "null".to_owned() } else { next };
        let page = format!(r#"{{"entries":[{}],"nextPage":{named},"total":3}}"#, entries.join(","));
        pages.insert(if row == 0 { String::new() } else { row.to_string() }, page);
        if end == rows {
            return pages;
        }
        row = end;
    }
}

/// The list in one of the styles that Sigma has or had: text to be echoed, numbers of rows, or a bare array.
fn in_some_style(rng: &mut ChaCha8Rng, rows: u32) -> HashMap<String, String> {
    match rng.random_range(0..4) {
        0 => pages(rng, rows),
        1 => numbered(rng, rows, true),
        2 => numbered(rng, rows, false),
        _ => HashMap::from([(String::new(), format!("[{}]", (0..rows).map(team).collect::<Vec<_>>().join(",")))]),
    }
}

#[tokio::test]
async fn a_list_is_read_whole_and_in_order_however_it_is_cut() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    for _ in 0..60 {
        let rows = rng.random_range(0..60);
        let pages = in_some_style(&mut rng, rows);
        let count = pages.len();
        let wire = Wire::start(move |seen| {
            let target = url::Url::parse(&format!("http://x{}", seen.target)).unwrap();
            let cursor = target.query_pairs().find(|(name, _)| name == "page").map(|(_, cursor)| cursor.into_owned());
            json(&pages[&cursor.unwrap_or_default()])
        })
        .await;
        let teams = wire.client().teams().all().await.unwrap();
        let ids: Vec<_> = teams.iter().map(|t| t.id.to_string()).collect();
        assert_eq!(ids, (0..rows).map(|n| format!("t{n}")).collect::<Vec<_>>());
        assert_eq!(wire.seen().len(), count);
    }
}

async fn invite(client: &SigmaClient) -> Result<(), Error> {
    let person = NewPerson {
        email: EmailAddress::parse("ada@example.com").unwrap(),
        first_name: "Ada".into(),
        last_name: "Okafor".into(),
        account_type: None,
        user_kind: UserKind::Internal,
        send_invite: true,
    };
    client.members().create(&person, &[]).await.map(drop)
}

#[tokio::test]
async fn an_answer_cut_at_any_byte_is_neither_believed_nor_a_reason_to_invite_twice() {
    let member = r#"{"memberId":"m1","memberType":"View","firstName":"A","lastName":"B","email":"a@example.com",
        "createdAt":"2025-03-03T21:06:55Z","updatedAt":"2025-03-03T21:06:55Z"}"#;
    let whole = bytes(200, &[("content-type", "application/json")], member);
    let length = whole.len();
    // The requests' number is the byte to cut at; reads in between show that the client goes on.
    let wire = Wire::start(move |seen| match seen.method.as_str() {
        "GET" => me(),
        _ => Reaction::Break(whole[..seen.nth / 2].to_vec()),
    })
    .await;
    let client = wire.client();
    for byte in 0..length {
        let error = invite(&client).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Lost(_)) && error.was_sent_maybe(), "byte {byte}: {error:?}");
        client.whoami().await.unwrap();
    }
    assert_eq!(wire.seen().len(), 2 * length);
}

#[tokio::test]
async fn a_connection_closed_while_nobody_uses_it_loses_no_invitation() {
    let wire = Wire::start(|seen| match seen.method.as_str() {
        "GET" => {
            let Reaction::Answer(bytes) = me() else { unreachable!() };
            Reaction::Break(bytes)
        }
        _ => answer(409, &[], "{}"),
    })
    .await;
    let client = wire.client();
    for _ in 0..50 {
        client.whoami().await.unwrap();
        let error = invite(&client).await.unwrap_err();
        assert_eq!(error.status(), Some(409), "{error:?}");
    }
}

#[tokio::test]
async fn bodies_of_any_bytes_end_in_an_error_of_bounded_length() {
    let scraps =
        ["<html>", "<title>", "</title>", "{", "\"message\":", "\"", TOKEN_OF_THE_CALL, "\u{202e}", "é", "\0", "\r\n"];
    let wire = Wire::start(move |seen| {
        let mut rng = ChaCha8Rng::seed_from_u64(seen.nth as u64);
        let body: String = (0..rng.random_range(0..200)).map(|_| *scraps.choose(&mut rng).unwrap()).collect();
        let status = *[200, 400, 403, 404, 409, 500].choose(&mut rng).unwrap();
        let kind = *["text/html", "application/json", "image/png"].choose(&mut rng).unwrap();
        answer(status, &[("content-type", kind), ("x-request-id", "r")], &body)
    })
    .await;
    let client = wire.client();
    for _ in 0..500 {
        let error = client.whoami().await.unwrap_err();
        let text = error.to_string();
        assert!(text.chars().count() < 1500 && !text.contains(['\r', '\n', '\0', '\u{202e}']), "{text:?}");
        assert!(!text.contains("<html>") && !text.contains(TOKEN_OF_THE_CALL), "{text:?}");
    }
}
