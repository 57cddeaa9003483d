//! What leaves the organisation by itself: the lists of scheduled exports and embeds, and where they matter.

use crate::{directory::outbound::ask_all, support::TestApp};
use sigma_portal::{
    directory::{Collection, Known},
    domain::{Deactivation, Intent, LeftDocuments, Member, Role},
    simulator::{Answer, Effect, Rule, When},
};

/// A portal that knows of all scheduled exports and embeds.
async fn informed() -> TestApp {
    let app = TestApp::start_whole().await;
    for section in [Collection::ScheduledExports, Collection::Embeds] {
        ask_all(&app.running.app.directory, section).await;
    }
    app
}

#[tokio::test]
async fn all_scheduled_exports_are_listed_with_whose_they_are() {
    let app = informed().await;
    let auditor = app.sign_in("auditor").await;
    assert!(auditor.get("/documents").await.links_to("/documents/scheduled-exports"));
    let snapshot = app.snapshot();
    let all = snapshot.scheduled_exports().count();
    let page = auditor.get("/documents/scheduled-exports").await;
    let coverage = snapshot.scheduled_exports_coverage();
    let known = format!("Known for {0} of {0} active members", coverage.all);
    assert!(page.text().contains(&known) && page.text().contains("just now"), "{}", page.text());
    let csv = auditor.get("/documents/scheduled-exports/export.csv").await.body;
    assert_eq!(csv.lines().count(), all + 1, "{csv}");
    let suspended = snapshot.scheduled_exports().filter(|(_, export, _)| export.is_suspended).count();
    let csv = auditor.get("/documents/scheduled-exports/export.csv?state=suspended").await.body;
    assert!(suspended > 0 && csv.lines().count() == suspended + 1, "{csv}");

    let (owner, export, _) = snapshot.scheduled_exports().find(|(_, export, _)| export.report_id.is_some()).unwrap();
    let theirs = format!("/documents/scheduled-exports?owner={}", owner.id);
    let member = format!("/members/{}", owner.id);
    assert!(auditor.get(&member).await.links_to(&theirs), "their own page does not lead there");
    let page = auditor.get(&theirs).await;
    let report = format!("/reports/{}", export.report_id.as_ref().unwrap());
    assert!(
        page.links_to(&member) && page.links_to(&report) && page.text().contains(export.title()),
        "{}",
        page.text()
    );
    assert!(page.text().contains(&export.schedule.words()), "{}", page.text());
    let sends_nothing = snapshot.people().find(|m| matches!(snapshot.scheduled_exports_of(&m.id), Known::Nothing(_)));
    let page = auditor.get(&format!("/members/{}", sends_nothing.unwrap().id)).await;
    assert!(page.text().contains("Scheduled exportsnone"), "{}", page.text());
}

#[tokio::test]
async fn public_embeds_are_found_from_the_settings() {
    let app = informed().await;
    let auditor = app.sign_in("auditor").await;
    let snapshot = app.snapshot();
    let public: Vec<_> = snapshot.embeds().filter(|(_, embed, _)| embed.is_public).collect();
    let settings = auditor.get("/settings").await;
    let words =
        format!("{} public embeds known, in {1} of {1} workbooks", public.len(), snapshot.embeds_coverage().all);
    assert!(settings.text().contains(&words), "{words}: {}", settings.text());
    assert!(settings.links_to("/documents/embeds?audience=public"));
    let page = auditor.get("/documents/embeds?audience=public").await;
    for (workbook, ..) in &public {
        assert!(page.links_to(&format!("/workbooks/{}/contents", workbook.id)), "{}", workbook.name);
    }
    let csv = auditor.get("/documents/embeds/export.csv?audience=public").await.body;
    assert_eq!(csv.lines().count(), public.len() + 1, "{csv}");
    assert!(!csv.contains("https://"), "a public link in a file is a key that goes around");
}

#[tokio::test]
async fn a_leavers_exports_are_known_where_sigma_does_not_answer() {
    let app = informed().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let heir = "leo.martins@lumen.example";
    let may_leave = |owner: &&Member| !owner.has_account_type("admin") && owner.email != heir;
    let owners = snapshot.scheduled_exports().map(|(owner, ..)| owner).filter(may_leave);
    let exports = |owner: &Member| match snapshot.scheduled_exports_of(&owner.id) {
        Known::Something(sent, _) => sent.clone(),
        Known::Nothing(_) | Known::Unknown => Vec::new(),
    };
    let sends_one = |owner: &&Member| exports(owner).iter().filter(|export| !export.is_suspended).count() == 1;
    let mut leavers: Vec<&Member> = owners.filter(sends_one).collect();
    leavers.dedup_by(|a, b| a.id == b.id);
    let [leaver, other, ..] = leavers[..] else { panic!("too few people send something") };
    let sent = exports(leaver);
    let effect = Effect::Answer(Answer { status: 500, ..Answer::default() });
    let operation = "GET /v2/members/{memberId}/schedules".to_owned();
    app.simulator.add_rule(Rule { operation, when: When::Always, effect });
    let path = format!("/members/{}/offboard", leaver.id);
    let page = admin.get(&path).await;
    assert!(page.text().contains("As of just now:"), "{}", page.text());
    assert!(sent.iter().take(8).all(|export| page.text().contains(export.title())), "{}", page.text());

    let form = [("documents", "hand"), ("new_owner", heir)];
    let review = admin.submit(&path, &form).await;
    let goes_on = "1 scheduled export, which others get, is sent on under the new owner.";
    assert!(review.text().contains(goes_on), "{}", review.text());
    let review = admin.submit(&path, &[form[0], form[1], ("exports", "on")]).await;
    assert!(review.text().contains("is archived with this."), "{}", review.text());
    let together = Intent::Offboard {
        members: vec![leaver.id.clone(), other.id.clone()],
        how: Deactivation { documents: LeftDocuments::Archive, archive_scheduled_exports: false },
        revoke_tokens: false,
        leave_teams: false,
        revoke_grants: false,
    };
    let amara = app.actor("amara.okafor@lumen.example", Role::Admin);
    let plan = app.running.app.changes.preview(&together, &amara).await.unwrap();
    let both = "2 scheduled exports, which others get, are not archived with this.";
    assert!(plan.warnings.iter().any(|warning| warning.message == both), "{:?}", plan.warnings);
}
