//! What is inside a workbook, and what hangs on it: embeds, controls, materializations, tags (BEHAVIOUR.md section 13).

use serde::Serialize;
use serde_json::json as object;

use super::{even_archived, in_path};
use crate::simulator::api::contents::{self, Inside, Naming};
use crate::simulator::api::tags;
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::clock::Stamp;
use crate::simulator::content;
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;
use crate::simulator::page::Window;
use crate::simulator::state::Organisation;
use crate::simulator::state::document::Document;

/// One workbook in so many has a public embed, an embed of a page for people who sign in, a materialization, a control.
const ONE_PUBLIC_IN: u64 = 17;
const ONE_EMBEDDED_IN: u64 = 11;
const ONE_MATERIALIZED_IN: u64 = 5;
const ONE_CONTROLLED_IN: u64 = 3;

fn inside<'o>(organisation: &'o Organisation, call: &Call) -> Result<Inside<'o>, Failure> {
    Ok(Inside::of(organisation, even_archived(organisation, call)?.0))
}

fn inside_live<'o>(organisation: &'o Organisation, call: &Call) -> Result<Inside<'o>, Failure> {
    Ok(Inside::of(organisation, in_path(organisation, call)?.0))
}

/// `GET /v2/workbooks/{workbookId}/pages`
pub fn pages(organisation: &Organisation, call: &Call) -> Answer {
    contents::pages(even_archived(organisation, call)?.0, call)
}

/// `GET /v2/workbooks/{workbookId}/pages/{pageId}/elements`
pub fn elements_of_page(organisation: &Organisation, call: &Call) -> Answer {
    contents::elements_of_page(even_archived(organisation, call)?.0, call)
}

/// `GET /v2/workbooks/{workbookId}/elements`
pub fn elements(organisation: &Organisation, call: &Call) -> Answer {
    contents::elements(even_archived(organisation, call)?.0, call)
}

/// `GET /v2/workbooks/{workbookId}/columns`
pub fn columns(organisation: &Organisation, call: &Call) -> Answer {
    contents::columns(&inside(organisation, call)?, call)
}

/// `GET /v2/workbooks/{workbookId}/elements/{elementId}/columns`
pub fn columns_of_element(organisation: &Organisation, call: &Call) -> Answer {
    contents::columns_of_element(&inside(organisation, call)?, call)
}

/// `GET /v2/workbooks/{workbookId}/queries`
pub fn queries(organisation: &Organisation, call: &Call) -> Answer {
    contents::queries(&inside(organisation, call)?, call)
}

/// `GET /v2/workbooks/{workbookId}/elements/{elementId}/query`
pub fn query(organisation: &Organisation, call: &Call) -> Answer {
    contents::query(&inside(organisation, call)?, call)
}

/// `GET /v2/workbooks/{workbookId}/lineage`
pub fn lineage(organisation: &Organisation, call: &Call) -> Answer {
    contents::lineage(&inside_live(organisation, call)?, call)
}

/// `GET /v2/workbooks/{workbookId}/lineage/elements/{elementId}`
pub fn lineage_of_element(organisation: &Organisation, call: &Call) -> Answer {
    contents::lineage_of_element(&inside(organisation, call)?, call)
}

/// `GET /v2/workbooks/{workbookId}/sources`: a bare array.
pub fn sources(organisation: &Organisation, call: &Call) -> Answer {
    Ok(json(&contents::sources(&inside_live(organisation, call)?, Naming::Workbook)))
}

/// `GET /v2/workbooks/{workbookId}/tags`
pub fn tags(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let (_, workbook) = in_path(organisation, call)?;
    Ok(window.cut(workbook.tags.iter(), tags::on_workbook).counted())
}

/// `GET /v2/workbooks/{workbookId}/controls`
pub fn controls(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let number = in_path(organisation, call)?.0.contents().number();
    let rows =
        number.is_multiple_of(ONE_CONTROLLED_IN).then(|| object!({ "name": "Region", "valueType": "text-list" }));
    Ok(window.cut(rows.into_iter(), |row| row).counted())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Materialized {
    sheet_id: String,
    element_id: String,
    element_name: &'static str,
    schedule: serde_json::Value,
    configured_at: Stamp,
    paused: bool,
}

/// `GET /v2/workbooks/{workbookId}/materialization-schedules`: of the first table, if it has one.
pub fn materialization_schedules(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let (document, _) = even_archived(organisation, call)?;
    let has_some = document.contents().number().is_multiple_of(ONE_MATERIALIZED_IN);
    let tables = content::elements(document.contents()).into_iter().filter(|element| element.kind == "table");
    let page = window.cut(tables.take(usize::from(has_some)), |element| Materialized {
        sheet_id: element.sheet(),
        element_id: element.id,
        element_name: element.name,
        schedule: object!({ "cronSpec": "0 6 * * 1-5", "timezone": "Europe/Berlin" }),
        configured_at: document.audit.created_at,
        paused: false,
    });
    Ok(page.counted())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Embedded {
    embed_id: Id,
    embed_url: String,
    public: bool,
    source_type: &'static str,
    source_id: Option<String>,
    source_name: Option<String>,
}

/// The embeds of a workbook: of the whole for everybody, of its first page for people who sign in.
fn embeds_of(organisation: &Organisation, document: &Document) -> Vec<Embedded> {
    let number = document.contents().number();
    let embed = |part: u64, public: bool, (source_type, source): (&'static str, Option<(String, String)>)| {
        let embed_id = document.id.derived(100 + part);
        let (source_id, source_name) = source.unzip();
        let embed_url = format!("https://app.sigmacomputing.com/embed/{}", embed_id.url());
        Embedded { embed_id, embed_url, public, source_type, source_id, source_name }
    };
    let public = (organisation.settings.public_embeds && number.is_multiple_of(ONE_PUBLIC_IN))
        .then(|| embed(0, true, ("workbook", None)));
    let page =
        content::pages(document.contents()).into_iter().next().filter(|_| number.is_multiple_of(ONE_EMBEDDED_IN));
    let page = page.map(|page| embed(1, false, ("page", Some((page.id, page.name.to_owned())))));
    public.into_iter().chain(page).collect()
}

/// `GET /v2/workbooks/{workbookId}/embeds`
pub fn embeds(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let (document, _) = in_path(organisation, call)?;
    Ok(window.cut(embeds_of(organisation, document).into_iter(), |embed| embed).counted())
}
