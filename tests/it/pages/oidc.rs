//! Sign-in at an OpenID provider: the way there and back, and every answer that is not to be believed.

use crate::support::{
    Answer, Browser, TestApp,
    form::with,
    provider::{Odd, Provider},
};
use reqwest::StatusCode;
use serde_json::{Value, json};
use sigma_portal::{
    auth::{AuthConfig, oidc::OidcConfig},
    directory::PeopleRules,
    domain::{EmailAddress, MemberPatch},
    web::Mode,
};
use std::{collections::BTreeSet, time::Duration};

pub(super) const AMARA: &str = "amara.okafor@lumen.example";

pub(super) async fn started(set: impl FnOnce(&mut OidcConfig)) -> (TestApp, Provider) {
    let provider = Provider::start().await;
    let mut config = provider.config();
    set(&mut config);
    let app = TestApp::start_with(AuthConfig::Oidc(Box::new(config)), Mode::Serve, |_| {}).await;
    app.wait_until_ready().await;
    (app, provider)
}

/// Goes to the provider and comes back with its answer, which is not given to the portal yet.
async fn at_provider(app: &TestApp, browser: &mut Browser<'_>, start: &str) -> String {
    let begun = browser.get(start).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text());
    if let Some(cookie) = &begun.cookie {
        browser.add_cookie(cookie);
    }
    let there = app.follow(&begun.location.unwrap()).await;
    let back = there.location.expect("the provider leads back");
    let path = back.split_once("/sign-in/callback").expect("to the portal").1;
    format!("/sign-in/callback{path}")
}

/// Gives the provider's answer to the portal.
async fn back(browser: &mut Browser<'_>, answer: &str) -> Answer {
    let answer = browser.get_from(answer, Some("cross-site")).await;
    if let Some(cookie) = &answer.cookie {
        browser.add_cookie(cookie);
    }
    answer
}

pub(super) async fn sign_in(app: &TestApp, browser: &mut Browser<'_>) -> Answer {
    let answer = at_provider(app, browser, "/sign-in/start?next=%2Fme").await;
    back(browser, &answer).await
}

fn claims(claims: Value) -> Odd {
    Odd { claims: claims.as_object().unwrap().clone(), ..Odd::default() }
}

#[tokio::test]
async fn a_page_that_is_asked_for_comes_after_the_sign_in() {
    let (app, _) = started(|_| {}).await;
    let mut browser = app.visitor();
    let asked = browser.get("/members?q=weber").await;
    let start = asked.location.expect("a way to the provider");
    assert_eq!(start, "/sign-in/start?next=%2Fmembers%3Fq%3Dweber");
    let answer = at_provider(&app, &mut browser, &start).await;
    let before = browser.cookie.clone();
    let signed_in = back(&mut browser, &answer).await;
    assert_eq!(signed_in.location.as_deref(), Some("/members?q=weber"), "{}", signed_in.text());
    assert_ne!(browser.cookie, before);
    assert_eq!(browser.get("/members?q=weber").await.status, StatusCode::OK);
    let log = browser.get("/audit").await;
    assert!(log.text().contains("Signed in at the identity provider as admin"), "{}", log.text());
}

