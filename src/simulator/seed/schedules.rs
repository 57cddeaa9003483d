//! Scheduled exports: every report is sent to somebody, and a workbook here and there.

use rand::Rng;

use super::people::{AMARA, JONAS, PRIYA};
use super::since;
use crate::simulator::ids::Id;
use crate::simulator::state::document::{Content, Document};
use crate::simulator::state::schedule::{Attachment, Schedule};
use crate::simulator::state::{Audit, Organisation};

const TIMES: [(&str, &str); 5] = [
    ("0 7 * * 1", "every Monday"),
    ("30 6 * * 1-5", "every working day"),
    ("0 8 1 * *", "on the first of the month"),
    ("0 17 * * 5", "every Friday"),
    ("0 6 2 1,4,7,10 *", "after each quarter"),
];
const ZONES: [&str; 4] = ["Europe/Berlin", "America/New_York", "Asia/Singapore", "Europe/Lisbon"];

/// Adds the schedules.
pub fn add(organisation: &mut Organisation, rng: &mut impl Rng) {
    let mut schedules: Vec<Schedule> = Vec::new();
    for (_, document) in organisation.documents.table.iter() {
        let is_of_somebody_fixed = [AMARA, JONAS, PRIYA].contains(&document.owner.place());
        let is_sent = match document.content {
            Content::Report(_) => true,
            Content::Workbook(_) => rng.random_bool(if is_of_somebody_fixed { 0.5 } else { 0.08 }),
            Content::Folder | Content::Dataset(_) | Content::DataModel(_) => false,
        };
        if is_sent && !document.is_archived {
            schedules.push(schedule(document, rng));
        }
    }
    schedules.sort_by_key(|schedule| schedule.audit.created_at);
    for schedule in schedules {
        organisation.schedules.insert(schedule);
    }
}

fn schedule(document: &Document, rng: &mut impl Rng) -> Schedule {
    let (cron, when) = TIMES[rng.random_range(0..TIMES.len())];
    let drawn = [Attachment::Pdf, Attachment::Csv, Attachment::Excel][rng.random_range(0..3)];
    // Reports are sent as PDF alone.
    let attachment = if matches!(document.content, Content::Report(_)) { Attachment::Pdf } else { drawn };
    Schedule {
        id: Id::draw(rng),
        document: document.id,
        owner: document.owner,
        title: format!("{} {when}", document.name).into(),
        message: "Please find the figures attached.".into(),
        attachment,
        cron: cron.into(),
        timezone: ZONES[rng.random_range(0..ZONES.len())].into(),
        is_suspended: rng.random_bool(0.1),
        disabled: None,
        audit: Audit::new(document.owner, since(document.audit.created_at, rng)),
    }
}
