//! What somebody is likely to do after a change: the page that waited for it, and links that fit what it has done.

use crate::{
    directory::Snapshot,
    domain::{Change, ChangeState, Intent, ResourceRef, StepState, Subject, TeamId, WorkspaceId},
    web::paths,
};
use leptos::prelude::*;

/// A link: its words and where it leads.
type Step = (String, String);

/// The links; nothing for a change that is not done, or was undone since.
pub fn steps(
    change: &Change,
    waiting: Option<&str>,
    snapshot: Option<&Snapshot>,
    onboards: bool,
) -> Option<impl IntoView + use<>> {
    if change.state != ChangeState::Done || change.undone_by.is_some() {
        return None;
    }
    let back = waiting.map(|page| ("Continue where you left off".to_owned(), paths::own(page).to_owned()));
    let steps = back.into_iter().chain(fitting(change, snapshot?, onboards));
    let link = |(words, href): Step| view! { <a class="btn btn-sm" href=href>{words}</a> };
    let links: Vec<_> = steps.map(link).collect();
    (!links.is_empty()).then(|| view! { <nav class="actions" aria-label="Next steps">{links}</nav> })
}

fn fitting(change: &Change, snapshot: &Snapshot, onboards: bool) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let made = change.steps.iter().filter(|step| step.state == StepState::Done).find_map(|step| step.created.as_ref());
    match &change.intent {
        Intent::Onboard { people } => {
            match (people.as_slice(), made) {
                ([_], Some(Subject::Member(id))) => steps.extend(person(id, snapshot)),
                _ => steps.push(("View members".to_owned(), paths::MEMBERS.to_owned())),
            }
            if onboards {
                let (words, path) = match people.as_slice() {
                    [_] => ("Onboard another person", paths::ONBOARD),
                    _ => ("Onboard more people", paths::ONBOARD_FILE),
                };
                steps.push((words.to_owned(), path.to_owned()));
            }
        }
        Intent::EditMember { member_id, .. } | Intent::DeleteMember { member_id } => {
            steps.extend(person(member_id, snapshot));
        }
        Intent::AdjustMembers { people } => match people.as_slice() {
            [one] => steps.extend(person(&one.member_id, snapshot)),
            _ => steps.push(("View members".to_owned(), paths::MEMBERS.to_owned())),
        },
        Intent::SetAccountType { members, .. } | Intent::Reactivate { members } | Intent::Offboard { members, .. } => {
            match members.as_slice() {
                [one] => steps.extend(person(one, snapshot)),
                _ => steps.push(("View members".to_owned(), paths::MEMBERS.to_owned())),
            }
        }
        Intent::CreateTeam { .. } => {
            if let Some(Subject::Team(id)) = made {
                steps.extend(team(id, snapshot));
                steps.push(("Add people".to_owned(), paths::team_members(id)));
            }
        }
        Intent::EditTeam { team_id, .. } | Intent::EditTeamMembers { team_id, .. } => {
            steps.extend(team(team_id, snapshot));
        }
        Intent::DeleteTeam { .. } => steps.push(("View teams".to_owned(), paths::TEAMS.to_owned())),
        Intent::CreateWorkspace { .. } => {
            if let Some(Subject::Workspace(id)) = made {
                steps.extend(place(&ResourceRef::Workspace(id.clone()), snapshot));
                steps.push(("Give access".to_owned(), give(id)));
            }
        }
        Intent::RenameWorkspace { workspace_id, .. } => {
            steps.extend(place(&ResourceRef::Workspace(workspace_id.clone()), snapshot));
        }
        Intent::DeleteWorkspace { .. } => steps.push(("View workspaces".to_owned(), paths::WORKSPACES.to_owned())),
        Intent::SetAccess { resource, access, .. } => {
            steps.extend(place(resource, snapshot));
            if let [(grantee, _)] = access.as_slice() {
                steps.extend(subject(&grantee.into(), snapshot));
            }
        }
        Intent::EditConnection { connection_id, .. } => {
            steps.extend(place(&ResourceRef::Connection(connection_id.clone()), snapshot));
        }
        Intent::CreateAttribute { .. } => steps.extend(made.and_then(|made| subject(made, snapshot))),
        Intent::SetSwitch { .. } | Intent::RenewCredentials { .. } | Intent::DeleteLeftCredentials { .. } => {
            steps.push(("Open settings".to_owned(), paths::SETTINGS.to_owned()));
        }
        Intent::SetPathAccess { path, .. } => {
            steps.push((
                format!("Open {}", path.parts.join(".")),
                paths::connection_path(&path.connection_id, &path.parts),
            ));
        }
        Intent::SetAttributes { values, .. } => {
            let holder = values.first().map(|wish| &wish.holder);
            if let Some(holder) = holder.filter(|holder| values.iter().all(|wish| wish.holder == **holder)) {
                steps.extend(subject(&holder.into(), snapshot));
            }
        }
        Intent::EditDocument { document, .. } | Intent::ShareDocument { document, .. } => {
            steps.extend(subject(&document.into(), snapshot));
        }
        Intent::ChangeOwner { documents, owner } => {
            match documents.as_slice() {
                [one] => steps.extend(subject(&Subject::from(&one.document), snapshot)),
                _ => steps.push(("View documents".to_owned(), paths::DOCUMENTS.to_owned())),
            }
            steps.extend(person(owner, snapshot));
        }
        Intent::Materialize { dataset_id, .. } => {
            steps.extend(subject(&Subject::Dataset(dataset_id.clone()), snapshot));
        }
        Intent::Undo { change_id } => {
            steps.push(("View the undone change".to_owned(), paths::change(change_id)));
        }
    }
    steps
}

fn give(workspace: &WorkspaceId) -> String {
    format!("{}/access", paths::workspace(workspace))
}

fn person(id: &crate::domain::MemberId, snapshot: &Snapshot) -> Option<Step> {
    subject(&Subject::Member(id.clone()), snapshot)
}

fn team(id: &TeamId, snapshot: &Snapshot) -> Option<Step> {
    subject(&Subject::Team(id.clone()), snapshot)
}

fn place(resource: &ResourceRef, snapshot: &Snapshot) -> Option<Step> {
    subject(&resource.into(), snapshot)
}

/// “Open Ines Farrow”, where there is a page.
fn subject(subject: &Subject, snapshot: &Snapshot) -> Option<Step> {
    let name = crate::features::shared::subject::name(subject, Some(snapshot));
    let named = match subject {
        Subject::Member(_) => name.text,
        // “Team Finance” within a sentence.
        _ => name.text.chars().next().map(|c| c.to_lowercase().to_string()).unwrap_or_default() + name.text.get(1..)?,
    };
    Some((format!("Open {named}"), name.href?))
}
