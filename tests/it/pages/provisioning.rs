//! Where an identity provider manages people and teams (SCIM), nothing is offered that would be refused; the two things
//! that it cannot do are, with a reason.

use crate::{
    store::samples,
    support::{Answer, Browser, TestApp},
};
use reqwest::StatusCode;
use scraper::{Html, Selector};
use sigma_portal::{
    changes::{Changes, Rules},
    domain::{
        Actor, AuditEvent, Call, Change, ChangeState, Intent, Member, MemberCall, MemberId, MemberPatch, MemberStatus,
        Role, Seen, Step, StepState, TeamId, UserKind,
    },
    store::{AuditFilter, PageRequest},
};
use std::collections::BTreeSet;

const SCIM: Rules = Rules { scim_members: true, scim_teams: true, scim_admins: BTreeSet::new(), confirm_above: None };

async fn portal() -> TestApp {
    TestApp::start_set(|installation| installation.changes.rules = SCIM).await
}

fn leo(app: &TestApp) -> Member {
    app.snapshot().member_by_email("leo.martins@lumen.example").unwrap().clone()
}

/// A team that Leo is in as an ordinary member.
fn team_of(app: &TestApp, id: &MemberId) -> TeamId {
    app.snapshot().teams_of(id).find(|(_, is_admin)| !is_admin).expect("Leo is in a team").0.id.clone()
}

fn guest(app: &TestApp) -> Member {
    let is = |m: &&Member| m.user_kind == UserKind::Guest && m.status() == MemberStatus::Active;
    app.snapshot().people().find(is).expect("the organisation has guests").clone()
}

/// Applies the plan that a review shows, with this reason.
async fn apply(browser: &Browser<'_>, review: &Answer, reason: &str) -> Answer {
    let (id, fingerprint) = (review.field("id"), review.field("fingerprint"));
    let typed = review.confirmation().unwrap_or_default();
    let form = [("id", id.as_str()), ("fingerprint", &fingerprint), ("reason", reason), ("confirmation", &typed)];
    browser.call(&format!("/reviews/{id}"), "changes/accept", &form).await
}

#[tokio::test]
async fn a_person_is_not_offered_for_editing_and_a_guest_is() {
    let app = portal().await;
    let admin = app.sign_in("admin").await;
    let leo = leo(&app);
    let page = admin.get(&format!("/members/{}", leo.id)).await;
    assert!(!page.links_to(&format!("/members/{}/edit", leo.id)), "Edit leads nowhere");
    assert!(!page.links_to(&format!("/members/{}/delete", leo.id)), "Delete leads nowhere");
    assert!(!page.names("Team to join"), "joining is offered");
    assert!(page.text().contains("Add people to the group there."), "{}", page.text());
    assert!(page.text().contains("Change name, address and account type there."), "{}", page.text());
    for path in ["edit", "delete"] {
        let direct = admin.get(&format!("/members/{}/{path}", leo.id)).await;
        assert!(direct.text().contains("identity provider manages this account"), "{path}: {}", direct.text());
        assert!(!direct.offers("Review change"), "{path}");
    }
    let guest = guest(&app);
    let page = admin.get(&format!("/members/{}", guest.id)).await;
    assert!(page.links_to(&format!("/members/{}/edit", guest.id)), "guests are not provisioned");
    let typed = [
        ("first_name", "Renamed"),
        ("last_name", guest.last_name.as_str()),
        ("email", guest.email.as_str()),
        ("account_type", guest.account_type.as_str()),
    ];
    let review = admin.submit(&format!("/members/{}/edit", guest.id), &typed).await;
    assert!(review.offers("Apply change"), "{}", review.text());
}

#[tokio::test]
async fn somebody_archived_is_reactivated_by_the_provider_only() {
    let app = portal().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let is = |m: &&Member| m.status() == MemberStatus::Archived && m.user_kind == UserKind::Internal;
    let gone = snapshot.people().find(is).expect("someone is archived");
    let page = admin.get(&format!("/members/{}", gone.id)).await;
    assert!(page.text().contains("It can be reactivated only there."), "{}", page.text());
    let shown = Html::parse_document(&page.body);
    let button = Selector::parse("form[action='/api/members/reactivate'] button:not([disabled])").unwrap();
    assert_eq!(shown.select(&button).count(), 0, "it is offered");
}

