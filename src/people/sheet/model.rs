//! A file under check: its rows by column, as the file says it and as it was corrected.

use super::{
    cell,
    column::{Column, Meaning},
    encoding::Decoded,
    heading::{self, Understood},
    table::{self, Record, Table},
};
use crate::{
    components::number,
    people::{
        mail::{Mail, plain},
        name,
    },
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The most people of one file.
pub const MOST: usize = 5_000;

/// How a file is to be read, where that is not left to what it shows itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// The standard name of an encoding; empty for the one that shows.
    pub encoding: String,
    /// What stands between cells.
    pub separator: Option<char>,
    /// What each column is used for, as [`Meaning::slug`] has it, or nothing; none for what the headings say.
    pub columns: Vec<String>,
}

/// What was corrected on the page, by the lines of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Corrections {
    /// Cells that say something else.
    pub cells: BTreeMap<u64, BTreeMap<Column, String>>,
    /// Rows that are right as they are shown, although the file has them in an odd form.
    pub settled: BTreeSet<u64>,
    /// Rows that are left out.
    pub out: BTreeSet<u64>,
}

/// What holds for everybody, in the words that cells have. Account type and invitation yield to what a row says; teams,
/// workspaces and connections come on top of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Defaults {
    /// An account type, by name.
    pub account_type: String,
    /// `on` when invitations are mailed.
    pub invite: String,
    /// Teams.
    pub teams: String,
    /// Workspaces.
    pub workspaces: String,
    /// Connections.
    pub connections: String,
}

/// A file under check.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The encoding it was read in, and whether that is a guess; empty when it was pasted.
    pub encoding: (&'static str, bool),
    /// What stands between its cells.
    pub separator: char,
    /// Lines with something in them, all told.
    pub lines: usize,
    /// Its columns.
    pub columns: Vec<Heading>,
    /// Why nobody can be invited: no column holds addresses.
    pub missing: Option<String>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its heading; empty where it has none.
    pub text: String,
    /// What it is used for.
    pub meaning: Option<Meaning>,
    /// Why it is left aside although its heading is understood.
    pub note: Option<String>,
}

/// A row: one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its line in the file, from 1.
    pub line: u64,
    /// What it says, in the order of [`Column::ALL`].
    cells: [String; Column::ALL.len()],
    /// What is odd about its form, in sentences; each with the column it concerns.
    pub odd: Vec<(Option<Column>, String)>,
    /// Why it is not to be invited, by what the file itself says.
    pub aside: Option<String>,
}

impl Row {
    /// What it says.
    pub fn cell(&self, column: Column) -> &str {
        &self.cells[column as usize]
    }

    fn set(&mut self, column: Column, text: impl Into<String>) {
        self.cells[column as usize] = text.into();
    }

    fn of(record: Record, columns: &[Heading]) -> Self {
        let mut row = Self { line: record.line, ..Self::default() };
        row.odd = odd(&record, columns);
        let mut full_name = String::new();
        for (cell, heading) in record.cells.into_iter().zip(columns) {
            let Some(meaning) = heading.meaning.filter(|_| !cell.is_empty()) else { continue };
            match meaning {
                // A field of a form has one line.
                Meaning::Of(column) if column.adds_up() => {
                    let cell = list_of(&cell);
                    let before = row.cell(column);
                    let both = if before.is_empty() { cell } else { format!("{before}; {cell}") };
                    row.set(column, both);
                }
                Meaning::Of(column) => row.set(column, plain(&cell)),
                Meaning::FullName => full_name = cell,
                Meaning::Enabled | Meaning::Blocked | Meaning::Status => {
                    if cell::left(meaning, &cell) == Some(true) {
                        row.aside = Some(format!("{} says “{cell}”.", heading.text));
                    }
                }
            }
        }
        row.take_names(&full_name);
        row
    }

    /// Reads the address cell, and fills what is missing of the name from where else it is written.
    fn take_names(&mut self, full_name: &str) {
        let mail = Mail::read(self.cell(Column::Email));
        // Several addresses in one cell are no address.
        if mail.address.matches('@').count() == 1 && self.cell(Column::Email).matches('@').count() == 1 {
            self.set(Column::Email, mail.address);
        }
        for whole in [full_name, &mail.name] {
            let (first, last) = (self.cell(Column::FirstName).is_empty(), self.cell(Column::LastName).is_empty());
            if whole.is_empty() || !(first || last) {
                continue;
            }
            let parts = name::parts(whole);
            if first {
                self.set(Column::FirstName, parts.0);
            }
            if last {
                self.set(Column::LastName, parts.1);
            }
        }
    }
}

/// Names that stand in lines of their own as they stand in one line.
fn list_of(cell: &str) -> String {
    cell.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ")
}

