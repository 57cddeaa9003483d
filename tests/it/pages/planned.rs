//! What is planned about people who do not plan it, and what a plan names.

use super::scope::{Own, told};
use crate::support::{Browser, TestApp};
use reqwest::StatusCode;
use sigma_portal::{
    domain::{Member, MemberStatus},
    simulator::{self, Rule, When},
};

/// A change of an admin's that stands: its one step is refused.
async fn planned_about_leo<'a>(app: &'a TestApp, admin: &Browser<'a>) -> (Member, String) {
    let effect = simulator::Effect::Answer(simulator::Answer { status: 403, ..simulator::Answer::default() });
    app.simulator.add_rule(Rule { operation: "PATCH /v2/members/*".into(), when: When::Always, effect });
    let leo = app.snapshot().member_by_email("leo.martins@lumen.example").unwrap().clone();
    let form = [
        ("first_name", leo.first_name.as_str()),
        ("last_name", "Renamed"),
        ("email", leo.email.as_str()),
        ("account_type", leo.account_type.as_str()),
    ];
    let review = admin.submit(&format!("/members/{}/edit", leo.id), &form).await;
    let change = admin.apply(&review, "To be told in person first").await;
    assert!(change.text().contains("Retry failed steps"), "{}", change.text());
    let id = change.form("changes/retry").into_iter().find(|(name, _)| name == "id").unwrap().1;
    (leo, id)
}

#[tokio::test]
async fn nobody_learns_what_is_planned_about_them_before_it_is_done() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let (leo, change) = planned_about_leo(&app, &admin).await;
    let member = app.sign_in("member").await;
    let (own, activity) = (format!("/members/{}", leo.id), format!("/members/{}/activity", leo.id));
    let pages = ["/me", &own, &activity, "/changes", "/changes/export.csv"];
    for path in pages {
        let page = member.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.text().contains("Edit Leo") && !page.text().contains("Renamed"), "{path}: {}", page.text());
        assert!(!page.body.contains(&change) && !page.text().contains("in person"), "{path}");
    }
    for path in [format!("/changes/{change}"), format!("/changes/{change}/events")] {
        let (there, nowhere) = (member.get(&path).await, member.get(&path.replace(&change[..8], "00000000")).await);
        assert_eq!((there.status, told(&there)), (StatusCode::NOT_FOUND, told(&nowhere)), "{path}");
    }
    assert!(admin.get(&activity).await.text().contains("Edit Leo Martins"), "whoever reads the audit log knows");

    app.simulator.set_faults(simulator::Faults::default());
    admin.fill(&format!("/changes/{change}"), "changes/retry", &[]).await;
    let page = member.get(&activity).await;
    let history = page.text();
    let history = history.split_once("History").unwrap().1;
    assert!(history.contains("Amara Okafor") && history.contains("Renamed"), "what was done is told: {history}");
    assert!(!page.body.contains(&change) && !history.contains("in person"), "and not why, nor with a page of it");
}

#[tokio::test]
async fn what_a_plan_would_name_is_within_what_its_author_knows() {
    let app = TestApp::start_whole().await;
    let own = Own::of(&app);
    let manager = app.sign_in("manager").await;
    let team = format!("/teams/{}/members", own.teams.first().unwrap());
    let gone = own.whole.people().find(|m| m.status() == MemberStatus::Archived && !own.people.contains(m.id.as_str()));
    let gone = gone.unwrap();
    let asked = async |list: &str| {
        let fields = [("mode", "add"), ("people[list]", list)];
        let answer = manager.submit(&team, &fields).await;
        manager.get(answer.location.as_deref().unwrap_or(&team)).await.text()
    };
    for list in [gone.email.as_str(), gone.id.as_str()] {
        let text = asked(list).await;
        assert!(!text.contains(&gone.full_name()), "someone who left is told of by {list}: {text}");
    }
    let stranger = own.stranger();
    assert!(asked(&stranger.email).await.contains(&stranger.full_name()), "anybody active can be added");
}
