//! Grants of one workspace or connection: both take a list, create or update, and answer `{}` (BEHAVIOUR.md
//! section 10).

use serde::Serialize;
use serde_json::Value;

use super::grants::{grantee, grantee_ids};
use crate::simulator::body::Fields;
use crate::simulator::call::{Answer, Call, empty};
use crate::simulator::failure::Failure;
use crate::simulator::ids::{Id, MemberId, UrlId};
use crate::simulator::page::Window;
use crate::simulator::state::grant::{Again, Grant, Inode, Kind, PERMISSIONS, Permission};
use crate::simulator::state::{AuditWire, Organisation};

/// `Grant` of the contract; `inodeId` is the URL form, as observed (BEHAVIOUR.md sections 4 and 17).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Wire {
    grant_id: Id,
    inode_id: UrlId,
    organization_id: Id,
    member_id: Option<MemberId>,
    team_id: Option<Id>,
    permission: Permission,
    #[serde(flatten)]
    audit: AuditWire,
}

/// A grant as answers carry it.
pub fn wire(organisation: &Organisation, grant: &Grant) -> Wire {
    let (member_id, team_id) = grantee_ids(organisation, grant.grantee);
    Wire {
        grant_id: grant.id,
        inode_id: grant.inode.id.url(),
        organization_id: organisation.id,
        member_id,
        team_id,
        permission: grant.permission,
        audit: organisation.audit(&grant.audit),
    }
}

/// The grants of one object.
pub fn list(organisation: &Organisation, call: &Call, id: Id) -> Answer {
    let window = Window::of(&call.query)?;
    let rows = organisation.grants.on(id).map(|(_, grant)| grant);
    Ok(window.cut(rows, |grant| wire(organisation, grant)).counted())
}

/// A grant asked for: who, by the ids as sent, and what.
pub struct Wanted<'a> {
    grantee: Fields<'a>,
    permission: Permission,
}

/// Reads `{grants: [...]}`; only the permissions of the object's kind are legal.
pub fn read(body: &Value, kind: Kind) -> Result<Vec<Wanted<'_>>, Failure> {
    let legal: Vec<_> = PERMISSIONS.iter().filter(|(_, one)| kind.permissions().contains(one)).copied().collect();
    let grants = Fields::plain(body)?.objects("grants")?;
    grants
        .iter()
        .map(|one| Ok(Wanted { grantee: one.object("grantee")?, permission: one.choice("permission", &legal)? }))
        .collect()
}

/// Gives all grants or, when one grantee is unknown, none.
pub fn give(organisation: &mut Organisation, call: &Call, inode: Inode, wanted: Vec<Wanted<'_>>) -> Answer {
    let resolved: Vec<_> = wanted
        .into_iter()
        .map(|one| Ok((grantee(organisation, &one.grantee)?, one.permission)))
        .collect::<Result<_, Failure>>()?;
    for (grantee, permission) in resolved {
        let by = (call.caller, call.now);
        organisation.grants.give((inode, grantee, permission), Again::Replaces, by, &mut organisation.mint);
    }
    Ok(empty())
}

/// Takes the grant in the path away, if it is one of this object's.
pub fn take(organisation: &mut Organisation, call: &Call, id: Id) -> Answer {
    let wanted = call.path_id("grantId");
    let found = organisation.grants.on(id).find(|(_, grant)| Some(grant.id) == wanted).map(|(slot, _)| slot);
    let slot = found.ok_or_else(|| Failure::not_found("Grant not found"))?;
    organisation.grants.remove(slot);
    Ok(empty())
}
