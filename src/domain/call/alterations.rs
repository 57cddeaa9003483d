//! What a call alters, with the values before and after, as far as the plan has seen them: for the audit log.

use super::{
    AccessCall, AttributeCall, Call, ConnectionCall, DocumentCall, MemberCall, OrganizationCall, PathCall, TeamCall,
    WorkspaceCall, access::GranteeRef,
};
use crate::domain::{Alteration, AttributeValue, ConnectionPermission, Grantee, Permission, WorkspacePermission};
use serde::Serialize;
use serde_json::Value;

impl Call {
    /// The values that it alters.
    pub fn alterations(&self) -> Vec<Alteration> {
        match self {
            Self::Member(call) => of_member(call),
            Self::Team(call) => of_team(call),
            Self::Workspace(call) => of_workspace(call),
            Self::Connection(ConnectionCall::Update { patch, before, .. }) => patched(patch, before),
            Self::Access(call) => of_access(call),
            Self::Document(call) => of_document(call),
            Self::Attribute(call) => of_attribute(call),
            Self::Organization(call) => of_organization(call),
            Self::Path(call) => of_path(call),
        }
    }
}

fn one(what: &str, before: Option<&str>, after: Option<&str>) -> Vec<Alteration> {
    vec![Alteration::new(what, before.map(str::to_owned), after.map(str::to_owned))]
}

fn of_organization(call: &OrganizationCall) -> Vec<Alteration> {
    match call {
        OrganizationCall::SetSwitch { switch, enabled } => {
            let word = |on: bool| Some(if on { "on" } else { "off" });
            one(switch.slug(), word(!enabled), word(*enabled))
        }
        OrganizationCall::CreateCredentials { name, .. } => one("credentials", None, Some(name)),
        OrganizationCall::UseCredentials => one("credentials of the portal", Some("those before"), Some("new ones")),
        OrganizationCall::DeleteReplacedCredentials => one("credentials used before", Some("there"), None),
        OrganizationCall::DeleteLeftCredentials { client_id } => one("credentials", Some(client_id), None),
    }
}

fn of_member(call: &MemberCall) -> Vec<Alteration> {
    match call {
        MemberCall::Invite { person, .. } => one("account", None, Some(person.email.as_str())),
        MemberCall::Update { patch, before, .. } => patched(patch, before),
        MemberCall::Deactivate { .. } | MemberCall::Delete { .. } => {
            one("account", Some("active"), Some("deactivated"))
        }
        MemberCall::Reactivate { .. } => one("account", Some("deactivated"), Some("active")),
        MemberCall::RevokeTokens { .. } => Vec::new(),
    }
}

fn of_team(call: &TeamCall) -> Vec<Alteration> {
    match call {
        TeamCall::Create { team } => one("team", None, Some(&team.name)),
        TeamCall::Update { patch, before, .. } => patched(patch, before),
        TeamCall::Delete { .. } => one("team", Some("there"), None),
        TeamCall::UpdateMembers { add, remove, .. } => {
            let added = add.iter().map(|id| Alteration::new(format!("member:{id}"), None, Some("in team".to_owned())));
            let removed = remove.iter();
            let removed = removed.map(|id| Alteration::new(format!("member:{id}"), Some("in team".to_owned()), None));
            added.chain(removed).collect()
        }
    }
}

fn of_workspace(call: &WorkspaceCall) -> Vec<Alteration> {
    match call {
        WorkspaceCall::Create { name } => one("name", None, Some(name)),
        WorkspaceCall::Rename { name, before, .. } => one("name", before.as_deref(), Some(name)),
        WorkspaceCall::Delete { .. } => one("workspace", Some("there"), None),
    }
}

fn of_access(call: &AccessCall) -> Vec<Alteration> {
    match call {
        AccessCall::Grant { grants, held, .. } => {
            let row = |(who, level): &(GranteeRef, Permission)| {
                let who = who.known();
                let before = who.as_ref().and_then(|who| level_of(held.as_deref(), who));
                let what = who.as_ref().map_or_else(|| "new member or team".to_owned(), Grantee::key);
                Alteration::new(what, before, Some(level.slug().to_owned()))
            };
            grants.iter().map(row).collect()
        }
        AccessCall::GrantOnNew { grants, .. } => {
            let row = |(who, level): &(Grantee, WorkspacePermission)| {
                Alteration::new(who.key(), None, Some(level.slug().to_owned()))
            };
            grants.iter().map(row).collect()
        }
        AccessCall::Lower { grantee, from, to, .. } => one(&grantee.key(), Some(from.slug()), Some(to.slug())),
        AccessCall::Revoke { grantee, permission, .. } => {
            let what = grantee.known().map_or_else(|| "new member or team".to_owned(), |who| who.key());
            one(&what, Some(permission.slug()), None)
        }
    }
}