#[tokio::test]
async fn a_team_is_not_offered_for_editing_but_for_taking_out_who_was_left_over() {
    let app = portal().await;
    let admin = app.sign_in("admin").await;
    let leo = leo(&app);
    let team = team_of(&app, &leo.id);
    let page = admin.get(&format!("/teams/{team}")).await;
    for gone in ["edit", "delete", "members"] {
        assert!(!page.links_to(&format!("/teams/{team}/{gone}")), "{gone} is offered");
        let direct = admin.get(&format!("/teams/{team}/{gone}")).await;
        assert_eq!(direct.status, StatusCode::CONFLICT, "{gone}");
        assert!(direct.text().contains("identity provider manages teams"), "{gone}: {}", direct.text());
    }
    assert!(!admin.get("/teams").await.links_to("/teams/new"), "creating is offered");
    assert_eq!(admin.get("/teams/new").await.status, StatusCode::CONFLICT);
    assert!(
        !admin.parts("/api/palette/find?typed=create").await.text().contains("Create a team"),
        "the palette offers it"
    );

    let form = [("team_id", team.as_str()), ("member_id", leo.id.as_str())];
    let review = admin.call(&format!("/teams/{team}"), "teams/remove-member", &form).await;
    assert!(review.text().contains("Remove here only people who were in the team before that"), "{}", review.text());
    assert!(review.text().contains("Only in your identity provider (SCIM), not from here."), "{}", review.text());
    let unexplained = apply(&admin, &review, "  ").await;
    assert_eq!(unexplained.status, StatusCode::OK);
    assert!(unexplained.text().contains("Nothing was changed. Enter a reason"), "{}", unexplained.text());
    assert!(app.snapshot().is_in_team(&leo.id, &team));
    let applied = apply(&admin, &review, "In the team since before SCIM").await;
    assert_eq!(applied.status, StatusCode::SEE_OTHER, "{}", applied.text());
    assert!(!app.snapshot().is_in_team(&leo.id, &team));
    let first = PageRequest { number: 1, size: 20 };
    let logged = app.running.app.store.audit(&AuditFilter::default(), first).await.unwrap().items;
    let is = |event: &&AuditEvent| event.action == "change.accepted";
    let accepted = logged.iter().find(is).unwrap();
    assert!(format!("{accepted:?}").contains("since before SCIM"), "{accepted:?}");
}

#[tokio::test]
async fn an_account_older_than_provisioning_is_deactivated_with_a_reason() {
    let app = portal().await;
    let admin = app.sign_in("admin").await;
    let leo = leo(&app);
    let path = format!("/members/{}/offboard", leo.id);
    assert!(admin.get(&path).await.text().contains("Deactivate here only accounts that are older than that"));
    let review = admin.submit(&path, &[("documents", "archive")]).await;
    assert!(review.text().contains("or they come back"), "{}", review.text());
    assert!(apply(&admin, &review, "").await.text().contains("Enter a reason"));
    assert_eq!(apply(&admin, &review, "Older than SCIM").await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.snapshot().member(&leo.id).unwrap().status(), MemberStatus::Archived);
}

