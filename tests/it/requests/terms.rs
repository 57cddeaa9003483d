//! Access that ends: exactly the difference is taken back, once, and what somebody else did is left alone.

use super::{AMARA, JONAS, LEO, PRIYA, actor, automatic, decided_by, kept, member, offer_finance, workspace};
use crate::support::TestApp;
use sigma_portal::{
    changes::{AcceptChange, Changes},
    domain::{
        AccessRequest, Approvers, Grantee, Intent, MemberStatus, Permission, Policy, RequestEventKind, RequestState,
        Requestable, ResourceRef, Target, TeamId, WorkspacePermission,
    },
    requests::{Ask, Error},
    simulator::Faults,
    store::{ChangeFilter, PageRequest},
    web::{end_due, fulfil},
};
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);
const PATIENCE: Duration = Duration::from_secs(30);

/// Asks for something that is granted at once, for so many days.
pub async fn granted(app: &TestApp, target: Target, days: u32, email: &str) -> AccessRequest {
    let portal = &app.running.app;
    let wish = Ask { target, beneficiary: None, reason: "Audit".into(), days: Some(days), renews: None };
    let request = portal.requests.ask(wish, &actor(app, email)).await.unwrap();
    let applying = fulfil(&portal.requests, &portal.changes, request).await.unwrap();
    portal.changes.settled(applying.change_id.as_ref().unwrap(), PATIENCE).await.unwrap();
    let granted = portal.requests.follow(applying).await.unwrap();
    assert_eq!(granted.state, RequestState::Granted, "{:?}", granted.events);
    granted
}

/// Works off what is due, until what is being taken back is taken back.
pub async fn work_off(app: &TestApp, request: &AccessRequest) -> AccessRequest {
    let portal = &app.running.app;
    end_due(&portal.requests, &portal.changes).await.unwrap();
    if let Some(change) = kept(app, &request.id).await.end_change_id {
        portal.changes.settled(&change, PATIENCE).await.unwrap();
        end_due(&portal.requests, &portal.changes).await.unwrap();
    }
    kept(app, &request.id).await
}

/// Somebody changes something in the usual way.
async fn by_hand(app: &TestApp, intent: Intent) {
    let (changes, amara) = (&app.running.app.changes, actor(app, AMARA));
    let fingerprint = changes.preview(&intent, &amara).await.unwrap().fingerprint();
    let (reason, confirmation) = (String::new(), String::new());
    let wish = AcceptChange { id: Changes::fresh_id(), intent, actor: amara, reason, fingerprint, confirmation };
    let change = changes.accept(wish).await.unwrap();
    changes.settled(&change, PATIENCE).await.unwrap();
}

async fn offered(app: &TestApp) -> TeamId {
    offer_finance(app, automatic()).await
}

/// A workspace that is granted to everybody at once.
async fn open_workspace(app: &TestApp) -> ResourceRef {
    let logistics = workspace(app, "Logistics");
    let thing = Requestable::Workspace(logistics.clone());
    let portal = &app.running.app;
    portal.requests.set_policy(&thing, Some(automatic()), vec![], &actor(app, AMARA)).await.unwrap();
    ResourceRef::Workspace(logistics)
}

fn level(resource: &ResourceRef, level: WorkspacePermission) -> Target {
    Target::Access(resource.clone(), Permission::Workspace(level))
}

fn own_level(app: &TestApp, resource: &ResourceRef, email: &str) -> Option<Permission> {
    let grantee = Grantee::Member(member(app, email).id);
    app.snapshot().grant_of(resource, &grantee).map(|grant| grant.permission.clone())
}

#[tokio::test]
async fn a_term_ends_on_time_and_once() {
    let app = TestApp::start().await;
    let portal = &app.running.app;
    let finance = offered(&app).await;
    let request = Box::pin(granted(&app, Target::Team(finance.clone()), 7, LEO)).await;
    portal.store.clock().advance(DAY * 6 + Duration::from_mins(24 * 60 - 1));
    assert_eq!(work_off(&app, &request).await.state, RequestState::Granted, "not before its time");
    portal.store.clock().advance(Duration::from_mins(2));
    // Two processes at once, one of them cut off.
    let (one, other) =
        tokio::join!(end_due(&portal.requests, &portal.changes), end_due(&portal.requests, &portal.changes));
    one.unwrap();
    other.unwrap();
    let ended = work_off(&app, &request).await;
    assert_eq!(ended.state, RequestState::Ended, "{:?}", ended.events);
    assert!(!app.snapshot().is_in_team(&member(&app, LEO).id, &finance));
    let page = PageRequest { number: 1, size: 9 };
    let changes = portal.store.changes(&ChangeFilter::default(), page).await.unwrap();
    assert_eq!(changes.total, 2, "one change gave it, one took it back");
    assert_eq!(changes.items[0].change.actor.name, "Sigma portal");
}

