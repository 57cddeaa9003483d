//! The files that exports come as. Each format is written by hand: small, deterministic and without a dependency.

mod image;
mod page;
mod sheet;
mod text;
mod zip;

use super::content::{self, Cell, Element, Page};
use super::state::export::{Export, Format, Scope};

/// Rows under a name, ready to be written in any format.
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    pub rows: Vec<Vec<Cell>>,
}

/// The content type and the bytes of an export.
pub fn render(export: &Export) -> (&'static str, Vec<u8>) {
    let tables = tables(export);
    match export.format {
        Format::Csv => ("text/csv; charset=utf-8", text::csv(&tables)),
        Format::Json => ("application/json", text::json(&tables)),
        Format::Jsonl => ("application/octet-stream", text::jsonl(&tables)),
        Format::Xlsx => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet::xlsx(&tables)),
        Format::Pdf(layout) => ("application/pdf", page::pdf(&export.title, &tables, layout)),
        Format::Png { width, height } => ("image/png", image::png(width, height, export.workbook.number())),
    }
}

fn tables(export: &Export) -> Vec<Table> {
    let pages = content::pages(export.workbook);
    let is_meant = |page: &Page, element: &Element| match &export.scope {
        Scope::Element(id) => *element.id == **id,
        Scope::Page(id) => *page.id == **id,
        Scope::Workbook => true,
    };
    let elements = pages.iter().flat_map(|page| page.elements.iter().map(move |element| (page, element)));
    elements
        .filter(|(page, element)| is_meant(page, element))
        .map(|(_, element)| {
            let last = element.rows.min(export.first_row.saturating_add(export.row_limit));
            let rows = (export.first_row..last).map(|row| content::row(export.workbook, element, row)).collect();
            Table { name: element.name, columns: element.columns, rows }
        })
        .collect()
}

#[cfg(test)]
mod tests;
