//! Where the records of a text begin and end, and which of them have quotes that would swallow others.
//!
//! A reader of CSV takes everything up to the next quote for one cell, however many lines that are: one quote too many
//! and people vanish. So records are told apart here, strictly; where a quote does not hold, its line is a record of its
//! own, with what is wrong about it, and reading goes on with the next line.

/// A record as it stands in the text.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    /// Its first line, from 1.
    pub line: u64,
    /// As CSV that holds: quotes around whole cells only, no space outside them.
    pub csv: String,
    /// What is wrong with its quotes.
    pub fault: Option<Fault>,
}

/// What is wrong with the quotes of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The cell it concerns, when the others are not affected.
    pub cell: Option<usize>,
    /// In a sentence.
    pub why: String,
}

/// How a cell ends.
enum End {
    /// Well, before this place.
    At(usize),
    /// After more text behind its closing quote.
    Trailing(usize),
    /// Its quote is not closed, or closed in a later line only after it has swallowed others.
    Swallows(String),
}

/// The records of a text whose lines end in line feeds; lines without anything in them are none.
pub fn records(text: &str, separator: char) -> Vec<Found> {
    let width = text.lines().take(20).map(|line| line.matches(separator).count()).max().unwrap_or_default();
    let scan = Scan { text, separator, width };
    let (mut found, mut at, mut line) = (Vec::new(), 0, 1);
    while at < text.len() {
        let end = scan.line_end(at);
        let next = if text[at..end].trim().is_empty() {
            end
        } else {
            let (record, next) = scan.record(at, line);
            found.push(record);
            next
        };
        line += lines(&text[at..next]) + 1;
        at = next + 1;
    }
    found
}

fn lines(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

struct Scan<'t> {
    text: &'t str,
    separator: char,
    /// How many separators a line of this text has at most.
    width: usize,
}

