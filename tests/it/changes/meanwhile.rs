//! What somebody else has done meanwhile: it is found before anything is sent, told, and left alone.

use super::process::{Process, Site};
use crate::store::{database::Database, on_both};
use sigma_portal::{
    domain::{
        AttributeValue, AttributeWish, Change, ChangeState, ConnectionPatch, DocumentRef, EmailAddress, FilePatch,
        Grantee, GrantsOf, Intent, Invitee, MemberPatch, NewInodeGrant, NewPerson, NewTeam, Permission, ResourceRef,
        Seen, StepState, TeamPatch, UserKind, WorkspacePermission,
    },
    simulator::{Answer, Effect, Rule, When},
};
use std::time::Duration;

on_both!(
    a_fresh_higher_level_is_not_overwritten,
    a_revocation_of_another_level_than_planned_does_nothing,
    what_was_so_already_is_not_taken_away_by_undoing,
    edits_find_the_value_that_the_plan_saw_or_stop,
    access_to_a_document_that_somebody_else_has_changed_is_left_alone,
    values_that_sigma_holds_are_put_back_letter_for_letter,
    a_list_that_ends_early_makes_nobody_look_gone,
    what_a_refused_try_did_not_do_is_somebody_elses_work,
);

/// A process whose directory is as old as somebody else's next deed: nothing tells it of that.
async fn process(database: Database) -> (Site, Process) {
    let site = Site::new(database).await;
    let process = site.process(|_| {}, Duration::from_mins(1)).await;
    (site, process)
}

fn only_error(change: &Change) -> &str {
    &change.steps[0].error.as_ref().expect("a step that says what happened").message
}

fn grant(process: &Process, level: WorkspacePermission) -> Intent {
    Intent::grant(
        ResourceRef::Workspace(process.workspace("Logistics")),
        Grantee::Member(process.leo().id),
        Permission::Workspace(level),
    )
}

/// Somebody else gives Leo this level in Sigma itself.
async fn given_elsewhere(process: &Process, level: WorkspacePermission) {
    let grants = [(Grantee::Member(process.leo().id), level)];
    process.client.workspaces().grant(&process.workspace("Logistics"), &grants).await.unwrap();
}

async fn held(process: &Process) -> Option<Permission> {
    let grants = process.client.workspaces().grants(&process.workspace("Logistics")).await.unwrap();
    let leo = process.leo().id;
    grants.into_iter().find(|grant| grant.member_id.as_ref() == Some(&leo)).map(|grant| grant.permission)
}

async fn a_fresh_higher_level_is_not_overwritten(database: Database) {
    let (_site, process) = process(database).await;
    given_elsewhere(&process, WorkspacePermission::Edit).await;
    let change = process.apply(grant(&process, WorkspacePermission::View)).await;
    assert_eq!(held(&process).await, Some(Permission::Workspace(WorkspacePermission::Edit)));
    assert_eq!(change.state, ChangeState::Failed);
    let why = only_error(&change);
    assert!(why.contains("Can manage") && why.contains("Can view"), "{why}");
}

async fn a_revocation_of_another_level_than_planned_does_nothing(database: Database) {
    let (_site, process) = process(database).await;
    assert_eq!(process.apply(grant(&process, WorkspacePermission::View)).await.state, ChangeState::Done);
    given_elsewhere(&process, WorkspacePermission::Edit).await;
    let resource = ResourceRef::Workspace(process.workspace("Logistics"));
    let change = process.apply(Intent::revoke(resource, Grantee::Member(process.leo().id))).await;
    assert_eq!(held(&process).await, Some(Permission::Workspace(WorkspacePermission::Edit)));
    let why = only_error(&change);
    assert!(why.contains("Can manage") && why.contains("Can view"), "{why}");
    // Nor does the undoing of the first change take away what somebody else has given since.
    let undone = process.apply(Intent::Undo { change_id: first(&process).await.id }).await;
    assert_eq!(undone.state, ChangeState::Failed, "{undone:#?}");
    assert_eq!(held(&process).await, Some(Permission::Workspace(WorkspacePermission::Edit)));
}

