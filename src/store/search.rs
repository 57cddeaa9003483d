//! Finding words in text, alike on both databases.

use super::kept;
use crate::domain::{search_words, searchable};
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait, LikeExpr},
};

/// What a row is found by: its texts in lower case, one to a line.
pub(super) fn haystack(texts: &[&str]) -> String {
    fold(&texts.join("\n"))
}

/// Text as it is compared without case.
pub(super) fn fold(text: &str) -> String {
    kept::text(text).to_lowercase()
}

/// Rows whose `column`, a [`haystack`], has every word of the search, in any order.
pub(super) fn has_words(column: impl ColumnTrait, search: &str) -> Condition {
    search_words(&fold(searchable(search)))
        .into_iter()
        .map(|word| like(column, format!("%{}%", escaped(word))))
        .fold(Condition::all(), Condition::add)
}

/// Rows whose `column`, text in lower case, begins so.
pub(super) fn begins_with(column: impl ColumnTrait, prefix: &str) -> Expr {
    like(column, format!("{}%", escaped(&fold(prefix))))
}

fn like(column: impl ColumnTrait, pattern: String) -> Expr {
    Expr::col(column.as_column_ref()).like(LikeExpr::new(pattern).escape('\\'))
}

/// Text in which the wildcards of LIKE stand for themselves.
fn escaped(text: &str) -> String {
    text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_")
}
