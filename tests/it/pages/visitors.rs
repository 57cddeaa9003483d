//! People without an account in Sigma: who is let in, as whom, and what the others are told.

use crate::support::{Answer, TestApp, proxy};
use reqwest::{Method, StatusCode};
use sigma_portal::{
    auth::{AuthConfig, ProxyConfig, ProxySays},
    directory::PeopleRules,
    domain::{Actor, Contact, Member, MemberStatus, PersonKey, ProviderSubject, Role},
    web::Mode,
};
use std::collections::BTreeSet;

const NOOR: &str = "noor.haddad@lumen.example";

fn set(words: &[&str]) -> BTreeSet<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// A portal that is open to one domain and one group.
async fn open_portal() -> TestApp {
    let header = |name: &str| Some(name.to_owned());
    let proxy = ProxyConfig {
        says: ProxySays { name: header("x-name"), subject: header("x-sub"), groups: header("x-groups") },
        people: PeopleRules {
            visitor_domains: set(&["lumen.example"]),
            visitor_groups: set(&["Data Users"]),
            ..PeopleRules::default()
        },
        ..proxy(&[])
    };
    let contact = Contact::parse("it@lumen.example");
    let set = |portal: &mut sigma_portal::app::Installation| portal.contact = contact;
    let app = TestApp::start_as(AuthConfig::Proxy(Box::new(proxy)), Mode::Serve, |_| {}, set).await;
    app.wait_until_ready().await;
    app
}

async fn open(app: &TestApp, email: &str, says: &[(&str, &str)]) -> Answer {
    let browser = app.proxied(email);
    let request = says.iter().fold(browser.request(Method::GET, "/"), |r, (name, value)| r.header(*name, *value));
    let answer = browser.send(request).await;
    let Some(to) = &answer.location else { return answer };
    let request = says.iter().fold(browser.request(Method::GET, to), |r, (name, value)| r.header(*name, *value));
    browser.send(request).await
}

#[tokio::test]
async fn a_person_without_an_account_is_a_visitor_and_is_told_how_to_get_one() {
    let app = open_portal().await;
    let page = open(&app, NOOR, &[("x-name", "Noor Haddad")]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    for said in ["Noor Haddad", "Visitor", "You don’t have a Sigma account yet", "contact it@lumen.example"] {
        assert!(text.contains(said), "{said} is missing: {text}");
    }
    let by_group = open(&app, "kim@partner.example", &[("x-groups", "Data Users")]).await;
    assert_eq!(by_group.status, StatusCode::OK, "{}", by_group.text());
}

#[tokio::test]
async fn unknown_domains_and_deactivated_members_are_told_what_to_do() {
    let app = open_portal().await;
    let stranger = open(&app, "kim@partner.example", &[("x-groups", "Someone Else")]).await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN);
    let text = stranger.text();
    for said in
        ["This portal isn’t open to your account", "kim@partner.example", "sign in with that one", "it@lumen.example"]
    {
        assert!(text.contains(said), "{said} is missing: {text}");
    }
    let snapshot = app.snapshot();
    let left = |m: &&Member| m.status() == MemberStatus::Archived && m.email.ends_with("@lumen.example");
    let left = snapshot.people().find(left).unwrap();
    let deactivated = open(&app, &left.email, &[]).await;
    assert_eq!(deactivated.status, StatusCode::OK, "they may ask for their account back");
    let text = deactivated.text();
    assert!(text.contains("Your account is deactivated") && text.contains("Request your account back"), "{text}");
    for path in ["/members", "/teams", "/changes", "/audit"] {
        let closed = app.proxied(&left.email).get(path).await;
        assert!(
            closed.status == StatusCode::FORBIDDEN || !closed.body.contains("Apply change"),
            "{path}: {}",
            closed.text()
        );
    }
    let closed_portal = TestApp::start_behind(proxy(&[])).await;
    let shut = closed_portal.proxied(&left.email).get("/").await;
    assert_eq!(shut.status, StatusCode::FORBIDDEN, "where the portal is not open to people without an account");
    assert!(shut.text().contains("ask a Sigma admin to reactivate"), "{}", shut.text());
}

#[tokio::test]
async fn a_visitor_is_the_same_person_once_they_have_an_account() {
    let subject = ProviderSubject { issuer: "proxy".into(), subject: "00u1".into() };
    let actor = |member_id: Option<&str>, subject: Option<&ProviderSubject>| Actor {
        member_id: member_id.map(Into::into),
        subject: subject.cloned().map(Box::new),
        name: "Noor Haddad".into(),
        email: NOOR.into(),
        role: Role::Visitor,
        origin: None,
    };
    let (member, provider) = (PersonKey::Member("m-1".into()), PersonKey::Provider(subject.clone()));
    assert_eq!(actor(None, Some(&subject)).keys(), std::slice::from_ref(&provider));
    assert_eq!(actor(Some("m-1"), Some(&subject)).keys(), [member, provider]);
    // An address alone is given to somebody else one day.
    assert_eq!(actor(Some("m-1"), None).keys(), [PersonKey::Member("m-1".into())]);
}
