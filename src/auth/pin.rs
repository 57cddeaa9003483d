//! Whom a sign-in provider's id of a person belongs to: pinned when it first signs in, so that an address that has been
//! given to somebody else is noticed.

use super::oidc::ErrorPanel;
use crate::{
    directory::{Identity, Snapshot},
    domain::MemberId,
    store::{Error, KnownSubject, Store},
};
use jiff::Timestamp;

/// The person, with the member that they are. Who was a member when they last signed in is that member, whatever address
/// they have by now; who comes with the address of a member whom the provider knows under another id is refused.
///
/// # Errors
/// [`Error`] of the database.
pub async fn pin(
    identity: Identity,
    snapshot: Option<&Snapshot>,
    store: &Store,
    now: Timestamp,
) -> Result<Result<Identity, ErrorPanel>, Error> {
    let Some(subject) = identity.subject.clone() else { return Ok(Ok(identity)) };
    let known = store.known_subject(&subject).await?;
    let by_address = || snapshot.and_then(|s| s.member_by_email(&identity.email)).map(|member| member.id.clone());
    // Who was deleted in Sigma and invited anew is another member there.
    let is_there = |id: &MemberId| snapshot.is_none_or(|snapshot| snapshot.member(id).is_some());
    let member_id = known.and_then(|known| known.member_id).filter(is_there).or_else(by_address);
    if let Some(member) = &member_id
        && store.is_anothers(member, &subject).await?
    {
        return Ok(Err(ErrorPanel::OtherPerson));
    }
    let known = KnownSubject {
        subject,
        member_id: member_id.clone(),
        email: identity.email.clone(),
        groups: identity.groups.clone(),
    };
    store.keep_subject(&known, now).await?;
    Ok(Ok(Identity { member_id, ..identity }))
}