#[tokio::test]
async fn what_was_there_before_and_what_another_request_gives_stays() {
    let app = TestApp::start().await;
    let resource = open_workspace(&app).await;
    let before = own_level(&app, &resource, PRIYA);
    let longer = granted(&app, level(&resource, WorkspacePermission::Organize), 30, PRIYA).await;
    let shorter = granted(&app, level(&resource, WorkspacePermission::Edit), 7, PRIYA).await;
    app.running.app.store.clock().advance(DAY * 8);
    assert_eq!(work_off(&app, &shorter).await.state, RequestState::Ended);
    assert_eq!(own_level(&app, &resource, PRIYA), Some(Permission::Workspace(WorkspacePermission::Organize)));
    app.running.app.store.clock().advance(DAY * 30);
    assert_eq!(work_off(&app, &longer).await.state, RequestState::Ended);
    assert_eq!(own_level(&app, &resource, PRIYA), before);
}

#[tokio::test]
async fn what_somebody_changed_since_is_left_alone() {
    let app = TestApp::start().await;
    let resource = open_workspace(&app).await;
    let request = granted(&app, level(&resource, WorkspacePermission::Organize), 7, PRIYA).await;
    let raised = Permission::Workspace(WorkspacePermission::Edit);
    by_hand(&app, Intent::grant(resource.clone(), Grantee::Member(member(&app, PRIYA).id), raised.clone())).await;
    app.running.app.store.clock().advance(DAY * 8);
    let ended = work_off(&app, &request).await;
    assert_eq!(ended.state, RequestState::Ended);
    assert!(ended.last_event().unwrap().note.contains("someone has changed this access"), "{:?}", ended.events);
    assert_eq!(own_level(&app, &resource, PRIYA), Some(raised));
}

#[tokio::test]
async fn a_term_is_renewed_by_the_policy_and_no_longer_than_it_allows() {
    let app = TestApp::start().await;
    let portal = &app.running.app;
    let finance = offer_finance(&app, Policy { longest_days: Some(30), ..automatic() }).await;
    let target = Target::Team(finance.clone());
    let wish = Ask { target: target.clone(), beneficiary: None, reason: "Audit".into(), days: Some(31), renews: None };
    let beyond = portal.requests.ask(wish, &actor(&app, LEO)).await;
    assert!(matches!(beyond, Err(Error::Term(_))), "{beyond:?}");
    let request = granted(&app, target, 30, LEO).await;
    let ends = request.ends_at.unwrap();
    let leo = app.sign_in("member").await;
    let page = format!("/requests/{}", request.id);
    let renewed = leo.press(&page, "Renew Membership of Finance for Leo Martins", &[]).await;
    assert!(renewed.location.is_some(), "{}", renewed.text());
    let extended = kept(&app, &request.id).await;
    assert_eq!(extended.ends_at, Some(ends + DAY * 30));
    assert_eq!(extended.last_event().unwrap().kind, RequestEventKind::Renewed);
    portal.store.clock().advance(DAY * 31);
    assert_eq!(work_off(&app, &request).await.state, RequestState::Granted, "the old end is none any more");
}

#[tokio::test]
async fn a_term_can_be_cut_short_by_its_owner() {
    let app = TestApp::start().await;
    let finance = offered(&app).await;
    let request = Box::pin(granted(&app, Target::Team(finance.clone()), 30, LEO)).await;
    let jonas = app.sign_in("manager").await;
    let soon = jonas.get("/requests/ends-soon").await;
    assert!(soon.text().contains("Leo Martins"), "the owner sees what ends: {}", soon.text());
    let page = format!("/requests/{}", request.id);
    let today = request.asked_at.strftime("%Y-%m-%d").to_string();
    let wrong = jonas.fill(&page, "requests/end", &[("day", "tomorrow")]).await;
    assert!(wrong.location.is_none() || wrong.text().contains("Enter a day"), "{}", wrong.text());
    let auditor = app.sign_in("auditor").await;
    auditor.call(&page, "requests/end", &[("id", request.id.as_str()), ("day", &today)]).await;
    assert_eq!(work_off(&app, &request).await.state, RequestState::Granted, "an auditor ends nothing");
    jonas.fill(&page, "requests/end", &[("day", &today)]).await;
    assert_eq!(work_off(&app, &request).await.state, RequestState::Ended);
    assert!(!app.snapshot().is_in_team(&member(&app, LEO).id, &finance));
}

