//! Two processes at once on what must not be lost altogether: the last admin, the last admin of a team; and leavers who
//! must not stay with half of their access.

use super::process::{Process, Site};
use crate::store::{database::Database, on_both};
use sigma_portal::{
    domain::{
        ChangeState, Deactivation, DocumentRef, EmailAddress, FilePatch, Intent, LeftDocuments, MemberId, MemberPatch,
        MemberStatus, NewPerson, NewTeam, StepState, TeamChoice, UserKind,
    },
    sigma::Limits,
    simulator::{Answer, Effect, Rule, When},
};
use std::time::Duration;

on_both!(
    of_two_admins_who_offboard_each_other_one_remains,
    of_two_admins_one_remains_though_sigma_is_slower_than_the_time_out,
    of_two_team_admins_removed_at_once_one_remains,
);

fn offboarding(member: &MemberId, documents: LeftDocuments) -> Intent {
    Intent::Offboard {
        members: vec![member.clone()],
        how: Deactivation { documents, archive_scheduled_exports: false },
        revoke_tokens: true,
        leave_teams: true,
        revoke_grants: true,
    }
}

fn slow(operation: &str) -> Rule {
    Rule { operation: operation.into(), when: When::Always, effect: Effect::SlowMs(300) }
}

/// Two processes on one database that both know of these admins only.
async fn two_admins(site: &Site, limits: fn(&mut Limits), settle: Duration) -> (Process, Process, [String; 2]) {
    let process = site.process(limits, settle).await;
    let owner = process.snapshot().token_owner().clone();
    let snapshot = process.snapshot();
    let admins: Vec<_> = snapshot
        .people()
        .filter(|m| m.has_account_type("admin") && m.id != owner && m.status() == MemberStatus::Active)
        .collect();
    assert!(admins.len() >= 2, "the rule needs two");
    for demoted in &admins[2..] {
        let patch = MemberPatch { account_type: Some("View".into()), ..MemberPatch::default() };
        process.client.members().update(&demoted.id, &patch).await.unwrap();
    }
    let two = [admins[0].email.clone(), admins[1].email.clone()];
    assert!(process.directory.sync().await);
    let other = site.process(limits, settle).await;
    (process, other, two)
}

async fn of_two_admins_who_offboard_each_other_one_remains(database: Database) {
    Box::pin(opposing(database, |_| {}, Duration::from_secs(3), 300)).await;
}

/// What was sent and not answered may still happen, and the other must not count on its not happening.
async fn of_two_admins_one_remains_though_sigma_is_slower_than_the_time_out(database: Database) {
    let impatient = |limits: &mut Limits| {
        limits.answer = Duration::from_millis(500);
        limits.call = Duration::from_secs(1);
    };
    Box::pin(opposing(database, impatient, Duration::from_secs(8), 2_500)).await;
}

async fn opposing(database: Database, limits: fn(&mut Limits), settle: Duration, slow_ms: u64) {
    let site = Site::new(database).await;
    let (one, other, [first, second]) = two_admins(&site, limits, settle).await;
    let (a, b) = (one.actor(&first), other.actor(&second));
    let wish = one.wish(offboarding(b.member_id.as_ref().unwrap(), LeftDocuments::Archive), &a).await.unwrap();
    let opposed = other.wish(offboarding(a.member_id.as_ref().unwrap(), LeftDocuments::Archive), &b).await.unwrap();
    let slow = Effect::SlowMs(slow_ms);
    let operation = "PATCH /v2/members/{memberId}".into();
    site.sigma.simulator.add_rule(Rule { operation, when: When::Always, effect: slow });
    let (wish, opposed) = tokio::join!(one.changes.accept(wish), other.changes.accept(opposed));
    let (wish, opposed) = (wish.unwrap(), opposed.unwrap());
    let (wish, opposed) = tokio::join!(one.settled(&wish), other.settled(&opposed));

    let mut active = 0;
    for id in [&a, &b].map(|actor| actor.member_id.clone().unwrap()) {
        active += usize::from(one.client.members().get(&id).await.unwrap().status() == MemberStatus::Active);
    }
    assert_eq!(active, 1, "{wish:#?} {opposed:#?}");
    let states = [wish.state, opposed.state];
    assert!(states.contains(&ChangeState::Done) && states.contains(&ChangeState::Failed), "{states:?}");
}

async fn of_two_team_admins_removed_at_once_one_remains(database: Database) {
    let site = Site::new(database).await;
    let one = site.process(|_| {}, Duration::from_secs(3)).await;
    let team =
        NewTeam { name: "Watch".into(), description: None, members: vec![], with_workspace: false, visibility: None };
    let team = one.client.teams().create(&team).await.unwrap().value.team.team.id;
    let mut admins = Vec::new();
    for name in ["ada", "bea"] {
        let person = NewPerson {
            email: EmailAddress::parse(&format!("{name}@lumen.example")).unwrap(),
            first_name: name.into(),
            last_name: "Watcher".into(),
            account_type: Some("Build".into()),
            user_kind: UserKind::Internal,
            send_invite: false,
        };
        let place = TeamChoice { team_id: team.clone(), is_team_admin: true };
        admins.push(one.client.members().create(&person, &[place]).await.unwrap().value.id);
    }
    assert!(one.directory.sync().await);
    let other = site.process(|_| {}, Duration::from_secs(3)).await;
    let amara = one.actor("amara.okafor@lumen.example");
    let removing =
        |id: &MemberId| Intent::EditTeamMembers { team_id: team.clone(), add: vec![], remove: vec![id.clone()] };
    let wishes = [
        one.wish(removing(&admins[0]), &amara).await.unwrap(),
        other.wish(removing(&admins[1]), &amara).await.unwrap(),
    ];
    let [wish, opposed] = wishes;
    site.sigma.simulator.add_rule(slow("PATCH /v2/teams/{teamId}/members"));
    let (wish, opposed) = tokio::join!(one.changes.accept(wish), other.changes.accept(opposed));
    let (wish, opposed) = (wish.unwrap(), opposed.unwrap());
    let (wish, opposed) = tokio::join!(one.settled(&wish), other.settled(&opposed));
    let left = one.client.teams().members(&team).await.unwrap();
    assert_eq!(left.iter().filter(|place| place.is_team_admin).count(), 1, "{wish:#?} {opposed:#?}");
}