fn of_document(call: &DocumentCall) -> Vec<Alteration> {
    match call {
        DocumentCall::Share { grantee, permission, held, .. } => {
            let before = level_of(held.as_deref(), grantee);
            one(&grantee.key(), before.as_deref(), Some(permission.slug()))
        }
        DocumentCall::Unshare { grantee, permission, .. } => one(&grantee.key(), Some(permission.slug()), None),
        DocumentCall::Update { patch, before, .. } => patched(patch, before),
        DocumentCall::Materialize { .. } => Vec::new(),
    }
}

fn of_path(call: &PathCall) -> Vec<Alteration> {
    match call {
        PathCall::Grant { grantee, permission, held, .. } => {
            one(&grantee.key(), held.map(ConnectionPermission::slug), Some(permission.slug()))
        }
        PathCall::Revoke { grantee, permission, .. } => one(&grantee.key(), Some(permission.slug()), None),
    }
}

fn of_attribute(call: &AttributeCall) -> Vec<Alteration> {
    let before = |held: &Option<Vec<(Grantee, AttributeValue)>>, who: &Grantee| {
        held.iter().flatten().find(|(known, _)| known == who).map(|(_, value)| value.value.clone())
    };
    match call {
        AttributeCall::Create { attribute } => one("user attribute", None, Some(&attribute.name)),
        AttributeCall::Set { values, held, .. } => values
            .iter()
            .map(|(who, value)| Alteration::new(who.key(), before(held, who), Some(value.value.clone())))
            .collect(),
        AttributeCall::SetForNew { value, .. } => one("new member", None, Some(&value.value)),
        AttributeCall::Unset { holders, held, .. } => {
            holders.iter().map(|who| Alteration::new(who.key(), before(held, who), None)).collect()
        }
    }
}

fn level_of(held: Option<&[(Grantee, Permission)]>, who: &Grantee) -> Option<String> {
    held.into_iter().flatten().find(|(known, _)| known == who).map(|(_, level)| level.slug().to_owned())
}

/// The fields of a patch, each with what the plan saw of it.
fn patched<P: Serialize>(patch: &P, before: &P) -> Vec<Alteration> {
    let fields = |patch: &P| match serde_json::to_value(patch) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) | Err(_) => serde_json::Map::new(),
    };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let before = fields(before);
    let field =
        |(what, after): (String, Value)| Alteration::new(what.clone(), before.get(&what).map(text), Some(text(&after)));
    fields(patch).into_iter().map(field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ConnectionPatch, MemberId, MemberPatch, ResourceRef, WorkspaceId, WorkspacePermission};

    #[test]
    fn a_patch_names_each_field_with_both_values() {
        let call = Call::Member(MemberCall::Update {
            member_id: MemberId::new("m"),
            patch: MemberPatch {
                last_name: Some("New".into()),
                account_type: Some("View".into()),
                ..MemberPatch::default()
            },
            before: MemberPatch { last_name: Some("Old".into()), ..MemberPatch::default() },
        });
        let altered = call.alterations();
        assert!(altered.contains(&Alteration::new("lastName", Some("Old".into()), Some("New".into()))), "{altered:?}");
        assert!(altered.contains(&Alteration::new("memberType", None, Some("View".into()))), "{altered:?}");
        let call = Call::Connection(ConnectionCall::Update {
            connection_id: "c".into(),
            patch: ConnectionPatch { use_oauth: Some(true), ..ConnectionPatch::default() },
            before: ConnectionPatch { use_oauth: Some(false), ..ConnectionPatch::default() },
        });
        assert_eq!(call.alterations(), [Alteration::new("useOauth", Some("false".into()), Some("true".into()))]);
    }

    #[test]
    fn access_names_whom_it_is_given_and_what_they_had() {
        let who = |id: &str| Grantee::Member(MemberId::new(id));
        let level = Permission::Workspace;
        let call = Call::Access(AccessCall::Grant {
            resource: ResourceRef::Workspace(WorkspaceId::new("w")),
            grants: vec![
                (who("a").into(), level(WorkspacePermission::Edit)),
                (who("b").into(), level(WorkspacePermission::View)),
            ],
            held: Some(vec![(who("a"), level(WorkspacePermission::View))]),
        });
        let slug = |level: WorkspacePermission| Some(Permission::Workspace(level).slug().to_owned());
        assert_eq!(
            call.alterations(),
            [
                Alteration::new("member:a", slug(WorkspacePermission::View), slug(WorkspacePermission::Edit)),
                Alteration::new("member:b", None, slug(WorkspacePermission::View)),
            ]
        );
    }
}
