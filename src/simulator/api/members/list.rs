//! Listing and reading members.

use super::in_path;
use super::wire::wire;
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::failure::Failure;
use crate::simulator::page::Window;
use crate::simulator::state::Organisation;
use crate::simulator::state::member::Member;

/// Which members a list is about: archived and inactive ones only on request, all or those that match a filter.
struct Filter<'a> {
    with_archived: bool,
    with_inactive: bool,
    email: Option<&'a str>,
    search: Option<String>,
}

impl<'a> Filter<'a> {
    fn of(call: &'a Call) -> Result<Self, Failure> {
        let (email, search) = (call.query.text("email"), call.query.text("search"));
        if email.is_some() && search.is_some() {
            return Err(Failure::invalid("email and search cannot be used together"));
        }
        Ok(Self {
            with_archived: call.query.flag("includeArchived")?,
            with_inactive: call.query.flag("includeInactive")?,
            email,
            search: search.map(str::to_lowercase),
        })
    }

    fn admits(&self, member: &Member) -> bool {
        (!member.is_archived || self.with_archived)
            && (!member.is_inactive || self.with_inactive)
            && self.search.as_ref().is_none_or(|wanted| {
                let name = format!("{} {} {}", member.first_name, member.last_name, member.email);
                name.to_lowercase().contains(wanted)
            })
    }

    /// The members in question. An address leads to its member without a search.
    fn rows<'o>(&'o self, organisation: &'o Organisation) -> impl Iterator<Item = &'o Member> {
        let (first, count) = match self.email {
            None => (0, usize::MAX),
            Some(email) => organisation.members.with_email(email).map_or((0, 0), |slot| (slot.place(), 1)),
        };
        let rows = organisation.members.table.starting_at(first).take(count);
        rows.map(|(_, member)| member).filter(|member| self.admits(member))
    }
}

/// `GET /v2/members`
pub fn list(organisation: &Organisation, call: &Call) -> Answer {
    let (window, filter) = (Window::of(&call.query)?, Filter::of(call)?);
    Ok(window.cut(filter.rows(organisation), |member| wire(organisation, member)).plain())
}

/// `GET /v2.1/members`
pub fn list_counted(organisation: &Organisation, call: &Call) -> Answer {
    let (window, filter) = (Window::of(&call.query)?, Filter::of(call)?);
    Ok(window.cut(filter.rows(organisation), |member| wire(organisation, member)).counted())
}

/// `GET /v2/members/{memberId}`
pub fn show(organisation: &Organisation, call: &Call) -> Answer {
    let member = in_path(organisation, call)?;
    Ok(json(&wire(organisation, &organisation.members[member])))
}
