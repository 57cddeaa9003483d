//! Onboarding many people from a file, end to end, without script.

use crate::support::{Answer, Browser, TestApp};
use reqwest::StatusCode;
use sigma_portal::domain::{Grantee, Permission, ResourceRef, WorkspacePermission};

const PATH: &str = "/onboard/file";
const FOR_ALL: [(&str, &str); 2] = [("account_type", "View"), ("invite", "on")];

/// Uploads a file; where its check is, and what that shows.
async fn check(browser: &Browser<'_>, file: &str) -> (String, Answer) {
    let taken = browser.upload(PATH, &FOR_ALL, "people.csv", file.as_bytes()).await;
    let path = taken.location.expect("the file was not taken");
    let page = browser.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    (path, page)
}

/// Sends the form of a file's page to one of its functions, with these fields.
pub async fn send(browser: &Browser<'_>, page: &str, function: &str, fields: &[(&str, &str)]) -> Answer {
    let id = page.split('?').next().unwrap().rsplit('/').next().unwrap();
    let mut all = vec![("file", id)];
    all.extend(fields);
    browser.call(page, &format!("onboarding/file/{function}"), &all).await
}

#[tokio::test]
async fn from_file_to_members() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let connection = snapshot.connections().iter().find(|c| !c.is_archived).unwrap().name.clone();
    let file = format!(
        "Surname;Given name;Mail;Account type;Teams;Workspaces;Connections;Cost centre\r\n\
         Farrow;Ines;ines.farrow@lumen.example;build;\"finance: admin\";\"Logistics: can explore\";\"{connection}\";17\r\n\
         Núñez;Béla;bela.nunez@lumen.example;;;;;18\r\n"
    );
    // As Excel writes it on a Western European computer.
    let bytes = encoding(&file);
    let fields = [("account_type", "View"), ("invite", "on"), ("teams", "Sales"), ("workspaces", "Logistics")];
    let path = admin.upload(PATH, &fields, "people.csv", &bytes).await.location.unwrap();
    let text = admin.get(&path).await.text();
    for seen in [
        "2 ready",
        "Build 1, View 1",
        "Sales 2, Finance 1",
        "Logistics 2",
        "2 will be sent immediately",
        "Cost centreIgnored",
    ] {
        assert!(text.contains(seen), "{seen}: {text}");
    }
    assert!(!text.contains("need fixing"), "{text}");

    let review = send(&admin, &path, "onboard", &[]).await;
    assert_eq!(app.simulator.calls("POST /v2/members"), 0, "a preview called Sigma");
    assert!(review.text().contains("Onboard 2 people"), "{}", review.text());
    let done = admin.apply(&review, "New colleagues").await;
    assert!(done.text().contains(" done"), "{}", done.text());

    let snapshot = app.snapshot();
    let ines = snapshot.member_by_email("ines.farrow@lumen.example").unwrap();
    let bela = snapshot.member_by_email("bela.nunez@lumen.example").unwrap();
    assert_eq!((bela.full_name().as_str(), bela.account_type.as_str()), ("Béla Núñez", "View"));
    let team = |name: &str| snapshot.teams().iter().find(|t| t.name == name).unwrap().id.clone();
    assert!(snapshot.is_team_admin(&ines.id, &team("Finance")) && !snapshot.is_in_team(&bela.id, &team("Finance")));
    assert!([ines, bela].iter().all(|member| snapshot.is_in_team(&member.id, &team("Sales"))));
    let workspace = snapshot.workspaces().iter().find(|w| w.name == "Logistics").unwrap().id.clone();
    let level = |member: &sigma_portal::domain::Member| {
        let grantee = Grantee::Member(member.id.clone());
        snapshot.grant_of(&ResourceRef::Workspace(workspace.clone()), &grantee).map(|grant| grant.permission.clone())
    };
    assert_eq!(level(ines), Some(Permission::Workspace(WorkspacePermission::Explore)));
    assert_eq!(level(bela), Some(Permission::Workspace(WorkspacePermission::View)));
}

