//! Sigma's account types and one of the company's own.

use rand::Rng;

use crate::simulator::ids::Id;
use crate::simulator::state::account_type::{AccountType, FEATURES};

pub const VIEW: u16 = 0;
pub const ACT: u16 = 1;
pub const ANALYZE: u16 = 2;
pub const BUILD: u16 = 3;
pub const ADMIN: u16 = 4;
pub const CONTRACTOR: u16 = 5;

/// Names, descriptions and how many of the features, which are ordered by power, come with them.
const TYPES: [(&str, &str, usize); 5] = [
    ("View", "View and download", 4),
    ("Act", "View, enter data and run actions", 6),
    ("Analyze", "Explore data and save the results", 10),
    ("Build", "Model, transform and analyze data", 18),
    ("Admin", "Everything, and run the organization", FEATURES.len()),
];

/// The account types in a fixed order.
pub fn account_types(rng: &mut impl Rng) -> Vec<AccountType> {
    let built_in = TYPES.map(|(name, description, count)| (name, description, false, (0..count).collect::<Vec<_>>()));
    let own = ("Contractor", "External people for the length of a project", true, vec![0, 3, 6, 7]);
    built_in
        .into_iter()
        .chain([own])
        .map(|(name, description, is_custom, features)| AccountType {
            id: Id::draw(rng),
            name: name.into(),
            description: description.into(),
            is_custom,
            features: features.into_iter().filter_map(|place| u8::try_from(place).ok()).collect(),
            is_deleted: false,
        })
        .collect()
}