#[tokio::test]
async fn an_answer_works_once_and_in_the_browser_that_asked() {
    let (app, _) = started(|_| {}).await;
    let mut browser = app.visitor();
    let answer = at_provider(&app, &mut browser, "/sign-in/start?next=%2Fme").await;
    let mut stranger = app.visitor();
    let stolen = back(&mut stranger, &answer).await;
    assert_eq!(stolen.status, StatusCode::BAD_REQUEST);
    assert!(stolen.text().contains("This sign-in can’t be used"), "{}", stolen.text());
    let mut other = app.visitor();
    at_provider(&app, &mut other, "/sign-in/start?next=%2Fme").await;
    assert_eq!(back(&mut other, &answer).await.status, StatusCode::BAD_REQUEST, "another browser’s answer is taken");
    assert_eq!(back(&mut browser, &answer).await.status, StatusCode::SEE_OTHER);
    assert_eq!(back(&mut browser, &answer).await.status, StatusCode::BAD_REQUEST, "the answer is taken twice");
    // Two tabs of one browser do not disturb each other.
    let one = at_provider(&app, &mut browser, "/sign-in/start?next=%2Fme&how=choose").await;
    let two = at_provider(&app, &mut browser, "/sign-in/start?next=%2Fme&how=choose").await;
    assert_eq!(back(&mut browser, &one).await.status, StatusCode::SEE_OTHER);
    assert_eq!(back(&mut browser, &two).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_answer_that_took_too_long_is_refused() {
    let (app, provider) = started(|_| {}).await;
    let mut browser = app.visitor();
    let answer = at_provider(&app, &mut browser, "/sign-in/start?next=%2Fme").await;
    app.running.app.store.clock().advance(Duration::from_mins(10));
    provider.advance(600);
    let late = back(&mut browser, &answer).await;
    assert_eq!(late.status, StatusCode::BAD_REQUEST, "{}", late.text());
}

#[tokio::test]
async fn a_session_fixed_before_is_worth_nothing() {
    let (app, _) = started(|_| {}).await;
    let mut browser = app.visitor();
    sign_in(&app, &mut browser).await;
    let first = browser.cookie.clone();
    let answer = at_provider(&app, &mut browser, "/sign-in/start?next=%2Fme&how=choose").await;
    back(&mut browser, &answer).await;
    let fixed = app.holding(first);
    assert_eq!(fixed.get("/me").await.status, StatusCode::SEE_OTHER, "the id from before the sign-in still works");
    assert_eq!(browser.get("/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn tokens_that_are_not_to_be_believed_sign_nobody_in() {
    let (app, provider) = started(|_| {}).await;
    let now = jiff::Timestamp::now().as_second();
    for (what, odd, heading) in [
        ("issuer", claims(json!({"iss": "https://evil.example"})), "doesn’t accept"),
        ("no issuer", claims(json!({"iss": null})), "doesn’t accept"),
        ("audience", claims(json!({"aud": "another"})), "doesn’t accept"),
        ("audiences", claims(json!({"aud": ["portal", "another"]})), "doesn’t accept"),
        ("party", claims(json!({"aud": ["portal", "another"], "azp": "another"})), "doesn’t accept"),
        ("expired", claims(json!({"exp": now - 61})), "doesn’t accept"),
        ("no end", claims(json!({"exp": null})), "doesn’t accept"),
        ("future", claims(json!({"iat": now + 120})), "doesn’t accept"),
        ("nonce", claims(json!({"nonce": "another"})), "can’t be used"),
        ("no nonce", claims(json!({"nonce": null})), "can’t be used"),
        ("no subject", claims(json!({"sub": null})), "doesn’t accept"),
        ("none", Odd { algorithm: Some("none".into()), ..Odd::default() }, "doesn’t accept"),
        ("HS256", Odd { algorithm: Some("HS256".into()), ..Odd::default() }, "doesn’t accept"),
        ("RS256", Odd { algorithm: Some("RS256".into()), ..Odd::default() }, "doesn’t accept"),
        ("key", Odd { unknown_key: true, ..Odd::default() }, "doesn’t accept"),
        ("code", Odd { refuses_codes: true, ..Odd::default() }, "has expired"),
        ("unverified", claims(json!({"email_verified": false})), "isn’t verified"),
        ("silent on it", claims(json!({"email_verified": null})), "isn’t verified"),
        ("address", claims(json!({"email": "not an address"})), "no e-mail address"),
    ] {
        provider.is_odd(odd);
        let mut browser = app.visitor();
        let refused = sign_in(&app, &mut browser).await;
        assert!(refused.status.is_client_error() || refused.status.is_server_error(), "{what}: {}", refused.status);
        assert!(refused.text().contains(heading), "{what}: {}", refused.text());
        assert_eq!(browser.get("/me").await.status, StatusCode::SEE_OTHER, "{what} signs someone in");
    }
    provider.is_odd(claims(json!({"exp": now - 30, "iat": now + 30})));
    let mut browser = app.visitor();
    assert_eq!(sign_in(&app, &mut browser).await.status, StatusCode::SEE_OTHER, "a minute of difference is allowed");
}

#[tokio::test]
async fn what_the_id_token_leaves_out_is_asked_for() {
    let (app, provider) = started(|_| {}).await;
    provider.is_odd(Odd { thin: true, ..Odd::default() });
    let mut browser = app.visitor();
    assert_eq!(sign_in(&app, &mut browser).await.status, StatusCode::SEE_OTHER);
    assert!(browser.get("/me").await.text().contains("Amara Okafor"));
}

#[tokio::test]
async fn new_keys_are_fetched_when_they_are_needed_and_not_more_often_than_once_a_minute() {
    let (app, provider) = started(|_| {}).await;
    let mut browser = app.visitor();
    assert_eq!(sign_in(&app, &mut browser).await.status, StatusCode::SEE_OTHER);
    assert_eq!(sign_in(&app, &mut app.visitor()).await.status, StatusCode::SEE_OTHER);
    assert_eq!(provider.key_requests(), 1);
    provider.rotates("second");
    assert_eq!(sign_in(&app, &mut app.visitor()).await.status, StatusCode::BAD_GATEWAY, "it was asked a moment ago");
    assert_eq!(provider.key_requests(), 1);
    app.running.app.store.clock().advance(Duration::from_secs(61));
    provider.advance(61);
    assert_eq!(sign_in(&app, &mut app.visitor()).await.status, StatusCode::SEE_OTHER);
    assert_eq!(provider.key_requests(), 2);
}

#[tokio::test]
async fn while_the_provider_is_down_nobody_new_signs_in_and_everybody_else_goes_on() {
    let (app, provider) = started(|_| {}).await;
    let mut browser = app.visitor();
    sign_in(&app, &mut browser).await;
    let (fresh, down) = started(|_| {}).await;
    down.is_up(false);
    provider.is_up(false);
    let page = fresh.visitor().get("/sign-in/start?next=%2Fme").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.text().contains("can’t reach Lumen ID") && page.text().contains("can go on"), "{}", page.text());
    assert_eq!(browser.get("/me").await.status, StatusCode::OK);
    // What is known of the provider serves on while it does not describe itself.
    app.running.app.store.clock().advance(Duration::from_hours(2));
    provider.advance(7_200);
    assert_eq!(sign_in(&app, &mut app.visitor()).await.status, StatusCode::SEE_OTHER);
    down.is_up(true);
    fresh.running.app.store.clock().advance(Duration::from_secs(5));
    assert_eq!(sign_in(&fresh, &mut fresh.visitor()).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_address_that_was_given_to_somebody_else_is_noticed() {
    let (app, provider) = started(|_| {}).await;
    assert_eq!(sign_in(&app, &mut app.visitor()).await.status, StatusCode::SEE_OTHER);
    provider.signs_in("bob", AMARA, json!({}));
    let mut heir = app.visitor();
    let refused = sign_in(&app, &mut heir).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.text().contains("This address belongs to another account"), "{}", refused.text());
    // The person themselves is known by more than the address.
    provider.signs_in("ada", "amara.moved@lumen.example", json!({}));
    let mut amara = app.visitor();
    assert_eq!(sign_in(&app, &mut amara).await.status, StatusCode::SEE_OTHER);
    assert!(amara.get("/me").await.text().contains("Amara Okafor"));
    let log = amara.get("/audit").await;
    assert!(log.text().contains("Was not signed in: the address belongs to an account of someone else"));
    // So is who has their address in Sigma by now.
    let snapshot = app.snapshot();
    let id = &snapshot.member_by_email(AMARA).unwrap().id;
    let patch = MemberPatch { email: EmailAddress::parse("amara.new@lumen.example").ok(), ..MemberPatch::default() };
    app.running.app.client.members().update(id, &patch).await.unwrap();
    assert!(app.running.app.directory.sync().await);
    let mut again = app.visitor();
    sign_in(&app, &mut again).await;
    assert!(again.get("/me").await.text().contains("Amara Okafor"));
}

#[tokio::test]
async fn people_without_an_account_come_in_by_group_and_are_told_when_there_are_too_many() {
    let groups = |config: &mut OidcConfig| {
        let visitor_groups = BTreeSet::from(["Data Users".to_owned()]);
        config.people = PeopleRules { visitor_groups, ..PeopleRules::default() };
    };
    let (app, provider) = started(groups).await;
    provider.signs_in("noor", "noor@partner.example", json!({"name": "Noor Haddad", "groups": ["Data Users"]}));
    let mut noor = app.visitor();
    sign_in(&app, &mut noor).await;
    let page = noor.get("/").await;
    assert!(
        page.text().contains("Noor Haddad") && page.text().contains("don’t have a Sigma account"),
        "{}",
        page.text()
    );
    let overage = json!({"_claim_names": {"groups": "src1"}});
    provider.signs_in("ada", AMARA, overage);
    let mut amara = app.visitor();
    sign_in(&app, &mut amara).await;
    let page = amara.get("/me").await;
    assert!(page.text().contains("left your groups out of this sign-in"), "{}", page.text());
    provider.signs_in("kim", "kim@partner.example", json!({"groups": ["Others"]}));
    let mut kim = app.visitor();
    sign_in(&app, &mut kim).await;
    let refused = kim.get("/me").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(
        refused.text().contains("isn’t open to your account") && refused.text().contains("Sign in as someone else")
    );
}

#[tokio::test]
async fn groups_make_roles_until_the_next_sign_in_says_otherwise() {
    let groups = |config: &mut OidcConfig| {
        let named = |name: &str| BTreeSet::from([name.to_owned()]);
        config.people = PeopleRules {
            admin_groups: named("Sigma Admins"),
            auditor_groups: named("Audit"),
            ..PeopleRules::default()
        };
        config.claims.groups = "realm_access.roles".into();
    };
    let (app, provider) = started(groups).await;
    let role = async |groups: Value| {
        let roles = json!({"realm_access": {"roles": groups}});
        provider.signs_in("leo", "leo.martins@lumen.example", roles);
        let mut leo = app.visitor();
        sign_in(&app, &mut leo).await;
        let open = [leo.get("/onboard").await.status, leo.get("/audit").await.status];
        open.map(|status| status == StatusCode::OK)
    };
    assert_eq!(role(json!(["Sigma Admins"])).await, [true, true]);
    assert_eq!(role(json!(["Audit"])).await, [false, true]);
    assert_eq!(role(json!(["sigma admins", 7])).await, [false, false]);
    assert_eq!(role(json!(null)).await, [false, false]);
}

#[tokio::test]
async fn a_sign_in_leads_to_no_other_site() {
    let (app, _) = started(|_| {}).await;
    for next in ["https://evil.example/", "//evil.example", "/\\evil.example"] {
        let mut browser = app.visitor();
        let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        let answer = at_provider(&app, &mut browser, &format!("/sign-in/start?next={next}")).await;
        assert_eq!(back(&mut browser, &answer).await.location.as_deref(), Some("/"), "{next}");
    }
}

#[tokio::test]
async fn deleting_takes_a_fresh_sign_in_and_what_was_typed_is_kept_over_it() {
    let (app, provider) = started(|_| {}).await;
    let mut browser = app.visitor();
    sign_in(&app, &mut browser).await;
    app.running.app.store.clock().advance(Duration::from_mins(16));
    provider.advance(960);
    let snapshot = app.snapshot();
    let place = snapshot.workspaces().iter().find(|place| place.name == "Sandbox").unwrap();
    let review = browser.fill(&format!("/workspaces/{}/delete", place.id), "workspaces/delete", &[]).await;
    let fields = with(review.form("changes/accept"), &[("confirmation", &place.name), ("reason", "No longer used")]);
    let page = format!("/reviews/{}", review.field("id"));
    let asked = browser.send_form(&page, "changes/accept", &fields).await;
    let again = asked.location.expect("a page that asks for a fresh sign-in");
    assert!(again.starts_with("/sign-in/again?next=%2Freviews%2F"), "{again}");
    let notice = browser.get(&again).await;
    assert!(notice.text().contains("Sign in again to continue"), "{}", notice.text());
    let start = notice.body.split("href=\"").find_map(|rest| rest.strip_prefix("/sign-in/start")).unwrap();
    let start = format!("/sign-in/start{}", start.split('"').next().unwrap().replace("&amp;", "&"));
    // A provider that does not ask again is found out.
    provider.is_odd(claims(json!({"auth_time": jiff::Timestamp::now().as_second()})));
    let answer = at_provider(&app, &mut browser, &start).await;
    let stale = back(&mut browser, &answer).await;
    assert_eq!(stale.status, StatusCode::FORBIDDEN);
    assert!(stale.text().contains("This needs a fresh sign-in"), "{}", stale.text());
    provider.is_odd(Odd::default());
    let answer = at_provider(&app, &mut browser, &start).await;
    let there = back(&mut browser, &answer).await.location.unwrap();
    assert!(there.starts_with("/reviews/"), "{there}");
    let review = browser.get(&there).await;
    assert!(review.text().contains("No longer used"), "{}", review.text());
    let applied = browser.send_form(&there, "changes/accept", &review.form("changes/accept")).await;
    assert!(applied.location.is_some_and(|to| to.starts_with("/changes/")));
}
