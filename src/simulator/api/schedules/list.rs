//! Scheduled exports as answers carry them, and the lists of them.

use serde::Serialize;
use serde_json::{Value, json as object};

use crate::simulator::api::{members, workbooks};
use crate::simulator::call::{Answer, Call};
use crate::simulator::clock::Stamp;
use crate::simulator::ids::{Id, MemberId};
use crate::simulator::page::Window;
use crate::simulator::state::document::{Content, Document};
use crate::simulator::state::schedule::{Attachment, Schedule};
use crate::simulator::state::{AuditWire, Organisation};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Wire<'a> {
    scheduled_notification_id: Id,
    #[serde(skip_serializing_if = "Option::is_none")]
    workbook_id: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report_id: Option<Id>,
    schedule: When<'a>,
    config_v2: Value,
    is_suspended: bool,
    owner_id: MemberId,
    last_updated_by_user: MemberId,
    disabled_at: Option<Stamp>,
    disabled_by: Option<MemberId>,
    #[serde(flatten)]
    audit: AuditWire,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct When<'a> {
    cron_spec: &'a str,
    timezone: &'a str,
}

/// A scheduled export as answers carry it.
pub fn wire<'a>(organisation: &Organisation, schedule: &'a Schedule) -> Wire<'a> {
    let document = organisation.documents.find(schedule.document);
    let is_report = document.is_some_and(|document| matches!(document.content, Content::Report(_)));
    let options = match schedule.attachment {
        Attachment::Pdf => object!({ "type": schedule.attachment, "layout": "landscape" }),
        Attachment::Csv
        | Attachment::Excel
        | Attachment::Json
        | Attachment::Jsonl
        | Attachment::Png
        | Attachment::None => object!({ "type": schedule.attachment }),
    };
    let source = if is_report { "report" } else { "all" };
    Wire {
        scheduled_notification_id: schedule.id,
        workbook_id: (!is_report).then_some(schedule.document),
        report_id: is_report.then_some(schedule.document),
        schedule: When { cron_spec: &schedule.cron, timezone: &schedule.timezone },
        config_v2: object!({
            "title": schedule.title,
            "messageBody": schedule.message,
            "notificationAttachments": [{ "formatOptions": options, "workbookExportSource": { "type": source } }],
            "includeLink": true,
        }),
        is_suspended: schedule.is_suspended,
        owner_id: organisation.members.id(schedule.owner),
        last_updated_by_user: organisation.members.id(schedule.audit.updated_by),
        disabled_at: schedule.disabled.map(|(at, _)| at),
        disabled_by: schedule.disabled.map(|(_, by)| organisation.members.id(by)),
        audit: organisation.audit(&schedule.audit),
    }
}

/// `GET /v2/members/{memberId}/schedules`: one's own, or for Admins anybody's.
pub fn list_for_member(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let owner = members::find(organisation, call.path("memberId"))?;
    if owner != call.caller {
        call.require_admin(organisation)?;
    }
    let rows = organisation.schedules.iter().map(|(_, schedule)| schedule).filter(|one| one.owner == owner);
    Ok(window.cut(rows, |schedule| wire(organisation, schedule)).counted())
}

/// `GET /v2/workbooks/{workbookId}/schedules`
pub fn list_for_workbook(organisation: &Organisation, call: &Call) -> Answer {
    list_for_document(organisation, call, workbooks::in_path(organisation, call)?.0)
}

/// The schedules of one document.
pub fn list_for_document(organisation: &Organisation, call: &Call, document: &Document) -> Answer {
    let window = Window::of(&call.query)?;
    let rows = organisation.schedules.iter().map(|(_, schedule)| schedule).filter(|one| one.document == document.id);
    Ok(window.cut(rows, |schedule| wire(organisation, schedule)).counted())
}
