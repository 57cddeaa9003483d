use super::*;
use crate::simulator::clock::Stamp;
use crate::simulator::ids::{Id, Mint};
use crate::simulator::state::export::Layout;

fn export(format: Format, scope: Scope) -> Export {
    let id: Id = Mint::new(3).id();
    Export {
        id,
        workbook: id,
        title: "Sales (EMEA)".into(),
        scope,
        format,
        first_row: 0,
        row_limit: 4,
        ready_at: Stamp(0),
        expires_at: Stamp(0),
    }
}

fn element(export: &Export) -> Element {
    content::pages(export.workbook).remove(0).elements.remove(0)
}

fn of_element(format: Format) -> Export {
    let id = element(&export(format, Scope::Workbook)).id;
    export(format, Scope::Element(id.into()))
}

#[test]
fn csv_has_a_header_and_quotes_what_needs_it() {
    let (kind, bytes) = render(&of_element(Format::Csv));
    assert_eq!(kind, "text/csv; charset=utf-8");
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text.lines().count(), 5);
    let table = Table { name: "", columns: &["A"], rows: vec![vec![Cell::Text("5 m \"red\", long".to_owned())]] };
    assert_eq!(text::csv(&[table]), b"A\r\n\"5 m \"\"red\"\", long\"\r\n");
}

#[test]
fn json_and_json_lines_hold_the_same_rows() {
    let array: Vec<serde_json::Value> = serde_json::from_slice(&render(&of_element(Format::Json)).1).unwrap();
    let lines = String::from_utf8(render(&of_element(Format::Jsonl)).1).unwrap();
    let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(array.len(), 4);
    assert_eq!(array, lines);
}

#[test]
fn a_chunk_starts_where_the_one_before_ended() {
    let mut export = of_element(Format::Json);
    export.row_limit = 6;
    let whole: Vec<serde_json::Value> = serde_json::from_slice(&render(&export).1).unwrap();
    (export.first_row, export.row_limit) = (4, 2);
    let rest: Vec<serde_json::Value> = serde_json::from_slice(&render(&export).1).unwrap();
    assert_eq!(whole[4..], rest);
}

#[test]
fn xlsx_is_a_zip_of_xml() {
    let (_, bytes) = render(&export(Format::Xlsx, Scope::Workbook));
    assert!(bytes.starts_with(b"PK\x03\x04"));
    assert!(bytes[bytes.len() - 22..].starts_with(b"PK\x05\x06"));
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("xl/worksheets/sheet1.xml") && text.contains("<sheetData>"));
}

#[test]
fn pdf_says_where_its_objects_begin() {
    let (_, bytes) = render(&export(Format::Pdf(Layout::Landscape), Scope::Workbook));
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with("%PDF-1.4") && text.contains("MediaBox [0 0 842 595]"));
    assert!(text.contains("Sales \\(EMEA\\)"));
    let start: usize = text.lines().rev().nth(1).unwrap().parse().unwrap();
    assert!(text[start..].starts_with("xref"));
    let entry = text[start..].lines().nth(3).unwrap();
    let first: usize = entry[..10].parse().unwrap();
    assert!(text[first..].starts_with("1 0 obj"));
}

#[test]
fn png_has_the_size_asked_for() {
    let (_, bytes) = render(&export(Format::Png { width: 300, height: 400 }, Scope::Workbook));
    assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x2c\0\0\x01\x90"));
    assert!(bytes.ends_with(b"IEND\xae\x42\x60\x82"));
}
