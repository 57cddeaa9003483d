//! What a file's page says of the file, done.

use super::{
    super::file::{Meaning, Sheet, encoding, table},
    answers::Answers,
    kept::Draft,
};

impl Answers {
    /// Takes corrected cells over, and what is said of single rows.
    pub fn correct(&self, draft: &mut Draft, sheet: &Sheet) {
        let row = |at: &str| sheet.rows.get(at.parse::<usize>().ok()?);
        let corrections = &mut draft.corrections;
        for (at, cells) in &self.fix {
            let Some(row) = at.strip_prefix('r').and_then(row) else { continue };
            for (column, text) in cells.iter().filter(|(column, text)| text.trim() != row.cell(**column)) {
                corrections.cells.entry(row.line).or_default().insert(*column, text.trim().to_owned());
            }
        }
        corrections.out.extend(self.skip.iter().filter_map(|at| Some(row(at)?.line)));
        corrections.settled.extend(self.right.iter().filter_map(|at| Some(row(at)?.line)));
    }

    /// Reads the file otherwise, where another reading was chosen; whether columns are used for something else.
    pub fn read_otherwise(&self, draft: &mut Draft, sheet: &Sheet) -> bool {
        let options = &mut draft.options;
        if let Some(chosen) = self.encoding.as_deref().filter(|chosen| *chosen != sheet.encoding.0)
            && encoding::OFFERED.iter().any(|(name, _)| *name == chosen)
        {
            chosen.clone_into(&mut options.encoding);
        }
        let known = table::SEPARATORS.map(|(separator, _)| separator);
        let chosen = self.separator.as_deref().and_then(|name| known.into_iter().find(|c| separator_slug(*c) == name));
        let is_cut_otherwise = chosen.is_some_and(|chosen| chosen != sheet.separator);
        if is_cut_otherwise {
            options.separator = chosen;
            // Other columns have other headings.
            options.columns.clear();
            draft.is_remembered = false;
        }
        let is_known = |slug: &String| slug.is_empty() || Meaning::from_slug(slug).is_some();
        let is_chosen = self.column.len() == sheet.columns.len()
            && self.column != sheet.assigned()
            && self.column.iter().all(is_known)
            && !is_cut_otherwise;
        if is_chosen {
            options.columns.clone_from(&self.column);
            draft.is_remembered = false;
        }
        is_chosen
    }
}

/// The word for a separator in forms: a tab would not travel.
pub fn separator_slug(separator: char) -> &'static str {
    match separator {
        ';' => "semicolon",
        '\t' => "tab",
        '|' => "bar",
        _ => "comma",
    }
}
