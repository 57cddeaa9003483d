//! Making, changing and deleting scheduled exports.

use super::list::wire;
use crate::simulator::api::document_in_path::document;
use crate::simulator::api::members;
use crate::simulator::body::Fields;
use crate::simulator::call::{Answer, Call, empty, json};
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;
use crate::simulator::state::schedule::{Attachment, Schedule};
use crate::simulator::state::{Audit, Organisation};
use crate::simulator::table::Slot;

/// What is asked for and what is told are not the same word for a sheet.
const FORMATS: [(&str, Attachment); 7] = [
    ("CSV", Attachment::Csv),
    ("XLSX", Attachment::Excel),
    ("JSON", Attachment::Json),
    ("JSONL", Attachment::Jsonl),
    ("PDF", Attachment::Pdf),
    ("PNG", Attachment::Png),
    ("NONE", Attachment::None),
];
const ACTIONS: [(&str, bool); 2] = [("pause", true), ("resume", false)];

/// The format of the first thing attached, if anything is said about that.
fn format(config: &Fields<'_>) -> Result<Option<Attachment>, Failure> {
    if !config.names().any(|name| name == "exportAttachments") {
        return Ok(None);
    }
    let attached = config.objects("exportAttachments")?;
    attached.first().map(|one| one.object("formatOptions")?.choice("type", &FORMATS)).transpose()
}

/// `POST /v2/workbooks/{workbookId}/schedules`, and the same for reports.
pub fn create(organisation: &mut Organisation, call: &Call) -> Answer {
    let document = document(organisation, call)?.id;
    let body = call.body()?;
    let fields = Fields::mixed(&body)?;
    fields.objects("target")?;
    let when = fields.object("schedule")?;
    let (cron, timezone) = (when.text("cronSpec")?, when.text("timezone")?);
    let (title, message, attachment) = match fields.object_opt("configV2")? {
        Some(config) => (config.text("title")?, config.text("messageBody")?, format(&config)?),
        None => ("", "", None),
    };
    let owner = fields.text_opt("ownerId")?.map(|owner| members::find(organisation, owner)).transpose()?;
    let schedule = Schedule {
        id: organisation.mint.id(),
        document,
        owner: owner.unwrap_or(call.caller),
        title: title.into(),
        message: message.into(),
        attachment: attachment.unwrap_or(Attachment::None),
        cron: cron.into(),
        timezone: timezone.into(),
        is_suspended: false,
        disabled: None,
        audit: Audit::new(call.caller, call.now),
    };
    let slot = organisation.schedules.insert(schedule);
    answer(organisation, slot)
}

/// The schedule in the path, for its owner and for Admins.
fn in_path(organisation: &Organisation, call: &Call, document: Id) -> Result<Slot<Schedule>, Failure> {
    let missing = || Failure::not_found("Schedule not found");
    let slot = call.path_id("scheduleId").and_then(|id| organisation.schedules.find(id)).ok_or_else(missing)?;
    let schedule = organisation.schedules.get(slot).filter(|one| one.document == document).ok_or_else(missing)?;
    if schedule.owner != call.caller {
        call.require_admin(organisation)?;
    }
    Ok(slot)
}

/// `PATCH /v2/workbooks/{workbookId}/schedules/{scheduleId}`, and the same for reports.
pub fn update(organisation: &mut Organisation, call: &Call) -> Answer {
    let document = document(organisation, call)?.id;
    let body = call.body()?;
    let fields = Fields::plain(&body)?;
    let when = fields.object_opt("schedule")?;
    let config = fields.object_opt("configV2")?;
    let suspends = fields.choice_opt("suspensionAction", &ACTIONS)?;
    let cron = when.as_ref().map(|when| when.text_opt("cronSpec")).transpose()?.flatten();
    let timezone = when.as_ref().map(|when| when.text_opt("timezone")).transpose()?.flatten();
    let title = config.as_ref().map(|config| config.text_opt("title")).transpose()?.flatten();
    let message = config.as_ref().map(|config| config.text_opt("messageBody")).transpose()?.flatten();
    let attachment = config.as_ref().map(format).transpose()?.flatten();
    let slot = in_path(organisation, call, document)?;
    if let Some(schedule) = organisation.schedules.get_mut(slot) {
        for (field, value) in [
            (&mut schedule.cron, cron),
            (&mut schedule.timezone, timezone),
            (&mut schedule.title, title),
            (&mut schedule.message, message),
        ] {
            if let Some(value) = value {
                *field = value.into();
            }
        }
        schedule.attachment = attachment.unwrap_or(schedule.attachment);
        schedule.is_suspended = suspends.unwrap_or(schedule.is_suspended);
        schedule.audit.touch(call.caller, call.now);
    }
    answer(organisation, slot)
}

/// `DELETE /v2/workbooks/{workbookId}/schedules/{scheduleId}`, and the same for reports.
pub fn remove(organisation: &mut Organisation, call: &Call) -> Answer {
    let document = document(organisation, call)?.id;
    let slot = in_path(organisation, call, document)?;
    organisation.schedules.remove(slot);
    Ok(empty())
}

fn answer(organisation: &Organisation, slot: Slot<Schedule>) -> Answer {
    let schedule = organisation.schedules.get(slot).ok_or_else(|| Failure::not_found("Schedule not found"))?;
    Ok(json(&wire(organisation, schedule)))
}
