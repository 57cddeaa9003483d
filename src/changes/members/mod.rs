//! People's accounts: inviting, editing, deactivating and deleting them.

pub mod adjust;
pub mod call;
pub mod offboarding;
pub mod onboard;
pub mod plan;

use super::{
    needs::Need,
    provisioning::{AccountDeed, Provisioning, TeamDeed},
    quorum::Takes,
    rules::Rules,
};
use crate::{
    directory::Snapshot,
    domain::{Capability, MemberCall, MemberId, UserKind},
};

/// What making the call needs.
pub fn needs(call: &MemberCall) -> Need<'_> {
    match call {
        MemberCall::Invite { .. }
        | MemberCall::Update { .. }
        | MemberCall::Deactivate { .. }
        | MemberCall::Reactivate { .. }
        | MemberCall::Delete { .. }
        | MemberCall::RevokeTokens { .. } => Need::Role(Capability::WriteMembers),
    }
}

/// The member whose account or account type the call takes away.
pub fn leaves(call: &MemberCall) -> Option<&MemberId> {
    match call {
        MemberCall::Update { member_id, patch, .. } => {
            patch.account_type.as_ref().filter(|name| !name.eq_ignore_ascii_case("admin")).map(|_| member_id)
        }
        MemberCall::Deactivate { member, .. } => member.known(),
        MemberCall::Delete { member_id, .. } => Some(member_id),
        MemberCall::Invite { .. } | MemberCall::Reactivate { .. } | MemberCall::RevokeTokens { .. } => None,
    }
}

/// What the call takes that a rule over the whole organization is about.
pub fn takes(call: &MemberCall) -> Takes<'_> {
    match call {
        MemberCall::Deactivate { keeps_admins, .. } | MemberCall::Delete { keeps_admins, .. } => {
            Takes::Member(keeps_admins)
        }
        MemberCall::Update { .. } => Takes::Member(&[]),
        MemberCall::Invite { .. } | MemberCall::Reactivate { .. } | MemberCall::RevokeTokens { .. } => Takes::Nothing,
    }
}

/// Whether the call is left to an identity provider.
pub fn provisioning(call: &MemberCall, rules: &Rules, snapshot: &Snapshot) -> Provisioning {
    // Of an account that the directory does not know nothing says that it is a guest's.
    let account = |id: Option<&MemberId>, deed| {
        let kind = id.and_then(|id| snapshot.member(id)).map_or(UserKind::Internal, |m| m.user_kind.clone());
        rules.account(&kind, deed)
    };
    match call {
        MemberCall::Invite { person, teams } => {
            let joins = if teams.is_empty() { Provisioning::Free } else { rules.team(TeamDeed::Join) };
            rules.account(&person.user_kind, AccountDeed::Invite).and(joins)
        }
        MemberCall::Update { member_id, .. } => account(Some(member_id), AccountDeed::Edit),
        MemberCall::Deactivate { member, .. } => account(member.known(), AccountDeed::Deactivate),
        MemberCall::Reactivate { member_id } => account(Some(member_id), AccountDeed::Reactivate),
        MemberCall::Delete { member_id, .. } => account(Some(member_id), AccountDeed::Delete),
        // Tokens are Sigma's own matter.
        MemberCall::RevokeTokens { .. } => Provisioning::Free,
    }
}
