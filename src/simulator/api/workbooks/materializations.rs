//! Schedules by which elements of workbooks are written into the warehouse, and runs out of turn (BEHAVIOUR.md section
//! 13).

use rand::Rng;
use serde::Serialize;
use serde_json::json as object;

use super::{attached_mut, even_archived, in_path};
use crate::simulator::body::Fields;
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::clock::Stamp;
use crate::simulator::content::{self, Element};
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;
use crate::simulator::page::Window;
use crate::simulator::state::Organisation;
use crate::simulator::state::attached::Materialization;
use crate::simulator::state::document::Document;

/// One workbook in so many has a materialization schedule.
const ONE_MATERIALIZED_IN: u64 = 5;
/// How long a run waits before it begins.
const PENDING_MS: i64 = 1_000;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ScheduleWire {
    sheet_id: String,
    element_id: String,
    element_name: &'static str,
    schedule: serde_json::Value,
    configured_at: Stamp,
    paused: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunWire {
    materialization_id: Id,
    status: &'static str,
    started_at: Stamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    ready_at: Option<Stamp>,
}

/// The elements with a schedule: the first table of some workbooks.
fn scheduled(document: &Document) -> impl Iterator<Item = Element> {
    let has_some = document.contents().number().is_multiple_of(ONE_MATERIALIZED_IN);
    let tables = content::elements(document.contents()).into_iter().filter(|element| element.kind == "table");
    tables.take(usize::from(has_some))
}

/// `GET /v2/workbooks/{workbookId}/materialization-schedules`
pub fn materialization_schedules(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let (document, _) = even_archived(organisation, call)?;
    let page = window.cut(scheduled(document), |element| ScheduleWire {
        sheet_id: element.sheet(),
        element_id: element.id,
        element_name: element.name,
        schedule: object!({ "cronSpec": "0 6 * * 1-5", "timezone": "Europe/Berlin" }),
        configured_at: document.audit.created_at,
        paused: false,
    });
    Ok(page.counted())
}

/// `POST /v2/workbooks/{workbookId}/materializations`: runs what has a schedule, out of turn.
pub fn materialize(organisation: &mut Organisation, call: &Call) -> Answer {
    let body = call.body()?;
    let sheet = Fields::plain(&body)?.text("sheetId")?;
    let (document, _) = in_path(organisation, call)?;
    if !scheduled(document).any(|element| element.sheet() == sheet) {
        return Err(Failure::not_found("The sheet has no materialization schedule"));
    }
    let mut rng = organisation.mint.rng();
    let started_at = call.now;
    let ready_at = started_at.plus_ms(PENDING_MS + i64::from(rng.random_range(1..5)) * 1_000);
    let run = Materialization { id: Id::draw(&mut rng), started_at, ready_at };
    attached_mut(organisation, call)?.materializations.push(run);
    Ok(json(&object!({ "materializationId": run.id })))
}

/// `GET /v2/workbooks/{workbookId}/materializations/{materializationId}`
pub fn materialization(organisation: &Organisation, call: &Call) -> Answer {
    let (_, workbook) = in_path(organisation, call)?;
    let id = call.path_id("materializationId");
    let run = workbook.attached.materializations.iter().find(|run| Some(run.id) == id);
    let run = run.ok_or_else(|| Failure::not_found("Materialization not found"))?;
    let is_ready = run.ready_at <= call.now;
    let status = if is_ready {
        "ready"
    } else if run.started_at.plus_ms(PENDING_MS) <= call.now {
        "building"
    } else {
        "pending"
    };
    Ok(json(&RunWire {
        materialization_id: run.id,
        status,
        started_at: run.started_at,
        ready_at: is_ready.then_some(run.ready_at),
    }))
}
