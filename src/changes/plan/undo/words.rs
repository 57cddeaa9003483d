//! What an undo does, in words: not that something is undone, but what is done.

use super::super::super::{access, labels, organization::plan::title as switched, paths};
use crate::{
    directory::{Document, Snapshot},
    domain::{
        AccessCall, AttributeCall, Call, ConnectionCall, DocumentCall, DocumentRef, GranteeRef, MemberCall, MemberId,
        MemberPatch, OrganizationCall, PathCall, Permission, Ref, ResourceRef, Step, TeamCall, WorkspaceCall,
        text::isolated,
    },
};

/// What one call does that undoes the step of this title.
pub fn of(call: &Call, title: &str, snapshot: &Snapshot) -> String {
    let words = match call {
        Call::Member(call) => member(call, snapshot),
        Call::Team(call) => team(call, snapshot),
        Call::Workspace(call) => workspace(call, snapshot),
        Call::Connection(ConnectionCall::Update { connection_id, .. }) => {
            let place = labels::place(&ResourceRef::Connection(connection_id.clone()), snapshot);
            Some(format!("Change connection {place} back"))
        }
        Call::Access(call) => grants(call, snapshot),
        Call::Document(call) => document(call, snapshot),
        Call::Attribute(call) => attribute(call, snapshot),
        Call::Organization(call) => organization(call),
        Call::Path(call) => Some(path(call, snapshot)),
    };
    words.unwrap_or_else(|| format!("Undo “{title}”"))
}

/// What all steps do, where they do the same; else that the change is undone.
pub fn title(steps: &[Step], past: &str, snapshot: &Snapshot) -> String {
    if let [only] = steps {
        return only.title.clone();
    }
    let kind = |step: &Step| match &step.call {
        Call::Member(MemberCall::Update { patch, .. }) => retyped(patch).map(|to| Kind::Retype(to.to_owned())),
        Call::Member(MemberCall::Deactivate { .. }) => Some(Kind::Deactivate),
        Call::Member(MemberCall::Reactivate { .. }) => Some(Kind::Reactivate),
        // Grants come with the people whose they are.
        Call::Access(_) => Some(Kind::Beside),
        Call::Member(MemberCall::Invite { .. } | MemberCall::Delete { .. } | MemberCall::RevokeTokens { .. })
        | Call::Team(_)
        | Call::Workspace(_)
        | Call::Connection(_)
        | Call::Document(_)
        | Call::Attribute(_)
        | Call::Organization(_)
        | Call::Path(_) => None,
    };
    let kinds: Option<Vec<Kind>> = steps.iter().map(kind).collect();
    let main: Vec<Kind> = kinds.unwrap_or_default().into_iter().filter(|kind| *kind != Kind::Beside).collect();
    let people = || match main.len() {
        1 => steps.iter().find_map(|step| whom(&step.call)).map_or_else(String::new, |id| labels::member(id, snapshot)),
        n => format!("{n} people"),
    };
    match main.first() {
        Some(Kind::Deactivate) if main.iter().all(|kind| *kind == Kind::Deactivate) => {
            format!("Deactivate {}", people())
        }
        Some(Kind::Reactivate) if main.iter().all(|kind| *kind == Kind::Reactivate) => {
            format!("Reactivate {}", people())
        }
        Some(Kind::Retype(to)) if main.iter().all(|kind| *kind == Kind::Retype(to.clone())) => {
            format!("Change {} back to {}", people(), isolated(to))
        }
        Some(Kind::Retype(_)) if main.iter().all(|kind| matches!(kind, Kind::Retype(_))) => {
            format!("Change {} back to their earlier account types", people())
        }
        Some(Kind::Deactivate | Kind::Reactivate | Kind::Retype(_) | Kind::Beside) | None => format!("Undo: {past}"),
    }
}

#[derive(PartialEq, Eq)]
enum Kind {
    Retype(String),
    Deactivate,
    Reactivate,
    Beside,
}

