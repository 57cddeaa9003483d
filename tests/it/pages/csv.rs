//! Lists as files for spreadsheets.

use crate::support::TestApp;

/// Every list, with the columns of times that are not shown at first.
const LISTS: [&str; 9] = [
    "/members/export.csv?columns=added.changed",
    "/teams/export.csv?columns=created.updated",
    "/workspaces/export.csv?columns=created.updated",
    "/connections/export.csv?columns=created.updated",
    "/workbooks/export.csv?columns=updated.created",
    "/datasets/export.csv?columns=updated",
    "/attributes/export.csv?columns=updated",
    "/changes/export.csv?columns=when.ended",
    "/audit/export.csv?columns=when",
];

fn is_a_time(cell: &str) -> bool {
    let shape: String = cell.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape.starts_with("0000-00-00 00:00:00")
}

#[tokio::test]
async fn every_column_of_times_names_its_zone() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let person = [("email", "a.b@lumen.example"), ("first_name", "A"), ("last_name", "B"), ("account_type", "View")];
    let review = admin.submit("/onboard", &person).await;
    admin.apply(&review, "").await;
    for list in LISTS {
        let body = admin.get(list).await.body;
        let mut reader = csv::Reader::from_reader(body.trim_start_matches('\u{feff}').as_bytes());
        let headings = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let times: Vec<&str> = headings
            .iter()
            .enumerate()
            .filter(|(at, _)| rows.iter().any(|row| is_a_time(&row[*at])))
            .map(|(_, heading)| heading)
            .collect();
        assert!(!times.is_empty(), "{list} has no times: {headings:?}");
        assert!(times.iter().all(|heading| heading.ends_with("(UTC)")), "{list}: {times:?}");
    }
}
