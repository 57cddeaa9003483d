//! The invented company "Lumen Supply": an organisation that looks like a real one, made from a seed number. The same
//! number and size always give the same organisation; a few people are always there, whatever the number.

mod access;
mod attributes;
mod company;
mod connections;
mod documents;
mod models;
mod names;
mod people;
mod places;
mod schedules;
mod teams;
mod types;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::clock::Stamp;
use super::ids::{Id, Mint};
use super::options::Options;
use super::state::Organisation;
use super::state::document::Documents;
use super::state::grant::Grants;
use super::state::member::Members;
use super::state::settings::Settings;
use super::table::{Slot, Table};

/// The moment the organisation is shown at: 2026-11-16T09:00:00Z.
pub(super) const BASE: Stamp = Stamp(1_794_819_600_000);
pub(super) const DAY_MS: i64 = 24 * 3600 * 1000;
/// When the company began to use Sigma, in days before [`BASE`].
const HISTORY_DAYS: i64 = 2_050;

/// The organisation that the options describe.
pub fn organisation(options: &Options) -> Organisation {
    let mut rng = ChaCha8Rng::seed_from_u64(options.seed);
    let mut organisation = Organisation {
        id: Id::draw(&mut rng),
        slug: "lumen-supply".into(),
        owner: Slot::at(people::OWNER),
        robot: Slot::at(people::ROBOT),
        members: Members::default(),
        account_types: types::account_types(&mut rng),
        teams: Table::default(),
        workspaces: Table::default(),
        connections: Table::default(),
        grants: Grants::default(),
        documents: Documents::default(),
        attributes: Table::default(),
        exports: Table::default(),
        invitations: Vec::new(),
        mint: Mint::new(options.seed),
        schedules: Table::default(),
        tags: Vec::new(),
        settings: Settings::default(),
        credentials: Vec::new(),
        first_credentials_revoked: false,
    };
    // What came to the company later is drawn from here, and leaves the rest as it was.
    let mut later = ChaCha8Rng::seed_from_u64(options.seed);
    later.set_stream(u64::MAX);
    models::add_tags(&mut organisation, &mut later);
    people::add(&mut organisation, options.members, &mut rng);
    teams::add(&mut organisation, &mut rng);
    places::add(&mut organisation, &mut rng);
    connections::add(&mut organisation, &mut rng);
    documents::add(&mut organisation, &mut rng, &mut later);
    access::add(&mut organisation, &mut rng, &mut later);
    attributes::add(&mut organisation, &mut rng);
    schedules::add(&mut organisation, &mut later);
    organisation
}

/// A moment so many days before the base, at some time of a working day.
fn days_ago(days: i64, rng: &mut impl Rng) -> Stamp {
    let midnight = BASE.0 - BASE.0.rem_euclid(DAY_MS);
    let moment = midnight - days * DAY_MS + rng.random_range(7 * 3_600_000..18 * 3_600_000);
    // Nothing was made after the moment the organisation is shown at.
    Stamp(moment.min(BASE.0))
}

/// So many moments from one number of days ago to another, oldest first. Spread evenly, or with more and more towards
/// the end when there is growth.
fn moments(count: usize, (first, last): (i64, i64), growth: bool, rng: &mut impl Rng) -> Vec<Stamp> {
    let span = u128::from(first.abs_diff(last));
    let days = |place: usize| {
        let (place, count) = (place as u128, count as u128);
        let passed = if growth { (span * span * place / count).isqrt() } else { span * place / count };
        first - i64::try_from(passed).unwrap_or(0)
    };
    let mut moments: Vec<_> = (0..count).map(|place| days_ago(days(place), rng)).collect();
    moments.sort_unstable();
    moments
}

/// A moment between another one and the base.
fn since(start: Stamp, rng: &mut impl Rng) -> Stamp {
    Stamp(rng.random_range(start.0.min(BASE.0)..=BASE.0))
}

#[cfg(test)]
mod tests;
