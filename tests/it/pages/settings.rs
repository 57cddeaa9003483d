//! Settings: how the portal is set up and how it is doing.

use crate::support::{TestApp, form::value};
use reqwest::StatusCode;
use sigma_portal::{
    directory::{Collection, Depth},
    domain::{ChangeId, OrganizationSwitch},
    simulator::{Answer, Effect, Rule, When},
};

#[tokio::test]
async fn the_page_says_how_it_stands_and_no_secret() {
    let app = TestApp::start_whole().await;
    let page = app.sign_in("auditor").await.get("/settings").await;
    assert_eq!(page.status, StatusCode::OK);
    let snapshot = app.snapshot();
    let owner = snapshot.member(snapshot.token_owner()).unwrap();
    let whoami = app.running.app.client.whoami().await.unwrap();
    for said in [
        owner.email.as_str(),
        whoami.organization_id.as_str(),
        app.sigma_url(),
        "Simulated in this process",
        "Accepted just now",
        "of 5 at most",
        "directory.members",
        "SQLite",
        env!("CARGO_PKG_VERSION"),
        "more than a tenth of the organization",
    ] {
        assert!(page.text().contains(said), "{said} is not in {}", page.text());
    }
    for section in Collection::ALL {
        assert!(page.offers(&format!("Sync the {} now", section.name())), "{section:?}");
    }
    let options = sigma_portal::simulator::Options::default();
    assert!(!page.body.contains(&options.client_secret) && !page.body.contains(&options.client_id));
}

#[tokio::test]
async fn a_section_is_read_at_once() {
    let app = TestApp::start_whole().await;
    let auditor = app.sign_in("auditor").await;
    let as_of = || app.running.app.directory.status().section(Collection::Datasets).unwrap().as_of;
    let before = as_of();
    let read_section = async |section| auditor.call("/settings", "settings/read", &[("section", section)]).await;
    let answer = read_section("directory.datasets").await;
    assert_eq!(answer.location.as_deref(), Some("/settings"));
    let mut status = app.running.app.directory.watch();
    let read = status.wait_for(|s| s.section(Collection::Datasets).unwrap().as_of > before);
    tokio::time::timeout(std::time::Duration::from_secs(20), read).await.expect("it was not read").unwrap();
    assert_eq!(read_section("sessions.tidy").await.status, StatusCode::BAD_REQUEST, "only sections are read");
}

#[tokio::test]
async fn what_failed_is_named_and_the_rest_stands() {
    let app = TestApp::start_whole().await;
    let fault = |operation: &str| Rule {
        operation: operation.into(),
        when: When::Always,
        effect: Effect::Answer(Answer { status: 403, ..Answer::default() }),
    };
    app.simulator.add_rule(fault("GET /v2/whoami"));
    app.simulator.add_rule(fault("GET /v2/user-attributes"));
    let directory = &app.running.app.directory;
    assert!(directory.sync_section(Collection::UserAttributes, Depth::Whole).await.is_err());
    let page = app.sign_in("admin").await.get("/settings").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("may not read this in Sigma"), "{}", page.text());
    let row = page.body.split("<tr").find(|row| row.contains("User attributes")).unwrap();
    assert!(row.contains("Failed") && row.contains("Fault to order"), "{row}");
    let readings = page.body.split("id=\"readings\"").nth(1).unwrap();
    assert!(readings.contains("1 failed, most of them of User attributes"), "{readings}");
    assert!(readings.split("</section>").next().unwrap().contains("Fault to order"), "{readings}");
    assert!(page.text().contains("Account types"));
}

