//! Whether a change is the portal's own: accepted by it, and since then unaltered in what it does and for whom.

use crate::domain::{ChangeId, StepState};
use crate::store::{
    Error, SealKey, Sealed, Store, audit,
    entities::{audit_event, change, change_step},
    kept,
};
use sea_orm::{ActiveModelTrait, ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Value};

/// The columns of a change that decide what is sent and for whom; none of them changes once it is accepted.
const CHANGE: [change::Column; 6] = [
    change::Column::Id,
    change::Column::Kind,
    change::Column::Intent,
    change::Column::Actor,
    change::Column::Reason,
    change::Column::Mandate,
];

/// The same of a step.
const STEP: [change_step::Column; 6] = [
    change_step::Column::Position,
    change_step::Column::Call,
    change_step::Column::Needs,
    change_step::Column::Precondition,
    change_step::Column::Inverse,
    change_step::Column::Undoes,
];

/// The seal of a new change with its steps, as they are about to be kept.
pub(super) fn of_change(key: &SealKey, change: &change::ActiveModel, steps: &[change_step::ActiveModel]) -> String {
    let parts = parts(change, steps);
    key.seal("change", &parts.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The seal of who has ordered that a change goes on: from then on it is sent for them.
pub(super) fn of_order(key: &SealKey, id: &str, by: &str) -> String {
    key.seal("order", &[id, by])
}

fn parts(change: &change::ActiveModel, steps: &[change_step::ActiveModel]) -> Vec<String> {
    let change = CHANGE.into_iter().map(|column| text(change.get(column)));
    let steps = steps.iter().flat_map(|step| STEP.into_iter().map(|column| text(step.get(column))));
    change.chain(steps).collect()
}

/// A column's value, so that nothing is not taken for an empty text.
fn text(value: ActiveValue<Value>) -> String {
    match value {
        ActiveValue::Set(value) | ActiveValue::Unchanged(value) => match value {
            Value::String(Some(text)) => format!("={text}"),
            Value::BigInt(Some(number)) => format!("={number}"),
            _ => String::new(),
        },
        ActiveValue::NotSet => String::new(),
    }
}

impl Store {
    /// Why this change is not to be run, in a sentence: it is not as the portal accepted it, or nothing says that it did.
    /// `None` when all is well.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn seal_problem(&self, id: &ChangeId) -> Result<Option<&'static str>, Error> {
        let Some(change) = change::Entity::find_by_id(id.as_str()).one(self.reader()).await? else {
            return Ok(Some("It is no longer kept."));
        };
        let (seal, ordered_seal, ordered_by) =
            (change.seal.clone(), change.ordered_seal.clone(), change.ordered_by.clone());
        let steps = change_step::Entity::find()
            .filter(change_step::Column::ChangeId.eq(id.as_str()))
            .order_by_asc(change_step::Column::Position)
            .all(self.reader())
            .await?;
        let (done, undone) = (word(StepState::Done)?, word(StepState::Undone)?);
        let done = steps.iter().filter(|step| [&done, &undone].contains(&&step.state)).count();
        let steps: Vec<change_step::ActiveModel> = steps.into_iter().map(Into::into).collect();
        let parts = parts(&change.into(), &steps);
        let sealed =
            self.seals().check("change", &parts.iter().map(String::as_str).collect::<Vec<_>>(), seal.as_deref());
        if let Some(problem) = said(sealed) {
            return Ok(Some(problem));
        }
        if let Some(by) = ordered_by
            && let Some(problem) = said(self.seals().check("order", &[id.as_str(), &by], ordered_seal.as_deref()))
        {
            return Ok(Some(problem));
        }
        let accepted = audit_event::Entity::find()
            .filter(audit_event::Column::ChangeId.eq(id.as_str()))
            .filter(audit_event::Column::Action.eq("change.accepted"))
            .one(self.reader())
            .await?;
        let Some(accepted) = accepted else {
            return Ok(Some("The audit log does not say that anybody accepted it."));
        };
        if let Some(problem) = said(audit::sealed(self, &accepted).await?) {
            return Ok(Some(problem));
        }
        self.is_put_back(id, done).await.map(|is| is.then_some(PUT_BACK))
    }

    /// Whether a change is in a state that it had left, by what the audit log says: it has ended, or more of its steps were
    /// done than are now. What is still to be done is in no seal, as it changes with each step.
    async fn is_put_back(&self, id: &ChangeId, steps_done: usize) -> Result<bool, Error> {
        use audit_event::Column::{Action, ChangeId, Id};
        let logged = audit_event::Entity::find()
            .select_only()
            .column(Action)
            .column_as(Id.count(), "times")
            .filter(ChangeId.eq(id.as_str()))
            .filter(Action.is_in(["change.done", "change.ended", "step.done"]))
            .group_by(Action)
            .into_tuple::<(String, i64)>()
            .all(self.reader())
            .await?;
        let is_over = |(action, times): &(String, i64)| {
            action != "step.done" || usize::try_from(*times).is_ok_and(|times| times > steps_done)
        };
        Ok(logged.iter().any(is_over))
    }
}

const PUT_BACK: &str = "It was put back in the database to a state that it had left. Start it again from its form.";

fn word(state: StepState) -> Result<String, Error> {
    kept::word("a step's state", state)
}

fn said(sealed: Sealed) -> Option<&'static str> {
    match sealed {
        Sealed::Intact => None,
        Sealed::Unsealed => Some(
            "It was accepted by an earlier version of the portal, or not by the portal at all. Start it again from its form.",
        ),
        Sealed::OtherKey => Some("It was accepted while the portal had another secret. Start it again from its form."),
        Sealed::Altered => Some("It was altered in the database since it was accepted."),
    }
}
