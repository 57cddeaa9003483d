//! Listing and reading teams.

use super::in_path;
use super::wire::{wire, with_members};
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::failure::Failure;
use crate::simulator::page::Window;
use crate::simulator::state::Organisation;
use crate::simulator::state::team::{Team, Visibility};

/// Which teams a list is about. Name and description match as parts, without case: the rule is not published.
struct Filter {
    name: Option<String>,
    description: Option<String>,
    visibility: Option<Visibility>,
}

impl Filter {
    fn of(call: &Call) -> Result<Self, Failure> {
        let visibility = match call.query.choice("visibility", &["public", "private"])? {
            Some("public") => Some(Visibility::Public),
            Some(_) => Some(Visibility::Private),
            None => None,
        };
        Ok(Self {
            name: call.query.text("name").map(str::to_lowercase),
            description: call.query.text("description").map(str::to_lowercase),
            visibility,
        })
    }

    fn admits(&self, team: &Team) -> bool {
        let has = |text: &str, wanted: &Option<String>| {
            wanted.as_ref().is_none_or(|wanted| text.to_lowercase().contains(wanted))
        };
        has(&team.name, &self.name)
            && has(team.description.as_deref().unwrap_or_default(), &self.description)
            && self.visibility.is_none_or(|wanted| team.visibility == Some(wanted))
    }

    fn rows<'o>(&'o self, organisation: &'o Organisation) -> impl Iterator<Item = &'o Team> {
        organisation.teams.iter().map(|(_, team)| team).filter(|team| self.admits(team))
    }
}

/// `GET /v2/teams`
pub fn list(organisation: &Organisation, call: &Call) -> Answer {
    let (window, filter) = (Window::of(&call.query)?, Filter::of(call)?);
    Ok(window.cut(filter.rows(organisation), |team| wire(organisation, team)).plain())
}

/// `GET /v2.1/teams`
pub fn list_counted(organisation: &Organisation, call: &Call) -> Answer {
    let (window, filter) = (Window::of(&call.query)?, Filter::of(call)?);
    Ok(window.cut(filter.rows(organisation), |team| wire(organisation, team)).counted())
}

/// `GET /v2/teams/{teamId}`
pub fn show(organisation: &Organisation, call: &Call) -> Answer {
    let (_, team) = in_path(organisation, call)?;
    Ok(json(&with_members(organisation, team)))
}
