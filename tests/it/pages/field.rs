//! Files as other people have them, each uploaded through the page; `tests/it/field` says what they are.

use super::onboarding_file::send;
use crate::support::{Answer, Browser, TestApp};
use reqwest::StatusCode;

const PATH: &str = "/onboard/file";
const FOR_ALL: [(&str, &str); 2] = [("account_type", "View"), ("invite", "on")];

macro_rules! file {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../field/", $name)).as_slice())
    };
}

/// Teams that the files name and the organisation does not have.
const TEAMS: [&str; 8] =
    ["Marketing", "Twins", "Data Platform", "Été", "Ete", "+Growth", "Finance: admin", "Sales | Marketing"];

/// Makes the teams in Sigma, and has the portal read them.
async fn with_teams(app: &TestApp) -> Browser<'_> {
    let known = app.snapshot();
    let client = reqwest::Client::builder().build().unwrap();
    let credentials =
        [("grant_type", "client_credentials"), ("client_id", "demo-client"), ("client_secret", "demo-secret")];
    let token = client.post(format!("{}/v2/auth/token", app.sigma_url())).form(&credentials).send().await.unwrap();
    let token: serde_json::Value = token.json().await.unwrap();
    for name in TEAMS.into_iter().chain(["Twins"]) {
        if known.teams().iter().all(|team| team.name != name) {
            let request = client.post(format!("{}/v2/teams", app.sigma_url()));
            let request = request.bearer_auth(token["access_token"].as_str().unwrap());
            let made = request.json(&serde_json::json!({ "name": name })).send().await.unwrap();
            assert!(made.status().is_success(), "{name}: {}", made.text().await.unwrap());
        }
    }
    assert!(app.running.app.directory.sync().await, "the directory was not read again");
    app.sign_in("admin").await
}

/// Uploads a file; where its check is, and what that shows.
async fn check(admin: &Browser<'_>, name: &str, bytes: &[u8]) -> (String, Answer) {
    let taken = admin.upload(PATH, &FOR_ALL, name, bytes).await;
    let path = taken.location.clone().unwrap_or_else(|| panic!("{name} was not taken: {}", taken.text()));
    let page = admin.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{name}: {}", page.text());
    (path, page)
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    let lines: Vec<String> = (0..count).map(line).collect();
    lines.join("\n") + "\n"
}

/// A file by name and contents, what its page says and what it does not say.
type Case = ((&'static str, &'static [u8]), Vec<&'static str>, Vec<&'static str>);

