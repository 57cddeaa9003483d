//! What each column of a file is used for.

use super::{
    Column, Meaning,
    heading::{self, Understood},
    model::Options,
    table::Record,
};
use crate::{directory::fold, domain::UserAttribute};

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its heading; empty where it has none.
    pub text: String,
    /// What it is used for.
    pub meaning: Option<Meaning>,
    /// Why it is left aside although its heading is understood.
    pub note: Option<String>,
    /// Whether it is called as a user attribute: its cells are values of that one.
    pub is_attribute: bool,
}

/// What each column is used for: what was chosen, else what its heading says. Of several for the same thing the better
/// one is used, the first of equal ones; those that add up are used together. A heading that means nothing else may be the
/// name of one of these `attributes`.
pub fn columns(
    headings: Option<&[String]>,
    records: &[Record],
    options: &Options,
    attributes: &[UserAttribute],
) -> Vec<Heading> {
    let width = records.iter().map(|record| record.cells.len()).max().unwrap_or_default();
    let numbered: Vec<String> = (1..=width).map(|n| format!("Column {n}")).collect();
    let texts = headings.unwrap_or(&numbered);
    let is_attribute = |text: &str| {
        heading::meaning(text).is_none()
            && attributes.iter().any(|attribute| fold(&attribute.name) == fold(text.trim()))
    };
    let value = |text: &str| is_attribute(text).then_some((Meaning::Of(Column::Attributes), 0));
    let mut understood: Vec<Option<Understood>> = match options.columns.as_slice() {
        [] if headings.is_none() => vec![None; texts.len()],
        [] => texts.iter().map(|text| heading::meaning(text).or_else(|| value(text))).collect(),
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
        Heading { text: text.clone(), meaning, note, is_attribute: is_attribute(text) }
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
    for (at, column) in understood.iter_mut().enumerate() {
        let cells = || records.iter().filter_map(|record| record.cells.get(at)).filter(|cell| !cell.is_empty());
        let are_names = cells().next().is_some() && cells().all(|cell| cell.contains(' ') && !cell.contains('@'));
        if *column == Some((Meaning::Of(Column::Email), 2)) && are_names {
            *column = Some((Meaning::FullName, 0));
        }
    }
}
