//! Who decides, and what is checked anew when they do.

use super::{
    AMARA, JONAS, LEO, PRIYA, actor, ask, automatic, decided_by, kept, member, offer_finance, team, workspace,
};
use crate::support::TestApp;
use sigma_portal::{
    domain::{
        AccessRequest, Actor, Approvers, MemberId, MemberPatch, NoRoute, Permission, RequestState, Requestable,
        ResourceRef, Role, Target, WorkspacePermission,
    },
    requests::{Ask, Error},
    store::AuditFilter,
    web::fulfil,
};
use std::time::Duration;

/// Approves as somebody, and waits until the change has come to its end.
async fn approve(app: &TestApp, request: &AccessRequest, email: &str) -> AccessRequest {
    let portal = &app.running.app;
    let approved = portal.requests.approve(&request.id, request.version, &actor(app, email)).await.unwrap();
    if approved.state != RequestState::Approved {
        return approved;
    }
    let applying = fulfil(&portal.requests, &portal.changes, approved).await.unwrap();
    let change = applying.change_id.clone().unwrap();
    portal.changes.settled(&change, Duration::from_secs(30)).await.unwrap();
    portal.requests.follow(applying).await.unwrap()
}

#[tokio::test]
async fn an_owner_approves_and_the_change_names_both() {
    let app = TestApp::start().await;
    let finance = offer_finance(&app, decided_by(&[Approvers::Owners])).await;
    let request = ask(&app, &finance, LEO).await;
    let portal = &app.running.app;
    assert_eq!(portal.requests.waiting_for(&actor(&app, JONAS)).await, Some(1));
    assert_eq!(portal.requests.waiting_for(&actor(&app, AMARA)).await, Some(0), "only those who are asked are counted");
    let granted = approve(&app, &request, JONAS).await;
    assert_eq!(granted.state, RequestState::Granted);
    assert!(app.snapshot().is_in_team(&member(&app, LEO).id, &finance));
    assert_eq!(portal.requests.waiting_for(&actor(&app, JONAS)).await, Some(0));
    let filter = AuditFilter { change_id: granted.change_id.clone(), ..AuditFilter::default() };
    let page = sigma_portal::store::PageRequest { number: 1, size: 20 };
    let log = portal.store.audit(&filter, page).await.unwrap().items;
    let accepted = log.iter().find(|event| event.action == "change.accepted").unwrap();
    assert_eq!(accepted.actor.email, JONAS);
    for part in ["Requested by Leo Martins", "approved by Jonas Weber", "Month-end close"] {
        assert!(accepted.summary.contains(part), "{part}: {}", accepted.summary);
    }
    let step = log.iter().find(|event| event.action == "step.done").unwrap();
    assert_eq!(step.actor.role, actor(&app, JONAS).role, "nobody is named in a role that they do not have");
}

#[tokio::test]
async fn whoever_is_named_decides_whatever_their_role_in_the_portal() {
    let app = TestApp::start().await;
    let portal = &app.running.app;
    let logistics = workspace(&app, "Logistics");
    let named = decided_by(&[Approvers::People(vec![member(&app, LEO).id])]);
    let thing = Requestable::Workspace(logistics.clone());
    portal.requests.set_policy(&thing, Some(named), vec![], &actor(&app, AMARA)).await.unwrap();
    let resource = ResourceRef::Workspace(logistics);
    let target = Target::Access(resource.clone(), Permission::Workspace(WorkspacePermission::Organize));
    let wish = Ask { target, beneficiary: None, reason: "Carrier report".into(), days: None, renews: None };
    let request = portal.requests.ask(wish, &actor(&app, PRIYA)).await.unwrap();
    let granted = approve(&app, &request, LEO).await;
    assert_eq!(granted.state, RequestState::Granted, "{:?}", granted.events);
    let access = app.snapshot().access_to(&resource, &member(&app, PRIYA)).unwrap();
    assert_eq!(access.permission, Permission::Workspace(WorkspacePermission::Organize));
}

#[tokio::test]
async fn of_two_who_decide_at_once_one_decides() {
    let app = TestApp::start().await;
    let finance = offer_finance(&app, decided_by(&[Approvers::Owners])).await;
    let request = ask(&app, &finance, LEO).await;
    let requests = &app.running.app.requests;
    let (jonas, amara) = (actor(&app, JONAS), actor(&app, AMARA));
    let (one, other) = tokio::join!(
        requests.approve(&request.id, request.version, &jonas),
        requests.deny(&request.id, request.version, "Not this quarter", &amara),
    );
    assert_ne!(one.is_ok(), other.is_ok(), "{one:?} {other:?}");
    let refused = one.err().or(other.err()).unwrap();
    let Error::Changed(present) = refused else { panic!("{refused:?}") };
    assert_eq!(present.state, kept(&app, &request.id).await.state, "the other reads what became of it");
    assert_eq!(present.events.len(), 2);
}

