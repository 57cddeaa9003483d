//! Exports: asked for here, fetched under `/v2/query` (BEHAVIOUR.md section 13).

use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde::Serialize;
use serde_json::Value;

use super::in_path;
use crate::simulator::api::members;
use crate::simulator::body::Fields;
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::content;
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;
use crate::simulator::render::render;
use crate::simulator::state::Organisation;
use crate::simulator::state::export::{Export, Format, Layout, RUNTIME_MS, Scope};

const MAX_ROWS: usize = 1_000_000;
const VALID_MS: usize = 3_600_000;
const MAX_VALID_MS: usize = 21_600_000;
/// The most exports remembered.
const KEPT: usize = 10_000;
const MAX_PIXELS: usize = 4_000;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    job_complete: bool,
    query_id: Id,
}

/// `POST /v2/workbooks/{workbookId}/export`
pub fn export(organisation: &mut Organisation, call: &Call) -> Answer {
    let body = call.body()?;
    let fields = Fields::mixed(&body)?;
    let scope = scope(&body)?;
    let format = format(&fields.object("format")?, &scope)?;
    let row_limit = fields.count_opt("rowLimit", MAX_ROWS)?.unwrap_or(MAX_ROWS);
    // Rows are counted from 1: the chunk after 2,500 rows starts at 2501.
    let first_row = fields.count_opt("offset", usize::MAX)?.unwrap_or(0).saturating_sub(1);
    let valid_ms = fields.count_opt("resultsValidityTimeMs", MAX_VALID_MS)?.unwrap_or(VALID_MS);
    fields.count_opt("timeout", usize::MAX)?;
    let (tag, run_as) = (fields.text_opt("tag")?, fields.text_opt("exportAs")?);
    check_parameters(&body)?;

    let (document, workbook) = in_path(organisation, call)?;
    let pages = content::pages(document.contents());
    let exists = match &scope {
        Scope::Workbook => true,
        Scope::Page(id) => pages.iter().any(|page| *page.id == **id),
        Scope::Element(id) => pages.iter().flat_map(|page| &page.elements).any(|element| *element.id == **id),
    };
    if !exists {
        return Err(Failure::not_found("Element or page not found"));
    }
    if tag.is_some_and(|tag| !workbook.tags.iter().any(|known| &*known.name == tag)) {
        return Err(Failure::not_found("Version tag not found"));
    }
    if let Some(member) = run_as {
        members::find(organisation, member)?;
    }

    let (workbook, title) = (document.contents(), document.name.clone());
    let id = organisation.mint.id();
    let ready_at = call.now.plus_ms(RUNTIME_MS);
    let expires_at = call.now.plus_ms(i64::try_from(valid_ms).unwrap_or(i64::MAX));
    forget_oldest(organisation);
    organisation.exports.insert(Export {
        id,
        workbook,
        title,
        scope,
        format,
        first_row,
        row_limit,
        ready_at,
        expires_at,
    });
    Ok(json(&Wire { job_complete: false, query_id: id }))
}

fn forget_oldest(organisation: &mut Organisation) {
    let oldest = organisation.exports.iter().next().map(|(slot, _)| slot);
    if let Some(slot) = oldest.filter(|_| organisation.exports.len() >= KEPT) {
        organisation.exports.remove(slot);
    }
}

/// The scope is chosen by which id is there; an element counts more than a page.
fn scope(body: &Value) -> Result<Scope, Failure> {
    let fields = Fields::plain(body)?;
    let (element, page) = (fields.text_opt("elementId")?, fields.text_opt("pageId")?);
    Ok(match (element, page) {
        (Some(id), _) => Scope::Element(id.into()),
        (None, Some(id)) => Scope::Page(id.into()),
        (None, None) => Scope::Workbook,
    })
}

/// Which formats there are depends on the scope; PDF needs a layout.
fn format(fields: &Fields<'_>, scope: &Scope) -> Result<Format, Failure> {
    const DATA: [(&str, &str); 4] = [("csv", "csv"), ("jsonl", "jsonl"), ("json", "json"), ("xlsx", "xlsx")];
    const XLSX: [(&str, &str); 1] = [("xlsx", "xlsx")];
    const PAGES: [(&str, &str); 2] = [("pdf", "pdf"), ("png", "png")];
    let legal: Vec<_> = match scope {
        Scope::Element(_) => [&DATA[..], &PAGES].concat(),
        Scope::Page(_) => [&PAGES[..], &XLSX].concat(),
        Scope::Workbook => [&PAGES[..1], &XLSX].concat(),
    };
    Ok(match fields.choice("type", &legal)? {
        "csv" => Format::Csv,
        "json" => Format::Json,
        "jsonl" => Format::Jsonl,
        "xlsx" => Format::Xlsx,
        "pdf" => {
            let layouts = [("portrait", Layout::Portrait), ("landscape", Layout::Landscape)];
            Format::Pdf(fields.choice("layout", &layouts)?)
        }
        _ => {
            let pixels = |name, usual: u32| -> Result<u32, Failure> {
                let asked = fields.count_opt(name, usize::MAX)?.map(|pixels| pixels.clamp(1, MAX_PIXELS));
                Ok(asked.and_then(|pixels| u32::try_from(pixels).ok()).unwrap_or(usual))
            };
            Format::Png { width: pixels("pixelWidth", 800)?, height: pixels("pixelHeight", 600)? }
        }
    })
}

/// Control values are strings.
fn check_parameters(body: &Value) -> Result<(), Failure> {
    let Some(parameters) = body.get("parameters") else { return Ok(()) };
    let fields = Fields::under(parameters, "1.parameters", false)?;
    fields.names().try_for_each(|name| fields.text(name).map(drop))
}

/// `GET /v2/query/{queryId}/download`: 204 while it runs, then the bytes, at last 404.
pub fn download(organisation: &Organisation, call: &Call) -> Answer {
    let id = call.path_id("queryId");
    let slot = id.and_then(|id| organisation.exports.find(id));
    let export = slot.and_then(|slot| organisation.exports.get(slot));
    let export = export.ok_or_else(|| Failure::not_found("Query not found"))?;
    if call.now >= export.expires_at {
        return Err(Failure::not_found("The query download has expired. Export again to get a new one."));
    }
    if call.now < export.ready_at {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let (kind, bytes) = render(export);
    Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
}
