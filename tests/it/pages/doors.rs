//! Any text through any door: it arrives as it was shown to whoever entered it, or is refused by name.

use super::onboarding_file::send;
use crate::support::{Answer, Browser, TestApp};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngSeed, TestRunner},
};
use sigma_portal::domain::text;

/// Texts tried at each door; the same ones at each run.
const TEXTS: u32 = 24;

/// Texts as people paste them: letters of all scripts, and what cannot be seen more often than it occurs.
fn pasted() -> Vec<String> {
    let unseen = prop::char::ranges(
        vec!['\u{1}'..='\u{1f}', '\u{7f}'..='\u{ad}', '\u{2000}'..='\u{206f}', '\u{fe00}'..='\u{ffff}'].into(),
    );
    let any =
        prop_oneof![9 => prop::char::range('a', 'z'), 2 => any::<char>(), 1 => unseen, 1 => Just('"'), 1 => Just(',')];
    let texts = prop::collection::vec(any, 1..8).prop_map(|all| all.into_iter().collect::<String>());
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(11), ..Config::default() });
    (0..TEXTS).map(|_| texts.new_tree(&mut runner).unwrap().current()).collect()
}

/// What can be compared of a text on a page: all but spaces, which a page folds, and what keeps foreign text apart.
fn seen(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && ![text::ISOLATE, text::END].contains(c)).collect()
}

/// The page is a plan that says the text as it is kept; or says what is wrong with it, and is no plan.
fn assert_arrived_or_refused(door: &str, text: &str, kept: &Result<String, String>, page: &Answer) {
    let said = seen(&page.text());
    let is_plan = page.posts_to("changes/accept");
    match kept {
        Ok(kept) => assert!(is_plan && said.contains(&seen(kept)), "{door}: {text:?} as {kept:?}: {}", page.text()),
        Err(why) => {
            assert!(!is_plan, "{door}: {text:?} was let in: {}", page.text());
            // The name of the character, where one stands against it.
            let named = why.split_once("U+").map_or("", |(_, rest)| rest.get(..4).unwrap_or(rest));
            assert!(said.contains(named), "{door}: {text:?}: {why}: {}", page.text());
        }
    }
}

#[tokio::test]
async fn every_form_lets_a_text_in_as_shown_or_names_what_is_wrong() {
    let app = TestApp::start_set(|portal| portal.limits.writes.burst = 1000).await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let leo = snapshot.member_by_email("leo.martins@lumen.example").unwrap();
    let (team, workspace) = (&snapshot.teams()[0], &snapshot.workspaces()[0]);
    for entered in pasted() {
        let person = text::person_name(&entered, "name");
        let thing = text::thing_name(&entered, "name");
        let onboarded = [("email", "mia@lumen.example"), ("first_name", &entered), ("last_name", "Lund")];
        let edited = [("email", leo.email.as_str()), ("first_name", "Leo"), ("last_name", &entered)];
        let named = [("name", entered.as_str()), ("visibility", "private")];
        for (path, form, kept) in [
            ("/onboard".to_owned(), onboarded.as_slice(), &person),
            (format!("/members/{}/edit", leo.id), &edited, &person),
            ("/teams/new".to_owned(), &named, &thing),
            (format!("/teams/{}/edit", team.id), &named, &thing),
            ("/workspaces/new".to_owned(), &named[..1], &thing),
            (format!("/workspaces/{}/edit", workspace.id), &named[..1], &thing),
        ] {
            let form = [form, &[("account_type", "View")][..]].concat();
            let page = admin.submit(&path, &form).await;
            assert_arrived_or_refused(&path, &entered, kept, &page);
        }
    }
    assert_eq!(app.simulator.calls("POST /v2/members"), 0);
}

/// Uploads one person; the plan, where there is one, or what the check says.
async fn from_file(admin: &Browser<'_>, first: &str) -> Answer {
    let quoted = first.replace('"', "\"\"");
    let file = format!("E-mail,First name,Last name\nmia@lumen.example,\"{quoted}\",Lund\n");
    let fields = [("account_type", "View"), ("invite", "on")];
    let path = admin.upload("/onboard/file", &fields, "people.csv", file.as_bytes()).await.location.unwrap();
    let check = admin.get(&path).await;
    if check.posts_to("onboarding/file/onboard") {
        let review = send(admin, &path, "onboard", &[]).await;
        if review.posts_to("changes/accept") {
            return review;
        }
    }
    check
}

#[tokio::test]
async fn a_cell_of_a_file_is_let_in_as_shown_or_what_is_wrong_is_named() {
    let app = TestApp::start_set(|portal| portal.limits.writes.burst = 1000).await;
    let admin = app.sign_in("admin").await;
    // A line break within a cell is an error of the file, and has tests of its own.
    for entered in pasted().into_iter().filter(|text| !text.contains(['\n', '\r'])) {
        let page = from_file(&admin, &entered).await;
        assert_arrived_or_refused("the file", &entered, &text::person_name(&entered, "first name"), &page);
    }
    assert_eq!(app.simulator.calls("POST /v2/members"), 0);
}
