//! Creating a member, which mails an invitation (BEHAVIOUR.md section 7).

use super::wire::wire;
use crate::simulator::api::teams;
use crate::simulator::body::{Fields, expecting};
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::failure::Failure;
use crate::simulator::ids::{Id, MemberId};
use crate::simulator::state::invitation::Invitation;
use crate::simulator::state::member::{Member, USER_KINDS, UserKind};
use crate::simulator::state::team::Membership;
use crate::simulator::state::{Audit, Organisation};

/// The account type of people invited without one.
const DEFAULT_TYPE: &str = "View";

/// `POST /v2/members`
pub fn create(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let mails = call.query.flag_unless_false("sendInvite")?;
    let body = call.body()?;
    let fields = Fields::mixed(&body)?;
    let email = fields.text("email")?;
    let (first_name, last_name) = (fields.text("firstName")?, fields.text("lastName")?);
    let member_type = fields.text_opt("memberType")?.unwrap_or(DEFAULT_TYPE);
    let is_guest = fields.flag_opt("isGuest")?.unwrap_or(false);
    // Where the two disagree, the newer field counts; which one Sigma prefers is unknown.
    let default_kind = if is_guest { UserKind::Guest } else { UserKind::Internal };
    let kind = fields.choice_opt("userKind", &USER_KINDS)?.unwrap_or(default_kind);
    let wanted = fields.mixed_objects_opt("addToTeams")?;
    let wanted: Vec<_> = wanted
        .iter()
        .map(|team| Ok((team.text("teamId")?, team.flag_opt("isTeamAdmin")?.unwrap_or(false))))
        .collect::<Result<_, Failure>>()?;
    check_email(email, "0.email")?;

    let account_type = find_type(organisation, member_type)?;
    check_guest(organisation, kind, account_type)?;
    if let Some(taken) = organisation.members.with_email(email) {
        let id = organisation.members.id(taken);
        return Err(Failure::conflict(format!("Email is in use: member-id={}", id.as_str())));
    }
    let joins: Vec<_> = wanted
        .into_iter()
        .map(|(id, is_team_admin)| Ok((teams::find(organisation, id)?, is_team_admin)))
        .collect::<Result<_, Failure>>()?;

    let mut rng = organisation.mint.rng();
    let member = Member {
        id: MemberId::draw(&mut rng),
        first_name: first_name.into(),
        last_name: last_name.into(),
        email: email.into(),
        profile_img_url: None,
        account_type,
        is_lower_case: false,
        kind,
        is_archived: false,
        is_inactive: false,
        home: Id::draw(&mut rng),
        teams: Vec::new(),
        refresh_tokens: 0,
        audit: Audit::new(call.caller, call.now),
    };
    let invitation = Invitation { member_id: member.id, email: email.into(), sent_at: call.now };
    let slot = organisation.members.insert(member);
    for (team, is_team_admin) in joins {
        organisation.join(team, Membership { member: slot, is_team_admin, added_by: call.caller });
    }
    if mails && kind != UserKind::Embed {
        organisation.invitations.push(invitation);
    }
    Ok(json(&wire(organisation, &organisation.members[slot])))
}

/// The account type with this name.
pub fn find_type(organisation: &Organisation, name: &str) -> Result<u16, Failure> {
    organisation.account_type(name).ok_or_else(|| Failure::not_found("Member type name is not found"))
}

/// Guests have any type but Admin (BEHAVIOUR.md section 11).
pub fn check_guest(organisation: &Organisation, kind: UserKind, account_type: u16) -> Result<(), Failure> {
    if kind == UserKind::Guest && organisation.is_admin_type(account_type) {
        return Err(Failure::invalid("A guest cannot be an Admin"));
    }
    Ok(())
}

/// Refuses what cannot be an address.
pub fn check_email(email: &str, path: &str) -> Result<(), Failure> {
    let is_address = email.rsplit_once('@').is_some_and(|(name, domain)| !name.is_empty() && domain.len() > 1);
    if is_address && !email.contains(char::is_whitespace) {
        return Ok(());
    }
    Err(expecting("email", path, Some(&email.into())))
}
