//! Which changes a list shows.

use crate::domain::{ChangeKind, ChangeState, PersonKey, Subject};
use crate::store::{
    Error,
    entities::{change, change_subject},
    kept, search, subjects,
};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, Condition, sea_query::SimpleExpr};

/// Which changes to list; what is `None` does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeFilter {
    /// In this state.
    pub state: Option<ChangeState>,
    /// Whether somebody has marked it as handled.
    pub handled: Option<bool>,
    /// Whether another change has undone it, or a part of it.
    pub undone: Option<bool>,
    /// Of this kind.
    pub kind: Option<ChangeKind>,
    /// Asked for by this person.
    pub actor: Option<PersonKey>,
    /// Only changes that touch this.
    pub subject: Option<Subject>,
    /// Having all these words in title, reason, or the name or address of who asked; without case, in any order.
    pub q: Option<String>,
    /// Accepted before this time.
    pub until: Option<Timestamp>,
}

fn is_set(column: change::Column, is: bool) -> SimpleExpr {
    if is { column.is_not_null() } else { column.is_null() }
}

impl ChangeFilter {
    pub(super) fn condition(&self) -> Result<Condition, Error> {
        use change::Column;
        let state = self.state.map(|state| kept::word("a change's state", state)).transpose()?;
        let kind = self.kind.map(|kind| kept::word("a change's kind", kind)).transpose()?;
        let about = self.subject.as_ref().map(subjects::about::<change_subject::Entity>);
        Ok(Condition::all()
            .add_option(state.map(|word| Column::State.eq(word)))
            .add_option(self.handled.map(|is| is_set(Column::Handled, is)))
            .add_option(self.undone.map(|is| is_set(Column::UndoneBy, is)))
            .add_option(kind.map(|word| Column::Kind.eq(word)))
            .add_option(self.actor.as_ref().map(|person| Column::ActorKey.eq(kept::person(person))))
            .add_option(about.map(|ids| Column::Id.in_subquery(ids)))
            .add_option(self.until.map(|until| Column::CreatedAt.lt(kept::millis(until))))
            .add_option(self.q.as_deref().map(|q| search::has_words(Column::Search, q))))
    }
}
