//! Scheduled exports: what somebody has a workbook or report send, and when (BEHAVIOUR.md section 18).

use serde::{Deserialize, Serialize};

use super::member::Member;
use super::{Audit, Organisation};
use crate::simulator::clock::Stamp;
use crate::simulator::ids::Id;
use crate::simulator::table::{Row, Slot};

/// What a schedule attaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Attachment {
    Csv,
    Excel,
    Json,
    Jsonl,
    Pdf,
    Png,
    /// The mail alone.
    None,
}

/// Something that is sent again and again.
#[derive(Clone, Serialize, Deserialize)]
pub struct Schedule {
    pub id: Id,
    /// The workbook or report that is sent.
    pub document: Id,
    pub owner: Slot<Member>,
    pub title: Box<str>,
    pub message: Box<str>,
    pub attachment: Attachment,
    /// Five fields, as cron reads them.
    pub cron: Box<str>,
    /// Name of a time zone.
    pub timezone: Box<str>,
    pub is_suspended: bool,
    /// When and by whom it was ended, if it was.
    pub disabled: Option<(Stamp, Slot<Member>)>,
    pub audit: Audit,
}

impl Row for Schedule {
    type Id = Id;

    fn id(&self) -> Id {
        self.id
    }
}

impl Organisation {
    /// Ends what a leaver had sent.
    pub fn archive_schedules(&mut self, leaver: Slot<Member>, by: Slot<Member>, at: Stamp) {
        self.each_schedule(leaver, |schedule| {
            schedule.is_suspended = true;
            schedule.disabled = Some((at, by));
            schedule.audit.touch(by, at);
        });
    }

    /// Makes somebody else the owner of what a leaver had sent.
    pub fn hand_over_schedules(&mut self, leaver: Slot<Member>, heir: Slot<Member>, by: Slot<Member>, at: Stamp) {
        self.each_schedule(leaver, |schedule| {
            schedule.owner = heir;
            schedule.audit.touch(by, at);
        });
    }

    fn each_schedule(&mut self, owner: Slot<Member>, change: impl Fn(&mut Schedule)) {
        self.schedules.iter_mut().filter(|schedule| schedule.owner == owner).for_each(change);
    }
}