async fn a_list_that_ends_early_makes_nobody_look_gone(database: Database) {
    let (site, process) = process(database).await;
    let early = |operation: &str| {
        let rule = Rule { operation: operation.into(), when: When::Times(1), effect: Effect::EndEarly(0) };
        site.sigma.simulator.add_rule(rule);
    };
    let team = process.team("Finance");
    // Whom the list that ends early still has is the first.
    let left = process.client.teams().members(&team).await.unwrap().into_iter().skip(1).find(|m| !m.is_team_admin);
    let left = left.unwrap().member_id;
    early("GET /v2/teams/{teamId}/members");
    let removal = Intent::EditTeamMembers { team_id: team.clone(), add: vec![], remove: vec![left.clone()] };
    let removed = process.apply(removal).await;
    assert_eq!(removed.state, ChangeState::Done, "{removed:#?}");
    let members = process.client.teams().members(&team).await.unwrap();
    assert!(members.iter().all(|member| member.member_id != left), "still in the team: {removed:#?}");

    assert_eq!(process.apply(grant(&process, WorkspacePermission::View)).await.state, ChangeState::Done);
    early("GET /v2/workspaces/{workspaceId}/grants");
    let resource = ResourceRef::Workspace(process.workspace("Logistics"));
    let revoked = process.apply(Intent::revoke(resource, Grantee::Member(process.leo().id))).await;
    assert_eq!((revoked.state, held(&process).await), (ChangeState::Done, None), "{revoked:#?}");
}

/// The change that was accepted first.
async fn first(process: &Process) -> Change {
    let page = sigma_portal::store::PageRequest { number: 1, size: 50 };
    let changes = process.store.changes(&sigma_portal::store::ChangeFilter::default(), page).await.unwrap();
    changes.items.last().unwrap().change.clone()
}

async fn what_was_so_already_is_not_taken_away_by_undoing(database: Database) {
    let (_site, process) = process(database).await;
    let (team, leo, amara) =
        (process.team("Finance"), process.leo().id, process.member("amara.okafor@lumen.example").id);
    assert!(!process.snapshot().is_in_team(&leo, &team) && !process.snapshot().is_in_team(&amara, &team));
    process.client.teams().update_members(&team, std::slice::from_ref(&leo), &[]).await.unwrap();
    let add = vec![leo.clone(), amara.clone()];
    let joined = process.apply(Intent::EditTeamMembers { team_id: team.clone(), add, remove: vec![] }).await;
    assert_eq!(joined.state, ChangeState::Done, "{joined:#?}");
    let undone = process.apply(Intent::Undo { change_id: joined.id }).await;
    assert_eq!(undone.state, ChangeState::Done, "{undone:#?}");
    let now = process.client.teams().get(&team).await.unwrap().members;
    assert!(now.contains(&leo) && !now.contains(&amara), "{now:?}");

    // A step that somebody else has made unnecessary is told as theirs, and undoing leaves it alone.
    given_elsewhere(&process, WorkspacePermission::View).await;
    let given = process.apply(grant(&process, WorkspacePermission::View)).await;
    assert_eq!(given.steps[0].state, StepState::Skipped, "{given:#?}");
    assert!(only_error(&given).contains("someone else"), "{given:#?}");
    let undo = process.wish(Intent::Undo { change_id: given.id }, &process.actor("amara.okafor@lumen.example")).await;
    assert!(undo.is_err(), "there is nothing of its own to undo");
}