#[tokio::test]
async fn nobody_decides_about_their_own() {
    let app = TestApp::start().await;
    let requests = &app.running.app.requests;
    let data = team(&app, "Data Platform");
    let thing = Requestable::Team(data.clone());
    let policy = decided_by(&[Approvers::Admins]);
    requests.set_policy(&thing, Some(policy), vec![], &actor(&app, AMARA)).await.unwrap();
    let request = ask(&app, &data, AMARA).await;
    let own = requests.approve(&request.id, request.version, &actor(&app, AMARA)).await;
    assert!(matches!(own, Err(Error::Forbidden)), "{own:?}");
    let case = requests.case(&request.id, &actor(&app, AMARA)).await.unwrap();
    assert!(!case.may.decide && case.may.cancel);
}

#[tokio::test]
async fn each_stage_is_decided_by_somebody_else() {
    let app = TestApp::start().await;
    let finance = offer_finance(&app, decided_by(&[Approvers::Owners, Approvers::Admins])).await;
    let request = ask(&app, &finance, LEO).await;
    let first = approve(&app, &request, AMARA).await;
    assert_eq!((first.state, first.stage), (RequestState::Pending, 1), "an admin may stand in for an owner");
    let again = app.running.app.requests.approve(&first.id, first.version, &actor(&app, AMARA)).await;
    assert!(matches!(again, Err(Error::Forbidden)), "{again:?}");
    let jonas = app.running.app.requests.approve(&first.id, first.version, &actor(&app, JONAS)).await;
    assert!(matches!(jonas, Err(Error::Forbidden)), "an owner is no admin: {jonas:?}");
}

#[tokio::test]
async fn what_is_held_or_asked_already_is_not_asked_again() {
    let app = TestApp::start().await;
    let requests = &app.running.app.requests;
    let finance = offer_finance(&app, decided_by(&[Approvers::Owners])).await;
    let wish = || Ask {
        target: Target::Team(finance.clone()),
        beneficiary: None,
        reason: "Close".into(),
        days: None,
        renews: None,
    };
    let held = requests.ask(wish(), &actor(&app, JONAS)).await;
    assert!(matches!(held, Err(Error::NoRoute(NoRoute::Held(_)))), "{held:?}");
    let request = ask(&app, &finance, LEO).await;
    let twice = requests.ask(wish(), &actor(&app, LEO)).await;
    assert!(matches!(&twice, Err(Error::NoRoute(NoRoute::Asked(id))) if *id == request.id), "{twice:?}");
    requests.cancel(&request.id, &actor(&app, LEO)).await.unwrap();
    assert_eq!(ask(&app, &finance, LEO).await.state, RequestState::Pending, "once it has ended it can be asked again");
}