#[tokio::test]
async fn each_file_is_read_as_it_is_meant() {
    let app = TestApp::start().await;
    let admin = with_teams(&app).await;
    let cases: Vec<Case> = vec![
        (file!("c01-bom.csv"), vec!["2 ready", "Inês Hartmann", "3 lines read, 2 people"], vec!["fixing"]),
        (file!("c03-unicode-text.txt"), vec!["2 ready", "Inês Hartmann"], vec!["fixing"]),
        (file!("c04-sep-line.csv"), vec!["1 ready", "Mia Lund", "SeparatorSemicolon"], vec!["fixing"]),
        (file!("c06-spaces.csv"), vec!["2 ready", "Mia Lund", "Oto Vrba"], vec!["fixing"]),
        (file!("c07-zwsp-existing.csv"), vec!["0 ready", "U+200B"], vec!["3 ready"]),
        (file!("c10-cyrillic.csv"), vec!["looks like the address of", "U+043E"], vec![]),
        (file!("c11-upper-case-existing.csv"), vec!["is already a member", "Open Jonas Weber"], vec![]),
        (file!("c14-google-workspace.csv"), vec!["1 ready", "Mia Lund", "mia.lund@lumen.example"], vec!["fixing"]),
        (
            file!("c16-entra-export.csv"),
            vec![
                "2 ready",
                "Mia Lund",
                "Kim Sato kim@partner.example",
                "Guests1 person",
                "userPrincipalNameIgnored: “mail” is used",
            ],
            vec!["fixing"],
        ),
        (file!("c17-okta.csv"), vec!["1 ready", "loginIgnored: “email” is used", "Sales 1"], vec!["fixing"]),
        (file!("c20-atlassian.csv"), vec!["1 ready", "Mia Lund", "emailE-mail"], vec!["fixing"]),
        (file!("c22-last-comma-first.csv"), vec!["2 ready", "Mia Lund", "Oto Vrba"], vec!["Contractor", "Lund,"]),
        (file!("c23-blank-display-name.csv"), vec!["2 ready", "Mia Lund", "Oto Vrba"], vec!["fixing", "ottokar"]),
        (file!("c25-comma-teams.csv"), vec!["1 ready", "Marketing 1, Sales 1"], vec!["fixing"]),
        (file!("c27-two-group-columns.csv"), vec!["1 ready", "Marketing 1, Sales 1"], vec!["fixing"]),
        (file!("c29-same-name-teams.csv"), vec!["2 teams are called “Twins”: write its id instead."], vec!["1 ready"]),
        (file!("c31-stray-quote.csv"), vec!["2 ready", "Mia \"Mimi\" Lund"], vec!["fixing"]),
        (file!("c33-double-encoded.csv"), vec!["1 ready", "read in the wrong encoding"], vec![]),
        (file!("c35-title-row.csv"), vec!["1 ready", "Mia Lund", "Sales 1"], vec!["fixing"]),
        (file!("c36-two-heading-rows.csv"), vec!["1 ready", "Mia Lund", "Sales 1"], vec!["fixing"]),
        (file!("c38-domain-user.csv"), vec!["0 ready", "it needs the form name@company.com"], vec![]),
        (file!("c40-names.csv"), vec!["U+202E", "Zoë 🦊 Lund"], vec!["6 ready"]),
        (file!("c43-trailing-commas.csv"), vec!["2 ready"], vec!["fixing"]),
        (file!("c46-archived.csv"), vec!["reactivate", "Open Solène Martin"], vec!["1 ready"]),
        (file!("c48-utf16-no-bom.csv"), vec!["2 ready", "Inês Hartmann"], vec!["fixing"]),
        (file!("c50-heading-newline.csv"), vec!["1 ready", "Mia Lund", "First nameFirst name"], vec!["fixing"]),
        (file!("c56-heading-words.csv"), vec!["1 ready", "Mia Lund"], vec!["fixing"]),
        (file!("c58-header-repeated.csv"), vec!["2 ready", "1 row needs fixing"], vec![]),
        (file!("c60-two-addresses.csv"), vec!["0 ready", "2 rows need fixing"], vec![]),
        (file!("c62-nbsp-team.csv"), vec!["3 ready", "Data Platform 3"], vec!["fixing"]),
        (
            file!("c64-unclosed-quote-in-other-column.csv"),
            vec![
                "12 lines read, 11 people",
                "Line 4: a quote opens a cell and is never closed",
                "10 ready",
                "1 row needs fixing",
                "Person Number8",
            ],
            vec!["11 ready"],
        ),
        (file!("c67-accent-teams.csv"), vec!["4 ready", "+Growth 2", "Finance: admin 1", "Été 1"], vec!["fixing"]),
    ];
    for ((name, bytes), seen, unseen) in cases {
        let text = check(&admin, name, bytes).await.1.text();
        for part in seen {
            assert!(text.contains(part), "{name}: {part} is missing: {text}");
        }
        for part in unseen {
            assert!(!text.contains(part), "{name}: {part} is there: {text}");
        }
    }
}

