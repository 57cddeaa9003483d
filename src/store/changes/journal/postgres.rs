//! An entry as one statement: one way there and back, however much is in it.
//!
//! Its parts all see the database as it was before, and run whole or not at all. The first takes the change's row, which
//! keeps others from taking the change over; the rest ask whether it found one. Rows travel as JSON, so that the text of
//! the statement, and with it the server's plan, is the same for any number of them.

use super::Entry;
use crate::store::{
    Error,
    access::Writer,
    changes::Fence,
    clock,
    entities::{audit_counter, audit_event, audit_subject, change_subject},
    kept,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ConnectionTrait, DbBackend, EntityTrait, IdenStatic, Iterable, Statement, Value,
};
use serde_json::{Map, Value as Json};

/// A row as a JSON object: the columns that are set.
type Row = Map<String, Json>;

/// Writes the entry, and says what is wanted of the change: the word of an order.
pub(super) async fn write(db: &Writer, fence: &Fence, mut entry: Entry) -> Result<String, Error> {
    let change = row(&entry.change)?;
    let steps = entry.steps.iter().map(row).collect::<Result<Vec<_>, _>>()?;
    let sql = sql(&change, steps.first());
    let values: [Value; 9] = [
        fence.change_id().as_str().into(),
        fence.token().into(),
        clock::millis(fence.lease())?.into(),
        Json::Object(change).to_string().into(),
        kept::json("steps", &steps)?.into(),
        rows(&entry.subjects)?.into(),
        rows(&entry.events.events)?.into(),
        rows(&entry.events.subjects)?.into(),
        rows(entry.events.counter().as_slice())?.into(),
    ];
    let written = db.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
    let (wanted, missing) = match written {
        Some(row) => (row.try_get::<Option<String>>("", "wanted")?, row.try_get::<Option<i64>>("", "missing")?),
        None => (None, None),
    };
    match (wanted, missing) {
        (None, _) => Err(Error::LeaseLost),
        (Some(_), Some(position)) => Err(super::no_such_step(position)),
        (Some(wanted), None) => {
            entry.events.committed();
            Ok(wanted)
        }
    }
}

/// The statement. $1 change, $2 token, $3 lease; as JSON: $4 columns of the change, $5 steps, $6 subjects, $7 events,
/// $8 subjects of events, $9 how far these were counted.
fn sql(change: &Row, step: Option<&Row>) -> String {
    let lease_until = format!("{} + $3", clock::sql(DbBackend::Postgres));
    let set = |columns: &Row, but: &[&str]| -> Vec<String> {
        columns.keys().filter(|name| !but.contains(&name.as_str())).map(|name| format!("{name} = n.{name}")).collect()
    };
    let change: Vec<String> = set(change, &[]).into_iter().map(|set| format!(", {set}")).collect();
    let change = change.concat();
    let steps = step.map_or_else(String::new, |step| {
        let set = set(step, &["change_id", "position"]).join(", ");
        format!(
            "saved AS (UPDATE change_steps AS s SET {set} FROM steps AS n
                WHERE s.change_id = $1 AND s.position = n.position AND EXISTS (SELECT 1 FROM allowed)),"
        )
    });
    let subjects = insert::<change_subject::Entity>(6, "ON CONFLICT DO NOTHING");
    let events = insert::<audit_event::Entity>(7, "");
    let event_subjects = insert::<audit_subject::Entity>(8, "ON CONFLICT DO NOTHING");
    let counter = insert::<audit_counter::Entity>(
        9,
        "ON CONFLICT (name) DO UPDATE SET number = EXCLUDED.number, seal = EXCLUDED.seal",
    );
    format!(
        "WITH held AS (UPDATE changes AS c SET lease_until = {lease_until}{change}
            FROM json_populate_record(NULL::changes, $4::json) AS n
            WHERE c.id = $1 AND c.fence = $2 AND c.lease_owner IS NOT NULL RETURNING c.wanted),
        steps AS (SELECT * FROM json_populate_recordset(NULL::change_steps, $5::json)),
        missing AS (SELECT position FROM steps WHERE NOT EXISTS
            (SELECT 1 FROM change_steps AS s WHERE s.change_id = $1 AND s.position = steps.position) LIMIT 1),
        allowed AS (SELECT 1 FROM held WHERE NOT EXISTS (SELECT 1 FROM missing)),
        {steps}
        subjects AS ({subjects}),
        events AS ({events}),
        event_subjects AS ({event_subjects}),
        counter AS ({counter})
        SELECT (SELECT wanted FROM held) AS wanted, (SELECT position FROM missing) AS missing"
    )
}

/// Inserts the rows of a parameter, if the entry may be written.
fn insert<E: EntityTrait>(parameter: usize, otherwise: &str) -> String {
    let table = E::default();
    let table = table.table_name();
    let columns = E::Column::iter().map(|column| column.as_str().to_owned()).collect::<Vec<_>>().join(", ");
    format!(
        "INSERT INTO {table} ({columns})
            SELECT {columns} FROM json_populate_recordset(NULL::{table}, ${parameter}::json)
            WHERE EXISTS (SELECT 1 FROM allowed) {otherwise}"
    )
}

fn rows<A: ActiveModelTrait>(rows: &[A]) -> Result<String, Error> {
    let rows = rows.iter().map(row).collect::<Result<Vec<_>, _>>()?;
    kept::json("rows", &rows)
}

fn row<A: ActiveModelTrait>(model: &A) -> Result<Row, Error> {
    let mut row = Row::new();
    for column in <A::Entity as EntityTrait>::Column::iter() {
        if let ActiveValue::Set(value) | ActiveValue::Unchanged(value) = model.get(column) {
            row.insert(column.as_str().to_owned(), json(value)?);
        }
    }
    Ok(row)
}

/// The kinds of values that the tables of an entry have.
fn json(value: Value) -> Result<Json, Error> {
    match value {
        Value::String(text) => Ok(text.into()),
        Value::BigInt(number) => Ok(number.into()),
        Value::Bool(yes) => Ok(yes.into()),
        other => Err(Error::Unreadable("a value of the journal", format!("{other:?} is of no known kind").into())),
    }
}
