//! A text as a table: its separator, its records, what is said before its headings.

use super::{
    heading,
    quotes::{self, Fault, Found},
};
use crate::{
    directory::resolve::{list, mail::Mail},
    domain::spreadsheet::unguarded,
};
use csv::{ReaderBuilder, Trim};

/// What may stand between cells, and its name: a comma by the standard, a semicolon where the comma is in numbers, a tab
/// in what is copied out of a spreadsheet.
pub const SEPARATORS: [(char, &str); 4] = [(',', "Comma"), (';', "Semicolon"), ('\t', "Tab"), ('|', "Vertical bar")];

/// How many records are looked through for headings.
const ABOVE: usize = 20;

/// How much of a text is read to find its separator, in bytes.
const SAMPLE: usize = 16_384;

/// The lines of a text that say something, cut into cells.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// What stands between cells.
    pub separator: char,
    /// Lines with something in them, all told.
    pub lines: usize,
    /// The headings; none where no line names columns.
    pub headings: Option<Record>,
    /// The records below the headings; all, where there are none.
    pub records: Vec<Record>,
}

/// A record: a line as a rule, several where a quoted cell has line breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its first line in the file, from 1.
    pub line: u64,
    /// Its cells, without the space around them.
    pub cells: Vec<String>,
    /// What is wrong with its quotes.
    pub fault: Option<Fault>,
}

/// The table that a text is; `separator` is what was chosen, if anything.
///
/// # Errors
/// That there is none, in a sentence.
pub fn read(text: &str, separator: Option<char>) -> Result<Table, String> {
    // So that lines are counted by their feeds.
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    let said = said_separator(&mut text);
    let separator = separator.or(said).unwrap_or_else(|| find_separator(&text));
    let mut records = parse(quotes::records(&text, separator), separator)?;
    records.retain(|record| record.cells.iter().any(|cell| !cell.is_empty()));
    if records.is_empty() {
        return Err("There is nothing in it.".into());
    }
    let headings = find_headings(&records).map(|at| {
        let below = records.split_off(at + 1);
        std::mem::replace(&mut records, below).swap_remove(at)
    });
    Ok(Table { separator, lines, headings, records })
}

/// What Excel's own first line `sep=;` says; it becomes an empty line, so that lines keep their numbers.
fn said_separator(text: &mut String) -> Option<char> {
    let end = text.find('\n').unwrap_or(text.len());
    let line = text[..end].trim_matches(['"', ' ', '\u{feff}']);
    let said = line.get(..4).filter(|start| start.eq_ignore_ascii_case("sep="))?;
    let separator = line[said.len()..].chars().next().unwrap_or('\t');
    text.replace_range(..end, "");
    SEPARATORS.iter().any(|(known, _)| *known == separator).then_some(separator)
}

/// The separator with which the headings name the most columns; where none does, what stands most often in a line.
fn find_separator(text: &str) -> char {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text[..end];
    let understood = |separator: char| {
        let records = parse(quotes::records(sample, separator), separator).unwrap_or_default();
        let headings = find_headings(&records).map(|at| &records[at].cells);
        headings.map_or((0, 0), |cells| (heading::understood(cells), cells.len()))
    };
    let scores = SEPARATORS.map(|(separator, _)| (understood(separator), separator));
    let best = scores.iter().map(|(score, _)| *score).max().unwrap_or_default();
    if best > (1, 1) {
        return scores.iter().find(|(score, _)| *score == best).map_or(',', |(_, separator)| *separator);
    }
    let line = sample.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let counts = SEPARATORS.map(|(separator, _)| (list::cut(line, &[separator]).len(), separator));
    let most = counts.iter().map(|(count, _)| *count).max().unwrap_or_default();
    counts.iter().find(|(count, _)| *count == most).map_or(',', |(_, separator)| *separator)
}

/// Which record names the columns: the first that names an address, however much stands above it; the first that says
/// something where none does. None where people come before any headings.
fn find_headings(records: &[Record]) -> Option<usize> {
    let mut first = None;
    for (at, record) in records.iter().take(ABOVE).enumerate() {
        if record.cells.iter().any(|cell| heading::names_address(cell)) {
            return Some(at);
        }
        if record.cells.iter().any(|cell| is_address(cell)) {
            break;
        }
        let is_comment = record.cells.first().is_some_and(|cell| {
            cell.starts_with('#') || cell.starts_with("//") || cell.to_lowercase().starts_with("version:")
        });
        let better = |before: usize| heading::understood(&records[before].cells) < heading::understood(&record.cells);
        if !is_comment && first.is_none_or(better) {
            first = Some(at);
        }
    }
    first
}

fn is_address(cell: &str) -> bool {
    let address = Mail::read(cell).address;
    address.contains('@') && crate::domain::EmailAddress::parse(&address).is_ok()
}

/// Cuts records into cells.
fn parse(found: Vec<Found>, separator: char) -> Result<Vec<Record>, String> {
    let mut text = String::new();
    for record in &found {
        text.push_str(&record.csv);
        text.push('\n');
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut records = Vec::with_capacity(found.len());
    for (record, found) in reader.records().zip(found) {
        let record = record.map_err(|error| format!("This cannot be read as CSV: {error}."))?;
        let cells = record.iter().map(text_of).collect();
        records.push(Record { line: found.line, cells, fault: found.fault });
    }
    Ok(records)
}

/// What a cell says: without the guard against formulas, and without the formula `="…"` that others use to the same end.
fn text_of(cell: &str) -> String {
    let text = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    text.map_or_else(|| unguarded(cell).trim().to_owned(), |text| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(u64, Vec<String>)> {
        let table = read(text, None).unwrap();
        table.headings.into_iter().chain(table.records).map(|record| (record.line, record.cells)).collect()
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
        assert_eq!(read("\"E-mail\r\n\";\"First\nname\"\r\nada@x.example;Ada\r\n", None).unwrap().separator, ';');
        assert_eq!(read("email;name, first\na@x.example;b\n", None).unwrap().separator, ';');
    }

    #[test]
    fn numbers_lines_as_editors_do_and_leaves_empty_ones_out() {
        for end in ["\n", "\r\n", "\r"] {
            let text = "a,b\n\n1,\"x\ny\"\n,\n2,z\n".replace('\n', end);
            let lines: Vec<u64> = read(&text, None).unwrap().records.iter().map(|record| record.line).collect();
            assert_eq!(lines, [3, 6], "{end:?}");
        }
        assert!(read("\n \n", None).is_err());
    }

    #[test]
    fn finds_headings_below_what_stands_above_them() {
        for above in
            ["New hires,,\n,,\n", "# comment\n", "version:v1.0\n", "sep=,\n", "\"sep=,\"\n", "Person,,Access\n\n"]
        {
            let table = read(&format!("{above}E-mail,First name,Last name\nada@x.example,A,B\n"), None).unwrap();
            assert_eq!(table.headings.unwrap().cells[0], "E-mail", "{above}");
            assert_eq!((table.records.len(), table.records[0].cells[0].as_str()), (1, "ada@x.example"));
        }
        assert_eq!(read("ada@x.example,Ada\nbob@x.example,Bob\n", None).unwrap().headings, None);
    }

    #[test]
    fn takes_the_guard_against_formulas_out() {
        let table = read("E-mail,Name\nada@x.example,'-Ada\nbob@x.example,\"=\"\"007\"\"\"\n", None).unwrap();
        assert_eq!(table.records[0].cells[1], "-Ada");
        assert_eq!(table.records[1].cells[1], "007");
    }
}
