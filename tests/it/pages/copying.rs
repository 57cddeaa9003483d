//! Access copied from a colleague, to a member and to somebody who is onboarded.

use crate::support::TestApp;
use reqwest::StatusCode;
use sigma_portal::{
    directory::Snapshot,
    domain::{Grantee, Member, MemberStatus},
};

/// A colleague with a direct grant and a team, and somebody who has neither of both.
fn pair(snapshot: &Snapshot) -> (Member, Member) {
    let active = |m: &&Member| m.status() == MemberStatus::Active && !m.has_account_type("admin");
    let people: Vec<&Member> = snapshot.people().filter(active).collect();
    let rich = people.iter().find(|m| {
        !snapshot.granted_to(&Grantee::Member(m.id.clone())).is_empty() && snapshot.teams_of(&m.id).next().is_some()
    });
    let rich = *rich.expect("somebody with a direct grant and a team");
    let poor = people.iter().find(|m| {
        snapshot.granted_to(&Grantee::Member(m.id.clone())).is_empty()
            && !snapshot.teams_of(&m.id).any(|(team, _)| snapshot.is_in_team(&rich.id, &team.id))
    });
    (rich.clone(), (*poor.expect("somebody with no grant and other teams")).clone())
}

#[tokio::test]
async fn a_member_gets_what_a_colleague_has() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let (rich, poor) = pair(&snapshot);
    let (grant, level) = snapshot.granted_to(&Grantee::Member(rich.id.clone()))[0].clone();
    let team = snapshot.teams_of(&rich.id).next().unwrap().0.clone();
    let path = format!("/members/{}/copy", poor.id);
    assert!(admin.get(&format!("/members/{}", poor.id)).await.links_to(&path));
    let page = admin.get(&format!("{path}?from={}", rich.email)).await;
    assert!(page.text().contains(&format!("Team {}", team.name)), "{}", page.text());
    assert!(page.has_chosen(&grant.key()) && page.has_chosen(&format!("team:{}", team.id)), "{}", page.body);
    assert!(!page.has_chosen("account_type"), "another account type is chosen unasked");

    let page = format!("{path}?from={}", rich.id);
    let nothing = admin.fill(&page, "members/copy-access", &[("take[]", "")]).await;
    assert!(nothing.text().contains("Select at least one thing to copy."), "{}", nothing.text());
    let review = admin.fill(&page, "members/copy-access", &[]).await;
    admin.apply(&review, "").await;
    let after = app.snapshot();
    assert!(after.is_in_team(&poor.id, &team.id));
    assert_eq!(after.grant_of(&grant, &Grantee::Member(poor.id.clone())).unwrap().permission, level);
    let done = admin.get(&page).await;
    assert!(!done.has_chosen(&grant.key()), "{}", done.text());
}

#[tokio::test]
async fn who_is_meant_is_asked_and_others_are_refused() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let (_, poor) = pair(&app.snapshot());
    let path = format!("/members/{}/copy", poor.id);
    assert!(admin.get(&format!("{path}?from=nobody+at+all")).await.text().contains("No active person matches"));
    let self_ = admin.get(&format!("{path}?from={}", poor.id)).await;
    assert!(self_.text().contains("Choose another person."), "{}", self_.text());
    let archived = app.snapshot().people().find(|m| m.status() == MemberStatus::Archived).unwrap().id.clone();
    let page = admin.get(&format!("/members/{archived}/copy")).await;
    assert!(page.text().contains("Reactivate this person first."), "{}", page.text());
    for persona in ["manager", "auditor", "member"] {
        assert_eq!(app.sign_in(persona).await.get(&path).await.status, StatusCode::FORBIDDEN, "{persona}");
    }
}

#[tokio::test]
async fn onboarding_begins_with_what_a_colleague_has() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let (rich, _) = pair(&snapshot);
    let (grant, _) = snapshot.granted_to(&Grantee::Member(rich.id.clone()))[0].clone();
    let team = snapshot.teams_of(&rich.id).next().unwrap().0.id.clone();
    let page = admin.get(&format!("/onboard?like={}&email=new.one%40lumen.example", rich.id)).await;
    assert!(page.holds("new.one@lumen.example"), "{}", page.text());
    assert!(page.holds(&format!("team:{team}")) && page.holds(&grant.key()), "{}", page.body);
    assert!(page.text().contains(&format!("Filled in from what {} has", rich.full_name())), "{}", page.text());
    let unknown = admin.get("/onboard?like=nobody+at+all").await;
    assert!(unknown.text().contains("No active person matches “nobody at all”."), "{}", unknown.text());
}

#[tokio::test]
async fn a_file_brings_values_of_user_attributes() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let attribute = app.snapshot().user_attributes()[0].clone();
    let file = format!(
        "E-mail,First name,Last name,Account type,User attributes\n\
         a.a@lumen.example,A,A,View,{0}: EMEA\nb.b@lumen.example,B,B,View,{0}\nc.c@lumen.example,C,C,View,Nowhere: 1\n",
        attribute.name
    );
    let path = admin.upload("/onboard/file", &[], "people.csv", file.as_bytes()).await.location.unwrap();
    let text = admin.get(&path).await.text();
    for seen in ["1 ready", "has no value", "There is no user attribute “Nowhere”", &format!("{} 1", attribute.name)]
    {
        assert!(text.contains(seen), "{seen}: {text}");
    }
    let review = super::onboarding_file::send(&admin, &path, "onboard", &[]).await;
    admin.apply(&review, "").await;
    let after = app.snapshot();
    let id = after.member_by_email("a.a@lumen.example").unwrap().id.clone();
    assert!(
        after.attributes_of_member(&id).iter().any(|(held, value)| held.id == attribute.id && value.value == "EMEA")
    );
}

#[tokio::test]
async fn somebody_is_onboarded_with_values_of_user_attributes() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let attribute = app.snapshot().user_attributes()[0].clone();
    let line = format!("{}: EMEA", attribute.name);
    let fields = [
        ("email", "new.one@lumen.example"),
        ("first_name", "New"),
        ("last_name", "One"),
        ("account_type", "View"),
        ("attributes", "Nowhere: 1"),
    ];
    let wrong = admin.fill("/onboard", "onboarding/onboard", &fields).await;
    assert!(wrong.text().contains("There is no user attribute “Nowhere”."), "{}", wrong.text());
    assert!(wrong.body.contains("Nowhere: 1"), "what was typed is lost");
    let fields: Vec<(&str, &str)> = fields
        .into_iter()
        .map(|(name, value)| (name, if name == "attributes" { line.as_str() } else { value }))
        .collect();
    let review = admin.fill("/onboard", "onboarding/onboard", &fields).await;
    admin.apply(&review, "").await;
    let after = app.snapshot();
    let id = after.member_by_email("new.one@lumen.example").unwrap().id.clone();
    assert!(
        after.attributes_of_member(&id).iter().any(|(held, value)| held.id == attribute.id && value.value == "EMEA")
    );
}
