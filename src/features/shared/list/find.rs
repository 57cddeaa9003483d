//! Searching and sorting rows that are in memory, as the columns of their list say.

use super::{List, ListQuery};
use crate::directory::{fold_into, words};

impl<R> List<R> {
    /// The rows in which the searched columns have every word of the search, in the order asked for. They come in the
    /// list's own order.
    pub fn find(&self, rows: impl Iterator<Item = R>, query: &ListQuery) -> Vec<R> {
        let words = words(query.q());
        let mut found: Vec<R> = rows.filter(|row| words.is_empty() || self.has_words(row, &words)).collect();
        let order = query.order();
        let sorting = self.columns.iter().find(|column| column.slug == order.column && column.slug != self.order);
        if let Some(column) = sorting {
            found.sort_by_cached_key(|row| column.key(row));
        }
        if order.descending {
            found.reverse();
        }
        found
    }

    fn has_words(&self, row: &R, words: &[String]) -> bool {
        let mut text = String::new();
        for column in self.columns.iter().filter(|column| column.searched) {
            fold_into(&column.text_of(row), &mut text);
            // No word goes over from one column into the next.
            text.push('\n');
        }
        words.iter().all(|word| text.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Column, Nothing, Search};
    use super::*;
    use icondata_lu as lu;

    /// A team: its name, what it is about, and how many are in it.
    type Team = (&'static str, &'static str, usize);

    static LIST: List<Team> = List {
        path: "/teams",
        one: "team",
        many: "teams",
        caption: "Teams",
        search: Search { form: "Filter", label: "Search", placeholder: "Name" },
        filters: &[],
        columns: &[
            Column::text("name", "Name", |team: &Team| team.0.to_owned()).lead().searched().sorts(),
            Column::text("about", "About", |team: &Team| team.1.to_owned()).searched().sorts(),
            Column::text("size", "Size", |team: &Team| team.2.to_string()).sorts_by(|team| team.2),
        ],
        order: "name",
        group: None,
        picks: None,
        nothing: Nothing { icon: lu::LuBox, title: "No teams", text: "None." },
    };

    const TEAMS: [Team; 3] = [("Böhm", "zeta", 9), ("Ciara", "Éclair", 10), ("Dora", "day", 2)];

    fn names(query: &str) -> Vec<&'static str> {
        let found = LIST.find(TEAMS.into_iter(), &ListQuery::read(&LIST, Some(query)));
        found.into_iter().map(|team| team.0).collect()
    }

    #[test]
    fn rows_are_searched_in_the_columns_that_are_searched() {
        assert_eq!(names("q=bohm"), ["Böhm"]);
        assert_eq!(names("q=day+dora"), ["Dora"], "each word in any column");
        assert!(names("q=10").is_empty(), "sizes are not searched");
        assert!(names("q=bohmzeta").is_empty(), "no word goes over two columns");
    }

    #[test]
    fn rows_are_sorted_by_what_the_column_sorts_by() {
        assert_eq!(names(""), ["Böhm", "Ciara", "Dora"]);
        assert_eq!(names("sort=-name"), ["Dora", "Ciara", "Böhm"]);
        assert_eq!(names("sort=about"), ["Dora", "Ciara", "Böhm"], "accents and case make no difference");
        assert_eq!(names("sort=size"), ["Dora", "Böhm", "Ciara"], "as numbers");
    }
}