async fn what_a_refused_try_did_not_do_is_somebody_elses_work(database: Database) {
    let (site, process) = process(database).await;
    let amara = process.actor("amara.okafor@lumen.example");
    assert_eq!(process.apply(grant(&process, WorkspacePermission::View)).await.state, ChangeState::Done);
    let workspace = process.workspace("Logistics");
    let held = process.client.workspaces().grants(&workspace).await.unwrap();
    let held = held.into_iter().find(|grant| grant.member_id.as_ref() == Some(&process.leo().id)).unwrap();
    let team = process.team("Finance");
    let joined = process.client.teams().members(&team).await.unwrap();
    let leaver = joined.into_iter().find(|member| !member.is_team_admin).unwrap().member_id;
    let removal = Intent::EditTeamMembers { team_id: team.clone(), add: vec![], remove: vec![leaver.clone()] };
    let revocation = Intent::revoke(ResourceRef::Workspace(workspace.clone()), Grantee::Member(process.leo().id));
    for (intent, operation) in [
        (removal, "PATCH /v2/teams/{teamId}/members"),
        (revocation, "DELETE /v2/workspaces/{workspaceId}/grants/{grantId}"),
    ] {
        let effect = Effect::Answer(Answer { status: 403, ..Answer::default() });
        site.sigma.simulator.add_rule(Rule { operation: operation.into(), when: When::Times(1), effect });
        let refused = process.apply(intent).await;
        assert_eq!(refused.state, ChangeState::Failed, "{refused:#?}");
        // Somebody else does it meanwhile.
        if operation.starts_with("PATCH") {
            process.client.teams().update_members(&team, &[], std::slice::from_ref(&leaver)).await.unwrap();
        } else {
            process.client.workspaces().revoke(&workspace, &held.id).await.unwrap();
        }
        assert!(process.changes.retry(&refused, &amara).await.unwrap());
        let retried = process.settled(&refused.id).await;
        assert_eq!(retried.steps[0].state, StepState::Skipped, "{retried:#?}");
        assert!(only_error(&retried).contains("someone else"), "{retried:#?}");
        let undo = process.wish(Intent::Undo { change_id: retried.id }, &amara).await;
        assert!(undo.is_err(), "undoing would put back what someone else has taken away");
    }
}

/// Applies an edit after somebody else has made another one, and expects it to stop with both values named.
async fn stops(process: &Process, intent: Intent, saw: &str, now: &str) {
    let change = process.apply(intent.clone()).await;
    assert_eq!(change.state, ChangeState::Failed, "{intent:?}");
    let why = only_error(&change);
    assert!(why.contains(saw) && why.contains(now), "{why}");
    assert_eq!(change.steps[0].attempts, 0, "something was sent: {change:#?}");
}

async fn edits_find_the_value_that_the_plan_saw_or_stop(database: Database) {
    let (_site, process) = process(database).await;
    let (client, leo) = (&process.client, process.leo());
    let renamed = |name: &str| MemberPatch { first_name: Some(name.into()), ..MemberPatch::default() };
    client.members().update(&leo.id, &renamed("Lea")).await.unwrap();
    let edit = Intent::EditMember { member_id: leo.id.clone(), patch: renamed("Leon"), before: Seen::default() };
    stops(&process, edit, "Leo", "Lea").await;

    let team = process.team("Finance");
    let named = |name: &str| TeamPatch { name: Some(name.into()), ..TeamPatch::default() };
    client.teams().update(&team, &named("Money")).await.unwrap();
    let edit = Intent::EditTeam { team_id: team, patch: named("Treasury"), before: Seen::default() };
    stops(&process, edit, "Finance", "Money").await;

    let workspace = process.workspace("Logistics");
    client.workspaces().rename(&workspace, "Freight", true).await.unwrap();
    let edit = Intent::RenameWorkspace { workspace_id: workspace, name: "Transport".into(), before: Seen::default() };
    stops(&process, edit, "Logistics", "Freight").await;

    let connection = process.snapshot().connections().iter().find(|c| !c.is_archived).unwrap().clone();
    let named = |name: &str| ConnectionPatch { name: Some(name.into()), ..ConnectionPatch::default() };
    client.connections().update(&connection.id, &named("Lake")).await.unwrap();
    let edit = Intent::EditConnection { connection_id: connection.id, patch: named("Sea"), before: Seen::default() };
    stops(&process, edit, &connection.name, "Lake").await;

    let workbook = process.snapshot().workbooks().iter().find(|w| !w.is_archived).unwrap().clone();
    let named = |name: &str| FilePatch { name: Some(name.into()), ..FilePatch::default() };
    let document = DocumentRef::Workbook(workbook.id.clone());
    client.files().update(&document.inode_id(), &named("Theirs")).await.unwrap();
    let edit = Intent::EditDocument {
        document,
        name: workbook.name.clone(),
        patch: named("Mine"),
        before: named(&workbook.name),
    };
    stops(&process, edit, &workbook.name, "Theirs").await;

    let attribute = process.snapshot().user_attributes()[0].id.clone();
    let holder = Grantee::Member(leo.id.clone());
    let snapshot = process.snapshot();
    let saw = snapshot.attributes_of_member(&leo.id).into_iter().find(|(a, _)| a.id == attribute);
    let saw = saw.map_or_else(|| "no value".to_owned(), |(_, value)| value.value.clone());
    let theirs = [(leo.id.clone(), AttributeValue::text("Theirs"))];
    client.user_attributes().set_for_members(&attribute, &theirs).await.unwrap();
    let wish = AttributeWish { attribute_id: attribute, holder, value: Some("Mine".into()) };
    stops(&process, Intent::SetAttributes { values: vec![wish], before: Seen::default() }, &saw, "Theirs").await;
}

