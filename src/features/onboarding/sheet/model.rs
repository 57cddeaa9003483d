//! A file under check: its rows by column, and what holds for everybody. Kept by the server between pages.

use super::{
    column::{Column, Meaning, meaning},
    table::{Record, Table},
};
use crate::{
    components::{count, number},
    domain::EmailAddress,
};
use serde::{Deserialize, Serialize};

/// The most people of one file.
pub const MOST: usize = 5_000;

/// A file under check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// What it is called; empty when it was pasted.
    pub name: String,
    /// Its headings, each with the column it was taken for.
    pub headings: Vec<(String, Option<String>)>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What holds for everybody.
    pub defaults: Defaults,
}

/// A row: one person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its line in the file, from 1.
    pub line: u64,
    /// What it says, in the order of [`Column::ALL`].
    cells: [String; Column::ALL.len()],
    /// How many cells it has beyond the headings.
    pub surplus: usize,
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

impl Row {
    /// What it says.
    pub fn cell(&self, column: Column) -> &str {
        &self.cells[column as usize]
    }

    /// Has it say something else.
    pub fn set(&mut self, column: Column, text: impl Into<String>) {
        self.cells[column as usize] = text.into();
    }

    fn of(record: Record, meanings: &[Option<Meaning>]) -> Self {
        let mut row = Self { line: record.line, ..Self::default() };
        row.surplus = record.cells.iter().skip(meanings.len()).filter(|cell| !cell.is_empty()).count();
        for (cell, meaning) in record.cells.into_iter().zip(meanings) {
            match meaning {
                Some(Meaning::One(column)) => row.set(*column, cell),
                Some(Meaning::FullName) => {
                    let (first, last) = cell.rsplit_once(char::is_whitespace).unwrap_or(("", &cell));
                    row.set(Column::FirstName, first.trim());
                    row.set(Column::LastName, last);
                }
                None => {}
            }
        }
        row
    }
}

impl Sheet {
    /// Sorts a table by columns.
    ///
    /// # Errors
    /// What is wrong with the table as a whole, in a sentence.
    pub fn new(name: String, table: Table, defaults: Defaults) -> Result<Self, String> {
        let Table { headings, records } = table;
        if headings.iter().any(|heading| EmailAddress::parse(heading).is_ok()) {
            return Err("The first line must name the columns, such as “E-mail, First name, Last name”.".into());
        }
        let meanings: Vec<Option<Meaning>> = headings.iter().map(|heading| meaning(heading)).collect();
        if !meanings.contains(&Some(Meaning::One(Column::Email))) {
            return Err(format!("No column is called “E-mail”. The first line says: {}.", headings.join(", ")));
        }
        let twice =
            meanings.iter().enumerate().find(|(at, meaning)| meaning.is_some() && meanings[..*at].contains(meaning));
        if let Some((at, _)) = twice {
            return Err(format!("Two columns mean the same; the second is “{}”. Take one of them out.", headings[at]));
        }
        match records.len() {
            0 => return Err("There is no row below the headings.".into()),
            n if n > MOST => {
                let (n, most) = (count(n, "row", "rows"), number(MOST));
                return Err(format!("It has {n}; up to {most} people can be onboarded at once. Split it."));
            }
            _ => {}
        }
        let rows = records.into_iter().map(|record| Row::of(record, &meanings)).collect();
        let taken_for = |meaning: Meaning| match meaning {
            Meaning::One(column) => column.heading().to_owned(),
            Meaning::FullName => "First name and last name".to_owned(),
        };
        let meanings = meanings.into_iter().map(|meaning| meaning.map(taken_for));
        Ok(Self { name, headings: headings.into_iter().zip(meanings).collect(), rows, defaults })
    }
}

#[cfg(test)]
mod tests {
    use super::{super::table::read, *};

    fn sheet(text: &str) -> Result<Sheet, String> {
        Sheet::new("people.csv".into(), read(text).unwrap(), Defaults::default())
    }

    #[test]
    fn sorts_cells_by_column_and_tells_what_it_took_them_for() {
        let sheet = sheet("Name,Department,Mail,Team\nAda King Lovelace,R&D,ada@x.example,Analysts,left,\n").unwrap();
        let row = &sheet.rows[0];
        let cells = [Column::FirstName, Column::LastName, Column::Email, Column::Teams].map(|column| row.cell(column));
        assert_eq!(cells, ["Ada King", "Lovelace", "ada@x.example", "Analysts"]);
        assert_eq!((row.line, row.surplus), (2, 1));
        assert_eq!(sheet.headings[1], ("Department".into(), None));
        assert_eq!(sheet.headings[2], ("Mail".into(), Some("E-mail".into())));
    }

    #[test]
    fn says_what_is_wrong_with_the_whole() {
        for (text, part) in [
            ("ada@x.example,Ada\n", "first line must name the columns"),
            ("Name,Team\nAda,Analysts\n", "No column is called “E-mail”. The first line says: Name, Team."),
            ("Email,Mail\na@x.example,b@x.example\n", "the second is “Mail”"),
            ("Email,Name\n", "no row below"),
            (&format!("Email\n{}", "a@x.example\n".repeat(MOST + 1)), "5,001 rows"),
        ] {
            let why = sheet(text).unwrap_err();
            assert!(why.contains(part), "{why}");
        }
    }
}