/// What is odd about the form of a record: its quotes, line breaks within cells, and how many cells it has.
fn odd(record: &Record, columns: &[Heading]) -> Vec<(Option<Column>, String)> {
    let mut odd = Vec::new();
    if let Some(fault) = &record.fault {
        let heading = fault.cell.and_then(|at| columns.get(at));
        match (heading, heading.and_then(|heading| heading.meaning)) {
            // The cell is whole, and nobody reads it.
            (Some(_), None) => {}
            (_, Some(Meaning::Of(column))) => odd.push((Some(column), fault.why.clone())),
            (None | Some(_), _) => odd.push((None, fault.why.clone())),
        }
    }
    for (cell, heading) in record.cells.iter().zip(columns) {
        let column = match heading.meaning {
            Some(Meaning::Of(column)) => (!column.adds_up()).then_some(Some(column)),
            Some(Meaning::FullName) => Some(None),
            Some(Meaning::Enabled | Meaning::Blocked | Meaning::Status) | None => None,
        };
        if let Some(column) = column.filter(|_| cell.contains('\n')) {
            odd.push((column, format!("Line {}: a line break stands within a cell.", record.line)));
        }
    }
    let width = columns.iter().rposition(|heading| !heading.text.is_empty()).map_or(columns.len(), |last| last + 1);
    let surplus = record.cells.iter().skip(width.max(1)).filter(|cell| !cell.is_empty()).count();
    let cells = |n: usize| if n == 1 { "1 cell".to_owned() } else { format!("{n} cells") };
    if surplus > 0 {
        let more = cells(surplus);
        odd.push((None, format!("It has {more} more than the first line: put cells with commas between quotes.")));
    } else if record.cells.len() < width {
        let fewer = cells(width - record.cells.len());
        let line = record.line;
        odd.push((
            None,
            format!("Line {line} has {fewer} fewer than the headings: a line break or a quote may have cut it."),
        ));
    }
    if record.cells.first().is_some_and(|cell| cell.to_lowercase().starts_with("example:")) {
        odd.push((None, "This looks like the example of a template.".to_owned()));
    }
    odd
}

impl Sheet {
    /// Reads a text as rows of people.
    ///
    /// # Errors
    /// What is wrong with the text as a whole, in a sentence.
    pub fn read(decoded: &Decoded, options: &Options, corrections: &Corrections) -> Result<Self, String> {
        let Table { separator, lines, headings, records } = table::read(&decoded.text, options.separator)?;
        let missing = headings.is_none().then(|| {
            "No line names the columns: the first has an address already. Say below which column holds what, or begin \
             with a line such as “E-mail, First name, Last name”."
                .to_owned()
        });
        let texts = headings.map(|record| record.cells);
        let mut columns = columns(texts.as_deref(), &records, options);
        while columns.last().is_some_and(|heading| heading.text.is_empty() && heading.meaning.is_none()) {
            columns.pop();
        }
        let has_email = columns.iter().any(|heading| heading.meaning == Some(Meaning::Of(Column::Email)));
        let missing = missing.or_else(|| {
            let said = texts.iter().flatten().filter(|text| !text.is_empty()).map(String::as_str).collect::<Vec<_>>();
            Some(format!("No column is called “E-mail”. The first line says: {}.", said.join(", ")))
        });
        match records.len() {
            0 => return Err("There is no row below the headings.".into()),
            n if n > MOST => {
                return Err(format!(
                    "It has {} rows; up to {} people can be onboarded at once. Split it.",
                    number(n),
                    number(MOST)
                ));
            }
            _ => {}
        }
        let mut rows: Vec<Row> = records.into_iter().map(|record| Row::of(record, &columns)).collect();
        rows.iter_mut().for_each(|row| corrections.apply(row));
        let encoding = (decoded.encoding, decoded.is_guessed);
        Ok(Self { encoding, separator, lines, columns, missing: missing.filter(|_| !has_email), rows })
    }

    /// What each column is used for, as [`Options::columns`] has it.
    pub fn assigned(&self) -> Vec<String> {
        self.columns.iter().map(|heading| heading.meaning.map_or("", Meaning::slug).to_owned()).collect()
    }
}

impl Corrections {
    fn apply(&self, row: &mut Row) {
        if let Some(cells) = self.cells.get(&row.line) {
            cells.iter().for_each(|(column, text)| row.set(*column, text.as_str()));
            // A cell that somebody has written anew is as they want it.
            row.odd.retain(|(column, _)| column.is_none_or(|column| !cells.contains_key(&column)));
        }
        if self.settled.contains(&row.line) {
            row.odd.clear();
        }
    }
}

