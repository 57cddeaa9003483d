//! Rows of a list, and single things, that are not as the contract promises: read as far as they can be, and counted.
//!
//! One person with a null name must not keep fifty thousand others from being read. A field that cannot be read gets a
//! neutral value; a row whose own id cannot be read is left out, and whoever reads the list is told of it.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use serde_path_to_error::Segment;
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// Most fields of one row that are replaced. A row with more of them is something else than was asked for.
const MOST_FIELDS: usize = 8;

/// Fields that say which row it is: without them it cannot be kept.
const IDENTITY: [&str; 11] = [
    "memberId",
    "userId",
    "teamId",
    "workspaceId",
    "connectionId",
    "workbookId",
    "datasetId",
    "grantId",
    "userAttributeId",
    "accountTypeId",
    "id",
];

/// Counts the odd rows of a client's lists. Clones count together.
#[derive(Clone, Debug, Default)]
pub struct OddRows(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    mended: AtomicUsize,
    lost: AtomicUsize,
}

impl OddRows {
    /// Rows of which some field could not be read.
    pub fn mended(&self) -> usize {
        self.0.mended.load(Ordering::Relaxed)
    }

    /// Rows that could not be read at all.
    pub fn lost(&self) -> usize {
        self.0.lost.load(Ordering::Relaxed)
    }

    /// Reads one thing; `None` where it cannot be read.
    pub(super) fn one<T: DeserializeOwned>(&self, json: &[u8]) -> Option<T> {
        self.read(vec![serde_json::from_slice(json).ok()?])?.pop()
    }

    /// Reads rows one by one; `None` where not a single one can be read.
    pub(super) fn read<T: DeserializeOwned>(&self, rows: Vec<Value>) -> Option<Vec<T>> {
        let all = rows.len();
        let mut mended = 0;
        let read: Vec<T> = rows
            .into_iter()
            .filter_map(|row| {
                let (row, fields) = mend(row)?;
                mended += usize::from(fields > 0);
                Some(row)
            })
            .collect();
        if read.is_empty() && all > 0 {
            return None;
        }
        self.0.mended.fetch_add(mended, Ordering::Relaxed);
        self.0.lost.fetch_add(all - read.len(), Ordering::Relaxed);
        Some(read)
    }
}

/// Reads a row, with neutral values where it cannot be read; says how many those are.
fn mend<T: DeserializeOwned>(mut row: Value) -> Option<(T, usize)> {
    let neutral = [Value::Null, json!(""), json!("1970-01-01T00:00:00Z"), json!(false), json!(0), json!([]), json!({})];
    let mut fault = match read(&row) {
        Ok(whole) => return Some((whole, 0)),
        Err(field) => field?,
    };
    for fields in 1..=MOST_FIELDS {
        if IDENTITY.contains(&fault.as_str()) {
            return None;
        }
        let mut next = None;
        for value in &neutral {
            row.as_object_mut()?.insert(fault.clone(), value.clone());
            match read(&row) {
                Ok(mended) => return Some((mended, fields)),
                Err(Some(field)) if field == fault => {}
                Err(field) => {
                    next = field;
                    break;
                }
            }
        }
        fault = next?;
    }
    None
}

