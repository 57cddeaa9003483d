//! People without an active account: they ask for one with all they need, somebody decides with the plan before their eyes,
//! and one change does all of it.

use super::{AMARA, JONAS, LEO, actor, automatic, decided_by, kept, member, offer_finance, team, workspace};
use crate::support::TestApp;
use reqwest::StatusCode;
use sigma_portal::{
    changes::{AcceptChange, Changes},
    domain::{
        Actor, Approvers, Deactivation, EmailAddress, Grantee, Intent, Invitee, LeftDocuments, MemberStatus,
        NewAccount, NewPerson, NoRoute, Permission, Policy, ProviderSubject, RequestId, RequestState, Requestable,
        RequestableKind, ResourceRef, Role, Target, UserKind, WorkspacePermission,
    },
    requests::{Ask, Error},
    web::{end_due, fulfil, fulfil_all},
};
use std::time::Duration;

const NOOR: &str = "noor.haddad@lumen.example";
const PATIENCE: Duration = Duration::from_secs(30);

/// Noor as the demo's sign-in knows her.
fn noor() -> Actor {
    let subject = ProviderSubject { issuer: "demo".into(), subject: "visitor".into() };
    Actor {
        member_id: None,
        subject: Some(Box::new(subject)),
        name: "Noor Haddad".into(),
        email: NOOR.into(),
        role: Role::Visitor,
        origin: None,
    }
}

fn wish(target: Target) -> Ask {
    Ask { target, beneficiary: None, reason: "I start on Monday".into(), days: None, renews: None }
}

/// An account on Build with Finance and Logistics from the first day.
fn account(app: &TestApp) -> Target {
    let level = Permission::Workspace(WorkspacePermission::Explore);
    let access = vec![(ResourceRef::Workspace(workspace(app, "Logistics")), level)];
    Target::Account(NewAccount { account_type: "build".into(), teams: vec![team(app, "Finance")], access })
}

/// Somebody does something in the usual way.
pub async fn by_hand(app: &TestApp, intent: Intent) {
    let (changes, amara) = (&app.running.app.changes, actor(app, AMARA));
    let fingerprint = changes.preview(&intent, &amara).await.unwrap();
    let confirmation = fingerprint.confirm.as_ref().map(|confirm| confirm.phrase.clone()).unwrap_or_default();
    let wish = AcceptChange {
        id: Changes::fresh_id(),
        intent,
        actor: amara,
        reason: String::new(),
        fingerprint: fingerprint.fingerprint(),
        confirmation,
    };
    let change = changes.accept(wish).await.unwrap();
    changes.settled(&change, PATIENCE).await.unwrap();
}

fn id_of(location: &str) -> RequestId {
    RequestId::new(location.rsplit('/').next().unwrap())
}

#[tokio::test]
async fn from_the_first_page_to_the_invitation() {
    let app = TestApp::start().await;
    let finance = offer_finance(&app, decided_by(&[Approvers::Owners])).await;
    let (noor, amara) = (app.sign_in("visitor").await, app.sign_in("admin").await);
    let start = noor.get("/").await;
    for part in [
        "Hello, Noor",
        "You don’t have a Sigma account yet",
        "What is Sigma?",
        "Decided by admins",
        "Request an account",
    ] {
        assert!(start.text().contains(part), "{part}: {}", start.text());
    }
    // A team that they find in the catalogue comes with the account.
    let key = Requestable::Team(finance.clone()).key();
    let led = noor.get(&format!("/get-access/ask?for={key}")).await;
    let form = led.location.expect("whoever has no account asks for one");
    let empty = noor.fill(&form, "requests/ask-account", &[("reason", ""), ("first_name", "")]).await;
    for part in ["Choose an account type", "Finance"] {
        assert!(empty.text().contains(part), "{part}: {}", empty.text());
    }
    let asked = noor
        .fill(
            &form,
            "requests/ask-account",
            &[
                ("account_type", "Build"),
                ("workspaces[new][id]", "Logistics"),
                ("workspaces[new][level]", "explore"),
                ("reason", "I start on Monday"),
            ],
        )
        .await;
    let request = asked.location.clone().unwrap_or_else(|| panic!("{}", asked.text()));
    let page = noor.get(&request).await;
    for part in ["Account in Sigma as Build", "Member of Finance", "Can explore on Logistics", "Waiting for admins"] {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    assert!(noor.get("/").await.text().contains("Waiting for approval"));
    assert!(noor.get(&form).await.text().contains("There is an open request"), "nobody asks for two accounts");

    let case = amara.get(&request).await;
    for part in ["as Build into Finance", "Can explore on Logistics", "Seats"] {
        assert!(case.text().contains(part), "{part}: {}", case.text());
    }
    let approved = amara.fill(&request, "requests/approve", &[]).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.text());
    let (portal, id) = (&app.running.app, id_of(&request));
    portal.changes.settled(kept(&app, &id).await.change_id.as_ref().unwrap(), PATIENCE).await.unwrap();
    fulfil_all(&portal.requests, &portal.changes).await.unwrap();
    let granted = kept(&app, &id).await;
    assert_eq!(granted.state, RequestState::Granted, "{:?}", granted.events);
    let member = member(&app, NOOR);
    assert_eq!(granted.beneficiary.member_id, Some(member.id.clone()), "from now on it is about the member");
    assert!(app.snapshot().is_in_team(&member.id, &finance));
    let logistics = ResourceRef::Workspace(workspace(&app, "Logistics"));
    let level = app.snapshot().grant_of(&logistics, &Grantee::Member(member.id)).map(|grant| grant.permission.clone());
    assert_eq!(level, Some(Permission::Workspace(WorkspacePermission::Explore)));
    let again = app.sign_in("visitor").await;
    assert!(again.get("/requests").await.links_to(&request), "the member has what the visitor asked for");
    assert!(again.get(&request).await.text().contains("Granted"));
}