/// What each column is used for: what was chosen, else what its heading says. Of several for the same thing the better
/// one is used, the first of equal ones; those that add up are used together.
fn columns(headings: Option<&[String]>, records: &[Record], options: &Options) -> Vec<Heading> {
    let width = records.iter().map(|record| record.cells.len()).max().unwrap_or_default();
    let numbered: Vec<String> = (1..=width).map(|n| format!("Column {n}")).collect();
    let texts = headings.unwrap_or(&numbered);
    let mut understood: Vec<Option<Understood>> = match options.columns.as_slice() {
        [] if headings.is_none() => vec![None; texts.len()],
        [] => texts.iter().map(|text| heading::meaning(text)).collect(),
        chosen => {
            let slug = |at: usize| chosen.get(at).map_or("", String::as_str);
            (0..texts.len()).map(|at| Some((Meaning::from_slug(slug(at))?, 0))).collect()
        }
    };
    if options.columns.is_empty() {
        user_names(&mut understood, records);
    }
    let best = |at: usize, (meaning, rank): Understood| {
        let others =
            understood.iter().enumerate().filter(|(_, other)| other.is_some_and(|(other, _)| other == meaning));
        let key = |at: usize, rank: u8| (rank, at);
        others
            .filter_map(|(other, found)| Some((key(other, found.as_ref()?.1), other)))
            .min()
            .filter(|(best, _)| *best < key(at, rank))
    };
    let heading = |(at, text): (usize, &String)| {
        let adds_up = |meaning| matches!(meaning, Meaning::Of(column) if column.adds_up());
        let better = understood[at].filter(|(meaning, _)| !adds_up(*meaning)).and_then(|found| best(at, found));
        let note = better.map(|(_, other)| format!("“{}” is used", texts[other]));
        let meaning = understood[at].map(|(meaning, _)| meaning).filter(|_| note.is_none());
        Heading { text: text.clone(), meaning, note }
    };
    texts.iter().enumerate().map(heading).collect()
}

/// Where an address stands in a column of its own and no column has names, a “user name” with spaces in it is a name.
fn user_names(understood: &mut [Option<Understood>], records: &[Record]) {
    let is =
        |found: &Option<Understood>, wanted: &[Meaning]| found.is_some_and(|(meaning, _)| wanted.contains(&meaning));
    let names = [Meaning::Of(Column::FirstName), Meaning::Of(Column::LastName), Meaning::FullName];
    let has_better = understood.contains(&Some((Meaning::Of(Column::Email), 0)));
    if !has_better || understood.iter().any(|found| is(found, &names)) {
        return;
    }
    for at in 0..understood.len() {
        let cells = || records.iter().filter_map(|record| record.cells.get(at)).filter(|cell| !cell.is_empty());
        let are_names = cells().next().is_some() && cells().all(|cell| cell.contains(' ') && !cell.contains('@'));
        if understood[at] == Some((Meaning::Of(Column::Email), 2)) && are_names {
            understood[at] = Some((Meaning::FullName, 0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> Result<Sheet, String> {
        Sheet::read(&Decoded::pasted(text), &Options::default(), &Corrections::default())
    }

    #[test]
    fn sorts_cells_by_column_and_tells_what_it_took_them_for() {
        let sheet = sheet("Name,Department,Mail,Team\nAda King Lovelace,R&D,ada@x.example,Analysts,left,\n").unwrap();
        let row = &sheet.rows[0];
        let cells = [Column::FirstName, Column::LastName, Column::Email, Column::Teams].map(|column| row.cell(column));
        assert_eq!(cells, ["Ada King", "Lovelace", "ada@x.example", "Analysts"]);
        assert_eq!((row.line, row.odd.len()), (2, 1));
        assert_eq!((sheet.lines, sheet.columns[1].meaning), (2, None));
        assert_eq!(sheet.columns[2].meaning, Some(Meaning::Of(Column::Email)));
    }

    #[test]
    fn the_better_of_two_columns_is_used_and_the_other_is_told() {
        let sheet = sheet("login,Mail,Username,Email\na,b@x.example,c,d@x.example\n").unwrap();
        assert_eq!(sheet.rows[0].cell(Column::Email), "b@x.example");
        assert_eq!(sheet.columns[0].note.as_deref(), Some("“Mail” is used"));
        assert_eq!(sheet.columns[3].note.as_deref(), Some("“Mail” is used"));
    }

    #[test]
    fn names_are_filled_from_where_they_are_written() {
        let text = "E-mail,First name,Last name,Display name\na@x.example,,,\"Lund, Mia\"\nb@x.example,Oto,,Oto Vrba\n\
                    Kim Sato <kim@x.example>,,,\n";
        let names: Vec<[String; 2]> = sheet(text)
            .unwrap()
            .rows
            .iter()
            .map(|row| [Column::FirstName, Column::LastName].map(|column| row.cell(column).to_owned()))
            .collect();
        assert_eq!(names, [["Mia", "Lund"], ["Oto", "Vrba"], ["Kim", "Sato"]]);
    }

    #[test]
    fn says_what_is_wrong_with_the_whole() {
        assert!(sheet("ada@x.example,Ada\n").unwrap().missing.unwrap().contains("No line names the columns"));
        let missing = sheet("Name,Team\nAda,Analysts\n").unwrap().missing.unwrap();
        assert!(missing.contains("No column is called “E-mail”. The first line says: Name, Team."), "{missing}");
        assert!(sheet("Email,Name\n").unwrap_err().contains("no row below"));
        let many = format!("Email\n{}", "a@x.example\n".repeat(MOST + 1));
        assert!(sheet(&many).unwrap_err().contains("5,001 rows"));
    }
}