/// The account type, where nothing else is changed.
fn retyped(patch: &MemberPatch) -> Option<&str> {
    let only = MemberPatch { account_type: patch.account_type.clone(), ..MemberPatch::default() };
    patch.account_type.as_deref().filter(|_| *patch == only)
}

fn whom(call: &Call) -> Option<&MemberId> {
    match call {
        Call::Member(MemberCall::Deactivate { member, .. }) => member.known(),
        Call::Member(MemberCall::Update { member_id, .. } | MemberCall::Reactivate { member_id }) => Some(member_id),
        Call::Member(MemberCall::Invite { .. } | MemberCall::Delete { .. } | MemberCall::RevokeTokens { .. })
        | Call::Team(_)
        | Call::Workspace(_)
        | Call::Connection(_)
        | Call::Access(_)
        | Call::Document(_)
        | Call::Attribute(_)
        | Call::Organization(_)
        | Call::Path(_) => None,
    }
}

fn member(call: &MemberCall, snapshot: &Snapshot) -> Option<String> {
    match call {
        MemberCall::Update { member_id, patch, .. } => {
            let who = labels::member(member_id, snapshot);
            Some(match retyped(patch) {
                Some(to) => format!("Change {who} back to {}", isolated(to)),
                None => format!("Change {} of {who} back", fields(patch)),
            })
        }
        MemberCall::Deactivate { member: Ref::Known(id), .. } => {
            Some(format!("Deactivate {}", labels::member(id, snapshot)))
        }
        MemberCall::Reactivate { member_id } => Some(format!("Reactivate {}", labels::member(member_id, snapshot))),
        MemberCall::Deactivate { .. }
        | MemberCall::Invite { .. }
        | MemberCall::Delete { .. }
        | MemberCall::RevokeTokens { .. } => None,
    }
}

fn fields(patch: &MemberPatch) -> String {
    let fields = [
        (patch.first_name.is_some(), "first name"),
        (patch.last_name.is_some(), "last name"),
        (patch.email.is_some(), "e-mail"),
        (patch.account_type.is_some(), "account type"),
    ];
    let named: Vec<String> = fields.into_iter().filter(|(is, _)| *is).map(|(_, name)| name.to_owned()).collect();
    labels::list(&named)
}

fn team(call: &TeamCall, snapshot: &Snapshot) -> Option<String> {
    match call {
        TeamCall::Update { team_id, .. } => Some(format!("Change team {} back", labels::team(team_id, snapshot))),
        TeamCall::Delete { team } => Some(format!("Delete team {}", labels::team(team.known()?, snapshot))),
        TeamCall::UpdateMembers { team_id, add, remove, .. } => {
            let (team, names) = (labels::team(team_id, snapshot), |ids| labels::people(ids, snapshot));
            Some(match (add.as_slice(), remove.as_slice()) {
                (add, []) => format!("Add {} back to team {team}", names(add)),
                ([], remove) => format!("Remove {} from team {team}", names(remove)),
                (add, remove) => format!("Add {} back to team {team}, remove {}", names(add), names(remove)),
            })
        }
        TeamCall::Create { .. } => None,
    }
}

fn workspace(call: &WorkspaceCall, snapshot: &Snapshot) -> Option<String> {
    let place = |id: &crate::domain::WorkspaceId| labels::place(&ResourceRef::Workspace(id.clone()), snapshot);
    match call {
        WorkspaceCall::Rename { workspace_id, name, .. } => {
            Some(format!("Rename workspace {} back to {}", place(workspace_id), isolated(name)))
        }
        WorkspaceCall::Delete { workspace } => Some(format!("Delete workspace {}", place(workspace.known()?))),
        WorkspaceCall::Create { .. } => None,
    }
}

