//! `/v2/grants`: grants of any object, which can only be raised (BEHAVIOUR.md section 10).

use serde::Serialize;

use super::grant_batch::{Wire, wire};
use super::{members, teams};
use crate::simulator::body::{Fields, expecting};
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::failure::Failure;
use crate::simulator::ids::{Id, MemberId};
use crate::simulator::page::Window;
use crate::simulator::state::Organisation;
use crate::simulator::state::grant::{Again, Grant, Grantee, PERMISSIONS};
use crate::simulator::table::Slot;

/// `GrantWithType` of the contract.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Typed {
    #[serde(flatten)]
    grant: Wire,
    inode_type: &'static str,
}

fn typed(organisation: &Organisation, grant: &Grant) -> Typed {
    Typed { grant: wire(organisation, grant), inode_type: grant.inode.kind.inode_type() }
}

/// A grantee's ids as answers carry them: one of the two is null.
pub fn grantee_ids(organisation: &Organisation, grantee: Grantee) -> (Option<MemberId>, Option<Id>) {
    match grantee {
        Grantee::Member(slot) => (Some(organisation.members.id(slot)), None),
        Grantee::Team(slot) => (None, organisation.teams.get(slot).map(|team| team.id)),
    }
}

/// Reads a grantee: `memberId` or `teamId`, never both and nothing else.
pub fn grantee(organisation: &Organisation, fields: &Fields<'_>) -> Result<Grantee, Failure> {
    let names: Vec<_> = fields.names().collect();
    match names[..] {
        ["memberId"] => members::find(organisation, fields.text("memberId")?).map(Grantee::Member),
        ["teamId"] => teams::find(organisation, fields.text("teamId")?).map(Grantee::Team),
        _ => Err(fields.refuse("{ memberId: string } | { teamId: string }")),
    }
}

fn missing() -> Failure {
    Failure::not_found("Grant not found")
}

fn in_path<'a>(organisation: &'a Organisation, call: &Call) -> Result<(Slot<Grant>, &'a Grant), Failure> {
    let slot = call.path_id("grantId").and_then(|id| organisation.grants.find(id)).ok_or_else(missing)?;
    organisation.grants.get(slot).map(|grant| (slot, grant)).ok_or_else(missing)
}

/// `GET /v2/grants`: by object (with what it inherits), by team or by member.
pub fn list(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let direct_only = call.query.flag("directGrantsOnly")?;
    let [inode, team, user] = ["inodeId", "teamId", "userId"].map(|name| call.query.text(name));
    let grants: Vec<&Grant> = match (inode, team, user) {
        (Some(id), None, None) => {
            let inode = Id::parse_either(id).and_then(|id| organisation.inode(id));
            let inode = inode.ok_or_else(|| Failure::not_found("Inode not found"))?;
            organisation.grants_for(inode).filter(|grant| !direct_only || grant.inode.id == inode.id).collect()
        }
        (None, Some(id), None) => held(organisation, Grantee::Team(teams::find(organisation, id)?)),
        (None, None, Some(id)) => held(organisation, Grantee::Member(members::find(organisation, id)?)),
        _ => return Err(Failure::invalid("Expecting exactly one of inodeId, teamId, userId")),
    };
    Ok(window.cut(grants.into_iter(), |grant| typed(organisation, grant)).counted())
}

fn held(organisation: &Organisation, grantee: Grantee) -> Vec<&Grant> {
    organisation.grants.of(grantee).map(|(_, grant)| grant).collect()
}

/// `POST /v2/grants`: one grant; a lower permission than the present one changes nothing.
pub fn create(organisation: &mut Organisation, call: &Call) -> Answer {
    let body = call.body()?;
    let fields = Fields::mixed(&body)?;
    let holder = fields.object("grantee")?;
    let permission = fields.choice("permission", &PERMISSIONS)?;
    let id = fields.text("inodeId")?;
    fields.text_opt("tagId")?;
    let grantee = grantee(organisation, &holder)?;
    let inode = Id::parse_either(id).and_then(|id| organisation.inode(id));
    let inode = inode.ok_or_else(|| Failure::not_found("Inode not found"))?;
    if !organisation.may_manage(call.caller, inode) {
        return Err(Failure::forbidden("Forbidden"));
    }
    if !inode.kind.permissions().contains(&permission) {
        let legal = PERMISSIONS.iter().filter(|(_, one)| inode.kind.permissions().contains(one));
        let legal: Vec<_> = legal.map(|(word, _)| format!("\"{word}\"")).collect();
        return Err(expecting(&legal.join(" | "), "0.permission", body.get("permission")));
    }
    let by = (call.caller, call.now);
    let slot = organisation.grants.give((inode, grantee, permission), Again::OnlyRaises, by, &mut organisation.mint);
    let grant = organisation.grants.get(slot).ok_or_else(missing)?;
    Ok(json(&typed(organisation, grant)))
}

/// `GET /v2/grants/{grantId}`
pub fn show(organisation: &Organisation, call: &Call) -> Answer {
    let (_, grant) = in_path(organisation, call)?;
    Ok(json(&typed(organisation, grant)))
}

/// `DELETE /v2/grants/{grantId}`: answers the grant that is gone.
pub fn remove(organisation: &mut Organisation, call: &Call) -> Answer {
    let (slot, grant) = in_path(organisation, call)?;
    if !organisation.may_manage(call.caller, grant.inode) {
        return Err(Failure::forbidden("Forbidden"));
    }
    let answer = json(&typed(organisation, grant));
    organisation.grants.remove(slot);
    Ok(answer)
}
