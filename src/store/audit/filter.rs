//! Which audit events a list shows.

use super::words::Words;
use crate::domain::{ChangeId, Outcome, PersonKey, Subject};
use crate::store::{
    Error,
    access::Reader,
    entities::{audit_event, audit_subject},
    kept, search, subjects,
};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend,
    sea_query::{Expr, ExprTrait},
};

/// Which audit events to list; what is `None` does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Having words that begin as these do, all of them: see `words`.
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
    /// What is searched for.
    pub(super) fn words(&self) -> Words {
        Words::of(self.q.as_deref().unwrap_or_default())
    }

    /// What rows have to be; of very many that are only searched for words the newest, where these suffice.
    pub(super) async fn condition(&self, db: &Reader, newest_suffice: bool) -> Result<Condition, Error> {
        use audit_event::Column;
        let has_only_words = Self { q: None, ..self.clone() } == Self::default();
        let words = self.words().condition(db, newest_suffice && has_only_words).await?;
        let acts = |prefix: &String| acts(prefix, db.get_database_backend());
        let outcome = self.outcome.map(|outcome| kept::word("an audit event's outcome", outcome)).transpose()?;
        let about = self.subject.as_ref().map(subjects::about::<audit_subject::Entity>);
        Ok(Condition::all()
            .add(words)
            .add_option(self.actor.as_ref().map(|person| Column::ActorKey.eq(kept::person(person))))
            .add_option(self.action_prefix.as_ref().map(acts))
            .add_option(self.but_action_prefix.as_ref().map(|prefix| acts(prefix).not()))
            .add_option(outcome.map(|word| Column::Outcome.eq(word)))
            .add_option(about.map(|ids| Column::Id.in_subquery(ids)))
            .add_option(self.from.map(|from| Column::At.gte(kept::millis(from))))
            .add_option(self.until.map(|until| Column::At.lt(kept::millis(until))))
            .add_option(self.change_id.as_ref().map(|id| Column::ChangeId.eq(kept::text(id.as_str())))))
    }
}

/// Actions that begin so. What comes before the dot is their area, which has an index.
fn acts(prefix: &str, backend: DbBackend) -> Condition {
    let area_of = match backend {
        DbBackend::Postgres => "split_part(audit_events.action, '.', 1)",
        _ => "substr(audit_events.action, 1, instr(audit_events.action, '.') - 1)",
    };
    let in_area = |area: &str| Expr::cust(area_of).eq(area);
    let begins = || search::begins_with(audit_event::Column::Action, prefix);
    match prefix.split_once('.') {
        Some((area, "")) => Condition::all().add(in_area(area)),
        Some((area, _)) => Condition::all().add(in_area(area)).add(begins()),
        None => Condition::all().add(begins()),
    }
}