#[tokio::test]
async fn quotes_and_cells_that_do_not_hold_lose_nobody() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    for (file, seen) in [
        (
            "E-mail,Name\na.a@x.example,\"A A\nb.b@x.example,B B\nc.c@x.example,\"C\" C\n",
            vec!["Line 2: a quote opens", "3 people"],
        ),
        (
            "E-mail;First name;Last name\na.a@x.example;\"A;A\nb.b@x.example;B;\"B\nc.c@x.example;C;C\n",
            vec!["Line 2: a quote opens", "Line 3: a quote opens", "3 people", "1 ready"],
        ),
        (
            "E-mail,First name,Last name\na.a@x.example,A,A\nb.b@x.example,B,Lu\nnd\n",
            vec!["Line 4 has 2 cells fewer", "3 people", "2 ready"],
        ),
        ("E-mail\tFirst name\tLast name\na.a@x.example\tA\n", vec!["Line 2 has 1 cell fewer", "0 ready"]),
        ("E-mail|First name|Last name\na.a@x.example|A|A|x\n", vec!["It has 1 cell more", "0 ready"]),
        ("E-mail,Name\na.a@x.example,\"A\" \"B\" C\n", vec!["Line 2: text follows the closing quote", "0 ready"]),
        (
            "E-mail,First name,Last name\na.a@x.example,\"A\nA\",A\n",
            vec!["Line 2: a line break stands within a cell", "0 ready"],
        ),
        ("E-mail, Name\na.a@x.example, \"Aa, Bb\"\n", vec!["1 ready", "Bb Aa"]),
    ] {
        let (path, page) = check(&admin, "people.csv", file.as_bytes()).await;
        for part in seen {
            assert!(page.text().contains(part), "{file}: {part} is missing: {}", page.text());
        }
        // What is shown can be taken as it is.
        if page.has_field("rows[right][]") {
            let next = send(&admin, &path, "check", &[("rows[right][]", "0")]).await.location.unwrap();
            assert_ne!(next, path, "{file}");
        }
    }
}

#[tokio::test]
async fn what_was_guessed_can_be_changed_and_is_remembered() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    // Cyrillic as Windows writes it.
    let file: Vec<u8> = [
        b"E-mail,First name,Last name\nivan.petrov@x.example,".as_slice(),
        b"\xc8\xe2\xe0\xed,\xcf\xe5\xf2\xf0\xee\xe2\n",
    ]
    .concat();
    let (path, page) = check(&admin, "people.csv", &file).await;
    assert!(page.text().contains("Western European (Windows) · guessed"), "{}", page.text());
    let next = send(&admin, &path, "check", &[("rows[encoding]", "windows-1251")]).await.location.unwrap();
    let text = admin.get(&next).await.text();
    assert!(text.contains("Иван Петров") && !text.contains("guessed"), "{text}");

    let file = "Who;How to reach;Crew\nMia Lund;mia.lund@lumen.example;Sales\n";
    let (path, page) = check(&admin, "odd.csv", file.as_bytes()).await;
    assert!(
        page.text().contains("No column is called “E-mail”. The first line says: Who, How to reach, Crew."),
        "{}",
        page.text()
    );
    let chosen = [("rows[column][0]", "full_name"), ("rows[column][1]", "email"), ("rows[column][2]", "teams")];
    let next = send(&admin, &path, "check", &chosen).await.location.unwrap();
    let text = admin.get(&next).await.text();
    assert!(text.contains("1 ready") && text.contains("Mia Lund") && text.contains("Sales 1"), "{text}");
    let (_, again) = check(&admin, "odd.csv", file.as_bytes()).await;
    assert!(again.text().contains("1 ready") && again.text().contains("as in your last file"), "{}", again.text());
    // A comma within cells is no separator once another is chosen.
    let (path, _) = check(&admin, "p.csv", b"E-mail;Name, First;Last name\na.a@x.example;A;B\n").await;
    let next = send(&admin, &path, "check", &[("rows[separator]", "comma")]).await.location.unwrap();
    assert!(admin.get(&next).await.text().contains("SeparatorComma"));

    let leavers = "email,name,status\na.a@x.example,A A,ACTIVE\nb.b@x.example,B B,DEPROVISIONED\n";
    let text = check(&admin, "okta.csv", leavers.as_bytes()).await.1.text();
    assert!(
        text.contains("1 ready") && text.contains("Ignored 1") && text.contains("status says “DEPROVISIONED”"),
        "{text}"
    );
}