/// Reads a row, or names its first field that cannot be read.
fn read<T: DeserializeOwned>(row: &Value) -> Result<T, Option<String>> {
    serde_path_to_error::deserialize(row).map_err(|error| match error.path().iter().next() {
        Some(Segment::Map { key }) => Some(key.clone()),
        // Of a field that is missing serde knows the name, but says it in words only.
        _ => error.inner().to_string().split('`').nth(1).map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Grant, Member, Team};

    fn member() -> Value {
        json!({
            "memberId": "m-1", "memberType": "View", "firstName": "Mia", "lastName": "Lund",
            "email": "mia@example.com", "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z"
        })
    }

    fn with(field: &str, value: Value) -> Value {
        let mut row = member();
        row[field] = value;
        row
    }

    fn without(field: &str) -> Value {
        let mut row = member();
        row.as_object_mut().unwrap().remove(field);
        row
    }

    #[test]
    fn whatever_one_field_is_the_rest_of_the_row_is_read() {
        for field in
            ["memberType", "firstName", "lastName", "email", "createdAt", "updatedAt", "userKind", "isArchived"]
        {
            for value in [Value::Null, json!(7), json!("x"), json!([1]), json!({"a": 1}), json!(true)] {
                let (read, _) = mend::<Member>(with(field, value.clone())).unwrap_or_else(|| panic!("{field} {value}"));
                assert_eq!(read.id.as_str(), "m-1", "{field} {value}");
            }
            let (read, fields) = mend::<Member>(without(field)).unwrap_or_else(|| panic!("no {field}"));
            assert_eq!(read.id.as_str(), "m-1");
            assert_eq!(fields, usize::from(!["userKind", "isArchived"].contains(&field)), "no {field}");
        }
    }

    #[test]
    fn several_fields_of_one_row_may_be_odd() {
        let row = json!({"memberId": "m-1", "firstName": null, "email": "mia@example.com"});
        let (read, _) = mend::<Member>(row).unwrap();
        assert_eq!(
            (read.email.as_str(), read.first_name.as_str(), read.account_type.as_str()),
            ("mia@example.com", "", "")
        );
    }

    #[test]
    fn a_row_without_its_own_id_is_lost_and_counted() {
        let odd = OddRows::default();
        let rows = vec![
            member(),
            with("memberId", Value::Null),
            without("memberId"),
            json!("no row"),
            with("email", json!(1)),
        ];
        assert_eq!(odd.read::<Member>(rows).unwrap().len(), 2);
        assert_eq!((odd.mended(), odd.lost()), (1, 3));
    }

    #[test]
    fn one_thing_is_read_as_far_as_a_row_is() {
        let odd = OddRows::default();
        let read: Member = odd.one(with("firstName", Value::Null).to_string().as_bytes()).unwrap();
        assert_eq!((read.id.as_str(), read.first_name.as_str(), odd.mended()), ("m-1", "", 1));
        for nothing in ["{}", "<html>", r#"{"error": "x"}"#] {
            assert!(odd.one::<Member>(nothing.as_bytes()).is_none(), "{nothing}");
        }
    }

    #[test]
    fn a_page_of_nothing_that_can_be_read_is_no_list() {
        assert!(OddRows::default().read::<Member>(vec![json!({"error": "x"}), json!(1)]).is_none());
        assert_eq!(OddRows::default().read::<Team>(Vec::new()), Some(Vec::new()));
    }

    #[test]
    fn a_grant_without_a_level_is_kept() {
        let (read, _) =
            mend::<Grant>(json!({"grantId": "g", "inodeId": "i", "memberId": "m", "permission": null})).unwrap();
        assert_eq!(read.id.as_str(), "g");
    }

    mod anything {
        use super::*;
        use proptest::prelude::*;

        fn value() -> impl Strategy<Value = Value> {
            let leaf = prop_oneof![
                Just(Value::Null),
                any::<bool>().prop_map(Value::from),
                any::<i64>().prop_map(Value::from),
                any::<f64>().prop_map(Value::from),
                "\\PC{0,12}".prop_map(Value::from),
                Just(json!("2026-01-01T00:00:00Z")),
            ];
            let name = "(memberId|teamId|grantId|firstName|email|isArchived|createdAt|permission|name|[a-zA-Z]{1,8})";
            leaf.prop_recursive(3, 24, 6, move |inner| {
                prop_oneof![
                    proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                    proptest::collection::hash_map(name, inner, 0..8)
                        .prop_map(|map| Value::Object(map.into_iter().collect())),
                ]
            })
        }

        proptest! {
            #[test]
            fn in_an_answer_is_read_as_far_as_it_can_be_and_counted(rows in proptest::collection::vec(value(), 0..6)) {
                let all = rows.len();
                let odd = OddRows::default();
                if let Some(read) = odd.read::<Member>(rows.clone()) {
                    prop_assert_eq!(read.len() + odd.lost(), all);
                }
                _ = OddRows::default().read::<Team>(rows.clone());
                _ = OddRows::default().read::<Grant>(rows.clone());
                _ = OddRows::default().one::<Member>(Value::from(rows).to_string().as_bytes());
            }
        }
    }
}
