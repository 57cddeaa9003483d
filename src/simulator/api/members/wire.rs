//! A member as answers carry it.

use serde::Serialize;

use crate::simulator::ids::{Id, MemberId};
use crate::simulator::state::member::{Member, UserKind};
use crate::simulator::state::{AuditWire, Organisation};

/// `Member` of the contract. The two state flags are absent unless true, as observed on active members.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Wire<'a> {
    organization_id: Id,
    member_id: MemberId,
    member_type: String,
    first_name: &'a str,
    last_name: &'a str,
    email: &'a str,
    profile_img_url: Option<&'a str>,
    #[serde(flatten)]
    audit: AuditWire,
    home_folder_id: Id,
    user_kind: UserKind,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    is_archived: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    is_inactive: bool,
}

/// Puts a member into that form.
pub fn wire<'a>(organisation: &Organisation, member: &'a Member) -> Wire<'a> {
    Wire {
        organization_id: organisation.id,
        member_id: member.id,
        member_type: organisation.member_type(member),
        first_name: &member.first_name,
        last_name: &member.last_name,
        email: &member.email,
        profile_img_url: member.profile_img_url.as_deref(),
        audit: organisation.audit(&member.audit),
        home_folder_id: member.home,
        user_kind: member.kind,
        is_archived: member.is_archived,
        is_inactive: member.is_inactive,
    }
}
