//! Lists: walked to their end, and guarded against lists that have none.

use super::wire::{Reaction, Wire, answer, json};
use futures::TryStreamExt;
use sigma_portal::domain::EmailAddress;
use sigma_portal::sigma::ErrorKind;

fn team(id: &str) -> String {
    format!(
        r#"{{"teamId":"{id}","name":"{id}","description":null,"visibility":"secret","futureField":[1],
        "createdAt":"2025-03-03T21:06:55.713Z","updatedAt":"2025-03-03T21:06:55.713Z"}}"#
    )
}

fn page(teams: &[&str], next: &str) -> Reaction {
    let entries: Vec<_> = teams.iter().map(|id| team(id)).collect();
    // A total that lies, as Sigma's does.
    json(&format!(r#"{{"entries":[{}],"nextPage":{next},"total":1,"hasMore":false}}"#, entries.join(",")))
}

#[tokio::test]
async fn follows_cursors_unread_over_empty_pages_to_the_end() {
    let wire = Wire::start(|seen| match seen.target.as_str() {
        "/v2/teams?limit=1000" => page(&["a", "b"], r#""50""#),
        "/v2/teams?limit=1000&page=50" => page(&[], r#""x/+=&y""#),
        "/v2/teams?limit=1000&page=x%2F%2B%3D%26y" => page(&["c"], "null"),
        other => panic!("{other}"),
    })
    .await;
    let teams = wire.client().teams().all().await.unwrap();
    assert_eq!(teams.iter().map(|t| t.name.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
}

#[tokio::test]
async fn comes_page_by_page_and_only_when_asked() {
    let wire = Wire::start(|seen| if seen.nth == 0 { page(&["a"], r#""1""#) } else { page(&["b"], r#""""#) }).await;
    let pages = wire.client().teams().stream();
    let mut pages = std::pin::pin!(pages);
    assert_eq!(wire.seen().len(), 0);
    assert_eq!(pages.try_next().await.unwrap().map(|p| p.len()), Some(1));
    assert_eq!(wire.seen().len(), 1);
    assert_eq!(pages.try_next().await.unwrap().map(|p| p.len()), Some(1));
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!(wire.seen().len(), 2);
}

#[tokio::test]
async fn a_list_that_leads_in_a_circle_is_an_error() {
    let wire = Wire::start(|seen| page(&["a"], &format!("\"{}\"", (seen.nth + 1) % 3))).await;
    let error = wire.client().teams().all().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::CursorRepeated), "{error:?}");
    assert!(wire.seen().len() <= 4);
}

#[tokio::test]
async fn a_list_without_end_is_an_error() {
    let wire = Wire::start(|seen| page(&[], &format!("\"{}\"", seen.nth))).await;
    let error = wire.client_with(|limits| limits.pages = 7).teams().all().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::TooManyPages { limit: 7 }), "{error:?}");
    assert_eq!(wire.seen().len(), 7);
}

#[tokio::test]
async fn a_page_that_cannot_be_read_names_the_place() {
    let wire = Wire::start(|_| json(r#"{"entries":[{"teamId":null,"name":"Sales"}],"nextPage":null}"#)).await;
    let error = wire.client().teams().all().await.unwrap_err();
    assert!(error.to_string().contains("entries[0].teamId"), "{error}");
}

#[tokio::test]
async fn account_types_page_in_their_own_way() {
    let kind = |id| format!(r#"{{"accountTypeId":"{id}","accountTypeName":"{id}","description":"","isCustom":false}}"#);
    let wire = Wire::start(move |seen| match seen.target.as_str() {
        "/v2/accountTypes" => json(&format!(r#"{{"entries":[{}],"nextPageToken":"n"}}"#, kind("a"))),
        "/v2/accountTypes?pageToken=n" => json(&format!(r#"{{"entries":[{}]}}"#, kind("b"))),
        other => panic!("{other}"),
    })
    .await;
    assert_eq!(wire.client().account_types().all().await.unwrap().len(), 2);
}

#[tokio::test]
async fn finds_an_address_whatever_the_filter_matches() {
    let member = |id: &str, email: &str| {
        format!(
            r#"{{"memberId":"{id}","memberType":"View","firstName":"A","lastName":"B","email":"{email}",
            "isArchived":true,"createdAt":"2025-03-03T21:06:55.713Z","updatedAt":"2025-03-03T21:06:55.713Z"}}"#
        )
    };
    let wire = Wire::start(move |seen| {
        assert!(
            seen.target.contains("includeArchived=true&includeInactive=true&email=ada%40example.com"),
            "{}",
            seen.target
        );
        let entries = [member("m1", "sada@example.com"), member("m2", "Ada@Example.com")].join(",");
        json(&format!(r#"{{"entries":[{entries}],"nextPage":null}}"#))
    })
    .await;
    let members = wire.client();
    let find = |address| {
        let (members, address) = (members.clone(), EmailAddress::parse(address).unwrap());
        async move { members.members().find_by_email(&address).await.unwrap().map(|m| m.id.to_string()) }
    };
    assert_eq!(find("ada@example.com").await.as_deref(), Some("m2"));
}

#[tokio::test]
async fn takes_a_bare_array_for_the_whole_list() {
    let wire = Wire::start(|_| json(&format!(" [{}, {}]", team("a"), team("b")))).await;
    assert_eq!(wire.client().teams().all().await.unwrap().len(), 2);
    assert_eq!(wire.seen().len(), 1);
    let odd =
        Wire::start(|_| json(&format!(r#"[{}, {{"teamId":"b","name":null}}, {{"teamId":null}}]"#, team("a")))).await;
    let ids = odd.client().teams().all().await.unwrap();
    assert_eq!(ids.iter().map(|team| team.id.as_str()).collect::<Vec<_>>(), ["a", "b"], "row by row where one is odd");
}

#[tokio::test]
async fn echoes_a_cursor_that_came_as_a_number() {
    let wire = Wire::start(|seen| match seen.target.as_str() {
        "/v2/teams?limit=1000" => page(&["a"], "50"),
        "/v2/teams?limit=1000&page=50" => page(&["b"], "null"),
        other => panic!("{other}"),
    })
    .await;
    assert_eq!(wire.client().teams().all().await.unwrap().len(), 2);
}

#[tokio::test]
async fn tells_what_is_archived_from_what_collides() {
    for (status, code, is_gone) in
        [(409, "inode_archived", true), (409, "conflict", false), (404, "not_found", true), (410, "gone", true)]
    {
        let body = format!(r#"{{"requestId":"r","message":"Dataset is archived","code":"{code}"}}"#);
        let wire = Wire::start(move |_| answer(status, &[("content-type", "application/json")], &body)).await;
        let error = wire.client().datasets().get(&"d".into()).await.unwrap_err();
        assert_eq!(error.is_gone(), is_gone, "{status} {code}");
        assert!(error.to_string().contains("Dataset is archived"), "{error}");
    }
}
