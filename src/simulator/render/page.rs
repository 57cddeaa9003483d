//! A PDF of one page: the title and the first rows of each table.

use std::fmt::Write;

use super::Table;
use crate::simulator::content::Cell;
use crate::simulator::state::export::Layout;

/// A4 in points, and where text starts.
const SHORT: usize = 595;
const LONG: usize = 842;
const MARGIN: usize = 40;
const LINE: usize = 14;
const ROWS_PER_TABLE: usize = 5;

/// Writes the page.
pub fn pdf(title: &str, tables: &[Table], layout: Layout) -> Vec<u8> {
    let (width, height) = if layout == Layout::Portrait { (SHORT, LONG) } else { (LONG, SHORT) };
    let mut lines = vec![title.to_owned()];
    for table in tables {
        lines.push(String::new());
        lines.push(format!("{} ({} rows)", table.name, table.rows.len()));
        lines.push(table.columns.join("   "));
        lines.extend(
            table.rows.iter().take(ROWS_PER_TABLE).map(|row| row.iter().map(shown).collect::<Vec<_>>().join("   ")),
        );
    }
    lines.truncate((height - 2 * MARGIN) / LINE);
    let text = lines.iter().map(|line| format!("({}) '\n", literal(line))).collect::<Vec<_>>().concat();
    let drawn = format!("BT /F1 10 Tf {LINE} TL {MARGIN} {} Td\n{text}ET", height - MARGIN);
    file(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 4 0 R \
             /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ])
}

/// Numbers the objects, and ends with the table of where each begins.
fn file(objects: &[String]) -> Vec<u8> {
    let mut text = "%PDF-1.4\n".to_owned();
    let mut places = String::new();
    for (place, object) in objects.iter().enumerate() {
        // Writing to a string cannot fail.
        _ = writeln!(places, "{:010} 00000 n ", text.len());
        _ = write!(text, "{} 0 obj\n{object}\nendobj\n", place + 1);
    }
    let (count, start) = (objects.len() + 1, text.len());
    _ = write!(text, "xref\n0 {count}\n0000000000 65535 f \n{places}");
    _ = write!(text, "trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    text.into_bytes()
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
    }
}

/// A string literal: three characters are escaped; those beyond the font's simple encoding become octal or a dot.
fn literal(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '(' | ')' | '\\' => format!("\\{letter}"),
            ' '..='~' => letter.to_string(),
            '\u{a0}'..='\u{ff}' => format!("\\{:03o}", u32::from(letter)),
            _ => ".".to_owned(),
        })
        .collect()
}
