//! A file under check: its rows by column, as the file says it and as it was corrected.

use super::{
    Column, Meaning,
    assign::{Heading, columns},
    encoding::Decoded,
    row::Row,
    table::{self, Table},
};
use crate::{domain::UserAttribute, ui::number};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The most people of one file.
pub const MAX_ROWS: usize = 5_000;

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
    pub teams: String,
    pub workspaces: String,
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
    pub columns: Vec<Heading>,
    /// Why nobody can be invited: no column holds addresses.
    pub missing: Option<String>,
    pub rows: Vec<Row>,
}

impl Sheet {
    /// Reads a text as rows of people; a column may be called as one of these `attributes`.
    ///
    /// # Errors
    /// What is wrong with the text as a whole, in a sentence.
    pub fn read(
        decoded: &Decoded,
        options: &Options,
        corrections: &Corrections,
        attributes: &[UserAttribute],
    ) -> Result<Self, String> {
        let Table { separator, lines, headings, records } = table::read(&decoded.text, options.separator)?;
        let missing = headings.is_none().then(|| {
            "No line names the columns: the first has an address already. Say below which column holds what, or begin \
             with a line such as “E-mail, First name, Last name”."
                .to_owned()
        });
        let texts = headings.map(|record| record.cells);
        let mut columns = columns(texts.as_deref(), &records, options, attributes);
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
            n if n > MAX_ROWS => {
                return Err(format!(
                    "It has {} rows; up to {} people can be onboarded at once. Split it.",
                    number(n),
                    number(MAX_ROWS)
                ));
            }
            _ => {}
        }
        let mut rows: Vec<Row> = records.into_iter().map(|record| Row::of(record, &columns)).collect();
        for row in &mut rows {
            corrections.apply(row);
        }
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
            for (column, text) in cells {
                row.set(*column, text.as_str());
            }
            // A cell that somebody has written anew is as they want it.
            row.odd.retain(|(column, _)| column.is_none_or(|column| !cells.contains_key(&column)));
        }
        if self.settled.contains(&row.line) {
            row.odd.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> Result<Sheet, String> {
        Sheet::read(&Decoded::pasted(text), &Options::default(), &Corrections::default(), &[])
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
    fn a_column_may_be_called_as_a_user_attribute() {
        let region: UserAttribute = serde_json::from_value(serde_json::json!({
            "userAttributeId": "a-1", "name": "Région", "createdBy": "m", "updatedBy": "m", "createdAt": "2024-01-01T00:00:00Z", "updatedAt": "2024-01-01T00:00:00Z"
        }))
        .unwrap();
        let text = "Email,region,Attributes,Desk\na@x.example,EMEA,Clearance: open,4\nb@x.example,,,4\n";
        let read = |options: &Options| {
            Sheet::read(&Decoded::pasted(text), options, &Corrections::default(), std::slice::from_ref(&region))
        };
        let sheet = read(&Options::default()).unwrap();
        let cells = sheet.rows.iter().map(|row| row.cell(Column::Attributes)).collect::<Vec<_>>();
        assert_eq!(cells, ["region: EMEA; Clearance: open", ""]);
        assert_eq!(sheet.columns[3].meaning, None);
        let unused = Options { columns: ["email", "", "", ""].map(str::to_owned).into(), ..Options::default() };
        assert_eq!(read(&unused).unwrap().rows[0].cell(Column::Attributes), "", "chosen otherwise");
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
        let many = format!("Email\n{}", "a@x.example\n".repeat(MAX_ROWS + 1));
        assert!(sheet(&many).unwrap_err().contains("5,001 rows"));
    }
}
