//! Lists as files for spreadsheets.

use super::routes::ROUTES;
use crate::support::TestApp;
use reqwest::StatusCode;
use sigma_portal::domain::MemberPatch;

/// Every list, with the columns of times that are not shown at first.
const LISTS: [&str; 10] = [
    "/history/export.csv",
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

/// All files of the program, each of one thing where it is about one; those of a selection or an upload are made by forms.
fn files(app: &TestApp) -> Vec<String> {
    let snapshot = app.snapshot();
    let id = |kind: &str| match kind {
        "members" => snapshot.member_by_email("leo.martins@lumen.example").unwrap().id.to_string(),
        "workspaces" => snapshot.workspaces()[0].id.to_string(),
        "connections" => snapshot.connections()[0].id.to_string(),
        "workbooks" => snapshot.workbooks()[0].id.to_string(),
        "datasets" => snapshot.datasets()[0].id.to_string(),
        "data-models" => snapshot.data_models()[0].id.to_string(),
        "reports" => snapshot.reports()[0].id.to_string(),
        "attributes" => snapshot.user_attributes()[0].id.to_string(),
        other => panic!("a file of {other} is not tried here"),
    };
    let files = ROUTES.iter().map(|(_, path, _)| *path).filter(|path| path.ends_with("/export.csv"));
    let of_pages = files.filter(|path| !path.starts_with("/members/bulk") && !path.starts_with("/onboard"));
    of_pages
        .map(|path| {
            let of_one = path.contains("{id}");
            if of_one { path.replace("{id}", &id(path.split('/').nth(1).unwrap())) } else { path.to_owned() }
        })
        .collect()
}

#[tokio::test]
async fn every_column_of_times_names_its_zone() {
    // All lists at once are more than one person takes away.
    let app = TestApp::start_whole_set(|portal| portal.limits.exports.burst = 1000).await;
    let admin = app.sign_in("admin").await;
    let person = [("email", "a.b@lumen.example"), ("first_name", "A"), ("last_name", "B"), ("account_type", "View")];
    let review = admin.submit("/onboard", &person).await;
    admin.apply(&review, "").await;
    // Somebody works in Sigma itself, so that the history has something to tell.
    let leo = app.snapshot().member_by_email("leo.martins@lumen.example").unwrap().id.clone();
    let renamed = MemberPatch { last_name: Some("Moreira".into()), ..MemberPatch::default() };
    app.running.app.client.members().update(&leo, &renamed).await.unwrap();
    assert!(app.running.app.directory.sync().await);
    let lists = LISTS.into_iter().map(str::to_owned);
    for (list, must_have_times) in
        lists.map(|list| (list, true)).chain(files(&app).into_iter().map(|file| (file, false)))
    {
        let answer = admin.get(&list).await;
        assert_eq!(answer.status, StatusCode::OK, "{list}");
        let body = answer.body;
        let mut reader = csv::Reader::from_reader(body.trim_start_matches('\u{feff}').as_bytes());
        let headings = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let times: Vec<&str> = headings
            .iter()
            .enumerate()
            .filter(|(at, _)| rows.iter().any(|row| is_a_time(&row[*at])))
            .map(|(_, heading)| heading)
            .collect();
        assert!(!must_have_times || !times.is_empty(), "{list} has no times: {headings:?}");
        assert!(times.iter().all(|heading| heading.ends_with("(UTC)")), "{list}: {times:?}");
    }
}