#[tokio::test]
async fn only_guests_are_onboarded_and_nobody_is_added_to_a_team() {
    let app = portal().await;
    let admin = app.sign_in("admin").await;
    assert!(!admin.get("/").await.text().contains("Onboard a person"), "the start page offers it");
    assert!(!admin.parts("/api/palette/find?typed=onboard").await.text().contains("Onboard a person"));
    let nobody = admin.get("/members?q=new.person%40partner.example").await.text();
    assert!(nobody.contains("Invite this guest") && !nobody.contains("Onboard this person"), "{nobody}");
    let page = admin.get("/onboard").await;
    assert!(page.text().contains("only guests are invited here"), "{}", page.text());
    assert!(!page.has_field("teams[new][id]"), "teams are offered");
    let typed = |kind| {
        [
            ("email", "new.person@partner.example"),
            ("first_name", "New"),
            ("last_name", "Person"),
            ("account_type", "View"),
            ("invite", "on"),
            ("kind", kind),
        ]
    };
    let review = admin.submit("/onboard", &typed("guest")).await;
    assert!(review.offers("Apply change"), "{}", review.text());
    assert!(review.text().contains("Sigma doesn’t support guests while an identity provider manages accounts"));
    assert!(apply(&admin, &review, "").await.text().contains("Enter a reason"));
    let refused = admin.submit("/onboard", &typed("")).await;
    assert_eq!(refused.status, StatusCode::OK);
    assert!(refused.text().contains("Your identity provider invites internal people"), "{}", refused.text());
    let file = b"E-mail,First name,Last name,Account type,Kind\nin@lumen.example,In,Side,View,internal\nout@partner.example,Out,Side,View,guest\n";
    let form = admin.get("/onboard/file").await;
    assert!(form.text().contains("Guests only. Your identity provider invites internal people"), "{}", form.text());
    assert!(form.text().contains("Teams. ") && !form.has_field("teams"), "teams are offered");
    let sheet = admin.upload("/onboard/file", &[], "people.csv", file).await;
    let sheet = admin.get(&sheet.location.expect("the file was read")).await;
    assert!(sheet.text().contains("Your identity provider invites internal people"), "{}", sheet.text());
    assert!(sheet.text().contains("1 ready"), "{}", sheet.text());
}

/// A change that was made before the provider managed accounts.
#[tokio::test]
async fn what_is_the_providers_by_now_is_not_offered_for_undoing() {
    let app = portal().await;
    let leo = leo(&app);
    let named = |name: &str| MemberPatch { last_name: Some(name.into()), ..MemberPatch::default() };
    let rename = |from: &str, to: &str| {
        Call::Member(MemberCall::Update { member_id: leo.id.clone(), patch: named(to), before: named(from) })
    };
    let amara = app.snapshot().member_by_email("amara.okafor@lumen.example").unwrap().clone();
    let name = amara.full_name();
    let (made, back) = (rename("Once", &leo.last_name), rename(&leo.last_name, "Once"));
    let step = Step { state: StepState::Done, inverse: vec![back], ..Step::new(0, "Renamed", made) };
    let change = Change {
        id: Changes::fresh_id(),
        actor: Actor {
            member_id: Some(amara.id),
            subject: None,
            name,
            email: amara.email,
            role: Role::Admin,
            origin: None,
        },
        intent: Intent::EditMember { member_id: leo.id.clone(), patch: named(&leo.last_name), before: Seen::default() },
        state: ChangeState::Done,
        steps: vec![step],
        ..samples::change("", 0)
    };
    app.running.app.store.insert_change(&change, &samples::accepted(&change)).await.unwrap();
    let page = app.sign_in("admin").await.get(&format!("/changes/{}", change.id)).await;
    assert!(page.text().contains("Can’t be undone now: "), "{}", page.text());
    assert!(!page.posts_to("changes/undo"), "undoing is offered");
}

#[tokio::test]
async fn bulk_actions_say_what_is_the_providers() {
    let app = portal().await;
    let admin = app.sign_in("admin").await;
    let list = admin.get("/members").await;
    let join = list.body.split("<button").find(|tag| tag.contains("value=\"join\"")).unwrap();
    assert!(join.split('>').next().unwrap().contains("disabled"), "{join}");
    assert!(list.text().contains("Add people to the group there."), "{}", list.text());
    let (leo, guest) = (leo(&app), guest(&app));
    let picked = [("action", "set_type"), ("member[]", leo.id.as_str()), ("member[]", guest.id.as_str())];
    let started = admin.call("/members", "members/bulk/start", &picked).await;
    let page = admin.get(&started.location.unwrap()).await;
    assert!(page.text().contains("Set the account type of 1 person"), "{}", page.text());
    assert!(page.text().contains("1 person: Your identity provider manages this account"), "{}", page.text());
    let join = admin.call("/members", "members/bulk/start", &[("action", "join"), ("member[]", leo.id.as_str())]).await;
    assert_eq!(join.status, StatusCode::CONFLICT);
}