impl Scan<'_> {
    fn line_end(&self, from: usize) -> usize {
        self.text[from..].find('\n').map_or(self.text.len(), |at| from + at)
    }

    /// The record that begins here, and where its last line ends.
    fn record(&self, start: usize, line: u64) -> (Found, usize) {
        let first_end = self.line_end(start);
        if !self.text[start..first_end].contains('"') {
            return (Found { line, csv: self.text[start..first_end].to_owned(), fault: None }, first_end);
        }
        let (mut csv, mut fault, mut at, mut cell) = (String::new(), None, start, 0);
        loop {
            let rest = &self.text[at..];
            let indent = rest.len() - rest.trim_start_matches([' ', '\u{a0}']).len();
            let end = if rest[indent..].starts_with('"') {
                match self.quoted(at + indent, line) {
                    End::At(end) => {
                        csv.push_str(self.text[at + indent..end].trim_end_matches(' '));
                        end
                    }
                    End::Trailing(end) => {
                        let why = format!("Line {line}: text follows the closing quote of a cell.");
                        fault = fault.or(Some(Fault { cell: Some(cell), why }));
                        csv.push_str(&self.text[at + indent..end]);
                        end
                    }
                    End::Swallows(why) => return (self.alone(start, line, why), first_end),
                }
            } else {
                let end = rest.find([self.separator, '\n']).map_or(self.text.len(), |end| at + end);
                csv.push_str(&self.text[at..end]);
                end
            };
            if !self.text[end..].starts_with(self.separator) {
                return (Found { line, csv, fault }, end);
            }
            csv.push(self.separator);
            at = end + self.separator.len_utf8();
            cell += 1;
        }
    }

    /// How the cell ends whose opening quote is here.
    fn quoted(&self, open: usize, line: u64) -> End {
        let mut at = open + 1;
        let close = loop {
            let Some(quote) = self.text[at..].find('"').map(|quote| at + quote) else { break None };
            if !self.text[quote + 1..].starts_with('"') {
                break Some(quote);
            }
            at = quote + 2;
        };
        let Some(close) = close else {
            let last = line + lines(self.text[open..].trim_end());
            let would = if last > line {
                format!(" It would swallow the lines to {last}; they are read on their own.")
            } else {
                String::new()
            };
            return End::Swallows(format!("Line {line}: a quote opens a cell and is never closed.{would}"));
        };
        let after = self.text[close + 1..].trim_start_matches([' ', '\u{a0}']);
        let after_at = self.text.len() - after.len();
        let is_end = after.is_empty() || after.starts_with(self.separator) || after.starts_with('\n');
        let inner = &self.text[open + 1..close];
        let swallowed =
            |line: &str| line.contains('@') || (self.width > 1 && line.matches(self.separator).count() >= self.width);
        if inner.contains('\n') && (!is_end || inner.split('\n').skip(1).any(swallowed)) {
            let last = line + lines(inner);
            return End::Swallows(format!(
                "Line {line}: a quote opens a cell and is closed in line {last} only, after what looks like other people. \
                 The lines to {last} are read on their own."
            ));
        }
        if is_end {
            return End::At(after_at);
        }
        End::Trailing(after.find([self.separator, '\n']).map_or(self.text.len(), |end| after_at + end))
    }

    /// The line that begins here as a record of its own, whatever its quotes say.
    fn alone(&self, start: usize, line: u64, why: String) -> Found {
        let cells = self.text[start..self.line_end(start)].split(self.separator);
        let cells = cells.map(|cell| {
            let cell = cell.trim();
            let cell = cell.strip_prefix('"').unwrap_or(cell);
            format!("\"{}\"", cell.strip_suffix('"').unwrap_or(cell).replace("\"\"", "\"").replace('"', "\"\""))
        });
        let separator = self.separator.to_string();
        Found { line, csv: cells.collect::<Vec<_>>().join(&separator), fault: Some(Fault { cell: None, why }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<(u64, Option<String>)> {
        records(text, ',').into_iter().map(|found| (found.line, found.fault.map(|fault| fault.why))).collect()
    }

    #[test]
    fn quotes_that_hold_are_no_fault() {
        let text = "a,b\n\"x, y\",\"two\nlines\"\n \"spaced\" ,\"say \"\"hi\"\"\"\nMia \"Mimi\",b\n\"\",\"\"\n";
        assert_eq!(faults(text), [(1, None), (2, None), (4, None), (5, None), (6, None)]);
        assert_eq!(records(text, ',')[2].csv, "\"spaced\",\"say \"\"hi\"\"\"");
    }

    #[test]
    fn a_quote_that_is_never_closed_swallows_nobody() {
        let found = faults("a,b\n1,\"never closed\n2,x\n3,y\n");
        assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 3, 4]);
        let why = found[1].1.as_deref().unwrap();
        assert!(why.starts_with("Line 2: a quote opens a cell and is never closed.") && why.contains("to 4"), "{why}");
        assert_eq!(records("1,\"never closed\n", ',')[0].csv, "\"1\",\"never closed\"");
    }

    #[test]
    fn a_quote_that_is_closed_by_another_line_swallows_nobody() {
        for text in [
            "m,n\na@x,\"open\nb@x,n\nc@x,\"quoted\"\nd@x,n\n",
            "m,n\na@x,\"open\nb@x,n\nc@x,\"\nd@x,n\n",
            "m,n,o\na,\"open,1\nb,n,2\nc,\"x\",3\nd,n,4\n",
        ] {
            let found = faults(text);
            assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 3, 4, 5], "{text}");
            assert!(found[1].1.is_some() && found[2].1.is_none(), "{found:?}");
        }
    }

    #[test]
    fn text_after_a_closing_quote_concerns_its_cell() {
        let found = records("a,\"desk 14, 27\" screen,b\n", ',');
        assert_eq!(found[0].fault.as_ref().and_then(|fault| fault.cell), Some(1));
        assert_eq!(found[0].csv, "a,\"desk 14, 27\" screen,b");
    }
}