async fn access_to_a_document_that_somebody_else_has_changed_is_left_alone(database: Database) {
    let (_site, process) = process(database).await;
    let workbook = process.snapshot().workbooks().iter().find(|w| !w.is_archived).unwrap().clone();
    let document = DocumentRef::Workbook(workbook.id.clone());
    let leo = Grantee::Member(process.leo().id);
    let level = |level| Permission::Workspace(level);
    let (view, explore, edit) =
        (level(WorkspacePermission::View), level(WorkspacePermission::Explore), level(WorkspacePermission::Edit));
    let share = |before: Option<&Permission>, permission: Option<&Permission>| Intent::ShareDocument {
        document: document.clone(),
        name: workbook.name.clone(),
        grantee: leo.clone(),
        before: before.cloned(),
        permission: permission.cloned(),
    };
    let theirs =
        NewInodeGrant { grantee: leo.clone(), permission: edit.clone(), inode_id: document.inode_id(), tag_id: None };
    process.client.grants().create(&theirs).await.unwrap();
    let inode = GrantsOf::Inode(document.inode_id());
    let held = async || {
        let grants = process.client.grants().of(&inode, true).await.unwrap();
        grants.into_iter().find(|held| held.grant.grantee().as_ref() == Some(&leo)).map(|held| held.grant.permission)
    };
    // They had nothing, or something lower, when the plan was made; and the level to take away was another one.
    for intent in [share(None, Some(&view)), share(Some(&view), Some(&explore)), share(Some(&view), None)] {
        stops(&process, intent, "and the plan saw", "Can manage").await;
        assert_eq!(held().await, Some(edit.clone()));
    }
    let change = process.apply(share(Some(&edit), None)).await;
    assert_eq!((change.state, held().await), (ChangeState::Done, None), "what was seen is taken away");
}

async fn values_that_sigma_holds_are_put_back_letter_for_letter(database: Database) {
    let (_site, process) = process(database).await;
    let id = process.leo().id;
    for held in ["svc-etl@intranet", "Upper.Case@LUMEN.Example"] {
        let patch = MemberPatch { email: Some(EmailAddress::held(held)), ..MemberPatch::default() };
        process.client.members().update(&id, &patch).await.unwrap();
        assert!(process.directory.sync().await);
        let new = EmailAddress::parse("etl@lumen.example").unwrap();
        let patch = MemberPatch { email: Some(new), ..MemberPatch::default() };
        let edit = Intent::EditMember { member_id: id.clone(), patch, before: Seen::default() };
        let edited = process.apply(edit).await;
        assert_eq!(edited.state, ChangeState::Done, "{edited:#?}");
        let undone = process.apply(Intent::Undo { change_id: edited.id }).await;
        assert_eq!(undone.state, ChangeState::Done, "{undone:#?}");
        assert_eq!(process.client.members().get(&id).await.unwrap().email, held);
    }
}

