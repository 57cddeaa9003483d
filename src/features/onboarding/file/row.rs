//! A row of a file: one person, by column, and what is odd about its form.

use super::{Column, Meaning, assign::Heading, cell, table::Record};
use crate::directory::resolve::{
    mail::{Mail, plain},
    name,
};

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

    pub(super) fn set(&mut self, column: Column, text: impl Into<String>) {
        self.cells[column as usize] = text.into();
    }

    pub(super) fn of(record: Record, columns: &[Heading]) -> Self {
        let mut row = Self { line: record.line, ..Self::default() };
        row.odd = odd(&record, columns);
        let mut full_name = String::new();
        for (cell, heading) in record.cells.into_iter().zip(columns) {
            let Some(meaning) = heading.meaning.filter(|_| !cell.is_empty()) else { continue };
            match meaning {
                // A field of a form has one line.
                Meaning::Of(column) if column.adds_up() => {
                    let cell = list_of(&cell);
                    let is_value = column == Column::Attributes && heading.is_attribute;
                    let cell = if is_value { format!("{}: {cell}", heading.text.trim()) } else { cell };
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
