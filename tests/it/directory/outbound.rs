//! Scheduled exports and embeds, which Sigma tells one by one: asked by turns, held against what Sigma itself says, and
//! never taken for nothing where they are not known.

use super::{Place, client, undisturbed};
use crate::support::TestApp;
use sigma_portal::{
    directory::{Collection, Depth, Directory, Known},
    domain::{Deactivation, LeftDocuments, MemberId, Subject},
    simulator::{Answer, Effect, Faults, Rule, When},
};

const SCHEDULES: &str = "GET /v2/members/{memberId}/schedules";
const EMBEDS: &str = "GET /v2/workbooks/{workbookId}/embeds";

/// Asks until all had a turn.
pub async fn ask_all(directory: &Directory, section: Collection) {
    for _ in 0..50 {
        directory.sync_section(section, Depth::Due).await.unwrap();
        if directory.snapshot().unwrap().sections().is_complete(section) {
            return;
        }
    }
    panic!("some never have their turn");
}

#[tokio::test]
async fn what_people_send_and_where_workbooks_are_embedded_is_what_sigma_says() {
    let (running, sigma) = undisturbed().await;
    let place = Place::new().await;
    let directory = Directory::open(sigma.clone(), place.store.clone()).await;
    assert!(directory.sync().await, "{:?}", directory.status());
    let calls = || running.simulator.calls(SCHEDULES) + running.simulator.calls(EMBEDS);
    assert_eq!(calls(), 0, "whoever has everything read does not wait for a call for each");
    for section in [Collection::ScheduledExports, Collection::Embeds] {
        let before = calls();
        directory.sync_section(section, Depth::Due).await.unwrap();
        assert!((1..=100).contains(&(calls() - before)), "{section:?} {} at once", calls() - before);
        ask_all(&directory, section).await;
    }
    let asked = calls();
    let snapshot = directory.snapshot().unwrap();
    let coverage = [snapshot.scheduled_exports_coverage(), snapshot.embeds_coverage()];
    assert!(coverage.iter().all(|c| c.known == c.all && c.all > 100 && c.since.is_some()), "{coverage:?}");
    assert_eq!(asked, (coverage[0].all + coverage[1].all) as u64, "one call each");
    for section in [Collection::ScheduledExports, Collection::Embeds] {
        directory.sync_section(section, Depth::Due).await.unwrap();
    }
    assert_eq!(calls(), asked, "asked again too soon");

    let mut public = 0;
    for workbook in snapshot.workbooks().iter().take(120) {
        let said = sigma.workbooks().embeds(&workbook.id).await.unwrap();
        public += said.iter().filter(|embed| embed.is_public).count();
        match snapshot.embeds_of(&workbook.id) {
            Known::Something(held, _) => assert_eq!(*held, said, "{}", workbook.name),
            Known::Nothing(_) => assert!(said.is_empty(), "{}", workbook.name),
            Known::Unknown => panic!("{} is not known", workbook.name),
        }
    }
    assert!(public > 0, "the test needs a public embed");
    let owner = snapshot.scheduled_exports().next().expect("nobody sends anything").0.id.clone();
    let said = sigma.members().schedules(&owner).await.unwrap();
    assert!(matches!(snapshot.scheduled_exports_of(&owner), Known::Something(held, _) if *held == said));

    let another = Directory::open(sigma, place.store.clone()).await.snapshot().unwrap();
    assert_eq!(another.scheduled_exports().count(), snapshot.scheduled_exports().count(), "a restart knows it all");
    assert_eq!(another.embeds().count(), snapshot.embeds().count());
}

#[tokio::test]
async fn what_sigma_does_not_tell_is_unknown_and_not_nothing() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let directory = place.synced(&app).await;
    let fault = |status| {
        let effect = Effect::Answer(Answer { status, ..Answer::default() });
        app.simulator.add_rule(Rule { operation: EMBEDS.to_owned(), when: When::Always, effect });
    };
    fault(503);
    assert!(directory.sync_section(Collection::Embeds, Depth::Due).await.is_err());
    assert!(directory.status().section(Collection::Embeds).unwrap().error.is_some());
    app.simulator.set_faults(Faults::default());
    // What the credentials may not see.
    fault(403);
    ask_all(&directory, Collection::Embeds).await;
    let snapshot = directory.snapshot().unwrap();
    assert!(snapshot.workbooks().iter().all(|workbook| snapshot.embeds_of(&workbook.id) == Known::Unknown));
    let coverage = snapshot.embeds_coverage();
    assert_eq!((coverage.known, coverage.all, coverage.since), (0, snapshot.workbooks().len(), None));
}

#[tokio::test]
async fn after_somebody_has_left_the_heirs_exports_are_asked_anew() {
    let app = TestApp::start().await;
    let directory = Place::new().await.synced(&app).await;
    ask_all(&directory, Collection::ScheduledExports).await;
    let snapshot = directory.snapshot().unwrap();
    let heir = snapshot.member_by_email("leo.martins@lumen.example").unwrap().id.clone();
    let may_leave = |id: &MemberId| *id != heir && id != snapshot.token_owner();
    let leaver = snapshot.scheduled_exports().map(|(owner, ..)| owner).find(|owner| may_leave(&owner.id)).unwrap();
    let sent = |id: &MemberId| match directory.snapshot().unwrap().scheduled_exports_of(id) {
        Known::Something(exports, _) => Some(exports.len()),
        Known::Nothing(_) => Some(0),
        Known::Unknown => None,
    };
    let (before, moved) = (sent(&heir).unwrap(), sent(&leaver.id).unwrap());
    let how = Deactivation { documents: LeftDocuments::HandTo(heir.clone()), archive_scheduled_exports: false };
    client(&app).members().deactivate(&leaver.id, &how).await.unwrap();
    directory.refresh(&[Subject::Member(leaver.id.clone()), Subject::Member(heir.clone())]).await;
    assert_eq!((sent(&leaver.id), sent(&heir)), (None, None), "what is out of date is still told");
    ask_all(&directory, Collection::ScheduledExports).await;
    assert_eq!((sent(&leaver.id), sent(&heir)), (None, Some(before + moved)), "nobody asks who has left");
}