#[tokio::test]
async fn people_are_reminded_a_week_and_a_day_before_and_not_of_what_is_meant_to_lapse() {
    let app = TestApp::start().await;
    let requests = &app.running.app.requests;
    let finance = offered(&app).await;
    let request = granted(&app, Target::Team(finance), 30, LEO).await;
    let ends = request.ends_at.unwrap();
    assert_eq!(requests.remind(ends - DAY * 8).await.unwrap(), 0);
    assert_eq!(requests.remind(ends - DAY * 7).await.unwrap(), 1);
    assert_eq!(requests.remind(ends - DAY * 6).await.unwrap(), 0, "once each");
    requests.let_lapse(&request.id, &actor(&app, LEO)).await.unwrap();
    assert_eq!(requests.remind(ends - DAY).await.unwrap(), 0);
}

#[tokio::test]
async fn whoever_decides_about_a_renewal_sees_what_it_puts_off_and_nothing_changes_in_sigma() {
    let app = TestApp::start().await;
    let portal = &app.running.app;
    let finance = offer_finance(&app, decided_by(&[Approvers::Owners])).await;
    let target = Target::Team(finance);
    let ask = Ask { target, beneficiary: None, reason: "Audit".into(), days: Some(30), renews: None };
    let asked = portal.requests.ask(ask, &actor(&app, LEO)).await.unwrap();
    let (leo, jonas) = (app.sign_in("member").await, app.sign_in("manager").await);
    let page = format!("/requests/{}", asked.id);
    jonas.fill(&page, "requests/approve", &[]).await;
    let change = kept(&app, &asked.id).await.change_id;
    portal.changes.settled(change.as_ref().unwrap(), PATIENCE).await.unwrap();
    let ends = portal.requests.follow(kept(&app, &asked.id).await).await.unwrap().ends_at.unwrap();

    let renewal = leo.press(&page, "Renew Membership of Finance for Leo Martins", &[]).await.location.unwrap();
    let shown = jonas.get(&renewal).await;
    let (now, then) = (ends.strftime("%-d %b %Y").to_string(), (ends + DAY * 30).strftime("%-d %b %Y").to_string());
    let said = format!("Access ends on {then} instead of {now}.");
    assert!(shown.text().contains(&said), "{said}: {}", shown.text());
    assert!(shown.text().contains("Renewal of Membership of Finance"), "{}", shown.text());
    assert!(shown.offers("Approve renewal") && !shown.text().contains("can’t be approved"), "{}", shown.text());
    let inbox = jonas.get("/requests/inbox").await;
    assert!(inbox.text().contains(&said), "{}", inbox.text());

    // Its end is brought forward while the approver looks: they see how it is now before they decide.
    let sooner = ends - DAY * 10;
    portal.requests.shorten(&asked.id, sooner, &actor(&app, LEO)).await.unwrap();
    let stale = jonas.send_form(&renewal, "requests/approve", &shown.form("requests/approve")).await;
    assert!(stale.text().contains("The organization has changed since you looked"), "{}", stale.text());
    let approved = jonas.fill(&renewal, "requests/approve", &[]).await;
    assert_eq!(approved.location.as_deref(), Some(&*renewal), "{}", approved.text());
    assert!(jonas.get(&renewal).await.text().contains("Renewed. Leo Martins keeps the access."));
    assert_eq!(kept(&app, &asked.id).await.ends_at, Some(sooner + DAY * 30));
    let page = PageRequest { number: 1, size: 9 };
    assert_eq!(
        portal.store.changes(&ChangeFilter::default(), page).await.unwrap().total,
        1,
        "nothing was changed again"
    );
}

#[tokio::test]
async fn a_term_is_at_least_a_day_and_at_most_ten_years() {
    let app = TestApp::start().await;
    let finance = offered(&app).await;
    for days in [0, 3_651, u32::MAX] {
        let target = Target::Team(finance.clone());
        let ask = Ask { target, beneficiary: None, reason: "Audit".into(), days: Some(days), renews: None };
        let refused = app.running.app.requests.ask(ask, &actor(&app, LEO)).await;
        assert!(matches!(refused, Err(Error::Term(_))), "{days}: {refused:?}");
    }
}

