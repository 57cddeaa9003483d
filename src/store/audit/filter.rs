//! Which audit events a list shows.

use crate::domain::{ChangeId, Outcome, PersonKey, Subject};
use crate::store::{
    Error,
    entities::{audit_event, audit_subject},
    kept, search, subjects,
};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, Condition};

/// Which audit events to list; what is `None` does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Having all these words in the summary, the name or address of who did it, or Sigma's request id; without case,
    /// in any order.
    pub q: Option<String>,
    /// Done by this person.
    pub actor: Option<PersonKey>,
    /// With an action that begins so: `change.` for all about changes.
    pub action_prefix: Option<String>,
    /// With an action that does not begin so.
    pub but_action_prefix: Option<String>,
    /// Only events with this outcome.
    pub outcome: Option<Outcome>,
    /// Only events about this.
    pub subject: Option<Subject>,
    /// At this time or later.
    pub from: Option<Timestamp>,
    /// Before this time.
    pub until: Option<Timestamp>,
    /// Belonging to this change.
    pub change_id: Option<ChangeId>,
}

impl AuditFilter {
    pub(super) fn condition(&self) -> Result<Condition, Error> {
        use audit_event::Column;
        let outcome = self.outcome.map(|outcome| kept::word("an audit event's outcome", outcome)).transpose()?;
        let about = self.subject.as_ref().map(subjects::about::<audit_subject::Entity>);
        Ok(Condition::all()
            .add_option(self.q.as_deref().map(|q| search::has_words(Column::Search, q)))
            .add_option(self.actor.as_ref().map(|person| Column::ActorKey.eq(kept::person(person))))
            .add_option(self.action_prefix.as_deref().map(|prefix| search::begins_with(Column::Action, prefix)))
            .add_option(
                self.but_action_prefix
                    .as_deref()
                    .map(|prefix| Condition::all().add(search::begins_with(Column::Action, prefix)).not()),
            )
            .add_option(outcome.map(|word| Column::Outcome.eq(word)))
            .add_option(about.map(|ids| Column::Id.in_subquery(ids)))
            .add_option(self.from.map(|from| Column::At.gte(kept::millis(from))))
            .add_option(self.until.map(|until| Column::At.lt(kept::millis(until))))
            .add_option(self.change_id.as_ref().map(|id| Column::ChangeId.eq(kept::text(id.as_str())))))
    }
}