fn grants(call: &AccessCall, snapshot: &Snapshot) -> Option<String> {
    let resource = call.resource()?;
    match call {
        AccessCall::GrantOnNew { .. } => None,
        AccessCall::Grant { grants, held, .. } => {
            let [(holder, level)] = grants.as_slice() else {
                let place = labels::place(resource, snapshot);
                return Some(format!("Restore earlier access to {place} for {} people and teams", grants.len()));
            };
            let held = held.iter().flatten().map(|(_, level)| level).next();
            back(holder, held, Some(level), resource, snapshot)
        }
        AccessCall::Lower { grantee, from, to, .. } => {
            back(&grantee.clone().into(), Some(from), Some(to), resource, snapshot)
        }
        AccessCall::Revoke { grantee, permission, .. } => back(grantee, Some(permission), None, resource, snapshot),
    }
}

fn back(
    holder: &GranteeRef,
    from: Option<&Permission>,
    to: Option<&Permission>,
    resource: &ResourceRef,
    snapshot: &Snapshot,
) -> Option<String> {
    let words = access::plan::turn(&holder.known()?, from, to, resource, snapshot);
    Some(if to.is_some() && from.is_none() { format!("{words} again") } else { words })
}

fn document(call: &DocumentCall, snapshot: &Snapshot) -> Option<String> {
    let name = |document: &DocumentRef| {
        let name = snapshot.document(document).map(Document::name);
        format!("{} {}", document.kind(), isolated(name.unwrap_or("that is no longer in the directory")))
    };
    match call {
        DocumentCall::Share { document, grantee, permission, .. } => {
            let who = labels::grantee(grantee, snapshot);
            Some(format!("Change {who} back to {} on {}", permission.label(), name(document)))
        }
        DocumentCall::Unshare { document, grantee, .. } => {
            Some(format!("Remove {} from {}", labels::grantee(grantee, snapshot), name(document)))
        }
        DocumentCall::Update { document, .. } => Some(format!("Change {} back", name(document))),
        DocumentCall::Materialize { .. } => None,
    }
}

fn path(call: &PathCall, snapshot: &Snapshot) -> String {
    match call {
        PathCall::Grant { path, grantee, permission, held } => {
            let words = paths::plan::turn(path, grantee, *held, Some(*permission), snapshot);
            if held.is_none() { format!("{words} again") } else { words }
        }
        PathCall::Revoke { path, grantee, permission } => {
            paths::plan::turn(path, grantee, Some(*permission), None, snapshot)
        }
    }
}

fn organization(call: &OrganizationCall) -> Option<String> {
    match call {
        OrganizationCall::SetSwitch { switch, enabled } => Some(switched(*switch, *enabled)),
        OrganizationCall::CreateCredentials { .. }
        | OrganizationCall::UseCredentials
        | OrganizationCall::DeleteReplacedCredentials
        | OrganizationCall::DeleteLeftCredentials { .. } => None,
    }
}

fn attribute(call: &AttributeCall, snapshot: &Snapshot) -> Option<String> {
    Some(match call {
        AttributeCall::Create { .. } => return None,
        AttributeCall::Set { attribute_id, values, .. } => {
            let attribute = labels::attribute(attribute_id, snapshot);
            match values.as_slice() {
                [(who, value)] => {
                    let who = labels::grantee(who, snapshot);
                    format!("Change {attribute} of {who} back to “{}”", isolated(&value.value))
                }
                many => format!("Restore {} values of {attribute}", many.len()),
            }
        }
        AttributeCall::SetForNew { attribute_id, .. } => {
            format!("Set {} of the new member", labels::attribute(attribute_id, snapshot))
        }
        AttributeCall::Unset { attribute_id, holders, .. } => {
            let attribute = labels::attribute(attribute_id, snapshot);
            match holders.as_slice() {
                [who] => format!("Remove {attribute} from {}", labels::grantee(who, snapshot)),
                many => format!("Remove {} values of {attribute}", many.len()),
            }
        }
    })
}
