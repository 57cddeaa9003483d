//! The structure of a workbook, an operation that Sigma deprecated in 2023.

use serde::Serialize;
use serde_json::{Map, Value, json as object};

use super::in_path;
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::content::{self, Page};
use crate::simulator::failure::Failure;
use crate::simulator::ids::{Id, UrlId};
use crate::simulator::state::Organisation;

/// `WorkbookSchema` of the contract. What is inside the maps is not published.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    workbook_id: Id,
    workbook_url_id: UrlId,
    pages: Map<String, Value>,
    sheets: Map<String, Value>,
    variables: Map<String, Value>,
    elements: Map<String, Value>,
    sql_queries: Map<String, Value>,
    sql_query_errors: Map<String, Value>,
}

/// `GET /v2/workbooks/{workbookId}/schema`
pub fn schema(organisation: &Organisation, call: &Call) -> Answer {
    let with_sql = call.query.flag("includeSql")?;
    let (document, workbook) = in_path(organisation, call)?;
    if let Some(tag) = call.query.text("tag")
        && !workbook.tags.iter().any(|known| &*known.name == tag)
    {
        return Err(Failure::not_found("Version tag not found"));
    }
    let mut wire = Wire {
        workbook_id: document.id,
        workbook_url_id: document.id.url(),
        pages: Map::new(),
        sheets: Map::new(),
        variables: Map::new(),
        elements: Map::new(),
        sql_queries: Map::new(),
        sql_query_errors: Map::new(),
    };
    for page in content::pages(document.contents()) {
        add(&mut wire, page, with_sql);
    }
    Ok(json(&wire))
}

fn add(wire: &mut Wire, page: Page, with_sql: bool) {
    let ids: Vec<_> = page.elements.iter().map(|element| element.id.clone()).collect();
    wire.pages.insert(page.id.clone(), object!({ "name": page.name, "elements": ids }));
    for element in page.elements {
        let about =
            object!({ "name": element.name, "type": element.kind, "pageId": page.id, "columns": element.columns });
        wire.elements.insert(element.id.clone(), about);
        if with_sql {
            let columns: Vec<_> = element.columns.iter().map(|column| format!("\"{column}\"")).collect();
            let sql = format!("select {} from \"{}\"", columns.join(", "), element.name);
            wire.sql_queries.insert(element.id, sql.into());
        }
    }
}
