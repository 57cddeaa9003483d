//! Deciding about several requests at once: each with its plan, and each as if it were the only one.

use super::{AMARA, JONAS, LEO, PRIYA, actor, ask, decided_by, kept, member, offer_finance};
use crate::support::{Answer, Browser, TestApp};
use reqwest::StatusCode;
use sigma_portal::domain::{AccessRequest, Approvers, Intent, Member, MemberStatus, RequestState, TeamId};

const INBOX: &str = "/requests/inbox";

/// Active people who are no personas and not in the team.
fn others(app: &TestApp, team: &TeamId, most: usize) -> Vec<Member> {
    let snapshot = app.snapshot();
    let fits = |one: &&Member| {
        one.status() == MemberStatus::Active
            && !one.has_account_type("admin")
            && ![AMARA, JONAS, LEO, PRIYA].contains(&one.email.as_str())
            && !snapshot.is_in_team(&one.id, team)
    };
    snapshot.people().filter(fits).take(most).cloned().collect()
}

/// Three people ask for Finance, about which Jonas decides.
async fn three_ask(app: &TestApp) -> (TeamId, Vec<AccessRequest>) {
    let finance = offer_finance(app, decided_by(&[Approvers::Owners])).await;
    let mut asked = Vec::new();
    for person in others(app, &finance, 3) {
        asked.push(ask(app, &finance, &person.email).await);
    }
    (finance, asked)
}

/// Sends the inbox as it is shown, with these requests selected.
async fn decide(browser: &Browser<'_>, page: &Answer, requests: &[&AccessRequest], more: &[(&str, &str)]) -> Answer {
    let mut fields = page.form("requests/decide-many");
    let selected: Vec<String> = fields
        .iter()
        .filter(|(_, value)| requests.iter().any(|request| request.id.as_str() == value))
        .map(|(name, _)| name.replace("[id]", "[selected]"))
        .collect();
    assert_eq!(selected.len(), requests.len(), "{}", page.text());
    fields.retain(|(name, _)| more.iter().all(|(new, _)| new != name));
    fields.extend(selected.into_iter().map(|name| (name, "on".to_owned())));
    fields.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    browser.send_form(INBOX, "requests/decide-many", &fields).await
}

async fn states(app: &TestApp, requests: &[AccessRequest]) -> Vec<RequestState> {
    let mut states = Vec::new();
    for request in requests {
        states.push(kept(app, &request.id).await.state);
    }
    states
}

#[tokio::test]
async fn several_are_approved_each_with_its_plan_before_the_eyes() {
    let app = TestApp::start().await;
    let (finance, asked) = three_ask(&app).await;
    let jonas = app.sign_in("manager").await;
    let page = jonas.get(INBOX).await;
    for request in &asked {
        assert!(page.text().contains(&format!("Add {}", request.beneficiary.name)), "{}", page.text());
    }
    let none = decide(&jonas, &page, &[], &[("verdict", "approve")]).await;
    assert!(none.text().contains("Select at least one request"), "{}", none.text());
    let done = decide(&jonas, &page, &[&asked[0], &asked[2]], &[("verdict", "approve")]).await;
    assert_eq!((done.status, done.location.as_deref()), (StatusCode::SEE_OTHER, Some(INBOX)), "{}", done.text());
    assert!(jonas.get(INBOX).await.text().contains("2 requests approved."));
    for (at, in_team) in [(0, true), (1, false), (2, true)] {
        let request = kept(&app, &asked[at].id).await;
        if let Some(change) = &request.change_id {
            app.running.app.changes.settled(change, std::time::Duration::from_secs(30)).await.unwrap();
        }
        let id = asked[at].beneficiary.member_id.clone().unwrap();
        assert_eq!(app.snapshot().is_in_team(&id, &finance), in_team, "{at}");
    }
    assert_eq!(states(&app, &asked[1..2]).await, [RequestState::Pending]);
}

#[tokio::test]
async fn what_has_changed_meanwhile_is_left_out_and_said() {
    let app = TestApp::start().await;
    let (finance, asked) = three_ask(&app).await;
    let jonas = app.sign_in("manager").await;
    let page = jonas.get(INBOX).await;
    let requests = &app.running.app.requests;
    requests.deny(&asked[0].id, asked[0].version, "No", &actor(&app, AMARA)).await.unwrap();
    let add = vec![asked[1].beneficiary.member_id.clone().unwrap()];
    super::visitors::by_hand(&app, Intent::EditTeamMembers { team_id: finance, add, remove: vec![] }).await;
    let all: Vec<_> = asked.iter().collect();
    decide(&jonas, &page, &all, &[("verdict", "approve")]).await;
    let told = jonas.get(INBOX).await.text();
    assert!(told.contains("1 request approved. 2 requests were not:"), "{told}");
    let now = states(&app, &asked).await;
    assert_eq!((now[0], now[1]), (RequestState::Denied, RequestState::Pending));
    assert_ne!(now[2], RequestState::Pending);
}

#[tokio::test]
async fn several_are_denied_with_one_reason_and_nothing_typed_is_lost() {
    let app = TestApp::start().await;
    let (_, asked) = three_ask(&app).await;
    let jonas = app.sign_in("manager").await;
    let page = jonas.get(INBOX).await;
    let unsaid = decide(&jonas, &page, &[&asked[0], &asked[1]], &[("verdict", "deny"), ("reason", " ")]).await;
    assert!(unsaid.refuses("reason"), "{}", unsaid.text());
    let kept_ticked = unsaid.body.matches("checked").count();
    assert_eq!(kept_ticked, 2, "the selection is lost");
    decide(&jonas, &unsaid, &[], &[("verdict", "deny"), ("reason", "Ask for the reports instead")]).await;
    assert_eq!(states(&app, &asked).await, [RequestState::Denied, RequestState::Denied, RequestState::Pending]);
    assert_eq!(kept(&app, &asked[0].id).await.last_event().unwrap().note, "Ask for the reports instead");
}

#[tokio::test]
async fn nobody_decides_about_their_own_or_what_is_not_theirs() {
    let app = TestApp::start().await;
    let (_, asked) = three_ask(&app).await;
    let finance = offer_finance(&app, decided_by(&[Approvers::Owners])).await;
    let id = asked[0].id.as_str();
    let fields = [
        ("decisions[0][id]", id),
        ("decisions[0][version]", "0"),
        ("decisions[0][selected]", "on"),
        ("verdict", "approve"),
        ("reason", "x"),
    ];
    let own = ask(&app, &finance, LEO).await;
    for persona in ["member", "auditor"] {
        let browser = app.sign_in(persona).await;
        browser.call(INBOX, "requests/decide-many", &fields).await;
        let own = [("decisions[0][id]", own.id.as_str()), fields[1], fields[2], fields[3]];
        browser.call(INBOX, "requests/decide-many", &own).await;
        let told = browser.get(INBOX).await.text();
        assert!(told.contains("0 requests approved."), "{persona}: {told}");
    }
    assert_eq!(states(&app, &asked).await, [RequestState::Pending; 3]);
    assert_eq!(kept(&app, &own.id).await.state, RequestState::Pending);
    assert!(member(&app, LEO).status() == MemberStatus::Active);
}