#[tokio::test]
async fn an_account_type_shows_who_holds_it_and_what_it_allows() {
    let app = TestApp::start_whole().await;
    let auditor = app.sign_in("auditor").await;
    let snapshot = app.snapshot();
    let build = snapshot.account_type("build").unwrap();
    assert!(auditor.get("/settings").await.links_to(&format!("/settings/account-types/{}", build.id)));
    let page = auditor.get(&format!("/settings/account-types/{}", build.id)).await;
    let allowed = snapshot.permissions_of(build);
    assert!(!allowed.is_empty());
    for permission in allowed {
        assert!(page.text().contains(&permission.permission), "{}", page.text());
    }
    let holders = format!("/members?type={}&status=active", build.name);
    assert!(page.links_to(&holders), "{}", page.text());
    assert_eq!(auditor.get("/settings/account-types/none").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_admins_and_auditors_are_offered_settings() {
    let app = TestApp::start().await;
    for (persona, offered) in [("admin", true), ("auditor", true), ("manager", false), ("member", false)] {
        let page = app.sign_in(persona).await.get("/me").await;
        assert_eq!(page.links_to("/settings"), offered, "{persona}");
    }
}

#[tokio::test]
async fn a_suddenly_shorter_list_is_said_and_only_an_admin_accepts_it() {
    let app = TestApp::start_whole().await;
    let (admin, auditor) = (app.sign_in("admin").await, app.sign_in("auditor").await);
    let before = app.snapshot().datasets().len();
    assert!(before > 3, "{before}");
    app.simulator.add_rule(Rule {
        operation: "GET /v2/datasets".into(),
        when: When::Always,
        effect: Effect::Answer(Answer {
            status: 200,
            body: Some(serde_json::json!({"entries": [], "nextPage": null})),
            ..Answer::default()
        }),
    });
    app.running.app.directory.sync_section(Collection::Datasets, Depth::Whole).await.unwrap_err();
    let said = format!("Sigma listed 0 where {before} were known");
    assert!(auditor.get("/settings").await.text().contains(&said));
    assert!(!auditor.get("/settings").await.offers("Accept 0 rows"));
    assert!(admin.get("/settings").await.offers("Accept 0 rows"));
    let section = [("section", "directory.datasets")];
    assert_eq!(auditor.call("/settings", "settings/accept", &section).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.snapshot().datasets().len(), before);
    assert_eq!(admin.call("/settings", "settings/accept", &section).await.location.as_deref(), Some("/settings"));
    assert_eq!(app.snapshot().datasets().len(), 0);
    assert!(admin.get("/audit").await.text().contains("Accepted a shorter list of datasets from Sigma"));
    assert!(!admin.get("/settings").await.offers("Accept 0 rows"));
}

#[tokio::test]
async fn clocks_that_are_far_apart_are_named() {
    let app = TestApp::start_whole().await;
    let auditor = app.sign_in("auditor").await;
    let page = auditor.get("/settings").await;
    assert!(page.text().contains("Agrees with Sigma's"), "{}", page.text());
    app.simulator.set_clock_ahead(-700);
    let page = auditor.get("/settings").await;
    assert!(page.text().contains("Sigma's clock shows"), "{}", page.text());
    assert!(page.text().contains("11 min apart. Keep this machine on time"), "{}", page.text());
}

#[tokio::test]
async fn admins_who_set_scim_up_are_named_with_what_protects_them() {
    let app = TestApp::start_set(|installation| {
        let named = ["amara.okafor@lumen.example", "leo.martins@lumen.example", "gone@lumen.example"];
        installation.changes.rules.scim_admins = named.map(str::to_owned).into();
    })
    .await;
    let page = app.sign_in("auditor").await.get("/settings").await;
    for said in [
        "amara.okafor@lumen.example keeps account and account type",
        "leo.martins@lumen.example is not an admin in Sigma",
        "gone@lumen.example is not a member of the organization in Sigma",
    ] {
        assert!(page.text().contains(said), "{said} is not in {}", page.text());
    }
}

#[tokio::test]
async fn what_the_organization_allows_everybody_is_said() {
    let app = TestApp::start_whole().await;
    let auditor = app.sign_in("auditor").await;
    let page = auditor.get("/settings").await;
    let text = page.text();
    let public = "Public embedsAnyone with the link can see what is embedded publicly, without signing in.";
    assert!(text.contains(&format!("{public}On")), "{text}");
    assert!(text.contains("Bulk copyPeople can copy many documents at once.Off"), "{text}");
    assert_eq!(page.forms("settings/set-switch").len(), 0, "an auditor is offered to turn it off");
    let effect = Effect::Answer(Answer { status: 403, ..Answer::default() });
    let operation = "GET /v2/organizations/settings/*".to_owned();
    app.simulator.add_rule(Rule { operation, when: When::Always, effect });
    let admin = app.sign_in("admin").await;
    let page = admin.get("/settings").await;
    assert!(page.text().contains("Public embedsOnly an admin’s credentials may ask.Unknown"), "{}", page.text());
    assert_eq!(page.forms("settings/set-switch").len(), 0, "what is unknown is offered to be turned");
    let refused = admin.call("/settings", "settings/set-switch", &[("switch", "bulkCopy"), ("to", "on")]).await;
    assert!(refused.text().contains("Nothing was changed."), "{}", refused.text());
}

#[tokio::test]
async fn what_the_organization_allows_is_turned_on_and_back() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let is_on = async |switch| app.running.app.client.organization().is_on(switch).await.unwrap();
    let off = admin.press("/settings", "Turn off public embeds", &[]).await;
    assert!(off.text().contains("Public embeds are turned off for the whole organization."), "{}", off.text());
    assert!(is_on(OrganizationSwitch::PublicEmbeds).await, "a review has changed something");
    let done = admin.apply(&off, "Nobody uses them").await;
    assert!(done.text().contains("Done."), "{}", done.text());
    assert!(!is_on(OrganizationSwitch::PublicEmbeds).await);

    let audit = admin.get("/audit").await;
    assert!(audit.text().contains("Turn off public embeds"), "{}", audit.text());
    // Back on by undoing: what is public again wants its name typed.
    let form = done.form("changes/undo");
    let undo = admin.send_form(&format!("/changes/{}", value(&form, "id")), "changes/undo", &form).await;
    assert!(undo.text().contains("Turn on public embeds"), "{}", undo.text());
    admin.apply(&undo, "").await;
    assert!(is_on(OrganizationSwitch::PublicEmbeds).await);

    let again = admin.call("/settings", "settings/set-switch", &[("switch", "publicEmbeds"), ("to", "on")]).await;
    assert!(again.text().contains("Public embeds are on already."), "{}", again.text());
    let confirmed = admin.press("/settings", "Turn on bulk copy", &[]).await.confirmation();
    assert_eq!(confirmed, None, "bulk copy is no danger");
}

#[tokio::test]
async fn a_switch_that_someone_turns_meanwhile_is_left_alone() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let on = admin.press("/settings", "Turn on bulk copy", &[]).await;
    app.running.app.client.organization().set(OrganizationSwitch::BulkCopy, true).await.unwrap();
    app.simulator.clear_journal();
    let done = admin.apply(&on, "").await;
    assert!(done.text().contains("Everything was already as wanted."), "{}", done.text());
    assert_eq!(app.simulator.calls("PATCH /v2/organizations/settings/{setting}"), 0);
}

