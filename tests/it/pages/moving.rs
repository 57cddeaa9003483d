//! People moved from one team to another, people selected by a pasted list, and members ticked on a team's page.

use super::teams::{path, team};
use crate::support::{Answer, Browser, TestApp};
use reqwest::StatusCode;
use sigma_portal::domain::{Member, MemberStatus, Team};

/// Active members of a team who are no team admins and no admins.
fn plain_members(app: &TestApp, team: &Team, n: usize) -> Vec<Member> {
    let snapshot = app.snapshot();
    let members = snapshot.team_members(&team.id).iter().filter(|m| !m.is_team_admin);
    let people = members.filter_map(|m| snapshot.member(&m.member_id));
    let plain = |m: &&Member| m.status() == MemberStatus::Active && !m.has_account_type("admin");
    people.filter(plain).take(n).cloned().collect()
}

/// Ticks people and presses the button of an action, and opens the page it leads to.
async fn start(browser: &Browser<'_>, page: &str, action: &str, people: &[Member], from: &Team) -> (String, Answer) {
    let mut form = vec![("action", action), ("from", from.id.as_str())];
    form.extend(people.iter().map(|member| ("member[]", member.id.as_str())));
    let posted = browser.call(page, "members/bulk/start", &form).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.text());
    let to = posted.location.unwrap();
    let shown = browser.get(&to).await;
    (to, shown)
}

#[tokio::test]
async fn people_move_in_one_change_and_back_by_undoing_it() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let (finance, sales) = (team(&app, "Finance"), team(&app, "Sales"));
    let people: Vec<Member> = plain_members(&app, &finance, 40)
        .into_iter()
        .filter(|member| !app.snapshot().is_in_team(&member.id, &sales.id))
        .take(2)
        .collect();
    let page = admin.get(&path(&finance, "")).await;
    assert!(page.names("Move to another team") || page.text().contains("Move to another team"), "{}", page.text());
    let shown = plain_members(&app, &finance, 400);
    let ticked = shown.iter().any(|member| page.names(&format!("Select {}", member.full_name())));
    assert!(ticked, "nobody can be ticked: {}", page.text());

    let (form, shown) = start(&admin, &path(&finance, ""), "move", &people, &finance).await;
    assert!(shown.has_chosen(finance.id.as_str()), "the team whose page it was is not chosen: {}", shown.body);
    let same = admin.submit(&form, &[("from", finance.id.as_str()), ("team", "Finance")]).await;
    assert!(same.text().contains("This is the team they leave"), "{}", same.text());
    let none = admin.submit(&form, &[("from", ""), ("team", "Sales")]).await;
    assert!(none.text().contains("Choose the team they leave"), "{}", none.text());

    let review = admin.submit(&form, &[("from", finance.id.as_str()), ("team", "Sales")]).await;
    assert!(review.text().contains("from team Finance to team Sales"), "{}", review.text());
    let change = admin.apply(&review, "").await;
    for member in &people {
        assert!(
            app.snapshot().is_in_team(&member.id, &sales.id) && !app.snapshot().is_in_team(&member.id, &finance.id)
        );
    }
    let id = change.field("id");
    let undo = admin.submit(&format!("/changes/{id}"), &[("id", &id)]).await;
    admin.apply(&undo, "").await;
    for member in &people {
        assert!(
            !app.snapshot().is_in_team(&member.id, &sales.id) && app.snapshot().is_in_team(&member.id, &finance.id)
        );
    }
}

#[tokio::test]
async fn a_manager_moves_people_between_their_own_teams_only() {
    let app = TestApp::start_whole().await;
    let manager = app.sign_in("manager").await;
    let (finance, own) = (team(&app, "Finance"), team(&app, "FP&A"));
    let people: Vec<Member> = plain_members(&app, &finance, 40)
        .into_iter()
        .filter(|member| !app.snapshot().is_in_team(&member.id, &own.id))
        .take(1)
        .collect();
    let page = manager.get(&path(&finance, "")).await;
    assert!(!page.text().contains("Set account type"), "a manager is offered account types: {}", page.text());
    let (form, _) = start(&manager, &path(&finance, ""), "move", &people, &finance).await;
    let foreign = manager.submit(&form, &[("from", finance.id.as_str()), ("team", "Sales")]).await;
    assert!(!foreign.offers("Apply change"), "{}", foreign.text());
    let review = manager.submit(&form, &[("from", finance.id.as_str()), ("team", "FP&A")]).await;
    manager.apply(&review, "").await;
    assert!(
        app.snapshot().is_in_team(&people[0].id, &own.id) && !app.snapshot().is_in_team(&people[0].id, &finance.id)
    );

    let auditor = app.sign_in("auditor").await.get(&path(&finance, "")).await;
    assert!(!auditor.text().contains("Move to another team") && !auditor.posts_to("members/bulk/start"));
}

