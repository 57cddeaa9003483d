//! CSV, JSON and JSON lines.

use serde_json::{Map, Value};

use super::Table;
use crate::simulator::content::Cell;

/// Comma-separated values with a header line, quoted where needed.
pub fn csv(tables: &[Table]) -> Vec<u8> {
    let mut text = String::new();
    for table in tables {
        line(&mut text, table.columns.iter().map(|column| quoted(column)));
        for row in &table.rows {
            line(
                &mut text,
                row.iter().map(|cell| match cell {
                    Cell::Text(text) => quoted(text),
                    Cell::Number(number) => number.to_string(),
                }),
            );
        }
    }
    text.into_bytes()
}

fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    text.push_str(&cells.collect::<Vec<_>>().join(","));
    text.push_str("\r\n");
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn objects(tables: &[Table]) -> impl Iterator<Item = Value> {
    tables.iter().flat_map(|table| {
        table.rows.iter().map(|row| {
            let fields = table.columns.iter().zip(row).map(|(column, cell)| {
                let value = match cell {
                    Cell::Text(text) => Value::from(text.as_str()),
                    Cell::Number(number) => Value::from(*number),
                };
                ((*column).to_owned(), value)
            });
            Value::Object(fields.collect::<Map<_, _>>())
        })
    })
}

/// An array of objects.
pub fn json(tables: &[Table]) -> Vec<u8> {
    Value::Array(objects(tables).collect()).to_string().into_bytes()
}

/// One object per line.
pub fn jsonl(tables: &[Table]) -> Vec<u8> {
    objects(tables).map(|object| format!("{object}\n")).collect::<Vec<_>>().concat().into_bytes()
}