/// Whoever leaves, with a team and an heir; the heir is somebody else than Amara, who acts.
async fn leaving(site: &Site) -> (Process, MemberId, MemberId) {
    let process = site.process(|_| {}, Duration::from_secs(3)).await;
    let snapshot = process.snapshot();
    let owner = snapshot.token_owner().clone();
    let people = snapshot.people().filter(|m| m.status() == MemberStatus::Active && m.user_kind == UserKind::Internal);
    let people: Vec<_> = people.filter(|m| !m.has_account_type("admin") && m.id != owner).collect();
    let leaver = people.iter().find(|m| snapshot.teams_of(&m.id).next().is_some()).unwrap().id.clone();
    let heir = people.iter().find(|m| m.id != leaver).unwrap().id.clone();
    (process, leaver, heir)
}

#[tokio::test]
async fn whoever_takes_over_is_looked_at_before_the_first_step() {
    let site = Site::new(Database::sqlite()).await;
    let (process, leaver, heir) = leaving(&site).await;
    let amara = process.actor("amara.okafor@lumen.example");
    let wish = process.wish(offboarding(&leaver, LeftDocuments::HandTo(heir.clone())), &amara).await.unwrap();
    let gone = Deactivation { documents: LeftDocuments::Archive, archive_scheduled_exports: false };
    process.client.members().deactivate(&heir, &gone).await.unwrap();
    site.sigma.simulator.clear_journal();
    let id = process.changes.accept(wish).await.unwrap();
    let failed = process.settled(&id).await;
    assert_eq!(failed.state, ChangeState::Failed, "{failed:#?}");
    let writes =
        ["PATCH /v2/teams/{teamId}/members", "POST /v2/members/{memberId}/revoke", "PATCH /v2/members/{memberId}"];
    assert_eq!(writes.map(|operation| site.sigma.simulator.calls(operation)), [0; 3], "{failed:#?}");
    let why = failed.steps.iter().find_map(|step| step.error.as_ref()).unwrap();
    assert!(why.message.contains("take over") && why.message.contains("deactivated"), "{}", why.message);
}

#[tokio::test]
async fn a_document_is_handed_to_nobody_who_has_left_meanwhile() {
    let site = Site::new(Database::sqlite()).await;
    let (process, leaver, heir) = leaving(&site).await;
    let snapshot = process.snapshot();
    let workbook =
        snapshot.workbooks().iter().find(|workbook| workbook.owner_id == leaver).unwrap_or(&snapshot.workbooks()[0]);
    let owned_by = |id: &MemberId| FilePatch { owner_id: Some(id.clone()), ..FilePatch::default() };
    let hand_over = Intent::EditDocument {
        document: DocumentRef::Workbook(workbook.id.clone()),
        name: workbook.name.clone(),
        patch: owned_by(&heir),
        before: owned_by(&workbook.owner_id),
    };
    let amara = process.actor("amara.okafor@lumen.example");
    let wish = process.wish(hand_over, &amara).await.unwrap();
    let gone = Deactivation { documents: LeftDocuments::Archive, archive_scheduled_exports: false };
    process.client.members().deactivate(&heir, &gone).await.unwrap();
    let id = process.changes.accept(wish).await.unwrap();
    let failed = process.settled(&id).await;
    assert_eq!(failed.state, ChangeState::Failed, "{failed:#?}");
    assert_eq!(site.sigma.simulator.calls("PATCH /v2/files/{inodeId}"), 0, "{failed:#?}");
    let why = &failed.steps[0].error.as_ref().unwrap().message;
    assert!(why.contains("take over") && why.contains("deactivated"), "{why}");
}

#[tokio::test]
async fn a_leaver_whose_access_cannot_be_taken_whole_is_deactivated_all_the_same() {
    let site = Site::new(Database::sqlite()).await;
    let (process, leaver, heir) = leaving(&site).await;
    let refusal = Answer { status: 403, ..Answer::default() };
    let never = |operation: &str| Rule {
        operation: operation.into(),
        when: When::Always,
        effect: Effect::Answer(refusal.clone()),
    };
    site.sigma.simulator.add_rule(never("POST /v2/members/{memberId}/revoke"));
    let change = process.apply(offboarding(&leaver, LeftDocuments::HandTo(heir))).await;
    assert_eq!(change.state, ChangeState::Failed, "{change:#?}");
    assert_eq!(change.steps.last().unwrap().state, StepState::Done, "{change:#?}");
    assert_eq!(process.client.members().get(&leaver).await.unwrap().status(), MemberStatus::Archived);
}