#[tokio::test]
async fn what_is_not_offered_does_not_exist_for_who_asks() {
    let app = TestApp::start().await;
    let requests = &app.running.app.requests;
    let hidden = Requestable::Team(team(&app, "Finance"));
    let leo = actor(&app, LEO);
    assert!(requests.catalogue(&leo).await.unwrap().iter().all(|offer| offer.thing != hidden));
    assert!(matches!(requests.choices(&hidden, None, None, &leo).await, Err(Error::NotFound)));
    let wish = Ask {
        target: Target::Team(team(&app, "Finance")),
        beneficiary: None,
        reason: "Close".into(),
        days: None,
        renews: None,
    };
    assert!(matches!(requests.ask(wish, &leo).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_policy_that_needs_no_decision_grants_at_once() {
    let app = TestApp::start().await;
    let finance = offer_finance(&app, automatic()).await;
    let request = ask(&app, &finance, LEO).await;
    assert_eq!(request.state, RequestState::Approved);
    let portal = &app.running.app;
    let applying = fulfil(&portal.requests, &portal.changes, request).await.unwrap();
    portal.changes.settled(applying.change_id.as_ref().unwrap(), Duration::from_secs(30)).await.unwrap();
    assert_eq!(portal.requests.follow(applying).await.unwrap().state, RequestState::Granted);
    assert!(app.snapshot().is_in_team(&member(&app, LEO).id, &finance));
}

#[tokio::test]
async fn only_managers_and_admins_ask_for_others() {
    let app = TestApp::start().await;
    let finance = offer_finance(&app, decided_by(&[Approvers::Admins])).await;
    let wish = |id: MemberId| Ask {
        target: Target::Team(finance.clone()),
        beneficiary: Some(id),
        reason: "Close".into(),
        days: None,
        renews: None,
    };
    let requests = &app.running.app.requests;
    let (leo, priya) = (member(&app, LEO).id, member(&app, PRIYA).id);
    let refused = requests.ask(wish(priya), &actor(&app, LEO)).await;
    assert!(matches!(refused, Err(Error::NoRoute(NoRoute::NotForOthers))), "{refused:?}");
    let request = requests.ask(wish(leo), &actor(&app, JONAS)).await.unwrap();
    let own = requests.approve(&request.id, request.version, &actor(&app, JONAS)).await;
    assert!(matches!(own, Err(Error::Forbidden)), "who asked does not decide: {own:?}");
    assert!(requests.case(&request.id, &actor(&app, LEO)).await.unwrap().may.cancel, "whom it is for may take it back");
}

/// A portal whose organisation has one admin, who has asked for a team that admins decide about.
async fn lone_admin(lone_admin_approves: bool) -> (TestApp, Actor, Result<AccessRequest, Error>) {
    let app = TestApp::start_set(|installation| installation.requests.lone_admin_approves = lone_admin_approves).await;
    let portal = &app.running.app;
    let snapshot = app.snapshot();
    let only = snapshot.member(snapshot.token_owner()).unwrap().clone();
    let data = team(&app, "Data Platform");
    let (thing, policy) = (Requestable::Team(data.clone()), decided_by(&[Approvers::Admins]));
    portal.requests.set_policy(&thing, Some(policy), vec![], &actor(&app, AMARA)).await.unwrap();
    for other in snapshot.people().filter(|member| member.has_account_type("admin") && member.id != only.id) {
        let patch = MemberPatch { account_type: Some("View".into()), ..MemberPatch::default() };
        portal.client.members().update(&other.id, &patch).await.unwrap();
    }
    portal.directory.sync().await;
    let only = app.actor(&only.email, Role::Admin);
    let reason = "Maintenance".into();
    let wish = Ask { target: Target::Team(data), beneficiary: None, reason, days: None, renews: None };
    let asked = portal.requests.ask(wish, &only).await;
    (app, only, asked)
}

#[tokio::test]
async fn an_only_admin_decides_about_their_own_where_that_is_set_and_the_log_says_so() {
    let (_app, _, refused) = lone_admin(false).await;
    assert!(matches!(refused, Err(Error::NoRoute(NoRoute::NobodyDecides))), "{refused:?}");

    let (app, only, asked) = lone_admin(true).await;
    let (portal, asked) = (&app.running.app, asked.unwrap());
    let case = portal.requests.case(&asked.id, &only).await.unwrap();
    assert!(case.may.decide && case.is_own, "{case:?}");
    portal.requests.approve(&asked.id, asked.version, &only).await.unwrap();
    let filter = AuditFilter { action_prefix: Some("request.approved".into()), ..AuditFilter::default() };
    let page = sigma_portal::store::PageRequest { number: 1, size: 9 };
    let log = portal.store.audit(&filter, page).await.unwrap().items;
    assert!(log[0].summary.contains("decided as the only admin"), "{:?}", log[0].summary);
}

#[tokio::test]
async fn one_person_has_only_so_many_requests_open() {
    let app = TestApp::start_set(|portal| portal.requests.most_open = 1).await;
    let finance = offer_finance(&app, decided_by(&[Approvers::Owners])).await;
    let leo = app.sign_in("member").await;
    let form = format!("/get-access/ask?for={}", Requestable::Team(finance.clone()).key());
    let asked = leo.fill(&form, "requests/ask", &[("reason", "Month-end close")]).await;
    let first = asked.location.expect("the first one is sent");
    let other = format!("/get-access/ask?for={}", Requestable::Team(team(&app, "Sales")).key());
    let refused = leo.fill(&other, "requests/ask", &[("reason", "Pipeline review on Fridays")]).await;
    for part in ["as many as one person can have", "cancel those that you don’t need"] {
        assert!(refused.text().contains(part), "{part}: {}", refused.text());
    }
    assert!(refused.holds("Pipeline review on Fridays"), "what was typed is lost: {}", refused.text());
    // It is nobody else’s limit, and once one is cancelled the next is sent.
    assert_eq!(ask(&app, &finance, PRIYA).await.state, RequestState::Pending);
    leo.fill(&first, "requests/cancel", &[]).await;
    let sent = leo.fill(&other, "requests/ask", &[("reason", "Pipeline review on Fridays")]).await;
    assert!(sent.location.is_some_and(|page| page.starts_with("/requests/")), "nothing is left to stop it");
}
