//! What a row is about: the subjects of changes, audit events and directory events, each kind's in a
//! table of its own, all of the same shape.

use super::{Error, ROWS_AT_ONCE, entities, kept};
use crate::domain::Subject;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Query, SelectStatement},
};
use std::collections::HashMap;

/// A table of subjects.
pub(super) trait SubjectTable: EntityTrait {
    /// Whose subject it is.
    const OWNER: Self::Column;
    /// Place among the owner's subjects.
    const POSITION: Self::Column;
    /// What it is looked up by.
    const KEY: Self::Column;
    /// The subject itself.
    const SUBJECT: Self::Column;
}

macro_rules! subject_table {
    ($entity:ident, $owner:ident) => {
        impl SubjectTable for entities::$entity::Entity {
            const OWNER: Self::Column = entities::$entity::Column::$owner;
            const POSITION: Self::Column = entities::$entity::Column::Position;
            const KEY: Self::Column = entities::$entity::Column::SubjectKey;
            const SUBJECT: Self::Column = entities::$entity::Column::Subject;
        }
    };
}
subject_table!(change_subject, ChangeId);
subject_table!(audit_subject, EventId);
subject_table!(directory_event_subject, EventId);

/// The rows of each owner's subjects, in their order.
pub(super) fn rows<'a, E: SubjectTable>(
    owners: impl IntoIterator<Item = (&'a str, &'a [Subject])>,
) -> Result<Vec<E::ActiveModel>, Error> {
    let mut rows = Vec::new();
    for (owner, subjects) in owners {
        for (position, subject) in subjects.iter().enumerate() {
            let position: i64 = kept::number("a subject's position", position)?;
            let mut row = <E::ActiveModel as ActiveModelTrait>::default();
            row.try_set(E::OWNER, owner.into())?;
            row.try_set(E::POSITION, position.into())?;
            row.try_set(E::KEY, kept::text(&subject.key()).into())?;
            row.try_set(E::SUBJECT, kept::json("a subject", subject)?.into())?;
            rows.push(row);
        }
    }
    Ok(rows)
}

/// Keeps subjects; those that are kept already stay as they are.
pub(super) async fn insert<E: SubjectTable>(db: &impl ConnectionTrait, rows: Vec<E::ActiveModel>) -> Result<(), Error>
where
    E::ActiveModel: Send + Sync,
{
    for rows in rows.chunks(ROWS_AT_ONCE) {
        E::insert_many(rows.to_vec()).on_conflict_do_nothing().exec_without_returning(db).await?;
    }
    Ok(())
}

/// Each owner's subjects in their order.
pub(super) async fn of<E: SubjectTable>(
    db: &impl ConnectionTrait,
    owners: impl IntoIterator<Item = &str>,
) -> Result<HashMap<String, Vec<Subject>>, Error> {
    let rows = E::find()
        .select_only()
        .column(E::OWNER)
        .column(E::SUBJECT)
        .filter(E::OWNER.is_in(owners))
        .order_by_asc(E::POSITION)
        .into_tuple::<(String, String)>()
        .all(db)
        .await?;
    let mut subjects = HashMap::<String, Vec<Subject>>::new();
    for (owner, subject) in rows {
        subjects.entry(owner).or_default().push(kept::from_json("a subject", &subject)?);
    }
    Ok(subjects)
}

/// The ids of owners that are about this.
pub(super) fn about<E: SubjectTable>(subject: &Subject) -> SelectStatement {
    about_any::<E>(std::slice::from_ref(subject))
}

/// The ids of owners that are about one of these.
pub(super) fn about_any<E: SubjectTable>(subjects: &[Subject]) -> SelectStatement {
    let keys = subjects.iter().map(|subject| kept::text(&subject.key()));
    Query::select().column(E::OWNER).from(E::default()).and_where(E::KEY.is_in(keys)).take()
}