/// Windows-1252, for the letters used here.
fn encoding(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

#[tokio::test]
async fn rows_are_fixed_in_place_or_skipped() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let file = "E-mail,First name,Last name,Teams\n\
        amara.okafor@lumen.example,Amara,Twice,\n\
        new.one@lumen.example,New,One,Finanec\n\
        new.two@lumen.example,New,Two,\n\
        NEW.two@lumen.example,New,Again,\n\
        not an address,,Three,\n\
        new.four@lumen.example,New,Four,Finance,Sales\n";
    let (path, page) = check(&admin, file).await;
    let text = page.text();
    for seen in [
        "1 ready",
        "5 rows need fixing",
        "is already a member",
        "There is no team “Finanec”. Did you mean “Finance”?",
        "NEW.two@lumen.example is in line 4 already.",
        "“not an address” is not an e-mail address",
        "Enter a first name.",
        "It has 1 cell more than the first line",
    ] {
        assert!(text.contains(seen), "{seen}: {text}");
    }
    let file = admin.get(&format!("{path}/export.csv")).await;
    assert_eq!(file.body.lines().count(), 6, "{}", file.body);
    assert!(
        file.body.contains("NEW.two@lumen.example,New,Again,,,,,,,,,5,NEW.two@lumen.example is in line 4 already.")
    );

    let fixes = [
        ("rows[fix][r1][teams]", "finance"),
        ("rows[fix][r4][email]", "new.three@lumen.example"),
        ("rows[fix][r4][first_name]", "New"),
        ("rows[skip][]", "0"),
        ("rows[skip][]", "3"),
    ];
    let second = send(&admin, &path, "check", &fixes).await.location.unwrap();
    let mended = admin.get(&second).await;
    assert!(mended.text().contains("3 ready") && mended.text().contains("1 row needs fixing"), "{}", mended.text());
    // The way back shows the check as it was.
    assert!(admin.get(&path).await.text().contains("5 rows need fixing"));

    let third = send(&admin, &second, "skip", &[]).await.location.unwrap();
    let left = admin.get(&third).await;
    assert!(left.text().contains("3 ready") && !left.text().contains("need fixing"), "{}", left.text());
    let review = send(&admin, &second, "onboard", &[]).await;
    assert!(review.text().contains("Onboard 3 people"), "{}", review.text());
}

#[tokio::test]
async fn a_file_that_cannot_be_used_says_why_and_nothing_typed_is_lost() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let fields = [("account_type", "Build"), ("teams", "Finance; Nowhere"), ("invite", "on")];
    for (file, why) in [
        (&b"PK\x03\x04..."[..], "This is a workbook, not a CSV file."),
        (b"", "Choose a file, or paste rows."),
        (b"Name,Team\nAda,Sales\n", "No column is called “E-mail”."),
        (b"E-mail\n", "There is no row below the headings."),
    ] {
        let page = admin.upload(PATH, &fields, "people.csv", file).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text().contains(why), "{why}: {}", page.text());
        assert!(page.holds("Finance; Nowhere"), "what was typed is lost");
    }
    let page = admin.upload(PATH, &fields, "people.csv", b"E-mail\na@lumen.example\n").await;
    assert!(page.text().contains("There is no team “Nowhere”."), "{}", page.text());
    let large = vec![b'x'; 6_000_000];
    let page = admin.upload(PATH, &fields, "people.csv", &large).await;
    assert!(page.text().contains("larger than 5 MB"), "{}", page.text());
    assert!(page.holds("Finance; Nowhere"), "what was typed is lost");
}