#[tokio::test]
async fn owners_are_heard_where_who_decides_accounts_does_not_answer_for_the_rest() {
    let app = TestApp::start().await;
    offer_finance(&app, decided_by(&[Approvers::Owners])).await;
    let portal = &app.running.app;
    let people = decided_by(&[Approvers::People(vec![member(&app, LEO).id])]);
    portal.requests.set_kind_policy(RequestableKind::Account, Some(people.clone()), &actor(&app, AMARA)).await.unwrap();
    portal.requests.set_kind_policy(RequestableKind::AccountType, Some(people), &actor(&app, AMARA)).await.unwrap();
    let target = match account(&app) {
        Target::Account(account) => Target::Account(NewAccount { access: vec![], ..account }),
        other => panic!("{other:?}"),
    };
    let request = portal.requests.ask(wish(target), &noor()).await.unwrap();
    let first = portal.requests.approve(&request.id, request.version, &actor(&app, LEO)).await.unwrap();
    assert_eq!((first.state, first.stage), (RequestState::Pending, 1), "the owner of Finance is asked too");
    let second = portal.requests.approve(&first.id, first.version, &actor(&app, JONAS)).await.unwrap();
    assert_eq!(second.state, RequestState::Approved);
}

#[tokio::test]
async fn whoever_was_invited_meanwhile_is_not_invited_again() {
    let app = TestApp::start().await;
    let portal = &app.running.app;
    offer_finance(&app, decided_by(&[Approvers::Owners])).await;
    let request = portal.requests.ask(wish(account(&app)), &noor()).await.unwrap();
    let person = NewPerson {
        email: EmailAddress::parse(NOOR).unwrap(),
        first_name: "Noor".into(),
        last_name: "Haddad".into(),
        account_type: Some("View".into()),
        user_kind: UserKind::Internal,
        send_invite: true,
    };
    by_hand(&app, Intent::Onboard { people: vec![Invitee::of(person)] }).await;
    let late = portal.requests.approve(&request.id, request.version, &actor(&app, AMARA)).await;
    assert!(matches!(late, Err(Error::NoRoute(NoRoute::Held(_)))), "{late:?}");
    assert_eq!(portal.requests.close_lapsed(request.asked_at).await.unwrap(), 1);
    let closed = kept(&app, &request.id).await;
    assert_eq!(closed.state, RequestState::Closed);
    assert!(closed.last_event().unwrap().note.contains("active account"), "{:?}", closed.events);
}

#[tokio::test]
async fn a_policy_may_grant_accounts_without_a_decision_and_a_term_takes_back_all_but_the_account() {
    let app = TestApp::start().await;
    let portal = &app.running.app;
    let finance = offer_finance(&app, automatic()).await;
    for kind in [RequestableKind::Account, RequestableKind::AccountType, RequestableKind::Workspace] {
        let policy = Policy { longest_days: Some(90), ..automatic() };
        portal.requests.set_kind_policy(kind, Some(policy), &actor(&app, AMARA)).await.unwrap();
    }
    let endless = portal.requests.ask(wish(account(&app)), &noor()).await;
    assert!(matches!(endless, Err(Error::Term(_))), "the shortest of the longest terms holds: {endless:?}");
    let request = portal.requests.ask(Ask { days: Some(30), ..wish(account(&app)) }, &noor()).await.unwrap();
    assert_eq!(request.state, RequestState::Approved);
    let applying = fulfil(&portal.requests, &portal.changes, request).await.unwrap();
    let change = portal.changes.settled(applying.change_id.as_ref().unwrap(), PATIENCE).await.unwrap().unwrap();
    assert_eq!(change.actor.name, "Sigma portal", "who has no account cannot act");
    let granted = portal.requests.follow(applying).await.unwrap();
    assert_eq!(granted.state, RequestState::Granted, "{:?}", granted.events);
    portal.store.clock().advance(Duration::from_hours(24 * 31));
    end_due(&portal.requests, &portal.changes).await.unwrap();
    let end = kept(&app, &granted.id).await.end_change_id.expect("something is taken back");
    portal.changes.settled(&end, PATIENCE).await.unwrap();
    end_due(&portal.requests, &portal.changes).await.unwrap();
    assert_eq!(kept(&app, &granted.id).await.state, RequestState::Ended);
    let noor = member(&app, NOOR);
    assert!(!app.snapshot().is_in_team(&noor.id, &finance));
    assert_eq!(noor.status(), MemberStatus::Active, "the account stays");
}