#[tokio::test]
async fn an_inverse_that_cannot_be_sent_is_said_in_the_plan() {
    let (_site, process) = process(Database::sqlite()).await;
    let id = process.leo().id;
    let nameless = MemberPatch { last_name: Some(String::new()), ..MemberPatch::default() };
    process.client.members().update(&id, &nameless).await.unwrap();
    assert!(process.directory.sync().await);
    let patch = MemberPatch { last_name: Some("Martins".into()), ..MemberPatch::default() };
    let edit = Intent::EditMember { member_id: id, patch, before: Seen::default() };
    let plan = process.changes.preview(&edit, &process.actor("amara.okafor@lumen.example")).await.unwrap();
    let undo = plan.steps[0].undo.clone().unwrap();
    assert!(undo.contains("Can’t be undone") && undo.contains("last name"), "{undo}");
    assert!(plan.steps[0].inverse.is_empty(), "an empty call would be sent");
    let edited = process.apply(edit).await;
    let undo = process.wish(Intent::Undo { change_id: edited.id }, &process.actor("amara.okafor@lumen.example")).await;
    assert!(undo.is_err(), "undoing sends nothing and says Done");
}

#[tokio::test]
async fn somebody_elses_account_or_team_is_not_taken_for_an_own_one() {
    let (site, process) = process(Database::sqlite()).await;
    let lost = |operation: &str| Rule {
        operation: operation.into(),
        when: When::Times(1),
        effect: Effect::Answer(Answer { status: 503, ..Answer::default() }),
    };
    // The invitation is lost, and somebody else invites the same address under another name at that moment.
    site.sigma.simulator.add_rule(lost("POST /v2/members"));
    let person = NewPerson {
        email: EmailAddress::parse("ines.farrow@lumen.example").unwrap(),
        first_name: "Ines".into(),
        last_name: "Farrow".into(),
        account_type: Some("Build".into()),
        user_kind: UserKind::Internal,
        send_invite: true,
    };
    let joiner = Invitee {
        person: person.clone(),
        teams: vec![],
        workspaces: vec![],
        connections: vec![],
        attributes: vec![],
        package: None,
    };
    let id = process.accept(Intent::Onboard { people: vec![joiner] }).await;
    process.until(&id, |change| change.waiting.is_some()).await;
    let other = NewPerson { first_name: "Inês".into(), account_type: Some("View".into()), ..person };
    let theirs = process.client.members().create(&other, &[]).await.unwrap().value;
    let change = process.changes.cancel(&process.kept(&id).await, &process.actor("amara.okafor@lumen.example")).await;
    assert!(change.unwrap());
    let cancelled = process.settled(&id).await;
    assert_eq!(cancelled.steps[0].state, StepState::Unknown, "{cancelled:#?}");
    let amara = process.actor("amara.okafor@lumen.example");
    assert!(process.changes.retry(&cancelled, &amara).await.unwrap());
    let failed = process.settled(&id).await;
    assert_eq!(failed.steps[0].state, StepState::Failed, "{failed:#?}");
    assert!(only_error(&failed).contains("someone else"), "{failed:#?}");
    assert_eq!(failed.steps[0].created, None);
    assert!(process.wish(Intent::Undo { change_id: id }, &amara).await.is_err(), "nothing of it is to be undone");
    assert_eq!(process.client.members().get(&theirs.id).await.unwrap().first_name, "Inês");

    // A team that somebody has made since the plan was accepted is not made a second time either.
    let team = NewTeam {
        name: "Night shift".into(),
        description: Some("Ships after ten".into()),
        members: vec![],
        with_workspace: false,
        visibility: None,
    };
    site.sigma.simulator.add_rule(lost("POST /v2/teams"));
    let id = process.accept(Intent::CreateTeam { team: team.clone() }).await;
    process.until(&id, |change| change.waiting.is_some()).await;
    let theirs = NewTeam { description: None, ..team };
    process.client.teams().create(&theirs).await.unwrap();
    assert!(process.changes.cancel(&process.kept(&id).await, &amara).await.unwrap());
    let cancelled = process.settled(&id).await;
    assert!(process.changes.retry(&cancelled, &amara).await.unwrap());
    let failed = process.settled(&id).await;
    assert!(only_error(&failed).contains("Someone else has made a team"), "{failed:#?}");
    assert_eq!(site.sigma.simulator.calls("POST /v2/teams"), 2, "one that was lost, one that was theirs");
}
