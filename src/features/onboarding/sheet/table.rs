//! A CSV file as a table of text: its encoding, its separator, its records.

use csv::{ReaderBuilder, Trim};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// What may stand between cells: a comma by the standard, a semicolon where the comma is in numbers, a tab in what is
/// copied out of a spreadsheet.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// How the files of spreadsheets begin, old and new: they are often given the wrong name.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// A file's first line, and the others that say something.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// The cells of the first line.
    pub headings: Vec<String>,
    /// The lines below it.
    pub records: Vec<Record>,
}

/// A line below the headings.
#[derive(Debug, PartialEq, Eq)]
pub struct Record {
    /// Its number in the file, from 1.
    pub line: u64,
    /// Its cells, without the space around them.
    pub cells: Vec<String>,
}

/// The text of a file: UTF-8, UTF-16 with a byte order mark, or what Windows calls ANSI, as Excel still writes it.
///
/// # Errors
/// That it is no text, in a sentence for the person who chose it.
pub fn decode(bytes: &[u8]) -> Result<String, String> {
    if WORKBOOKS.iter().any(|magic| bytes.starts_with(magic)) {
        return Err("This is a workbook, not a CSV file. Save it as “CSV UTF-8” and choose that file.".into());
    }
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0,
        None => UTF_8
            .decode_without_bom_handling_and_without_replacement(bytes)
            .unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(bytes).0),
    };
    if text.contains('\0') { Err("This file is not text: choose a CSV file.".into()) } else { Ok(text.into_owned()) }
}

/// The table that a text is; empty lines are left out.
///
/// # Errors
/// That there is none, in a sentence.
pub fn read(text: &str) -> Result<Table, String> {
    // So that lines are counted by their feeds.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let separator = separator(text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default());
    let mut reader = ReaderBuilder::new()
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut records = Vec::new();
    let (mut counted, mut line) = (0, 1);
    for record in reader.records() {
        let record = record.map_err(|error| format!("This cannot be read as CSV: {error}."))?;
        if record.iter().any(|cell| !cell.is_empty()) {
            // The reader takes the empty lines before a record for part of it.
            let start = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or_default());
            let lines = text.bytes().enumerate().skip(counted).take_while(|(at, byte)| *at < start || *byte == b'\n');
            for (_, byte) in lines {
                counted += 1;
                line += u64::from(byte == b'\n');
            }
            records.push(Record { line, cells: record.iter().map(str::to_owned).collect() });
        }
    }
    if records.is_empty() {
        return Err("There is nothing in it.".into());
    }
    let headings = records.remove(0).cells;
    Ok(Table { headings, records })
}

/// What stands most often between the cells of a line, outside quotes.
fn separator(line: &str) -> char {
    let mut quoted = false;
    let mut counts = [0; SEPARATORS.len()];
    for c in line.chars() {
        quoted ^= c == '"';
        if let Some(at) = SEPARATORS.iter().position(|separator| !quoted && *separator == c) {
            counts[at] += 1;
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    counts.iter().position(|count| *count == most).map_or(',', |at| SEPARATORS[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(u64, Vec<String>)> {
        let table = read(text).unwrap();
        let first = (1, table.headings);
        std::iter::once(first).chain(table.records.into_iter().map(|record| (record.line, record.cells))).collect()
    }

    #[test]
    fn takes_the_separator_that_the_headings_have() {
        for text in ["e,\"a;b;c\"\n1,2\n", "e;\"a;b;c\"\n1;2\n", "e\t\"a;b;c\"\r\n1\t2\r\n"] {
            assert_eq!(
                cells(text),
                [(1, vec!["e".into(), "a;b;c".into()]), (2, vec!["1".into(), "2".into()])],
                "{text:?}"
            );
        }
        assert_eq!(cells("email\nada@x.example"), [(1, vec!["email".into()]), (2, vec!["ada@x.example".into()])]);
    }

    #[test]
    fn numbers_lines_as_editors_do_and_leaves_empty_ones_out() {
        for end in ["\n", "\r\n", "\r"] {
            let text = "a,b\n\n1,\"x\ny\"\n,\n2,z\n".replace('\n', end);
            let lines: Vec<u64> = read(&text).unwrap().records.iter().map(|record| record.line).collect();
            assert_eq!(lines, [3, 6], "{end:?}");
        }
    }

    #[test]
    fn reads_what_spreadsheets_write() {
        let utf16: Vec<u8> = "\u{feff}né".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [&b"\xef\xbb\xbfn\xc3\xa9"[..], b"n\xc3\xa9", b"n\xe9", &utf16] {
            assert_eq!(decode(bytes).unwrap(), "né", "{bytes:?}");
        }
        for bytes in [&b"PK\x03\x04rest"[..], b"\xd0\xcf\x11\xe0rest", b"a\0b"] {
            assert!(decode(bytes).unwrap_err().contains("CSV"), "{bytes:?}");
        }
        assert!(read("\n \n").is_err());
    }
}
