//! User attributes that a company of this kind has: where somebody works and what it costs.

use std::collections::BTreeMap;

use rand::Rng;
use rand::seq::IndexedRandom;

use super::people::{AMARA, LEO};
use super::{HISTORY_DAYS, days_ago};
use crate::simulator::ids::Id;
use crate::simulator::state::attribute::UserAttribute;
use crate::simulator::state::{Audit, Organisation};
use crate::simulator::table::Slot;

/// Name, description, default, values, and how many of 100 members and teams have one.
type Kind = (&'static str, Option<&'static str>, Option<&'static str>, &'static [&'static str], u32, u32);

const KINDS: [Kind; 6] = [
    ("Region", Some("Rows a person may see"), Some("ALL"), &["EMEA", "Americas", "APAC", "ALL"], 45, 40),
    ("Cost Center", Some("Where usage is charged"), None, &["CC-1001", "CC-2040", "CC-3300", "CC-4711"], 60, 30),
    ("Currency", None, Some("EUR"), &["EUR", "USD", "GBP", "JPY", "BRL"], 12, 15),
    ("Sales Territory", Some("Accounts a person works with"), None, &["North", "South", "East", "West"], 10, 10),
    ("Clearance", Some("Highest class of data"), Some("internal"), &["public", "internal", "confidential"], 8, 12),
    ("Warehouse Role", Some("Role that queries run with"), None, &["READER", "ANALYST", "FINANCE_READER"], 0, 20),
];

/// Adds the attributes and their values.
pub fn add(organisation: &mut Organisation, rng: &mut impl Rng) {
    for (name, description, default_value, values, of_members, of_teams) in KINDS {
        let audit = Audit::new(Slot::at(AMARA), days_ago(rng.random_range(100..HISTORY_DAYS), rng));
        let mut attribute = UserAttribute {
            id: Id::draw(rng),
            name: name.into(),
            description: description.map(Into::into),
            default_value: default_value.map(Into::into),
            users: BTreeMap::new(),
            teams: BTreeMap::new(),
            audit,
        };
        let mut draw = |share: u32| rng.random_ratio(share, 100).then(|| values.choose(rng).copied()).flatten();
        for place in LEO..organisation.members.table.len() {
            if let Some(value) = draw(of_members) {
                attribute.set_user(place, value, audit);
            }
        }
        for place in 1..organisation.teams.len() {
            if let Some(value) = draw(of_teams) {
                attribute.set_team(place, value, audit);
            }
        }
        organisation.attributes.insert(attribute);
    }
}
