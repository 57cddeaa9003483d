//! Changing, deactivating and reactivating a member (BEHAVIOUR.md section 7).

use super::create::{check_email, check_guest, find_type};
use super::wire::wire;
use super::{find, in_path};
use crate::simulator::body::Fields;
use crate::simulator::call::{Answer, Call, empty, json};
use crate::simulator::failure::Failure;
use crate::simulator::state::Organisation;
use crate::simulator::state::member::{Member, USER_KINDS};
use crate::simulator::table::Slot;

/// `PATCH /v2/members/{memberId}`
pub fn update(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let body = call.body()?;
    let fields = Fields::plain(&body)?;
    let member_type = fields.text_opt("memberType")?;
    let (first_name, last_name) = (fields.text_opt("firstName")?, fields.text_opt("lastName")?);
    let picture = fields.nullable_text_opt("profileImgUrl")?;
    let email = fields.text_opt("email")?;
    let (is_archived, is_inactive) = (fields.flag_opt("isArchived")?, fields.flag_opt("isInactive")?);
    let kind = fields.choice_opt("userKind", &USER_KINDS)?;
    let new_owner = fields.text_opt("newOwnerId")?;
    let archives_documents = fields.flag_opt("archiveDocuments")?.unwrap_or(false);
    let archives_schedules = fields.flag_opt("archiveScheduledExports")?.unwrap_or(false);

    let slot = in_path(organisation, call)?;
    refuse_robot(organisation, slot)?;
    let account_type = member_type.map(|name| find_type(organisation, name)).transpose()?;
    let (held, held_kind) = (organisation.members[slot].account_type, organisation.members[slot].kind);
    check_guest(organisation, kind.unwrap_or(held_kind), account_type.unwrap_or(held))?;
    if let Some(email) = email {
        check_email(email, "email")?;
        if organisation.members.with_email(email).is_some_and(|other| other != slot) {
            return Err(Failure::conflict("Duplicate record"));
        }
    }
    // These two only count when the member is deactivated by the same call.
    let new_owner = new_owner.filter(|_| is_archived == Some(true));
    if new_owner.is_some() && archives_documents {
        return Err(Failure::invalid("newOwnerId and archiveDocuments cannot be used together"));
    }
    let new_owner = new_owner.map(|id| find(organisation, id)).transpose()?;
    if new_owner.is_some_and(|heir| heir == slot || !organisation.members[heir].is_active()) {
        return Err(Failure::invalid("newOwnerId must be another active member"));
    }

    if let Some(email) = email {
        organisation.members.rename(slot, email);
    }
    let member = &mut organisation.members[slot];
    if let Some(account_type) = account_type {
        member.account_type = account_type;
        member.is_lower_case = false;
    }
    set(&mut member.first_name, first_name.map(Into::into));
    set(&mut member.last_name, last_name.map(Into::into));
    set(&mut member.profile_img_url, picture.map(|url| url.map(Into::into)));
    set(&mut member.kind, kind);
    let leaves = !member.is_archived && is_archived == Some(true);
    let is_deactivated = leaves || (!member.is_inactive && is_inactive == Some(true));
    set(&mut member.is_archived, is_archived);
    set(&mut member.is_inactive, is_inactive);
    member.audit.touch(call.caller, call.now);
    if is_deactivated && archives_schedules {
        organisation.archive_schedules(slot, call.caller, call.now);
    }
    if is_deactivated && archives_documents {
        organisation.archive_documents(slot, call.caller, call.now);
    } else if leaves {
        organisation.hand_over(slot, new_owner.unwrap_or(organisation.owner), call.caller, call.now);
    }
    Ok(json(&wire(organisation, &organisation.members[slot])))
}

/// `DELETE /v2/members/{memberId}`: deactivates, and documents go to the owner of the credentials; again is no error
/// (BEHAVIOUR.md section 17).
pub fn deactivate(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let slot = in_path(organisation, call)?;
    refuse_robot(organisation, slot)?;
    let member = &mut organisation.members[slot];
    if !member.is_archived {
        member.is_archived = true;
        member.audit.touch(call.caller, call.now);
        organisation.hand_over(slot, organisation.owner, call.caller, call.now);
    }
    Ok(empty())
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

fn refuse_robot(organisation: &Organisation, slot: Slot<Member>) -> Result<(), Failure> {
    if slot == organisation.robot { Err(Failure::forbidden("System members cannot be changed")) } else { Ok(()) }
}
