//! An XLSX workbook: one sheet per table.

use std::fmt::Write;

use super::Table;
use super::zip::zip;
use crate::simulator::content::Cell;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// Packs the tables into a workbook; one without tables has an empty sheet, since a workbook must have one.
pub fn xlsx(tables: &[Table]) -> Vec<u8> {
    let nothing = [Table { name: "Empty", columns: &[], rows: Vec::new() }];
    let tables = if tables.is_empty() { &nothing } else { tables };
    let numbers = 1..=tables.len();
    let types = numbers
        .clone()
        .map(|n| format!("<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{TYPE}.worksheet+xml\"/>"))
        .collect::<Vec<_>>()
        .concat();
    let links = numbers
        .clone()
        .map(|n| {
            format!("<Relationship Id=\"rId{n}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>")
        })
        .collect::<Vec<_>>()
        .concat();
    let sheets = numbers
        .zip(tables)
        .map(|(n, table)| {
            // Names must differ and have at most 31 characters.
            let name: String = format!("{n} {}", table.name).chars().take(31).collect();
            let name = escaped(&name);
            format!("<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>")
        })
        .collect::<Vec<_>>()
        .concat();
    let mut files = vec![
        (
            "[Content_Types].xml",
            format!(
                "{XML}<Types xmlns=\"{PACKAGE}/content-types\">\
                 <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Override PartName=\"/xl/workbook.xml\" ContentType=\"{TYPE}.sheet.main+xml\"/>{types}</Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "{XML}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" \
                 Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!("{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{sheets}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!("{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">{links}</Relationships>"),
        ),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.into_bytes()))
    .collect::<Vec<_>>();
    files.extend(
        tables
            .iter()
            .enumerate()
            .map(|(place, table)| (format!("xl/worksheets/sheet{}.xml", place + 1), sheet(table).into_bytes())),
    );
    zip(&files)
}

fn sheet(table: &Table) -> String {
    let mut text = format!("{XML}<worksheet xmlns=\"{MAIN}\"><sheetData><row>");
    for column in table.columns {
        inline(&mut text, column);
    }
    text.push_str("</row>");
    for row in &table.rows {
        text.push_str("<row>");
        for cell in row {
            match cell {
                Cell::Text(cell) => inline(&mut text, cell),
                // Writing to a string cannot fail.
                Cell::Number(number) => _ = write!(text, "<c><v>{number}</v></c>"),
            }
        }
        text.push_str("</row>");
    }
    text.push_str("</sheetData></worksheet>");
    text
}

fn inline(text: &mut String, cell: &str) {
    _ = write!(text, "<c t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(cell));
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
