//! People: a few who are always there, then as many as the organisation is to have.

use rand::Rng;

use super::names::Names;
use super::types::{ACT, ADMIN, ANALYZE, BUILD, CONTRACTOR, VIEW};
use super::{BASE, DAY_MS, HISTORY_DAYS, days_ago, moments, since};
use crate::simulator::clock::Stamp;
use crate::simulator::ids::{Id, MemberId};
use crate::simulator::state::member::{Member, UserKind};
use crate::simulator::state::{Audit, Organisation};
use crate::simulator::table::Slot;

/// Places of those who are always there.
pub const OWNER: usize = 0;
pub const ROBOT: usize = 1;
pub const AMARA: usize = 2;
pub const JONAS: usize = 3;
pub const PRIYA: usize = 4;
pub const LEO: usize = 5;

const DOMAIN: &str = "lumen.example";
/// Where guests come from: agencies, auditors, carriers.
const OUTSIDE: [&str; 6] = [
    "brightline-advisory.example",
    "norrland-freight.example",
    "castellan-audit.example",
    "ostara-digital.example",
    "quayside-logistics.example",
    "meridian-consulting.example",
];

/// First name, last name, address, account type, whether the type is spelled in lower case.
const FIXED: [(&str, &str, &str, u16, bool); 6] = [
    ("Sigma", "Portal", "sigma-portal@lumen.example", ADMIN, false),
    ("SigmaSchedulerRobot", "", "scheduler-robot@sigmacomputing.example", ADMIN, true),
    ("Amara", "Okafor", "amara.okafor@lumen.example", ADMIN, false),
    ("Jonas", "Weber", "jonas.weber@lumen.example", BUILD, false),
    ("Priya", "Raman", "priya.raman@lumen.example", ANALYZE, false),
    ("Leo", "Martins", "leo.martins@lumen.example", VIEW, false),
];

/// Adds everybody: the company grows faster each year, and people are listed in the order they joined.
pub fn add(organisation: &mut Organisation, count: usize, rng: &mut impl Rng) {
    let mut names = Names::new(FIXED.iter().map(|person| person.2.to_owned()));
    for (place, (first, last, email, account_type, is_lower_case)) in FIXED.into_iter().enumerate() {
        let at = days_ago(HISTORY_DAYS - 2 * i64::try_from(place).unwrap_or(0), rng);
        let mut member = person(rng, first, last, email.into(), account_type, at);
        member.is_lower_case = is_lower_case;
        organisation.members.insert(member);
    }
    let others = count.saturating_sub(FIXED.len());
    for at in moments(others, (HISTORY_DAYS - 20, 0), true, rng) {
        let member = somebody(&mut names, at, rng);
        organisation.members.insert(member);
    }
}

fn person(rng: &mut impl Rng, first: &str, last: &str, email: Box<str>, account_type: u16, at: Stamp) -> Member {
    Member {
        id: MemberId::draw(rng),
        first_name: first.into(),
        last_name: last.into(),
        email,
        profile_img_url: None,
        account_type,
        is_lower_case: false,
        kind: UserKind::Internal,
        is_archived: false,
        is_inactive: false,
        home: Id::draw(rng),
        teams: Vec::new(),
        refresh_tokens: rng.random_range(0..4),
        audit: Audit::new(Slot::at(AMARA), at),
    }
}

fn somebody(names: &mut Names, at: Stamp, rng: &mut impl Rng) -> Member {
    let (first, last) = names.draw(rng);
    let is_guest = rng.random_bool(0.06);
    let domain = if is_guest { OUTSIDE[rng.random_range(0..OUTSIDE.len())] } else { DOMAIN };
    let account_type = match (is_guest, rng.random_range(0..100)) {
        (true, 0..60) => CONTRACTOR,
        (true, 60..85) | (false, 0..52) => VIEW,
        (true, _) | (false, 52..64) => ACT,
        (false, 64..82) => ANALYZE,
        (false, 82..97) => BUILD,
        (false, _) => ADMIN,
    };
    let email = names.address(first, last, domain).into();
    let mut member = person(rng, first, last, email, account_type, at);
    if is_guest {
        member.kind = UserKind::Guest;
    }
    member.is_lower_case = rng.random_bool(0.2);
    // The newest look like invitations not taken up yet: no picture, no session, never changed.
    let is_fresh = BASE.0 - at.0 < 12 * DAY_MS;
    if is_fresh {
        member.refresh_tokens = 0;
        return member;
    }
    if rng.random_bool(0.3) {
        member.profile_img_url = Some(format!("https://avatars.lumen.example/{}.png", member.id.as_str()).into());
    }
    if rng.random_bool(0.6) {
        member.audit.touch(Slot::at(if rng.random_bool(0.5) { AMARA } else { OWNER }), since(at, rng));
    }
    match rng.random_range(0..1000) {
        0..50 => member.is_archived = true,
        50..62 => member.is_inactive = true,
        _ => {}
    }
    member
}