#[tokio::test]
async fn corrections_survive_paging_and_every_button() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let rows = lines(30, |n| format!("broken {n},First{n},Last{n}"));
    let (path, page) = check(&admin, "people.csv", format!("E-mail,First name,Last name\n{rows}").as_bytes()).await;
    assert!(page.text().contains("30 rows need fixing"), "{}", page.text());
    assert!(page.text().contains("1–20 of 30"), "{}", page.text());
    let typed = [("rows[fix][r0][email]", "still broken"), ("rows[fix][r1][email]", "b.b@x.example"), ("to", "2")];
    let second = send(&admin, &path, "turn", &typed).await.location.unwrap();
    assert!(second.ends_with("?page=2"), "{second}");
    let page = admin.get(&second).await;
    assert!(page.text().contains("1 ready") && page.text().contains("29 rows need fixing"), "{}", page.text());
    let here = second.trim_end_matches("?page=2");
    let first = send(&admin, here, "turn", &[("page", "2"), ("to", "1")]).await.location.unwrap();
    assert!(admin.get(&first).await.holds("still broken"), "a correction is lost");
    // The plan is not made of what nobody has seen.
    let planned = [("rows[fix][r0][email]", "a.a@x.example")];
    let third = send(&admin, here, "onboard", &planned).await.location.unwrap();
    let page = admin.get(&third).await;
    assert!(page.text().contains("2 ready") && page.text().contains("corrections were saved"), "{}", page.text());
}

#[tokio::test]
async fn rows_that_were_exported_come_back_as_they_went() {
    let app = TestApp::start().await;
    let admin = with_teams(&app).await;
    let (name, bytes) = file!("c41-formula-names.csv");
    let (path, _) = check(&admin, name, bytes).await;
    let exported = admin.get(&format!("{path}/export.csv")).await.body;
    assert!(exported.contains(",'-Mia,") && exported.contains(",'=Vrba,"), "{exported}");
    let mended = exported.replace("No such team", "'+Growth; Sales | Marketing");
    let text = check(&admin, "rows.csv", mended.as_bytes()).await.1.text();
    for part in ["2 ready", "-Mia Lund", "Oto =Vrba", "+Growth 2", "Sales | Marketing 2"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("'-Mia") && !text.contains("'=Vrba"), "{text}");
}

#[tokio::test]
async fn limits_are_said_in_people() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let rows = lines(100_000, |n| format!("person.{n}@elsewhere.example,Person,Number{n}"));
    let file = format!("E-mail,First name,Last name\n{rows}");
    let page = admin.upload(PATH, &FOR_ALL, "people.csv", file.as_bytes()).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("up to 5,000 people can be onboarded at once"), "{}", &page.text()[..2000]);
    let pasted = [("rows", file.as_str()), ("account_type", "View")];
    let page = admin.upload(PATH, &pasted, "", b"").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("up to 5,000 people can be onboarded at once"), "{}", &page.text()[..2000]);
    let most = lines(5_000, |n| format!("person.{n}@elsewhere.example,Person,Number{n}"));
    let (path, page) = check(&admin, "people.csv", format!("E-mail,First name,Last name\n{most}").as_bytes()).await;
    assert!(page.text().contains("5,000 ready"), "{}", &page.text()[..2000]);
    let review = send(&admin, &path, "onboard", &[]).await;
    assert!(review.text().contains("Onboard 5,000 people") || review.text().contains("Onboard 5000 people"));
    assert!(review.body.len() < 500_000, "the page carries the list: {}", review.body.len());
}