/// Somebody joins or leaves a team past the portal, which does not read it.
async fn in_sigma(app: &TestApp, team: &TeamId, joins: bool) {
    let leo = [member(app, LEO).id];
    let (add, remove) = if joins { (&leo[..], &[][..]) } else { (&[][..], &leo[..]) };
    app.running.app.client.teams().update_members(team, add, remove).await.unwrap();
}

async fn is_in_sigma(app: &TestApp, team: &TeamId) -> bool {
    let members = app.running.app.client.teams().members(team).await.unwrap();
    members.iter().any(|place| place.member_id == member(app, LEO).id)
}

#[tokio::test]
async fn what_was_there_in_sigma_and_not_read_yet_stays() {
    let app = TestApp::start().await;
    let finance = offered(&app).await;
    in_sigma(&app, &finance, true).await;
    let request = granted(&app, Target::Team(finance.clone()), 7, LEO).await;
    app.running.app.store.clock().advance(DAY * 8);
    assert_eq!(work_off(&app, &request).await.state, RequestState::Ended);
    assert!(is_in_sigma(&app, &finance).await, "the portal has taken away what it did not give");
}

#[tokio::test]
async fn what_is_taken_back_is_what_sigma_has_and_not_what_was_read_before() {
    let app = TestApp::start().await;
    let finance = offered(&app).await;
    let request = granted(&app, Target::Team(finance.clone()), 7, LEO).await;
    // This process believes that the membership has gone.
    in_sigma(&app, &finance, false).await;
    assert!(app.running.app.directory.sync().await);
    in_sigma(&app, &finance, true).await;
    app.running.app.store.clock().advance(DAY * 8);
    app.simulator.set_faults(Faults { is_down: true, ..Faults::default() });
    assert_eq!(work_off(&app, &request).await.state, RequestState::Granted, "nobody knows what is left of it");
    app.simulator.set_faults(Faults::default());
    assert_eq!(work_off(&app, &request).await.state, RequestState::Ended);
    assert!(!is_in_sigma(&app, &finance).await, "what the portal gave is left over");
}

#[tokio::test]
async fn what_ends_soon_is_shown_to_who_holds_it_who_owns_it_and_who_reads_all() {
    let app = TestApp::start().await;
    let portal = &app.running.app;
    let finance = offered(&app).await;
    let resource = open_workspace(&app).await;
    let membership = granted(&app, Target::Team(finance), 9, LEO).await;
    let access = granted(&app, level(&resource, WorkspacePermission::Organize), 7, PRIYA).await;
    let within = DAY * 30;
    let page = PageRequest { number: 1, size: 50 };
    let shown = async |email: &str| -> Vec<_> {
        let soon = portal.requests.ending_soon(within, &actor(&app, email), page).await.unwrap();
        assert_eq!(soon.total, soon.items.len() as u64);
        soon.items.into_iter().map(|request| request.id).collect()
    };
    let (membership, access) = (membership.id, access.id);
    assert_eq!(shown(AMARA).await, [access.clone(), membership.clone()], "admins see all, the soonest first");
    assert_eq!(shown(LEO).await, std::slice::from_ref(&membership), "what is one’s own");
    assert!(shown(JONAS).await.contains(&membership), "what one answers for");
    let second = portal.requests.ending_soon(within, &actor(&app, AMARA), PageRequest { number: 2, size: 1 }).await;
    let second = second.unwrap();
    assert_eq!((second.total, second.items[0].id.clone()), (2, membership.clone()));
    let own = portal.requests.own_ending_soon(within, &actor(&app, JONAS)).await.unwrap();
    assert_eq!(own.total, 0, "owning it is not having it");
    // Of a workspace those who can manage it answer: the same people as decide about requests for it.
    for who in app.snapshot().people().filter(|person| person.status() == MemberStatus::Active).take(60) {
        let owns = own_level(&app, &resource, &who.email) == Some(Permission::Workspace(WorkspacePermission::Edit));
        let seen = shown(&who.email).await.contains(&access);
        assert!(!owns || seen || who.email == PRIYA, "{} manages the workspace and does not see what ends", who.email);
    }
    portal.requests.let_lapse(&membership, &actor(&app, LEO)).await.unwrap();
    let days = portal.store.ends_per_day(portal.store.clock().now(), 14).await.unwrap();
    assert_eq!(days.iter().map(|(_, ends)| ends).sum::<u64>(), 2);
    assert_eq!((days.len(), days[7].1, days[9].1), (14, 1, 1), "{days:?}");
}