#[tokio::test]
async fn the_portals_credentials_are_renewed_from_the_page() {
    let app = TestApp::start_whole_set(|installation| installation.secret = Some("of the installation".into())).await;
    let admin = app.sign_in("admin").await;
    let page = admin.get("/settings").await;
    assert!(page.text().contains("CredentialsFrom the configuration"), "{}", page.text());
    assert!(!app.sign_in("auditor").await.get("/settings").await.offers("Renew credentials"));
    let review = admin.press("/settings", "Renew credentials", &[]).await;
    for said in ["Try the new credentials and use them", "stop working", "encrypted with PORTAL_SECRET"] {
        assert!(review.text().contains(said), "{said}: {}", review.text());
    }
    assert_eq!(review.confirmation().as_deref(), Some("renew credentials"));
    assert_eq!(app.simulator.calls("POST /v2/credentials"), 0, "a review called Sigma");
    let done = admin.apply(&review, "Yearly").await;
    assert!(done.text().contains("Done."), "{}", done.text());
    let page = admin.get("/settings").await;
    assert!(
        page.text().contains("Renewed by the portal") && page.text().contains("Accepted just now"),
        "{}",
        page.text()
    );
    let client = &app.running.app.client;
    assert_ne!(client.client_id(), sigma_portal::simulator::Options::default().client_id);
    let audit = admin.get("/audit").await;
    assert!(audit.text().contains("Renew the portal’s API credentials"), "{}", audit.text());
}

#[tokio::test]
async fn without_a_secret_to_keep_them_by_credentials_are_not_renewed() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let page = admin.get("/settings").await;
    assert!(page.text().contains("Set PORTAL_SECRET first"), "{}", page.text());
    let refused = admin.call("/settings", "settings/renew-credentials", &[]).await;
    assert!(!refused.offers("Apply change"), "{}", refused.text());
    assert_eq!(app.simulator.calls("POST /v2/credentials"), 0);
}

/// A portal whose configuration has moved on since it has renewed its credentials.
#[tokio::test]
async fn credentials_that_are_left_in_sigma_are_told_of_and_deleted() {
    let app = TestApp::start_whole_set(|installation| installation.secret = Some("of the installation".into())).await;
    let (admin, auditor) = (app.sign_in("admin").await, app.sign_in("auditor").await);
    let (client, store) = (&app.running.app.client, &app.running.app.store);
    let owner = app.snapshot().token_owner().clone();
    let left = client.api_credentials().create(&owner, "Sigma portal, before").await.unwrap().value;
    let (change, now) = (ChangeId::new("renewed-before"), store.clock().now());
    store.keep_credentials(&change, &left.client_id, &left.client_secret, now).await.unwrap();
    store.use_credentials(&change, "configured-before", now).await.unwrap();
    let page = auditor.get("/settings").await;
    assert!(page.text().contains("Those that the portal made before still work in Sigma."), "{}", page.text());
    assert!(!page.offers("Delete credentials"), "an auditor deletes nothing");

    let review = admin.press("/settings", "Delete credentials", &[]).await;
    assert!(review.text().contains("still configured as before loses access"), "{}", review.text());
    assert_eq!(app.simulator.calls("DELETE /v2/credentials/{clientId}"), 0, "a review called Sigma");
    let done = admin.apply(&review, "The configuration has its own").await;
    assert!(done.text().contains("Done."), "{}", done.text());
    assert_eq!(app.simulator.calls("DELETE /v2/credentials/{clientId}"), 1);
    assert!(!admin.get("/settings").await.text().contains("still work in Sigma"));
    let again = [("client_id", left.client_id.as_str())];
    let refused = admin.call("/settings", "settings/delete-credentials", &again).await;
    assert!(!refused.offers("Apply change") && refused.text().contains("aren’t left any more"), "{}", refused.text());
}