#[tokio::test]
async fn what_came_with_an_account_is_renewed_like_any_access() {
    let app = TestApp::start().await;
    let portal = &app.running.app;
    let finance = offer_finance(&app, decided_by(&[Approvers::Owners])).await;
    let target = Target::Account(NewAccount { account_type: "build".into(), teams: vec![finance], access: vec![] });
    let request = portal.requests.ask(Ask { days: Some(30), ..wish(target) }, &noor()).await.unwrap();
    let approved = portal.requests.approve(&request.id, request.version, &actor(&app, AMARA)).await.unwrap();
    let applying = fulfil(&portal.requests, &portal.changes, approved).await.unwrap();
    portal.changes.settled(applying.change_id.as_ref().unwrap(), PATIENCE).await.unwrap();
    let granted = portal.requests.follow(applying).await.unwrap();
    let page = format!("/requests/{}", granted.id);
    let noor = app.sign_in("visitor").await;
    let renewed = noor.press(&page, &format!("Renew {} for Noor Haddad", granted.title), &[]).await;
    let renewal = renewed.location.clone().unwrap_or_else(|| panic!("{}", renewed.text()));
    assert_ne!(renewal, page, "{}", noor.get(&page).await.text());
    assert_eq!(portal.requests.close_lapsed(granted.asked_at).await.unwrap(), 0, "the account is no reason against it");
    let amara = app.sign_in("admin").await;
    amara.fill(&renewal, "requests/approve", &[]).await;
    let later = granted.ends_at.unwrap() + Duration::from_hours(24 * 30);
    assert_eq!(kept(&app, &granted.id).await.ends_at, Some(later), "{}", amara.get(&renewal).await.text());
}

#[tokio::test]
async fn a_deactivated_member_asks_for_their_account_back() {
    let app = TestApp::start().await;
    let leo = member(&app, LEO);
    let how = Deactivation { documents: LeftDocuments::Archive, archive_scheduled_exports: false };
    let members = vec![leo.id.clone()];
    by_hand(&app, Intent::Offboard { members, how, revoke_tokens: false, leave_teams: false, revoke_grants: false })
        .await;
    let browser = app.sign_in("member").await;
    let start = browser.get("/").await;
    assert!(start.text().contains("Your account is deactivated"), "{}", start.text());
    for closed in ["/members", "/changes", &format!("/members/{}", leo.id)] {
        let answer = browser.get(closed).await;
        assert!(!answer.text().contains("Direct access"), "{closed}: {}", answer.text());
    }
    assert_eq!(browser.get("/me").await.location.as_deref(), Some("/"));
    let team = browser.get(&format!("/get-access/ask?for=team:{}", team(&app, "Sales"))).await;
    assert!(team.text().contains("Request its return"), "{}", team.text());
    let asked = browser.fill("/get-access/ask?for=account", "requests/ask", &[("reason", "Back from leave")]).await;
    let request = asked.location.clone().unwrap_or_else(|| panic!("{}", asked.text()));
    assert!(browser.get(&request).await.text().contains("Return of the account"));
    let amara = app.sign_in("admin").await;
    assert!(amara.get(&request).await.text().contains("Reactivate Leo Martins"));
    let approved = amara.fill(&request, "requests/approve", &[]).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.text());
    let (portal, id) = (&app.running.app, id_of(&request));
    portal.changes.settled(kept(&app, &id).await.change_id.as_ref().unwrap(), PATIENCE).await.unwrap();
    fulfil_all(&portal.requests, &portal.changes).await.unwrap();
    assert_eq!(kept(&app, &id).await.state, RequestState::Granted);
    assert_eq!(member(&app, LEO).status(), MemberStatus::Active);
}