#[tokio::test]
async fn taking_a_teams_last_admin_away_is_said_and_confirmed() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let sales = team(&app, "Sales");
    let is_active = |m: &Member| m.status() == MemberStatus::Active;
    let (from, only) = snapshot
        .teams()
        .iter()
        .filter(|team| team.id != sales.id)
        .find_map(|team| {
            let admins: Vec<&Member> = snapshot
                .team_members(&team.id)
                .iter()
                .filter(|m| m.is_team_admin)
                .filter_map(|m| snapshot.member(&m.member_id).filter(|m| is_active(m)))
                .collect();
            match admins.as_slice() {
                [one] => Some((team.clone(), (*one).clone())),
                _ => None,
            }
        })
        .expect("a team with one active team admin");
    let (form, _) = start(&admin, &path(&from, ""), "move", &[only], &from).await;
    let review = admin.submit(&form, &[("from", from.id.as_str()), ("team", "Sales")]).await;
    assert!(review.confirmation().is_some(), "a team loses its last admin without a question: {}", review.text());
}

#[tokio::test]
async fn account_types_are_set_from_a_teams_page() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let sales = team(&app, "Sales");
    let people = plain_members(&app, &sales, 2);
    let (form, shown) = start(&admin, &path(&sales, ""), "set_type", &people, &sales).await;
    assert!(shown.text().contains("Set the account type of 2 people"), "{}", shown.text());
    let review = admin.submit(&form, &[("account_type", "Contractor")]).await;
    admin.apply(&review, "").await;
    let after = app.snapshot();
    assert!(people.iter().all(|member| after.member(&member.id).unwrap().has_account_type("Contractor")));

    // Everybody in the team, by the box for all.
    let all = admin.get(&path(&sales, "")).await.form("members/bulk/start");
    assert!(all.iter().any(|(name, value)| name == "from" && value == sales.id.as_str()), "{all:?}");
    let query = format!("team={}&status=active", sales.id);
    let posted = admin.call(&path(&sales, ""), "members/bulk/start", &[("action", "set_type"), ("all", &query)]).await;
    let page = admin.get(&posted.location.unwrap()).await;
    let size = after.team_members(&sales.id).len();
    assert!(page.text().contains("Set the account type of "), "{}", page.text());
    assert!(size > 2);
}

#[tokio::test]
async fn a_pasted_list_selects_people_and_names_what_it_does_not_understand() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let people = plain_members(&app, &team(&app, "Sales"), 3);
    let mistyped = format!("x{}", people[2].email);
    let list =
        format!("{}\n{} <{}>\n{mistyped}\nnobody at all", people[0].email, people[1].full_name(), people[1].email);
    assert!(admin.get("/members").await.links_to("/members/select"));
    let page = admin.fill("/members/select", "members/bulk/select", &[("list", &list), ("action", "set_type")]).await;
    let text = page.text();
    assert!(text.contains("2 lines don’t match anyone clearly"), "{text}");
    assert!(text.contains(&format!("Did you mean {}?", people[2].full_name())), "{text}");
    assert!(text.contains("nobody at all") && text.contains("Nobody in the directory"), "{text}");
    assert!(page.holds("set_type") || page.body.contains(&people[0].email), "what was typed is lost");

    // Settled by its buttons: the suggestion is taken, the rest skipped.
    let (_, fields) = page.button(&format!("Use {}", people[2].email));
    let again = admin.post_again(&fields).await;
    assert!(again.text().contains("Skip this line"), "{}", again.text());
    let (_, fields) = again.button("Skip this line");
    let settled = admin.post_again(&fields).await;
    assert!(!settled.text().contains("No clear match"), "{}", settled.text());
    let (function, mut fields) = settled.button("Set account type");
    fields.retain(|(name, _)| name != "fix" && name != "skip");
    let posted = admin.send_form("/members/select", &function, &fields).await;
    let page = admin.get(&posted.location.unwrap()).await;
    assert!(page.text().contains("Set the account type of 3 people"), "{}", page.text());

    let empty = admin.fill("/members/select", "members/bulk/select", &[("list", " "), ("action", "join")]).await;
    assert!(empty.text().contains("Paste at least one address or name."), "{}", empty.text());
}

impl Browser<'_> {
    /// Has the form of the pasted list shown again with these fields.
    async fn post_again(&self, fields: &[(String, String)]) -> Answer {
        let shown = self.send_form("/members/select", "members/bulk/select?show", &fields.to_vec()).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
        shown
    }
}
