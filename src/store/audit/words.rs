//! Finding words in the audit log by an index of them.
//!
//! A word of a search stands for all words that begin with it, and an event is found when it has each of them, in any
//! order and without case: in its summary, the name or address of who did it, the network address it came from, or
//! Sigma's request id. What parts words is the same for both databases, in [`PARTING`].
//!
//! `PostgreSQL` keeps the words of each row in a column of their own with an index on it, and knows by its statistics which
//! words are rare. `SQLite` is asked here: a word of few events leads to these events; where all words are frequent, a page
//! of events that have them is soon found by walking through the log.

use crate::{
    domain::{search_words, searchable},
    store::{Error, access::Reader, search},
};
use sea_orm::{
    Condition, ConnectionTrait, DbBackend, Statement,
    sea_query::{Expr, SimpleExpr},
};

/// What parts words, first and last of each range: all of ASCII but letters and digits, and the punctuation of Latin-1, of
/// the General Punctuation block and of CJK. Texts are in lower case. The index is made by it (migration 41): another
/// takes another migration.
pub(in crate::store) const PARTING: [(char, char); 6] =
    [('\u{1}', '/'), (':', '@'), ('[', '`'), ('{', '\u{bf}'), ('\u{2000}', '\u{206f}'), ('\u{3000}', '\u{303f}')];

/// A word that more events have is frequent: walking through the log finds a page of them sooner than fetching all.
const FREQUENT: i64 = 10_000;

/// The words of a search, as the index has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words(Vec<String>);

impl Words {
    pub fn of(q: &str) -> Self {
        let is_parting = |c: char| PARTING.iter().any(|(first, last)| (*first..=*last).contains(&c));
        let parted = search::fold(searchable(q)).replace(is_parting, " ");
        let mut words: Vec<String> = search_words(&parted).into_iter().map(str::to_owned).collect();
        // The longer a word, the fewer events have it, and the sooner this is known.
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self(words)
    }

    /// The events that have all of them.
    pub async fn condition(&self, db: &Reader) -> Result<Condition, Error> {
        if self.0.is_empty() {
            return Ok(Condition::all());
        }
        if db.get_database_backend() == DbBackend::Postgres {
            return Ok(Condition::all().add(self.in_column()));
        }
        let has = self.0.iter().map(|word| in_text(word)).fold(Condition::all(), Condition::add);
        for word in &self.0 {
            if !is_frequent(db, word).await? {
                return Ok(has.add(among_its_events(word)));
            }
        }
        Ok(has)
    }

    fn in_column(&self) -> SimpleExpr {
        let query = self.0.iter().map(|word| format!("'{word}':*")).collect::<Vec<_>>().join(" & ");
        Expr::cust_with_values("audit_events.words @@ $1::tsquery", [query])
    }
}

/// Whether more than [`FREQUENT`] events of an `SQLite` database have this word.
async fn is_frequent(db: &Reader, word: &str) -> Result<bool, Error> {
    // The word itself is looked up as it is counted; all that begin with it are first put together. So it comes first.
    for question in [format!("\"{word}\""), begun(word)] {
        let count = "SELECT count(*) AS n FROM (SELECT rowid FROM audit_words WHERE audit_words MATCH ? LIMIT ?)";
        let values = [question.into(), (FREQUENT + 1).into()];
        let counted = db.query_one_raw(Statement::from_sql_and_values(DbBackend::Sqlite, count, values)).await?;
        if counted.map(|row| row.try_get::<i64>("", "n")).transpose()?.is_some_and(|n| n > FREQUENT) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The question for words that begin so. No word has a quote, which parts words.
fn begun(word: &str) -> String {
    format!("\"{word}\" *")
}

fn among_its_events(word: &str) -> SimpleExpr {
    let those = "search_id IN (SELECT rowid FROM audit_words WHERE audit_words MATCH ?)";
    Expr::cust_with_values(those, [begun(word)])
}

/// Whether a word of the row's text begins so. No word has a wildcard, which part words.
fn in_text(word: &str) -> SimpleExpr {
    let parting: String = PARTING.iter().map(|(first, last)| format!("{first}-{last}")).collect();
    Expr::cust_with_values("(char(10) || audit_events.search) GLOB ?", [format!("*[{parting}]{word}*")])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_by_punctuation_and_nothing_else() {
        let words = |q| Words::of(q).0;
        assert_eq!(words("Ada.Okafor@Example.com"), ["example", "okafor", "ada", "com"]);
        assert_eq!(words("“Ökafor’s” 東京、大阪"), ["ökafor", "東京", "大阪", "s"]);
        assert_eq!(words(" *?['\\\"-– "), Vec::<String>::new());
    }
}
