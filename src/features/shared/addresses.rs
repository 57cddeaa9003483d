//! People in a line of text, by their addresses.

use crate::{
    directory::Snapshot,
    domain::{MemberId, MemberStatus, text::isolated},
};

/// Active people by their addresses, between which stand commas, semicolons or spaces.
///
/// # Errors
/// The first address that no active person has, in a sentence.
pub fn people(addresses: &str, snapshot: &Snapshot) -> Result<Vec<MemberId>, String> {
    let mut people: Vec<MemberId> = Vec::new();
    let separators = |c: char| c.is_whitespace() || [',', ';'].contains(&c);
    for address in addresses.split(separators).filter(|address| !address.is_empty()) {
        let member = snapshot.findable_by_email(address).filter(|member| member.status() == MemberStatus::Active);
        match member {
            Some(member) if people.contains(&member.id) => {}
            Some(member) => people.push(member.id.clone()),
            None => return Err(format!("No active person has the address {}.", isolated(address))),
        }
    }
    Ok(people)
}

/// The same the other way round.
pub fn addresses(people: &[MemberId], snapshot: &Snapshot) -> String {
    let address = |id: &MemberId| snapshot.member(id).map(|member| member.email.clone());
    people.iter().filter_map(address).collect::<Vec<_>>().join(", ")
}