#[tokio::test]
async fn rows_can_be_pasted_and_the_template_is_understood() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let template = admin.get("/onboard/template.csv").await.body;
    let headings = template.trim_start_matches('\u{feff}').trim();
    let rows = format!("{headings}\nnew.one@lumen.example,New,One,Build,guest,no,Sales,,,,\n");
    let path = admin.upload(PATH, &[("rows", rows.as_str())], "", b"").await.location.unwrap();
    let text = admin.get(&path).await.text();
    for seen in ["Onboard pasted rows", "1 ready", "Guests1 person", "None will be sent"] {
        assert!(text.contains(seen), "{seen}: {text}");
    }
    assert!(!text.contains("Ignored"), "{text}");
}

#[tokio::test]
async fn a_sheet_is_its_authors_own() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let (path, _) = check(&admin, "E-mail\nnobody\n").await;
    assert_eq!(admin.get(&path).await.status, StatusCode::OK);
    assert_eq!(app.sign_in("auditor").await.get(&path).await.status, StatusCode::FORBIDDEN);
    assert_eq!(admin.get("/onboard/file/another").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn rows_of_an_odd_form_are_taken_as_they_are_and_nothing_is_left_is_said() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let (path, page) = check(&admin, "E-mail,First name,Last name\na.a@x.example,A,A,x\nb.b@x.example,B,B,y\n").await;
    assert!(page.text().contains("0 ready") && page.text().contains("Use 2 unusual rows as shown"), "{}", page.text());
    let taken = send(&admin, &path, "settle", &[]).await.location.unwrap();
    assert!(admin.get(&taken).await.text().contains("2 ready"));
    let none = send(&admin, &path, "skip", &[]).await;
    assert_eq!(none.location.as_deref(), Some(PATH));
}

#[tokio::test]
async fn what_may_be_meant_is_a_button_for_one_row_or_all() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let file = "E-mail,First name,Last name,Account type,Teams\n\
                a.a@lumen.example,A,A,Buidl,Finanec\n\
                b.b@lumen.example,B,B,View,Finanec: admin; Sales\n";
    let (path, page) = check(&admin, file).await;
    assert!(page.offers("Use “Build”") && page.offers("Use “Finance: admin; Sales”"), "{}", page.text());
    assert!(page.offers("Use all 3 suggestions"), "{}", page.text());

    let one = send(&admin, &path, "suggest", &[("which", "0 account_type")]).await.location.unwrap();
    let page = admin.get(&one).await;
    assert!(!page.offers("Use “Build”") && page.offers("Use “Finance”"), "{}", page.text());
    let all = send(&admin, &one, "suggest", &[("which", "all")]).await.location.unwrap();
    let page = admin.get(&all).await;
    assert!(page.text().contains("2 ready") && page.text().contains("Finance 2, Sales 1"), "{}", page.text());
}

#[tokio::test]
async fn members_get_the_teams_of_their_rows_instead_of_an_invitation() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let sales = snapshot.teams().iter().find(|team| team.name == "Sales").unwrap().id.clone();
    let outside = snapshot.people().filter(|member| {
        member.status() == sigma_portal::domain::MemberStatus::Active && !snapshot.is_in_team(&member.id, &sales)
    });
    let two: Vec<_> = outside.take(2).cloned().collect();
    let rows: Vec<String> = two.iter().map(|m| format!("{},{},{},Sales", m.email, m.first_name, m.last_name)).collect();
    let file = format!("E-mail,First name,Last name,Teams\n{}\nnew.one@lumen.example,New,One,Sales\n", rows.join("\n"));
    let (path, page) = check(&admin, &file).await;
    assert!(page.text().contains("already a member") && page.offers("Add the teams instead"), "{}", page.text());
    assert!(page.offers("Add teams and access to 2 members instead"), "{}", page.text());
    let review = send(&admin, &path, "add-instead", &[("which", "all")]).await;
    admin.apply(&review, "").await;
    assert!(two.iter().all(|member| app.snapshot().is_in_team(&member.id, &sales)));
    let again = send(&admin, &path, "add-instead", &[("which", "all")]).await;
    assert!(!again.offers("Apply change"), "they have it already: {}", again.text());
}
