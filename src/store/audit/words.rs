//! Finding words in the audit log by an index of them.
//!
//! A word of a search stands for all words that begin with it, and an event is found when it has each of them, in any
//! order and without case: in its summary, the name or address of who did it, the network address it came from, or
//! Sigma's request id. What parts words is the same for both databases, in [`PARTING`].
//!
//! `PostgreSQL` keeps the words of each row in a column of their own with an index on it, and knows by its statistics which
//! words are rare: its estimate says whether to look these up first. `SQLite` is asked here: where few events have all words, or one of them, these are looked at; otherwise the
//! newest of many do, or a page of them is soon found by walking through what the other filters leave.

use super::MOST_COUNTED;
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

/// Letters of the beginnings that `SQLite` keeps an index of (migration 41): those of a longer word are looked up by their
/// first, and the rest in the text.
const INDEXED: usize = 8;

/// The words of a search, as the index has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words(Vec<String>);

impl Words {
    pub fn of(q: &str) -> Self {
        let is_parting = |c: char| PARTING.iter().any(|(first, last)| (*first..=*last).contains(&c));
        let parted = search::fold(searchable(q)).replace(is_parting, " ");
        Self(search_words(&parted).into_iter().map(str::to_owned).collect())
    }

    /// The events that have all of them; of very many the newest, where these suffice.
    pub async fn condition(&self, db: &Reader, newest_suffice: bool) -> Result<Condition, Error> {
        match db.get_database_backend() {
            _ if self.0.is_empty() => Ok(Condition::all()),
            DbBackend::Postgres => Ok(Condition::all().add(Expr::cust_with_values(IN_POSTGRES, [self.question()]))),
            _ => self.in_sqlite(db, newest_suffice).await,
        }
    }

    /// The question to the index of `PostgreSQL`.
    fn question(&self) -> String {
        self.0.iter().map(|word| format!("'{word}':*")).collect::<Vec<_>>().join(" & ")
    }

    /// Whether so few events have them that all are looked up and then put in order, as far as `PostgreSQL` knows. By itself
    /// it takes every word for spread over all times, and walks back from the newest event to those of one that only the
    /// oldest have.
    pub async fn are_few_in_postgres(&self, db: &Reader) -> Result<bool, Error> {
        if self.0.is_empty() || db.get_database_backend() != DbBackend::Postgres {
            return Ok(false);
        }
        let explain = format!("EXPLAIN (FORMAT JSON) SELECT FROM audit_events WHERE {IN_POSTGRES}");
        let question = Statement::from_sql_and_values(DbBackend::Postgres, explain, [self.question().into()]);
        let plan = db.query_one_raw(question).await?;
        let plan = plan.map(|row| row.try_get_by_index::<serde_json::Value>(0)).transpose()?;
        let rows = plan.as_ref().and_then(|plan| plan.pointer("/0/Plan/Plan Rows")?.as_i64());
        Ok(rows.is_some_and(|rows| rows <= FEW))
    }

    async fn in_sqlite(&self, db: &Reader, newest_suffice: bool) -> Result<Condition, Error> {
        let (long, short): (Vec<&String>, Vec<&String>) = self.0.iter().partition(|word| is_long(word));
        let all = self.0.iter().map(|word| begun(&first(word))).collect::<Vec<_>>().join(" AND ");
        let are = |words: &[&String]| words.iter().map(|word| in_text(word)).fold(Condition::all(), Condition::add);
        if !is_frequent(db, &all).await? {
            return Ok(are(&long).add(among(all, FEW)));
        }
        for word in &long {
            // The word itself is counted as it is looked up; all that begin with it are first put together.
            if !is_frequent(db, &format!("\"{word}\"")).await? && !is_frequent(db, &begun(word)).await? {
                return Ok(are(&long).add(are(&short)).add(among(begun(word), FEW)));
            }
        }
        if newest_suffice && long.is_empty() {
            return Ok(Condition::all().add(among(all, NEWEST)));
        }
        Ok(are(&long).add(are(&short)))
    }
}

/// Whether an event has the words.
const IN_POSTGRES: &str = "audit_events.words @@ $1::tsquery";

/// Events that are looked at one by one, however few of them the other filters leave.
const FEW: i64 = 25_000;

/// One event more than a list counts.
const NEWEST: i64 = MOST_COUNTED.cast_signed() + 1;

fn is_long(word: &str) -> bool {
    word.chars().nth(INDEXED).is_some()
}

fn first(word: &str) -> String {
    word.chars().take(INDEXED).collect()
}

/// The question for words that begin so. No word has a quote, which parts words.
fn begun(word: &str) -> String {
    format!("\"{word}\" *")
}

/// Whether more than [`FEW`] events answer the question to the index.
async fn is_frequent(db: &Reader, question: &str) -> Result<bool, Error> {
    let count = "SELECT count(*) AS n FROM (SELECT rowid FROM audit_words WHERE audit_words MATCH ? LIMIT ?)";
    let values = [question.into(), (FEW + 1).into()];
    let counted = db.query_one_raw(Statement::from_sql_and_values(DbBackend::Sqlite, count, values)).await?;
    Ok(counted.map(|row| row.try_get::<i64>("", "n")).transpose()?.is_some_and(|n| n > FEW))
}

/// The newest events that answer the question to the index, so many of them.
fn among(question: String, most: i64) -> SimpleExpr {
    let those = "audit_events.search_id IN
        (SELECT rowid FROM audit_words WHERE audit_words MATCH ? ORDER BY rowid DESC LIMIT ?)";
    Expr::cust_with_values(those, [sea_orm::Value::from(question), most.into()])
}

/// Whether a word of the row's text begins so. No word has a wildcard, which part words. What is nowhere is quickly said.
fn in_text(word: &str) -> SimpleExpr {
    let range = |(first, last): (char, char)| format!("{first}-{last}");
    let parting: String = PARTING.into_iter().map(range).collect();
    let has = "(instr(audit_events.search, ?) > 0 AND (char(10) || audit_events.search) GLOB ?)";
    Expr::cust_with_values(has, [word.to_owned(), format!("*[{parting}]{word}*")])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_by_punctuation_and_nothing_else() {
        let words = |q| Words::of(q).0;
        assert_eq!(words("Ada.Okafor@Example.com"), ["ada", "okafor", "example", "com"]);
        assert_eq!(words("“Ökafor’s” 東京、大阪"), ["ökafor", "s", "東京", "大阪"]);
        assert_eq!(words(" *?['\\\"-– "), Vec::<String>::new());
    }
}
