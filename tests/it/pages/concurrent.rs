//! Two people at once: a form is compared with what it showed, and what both have changed is asked about.

use crate::support::{Answer, Browser, TestApp};
use reqwest::StatusCode;
use sigma_portal::{
    domain::{
        Call, Grantee, Member, MemberCall, MemberPatch, Permission, ResourceRef, StepState, TeamId, TeamPatch,
        WorkspacePermission,
    },
    store::{ChangeFilter, PageRequest},
};

pub(super) type Fields = Vec<(String, String)>;

/// Every field of the form with this marker in its tag that a browser would post as the page shows it.
pub(super) fn fields(page: &Answer, marker: &str) -> Fields {
    let form = page.body.split("<form").find(|form| form.split('>').next().unwrap().contains(marker));
    let form = form.unwrap_or_else(|| panic!("no form {marker}: {}", page.body)).split("</form>").next().unwrap();
    let attribute = |tag: &str, name: &str| {
        let value = tag.split_once(&format!(" {name}=\""))?.1.split('"').next()?;
        Some(value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    };
    let mut fields = Fields::new();
    for part in form.split('<').skip(1) {
        let tag = part.split('>').next().unwrap();
        let is_open =
            tag.contains(" checked") || !(tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\""));
        if tag.starts_with("input") && is_open {
            fields.extend(attribute(tag, "name").map(|name| (name, attribute(tag, "value").unwrap_or_default())));
        }
        if tag.starts_with("textarea") {
            let text = part.split_once('>').unwrap().1.to_owned();
            fields.extend(attribute(tag, "name").map(|name| (name, text)));
        }
    }
    for select in form.split("<select").skip(1) {
        let select = select.split("</select>").next().unwrap();
        let options: Vec<&str> = select.split("<option").skip(1).collect();
        let chosen = options.iter().find(|option| option.split('>').next().unwrap().contains(" selected"));
        let chosen = chosen.or(options.first()).unwrap().split('>').next().unwrap();
        let name = attribute(select.split('>').next().unwrap(), "name");
        fields.extend(name.map(|name| (name, attribute(chosen, "value").unwrap_or_default())));
    }
    fields
}

/// The same form with this field set to something else.
pub(super) fn with(mut fields: Fields, name: &str, value: &str) -> Fields {
    fields.retain(|(known, _)| known != name);
    fields.push((name.to_owned(), value.to_owned()));
    fields
}

fn leo(app: &TestApp) -> Member {
    app.snapshot().member_by_email("leo.martins@lumen.example").unwrap().clone()
}

/// Sends the form of the page that edits a member, with these fields and no others.
async fn edit(browser: &Browser<'_>, path: &str, fields: &Fields) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.call(path, "members/edit", &fields).await
}

/// The team Finance and its form's path.
fn finance(app: &TestApp) -> (TeamId, String) {
    let team = app.snapshot().teams().iter().find(|team| team.name == "Finance").unwrap().id.clone();
    let path = format!("/teams/{team}/edit");
    (team, path)
}

/// Sigma's own screen, or another admin's portal: a value is changed elsewhere, and the directory has read it.
async fn elsewhere(app: &TestApp, id: &Member, patch: MemberPatch) {
    app.running.app.client.members().update(&id.id, &patch).await.unwrap();
    assert!(app.running.app.directory.sync().await);
}

#[tokio::test]
async fn an_old_form_does_not_put_old_values_back() {
    let app = TestApp::start().await;
    let (first, second) = (app.sign_in("admin").await, app.sign_in("admin").await);
    let leo = leo(&app);
    let path = format!("/members/{}/edit", leo.id);
    let old = fields(&first.get(&path).await, "class=\"form\"");
    let review = edit(&second, &path, &with(old.clone(), "account_type", "Build")).await;
    second.apply(&review, "").await;
    let review = edit(&first, &path, &with(old, "first_name", "Leonardo")).await;
    let text = review.text();
    assert!(text.contains("first name from “Leo” to “Leonardo”"), "{text}");
    assert!(!text.contains("account type from"), "the other's change is put back: {text}");
    first.apply(&review, "").await;
    let after = app.snapshot().member(&leo.id).unwrap().clone();
    assert_eq!((after.first_name.as_str(), after.account_type.as_str()), ("Leonardo", "Build"));
}

#[tokio::test]
async fn what_both_have_changed_is_asked_with_both_values() {
    let app = TestApp::start().await;
    let (first, second) = (app.sign_in("admin").await, app.sign_in("admin").await);
    let leo = leo(&app);
    let path = format!("/members/{}/edit", leo.id);
    let old = fields(&first.get(&path).await, "class=\"form\"");
    let review = edit(&second, &path, &with(old.clone(), "first_name", "Lionel")).await;
    second.apply(&review, "").await;
    let asked = edit(&first, &path, &with(old, "first_name", "Leonardo")).await;
    assert!(asked.text().contains("You chose “Leonardo”. Amara Okafor set “Lionel” on"), "{}", asked.text());
    let form = fields(&asked, "class=\"form\"");
    assert!(form.contains(&("first_name".to_owned(), "Leonardo".to_owned())), "what was typed is lost: {form:?}");

    let unanswered = edit(&first, &path, &form).await;
    assert!(unanswered.text().contains("Choose which value holds: First name."), "{}", unanswered.text());
    let theirs = edit(&first, &path, &with(form.clone(), "base[keep][first_name]", "theirs")).await;
    assert!(theirs.text().contains("Nothing would change"), "{}", theirs.text());
    let mine = edit(&first, &path, &with(form.clone(), "base[keep][first_name]", "mine")).await;
    assert!(mine.text().contains("first name from “Lionel” to “Leonardo”"), "{}", mine.text());

    let third = MemberPatch { first_name: Some("Leopold".into()), ..MemberPatch::default() };
    elsewhere(&app, &leo, third).await;
    let again = edit(&first, &path, &with(form, "base[keep][first_name]", "mine")).await;
    assert!(again.text().contains("“Leopold” by now, changed outside the portal"), "{}", again.text());
}

#[tokio::test]
async fn a_value_that_was_not_touched_is_not_checked() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let leo = leo(&app);
    let path = format!("/members/{}/edit", leo.id);
    let page = admin.get(&path).await;
    let mut form = fields(&page, "class=\"form\"");
    // As of an account with one name: the form shows no last name, and none is typed.
    for (name, value) in &mut form {
        if name.ends_with("last_name") || name.ends_with("last_name]") {
            value.clear();
        }
    }
    let review = edit(&admin, &path, &with(form, "account_type", "Build")).await;
    assert!(review.text().contains("account type from"), "{}", review.text());
    assert!(!review.text().contains("Enter a last name"), "{}", review.text());
}

#[tokio::test]
async fn teams_workspaces_and_connections_write_what_was_touched() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let (team, path) = finance(&app);
    let old = admin.get(&path).await.form("teams/edit");
    let theirs = TeamPatch { description: Some("Theirs".into()), ..TeamPatch::default() };
    app.running.app.client.teams().update(&team, &theirs).await.unwrap();
    assert!(app.running.app.directory.sync().await);
    let review = admin.send_form(&path, "teams/edit", &with(old.clone(), "name", "Money")).await;
    assert!(review.text().contains("name to “Money”") && !review.text().contains("description"), "{}", review.text());
    let asked = admin.send_form(&path, "teams/edit", &with(old, "description", "Mine")).await;
    assert!(asked.text().contains("You chose “Mine”. It is “Theirs” by now"), "{}", asked.text());

    let workspace = app.snapshot().workspaces()[0].clone();
    let path = format!("/workspaces/{}/edit", workspace.id);
    let old = admin.get(&path).await.form("workspaces/rename");
    app.running.app.client.workspaces().rename(&workspace.id, "Renamed by Leo", true).await.unwrap();
    assert!(app.running.app.directory.sync().await);
    let untouched = admin.send_form(&path, "workspaces/rename", &old).await;
    assert!(untouched.text().contains("already named Renamed by Leo"), "{}", untouched.text());
    let asked = admin.send_form(&path, "workspaces/rename", &with(old, "name", "Renamed by me")).await;
    assert!(asked.text().contains("“Renamed by Leo” by now"), "{}", asked.text());

    let connection = app.snapshot().connections().iter().find(|c| !c.is_archived).unwrap().clone();
    let path = format!("/connections/{}/edit", connection.id);
    let old = admin.get(&path).await.form("connections/edit");
    let review = admin.send_form(&path, "connections/edit", &with(old.clone(), "name", "Warehouse")).await;
    admin.apply(&review, "").await;
    let asked = admin.send_form(&path, "connections/edit", &with(old, "name", "Lake")).await;
    assert!(asked.text().contains("Amara Okafor set “Warehouse”"), "{}", asked.text());
}

/// A workspace on which Leo and the team Finance may view, its page, and that page's form.
async fn granted(app: &TestApp, admin: &Browser<'_>) -> (ResourceRef, String, Fields) {
    let workspace = app.snapshot().workspaces().iter().find(|w| w.name == "Logistics").unwrap().id.clone();
    let client = app.running.app.client.workspaces();
    let view = WorkspacePermission::View;
    let grants = [(Grantee::Member(leo(app).id), view), (Grantee::Team(finance(app).0), view)];
    client.grant(&workspace, &grants).await.unwrap();
    assert!(app.running.app.directory.sync().await);
    let path = format!("/workspaces/{workspace}");
    let form = admin.get(&path).await.form("workspaces/set-levels");
    (ResourceRef::Workspace(workspace), path, form)
}

/// Gives Leo a level, as another admin.
async fn raise(app: &TestApp, resource: &ResourceRef) {
    let ResourceRef::Workspace(id) = resource else { panic!("a workspace") };
    let grant = [(Grantee::Member(leo(app).id), WorkspacePermission::Edit)];
    app.running.app.client.workspaces().grant(id, &grant).await.unwrap();
    assert!(app.running.app.directory.sync().await);
}

/// The name of the level field of this grantee.
fn level_of(form: &Fields, grantee: &Grantee) -> String {
    let (name, _) = form.iter().find(|(name, value)| name.ends_with("[id]") && *value == grantee.key()).unwrap();
    name.replace("[id]", "[level]")
}

#[tokio::test]
async fn a_level_that_was_shown_and_not_touched_undoes_nobodys() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let (resource, page, form) = granted(&app, &admin).await;
    let revoking = with(form.clone(), "grantee", &Grantee::Member(leo(&app).id).key());
    raise(&app, &resource).await;
    let (leo, team) = (Grantee::Member(leo(&app).id), Grantee::Team(finance(&app).0));
    let touched = with(form.clone(), &level_of(&form, &team), "explore");
    let review = admin.send_form(&page, "workspaces/set-levels", &touched).await;
    assert!(review.text().contains("Finance") && !review.text().contains("Leo Martins"), "{}", review.text());
    admin.apply(&review, "").await;
    let held = app.snapshot().grant_of(&resource, &leo).unwrap().permission.clone();
    assert_eq!(held, Permission::Workspace(WorkspacePermission::Edit), "someone's Manage was undone");

    let both = with(form.clone(), &level_of(&form, &leo), "organize");
    let asked = admin.send_form(&page, "workspaces/set-levels", &both).await;
    assert!(asked.text().contains("You chose “Can contribute”. It is “Can manage” by now"), "{}", asked.text());
    let question = asked.form("workspaces/set-levels");
    let open = admin.send_form(&page, "workspaces/set-levels", &question).await;
    assert!(open.text().contains("Choose which value holds: Leo Martins."), "{}", open.text());
    let answered = with(question, &format!("base[keep][{}]", leo.key()), "mine");
    let review = admin.send_form(&page, "workspaces/set-levels", &answered).await;
    assert!(
        review.text().contains("Lower Leo Martins <leo.martins@lumen.example> from Can manage"),
        "{}",
        review.text()
    );

    let asked = admin.send_form(&page, "workspaces/revoke-access", &revoking).await;
    assert!(asked.text().contains("It is “Can manage” by now"), "revoking what was not shown: {}", asked.text());
    let answered = with(asked.form("workspaces/revoke-access"), &format!("base[keep][{}]", leo.key()), "mine");
    let review = admin.send_form(&page, "workspaces/revoke-access", &answered).await;
    assert!(review.text().contains("Leo Martins") && review.offers("Apply change"), "{}", review.text());
}

#[tokio::test]
async fn access_given_on_a_persons_page_does_not_overwrite_what_was_not_shown() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let workspace = app.snapshot().workspaces().iter().find(|w| w.name == "Logistics").unwrap().id.clone();
    let resource = ResourceRef::Workspace(workspace);
    let member = leo(&app);
    assert!(app.snapshot().grant_of(&resource, &Grantee::Member(member.id.clone())).is_none());
    let (page, function) = (format!("/members/{}", member.id), "members/give-workspace");
    let form = with(admin.get(&page).await.form(function), "workspace", "Logistics");
    raise(&app, &resource).await;
    let asked = admin.send_form(&page, function, &with(form, "level", "view")).await;
    assert!(asked.text().contains("You chose “Can view”. It is “Can manage” by now"), "{}", asked.text());
    let unanswered = admin.send_form(&page, function, &asked.form(function)).await;
    assert!(unanswered.text().contains("Choose which value holds: Logistics."), "{}", unanswered.text());
    let theirs = with(asked.form(function), &format!("base[keep][{}]", resource.key()), "theirs");
    let left = admin.send_form(&page, function, &theirs).await;
    assert!(left.text().contains("Nothing was changed: what someone else has set stays."), "{}", left.text());
    let mine = with(asked.form(function), &format!("base[keep][{}]", resource.key()), "mine");
    let review = admin.send_form(&page, function, &mine).await;
    assert!(
        review.text().contains("Lower Leo Martins <leo.martins@lumen.example> from Can manage"),
        "{}",
        review.text()
    );
    let held = app.snapshot().grant_of(&resource, &Grantee::Member(member.id)).unwrap().permission.clone();
    assert_eq!(held, Permission::Workspace(WorkspacePermission::Edit));
}

#[tokio::test]
async fn giving_access_shows_what_is_held_before_it_is_overwritten() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let (resource, ..) = granted(&app, &admin).await;
    let path = format!("/workspaces/{}/access", resource.id());
    let leo = Grantee::Member(leo(&app).id);
    let function = "workspaces/give-access";
    let leo = leo.key();
    let row = [("grants[rows][0][id]", leo.as_str()), ("grants[rows][0][level]", "explore")];
    let first = admin.fill(&path, function, &row).await;
    assert!(first.text().contains("Already has access: Leo Martins"), "{}", first.text());
    let shown = first.form(function);
    let review = admin.send_form(&path, function, &shown).await;
    assert!(review.offers("Apply change"), "{}", review.text());
    raise(&app, &resource).await;
    let asked = admin.send_form(&path, function, &shown).await;
    assert!(asked.text().contains("It is “Can manage” by now"), "{}", asked.text());
}

#[tokio::test]
async fn attribute_values_of_an_old_page_are_asked_about() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let member = leo(&app);
    let attribute = app.snapshot().user_attributes()[0].clone();
    let (page, function) = (format!("/members/{}/attributes", member.id), "members/set-attribute");
    let base = with(admin.get(&page).await.form(function), "attribute_id", attribute.id.as_str());
    let review = admin.send_form(&page, function, &with(base.clone(), "value", "Mars")).await;
    admin.apply(&review, "").await;
    let asked = admin.send_form(&page, function, &with(base, "value", "Moon")).await;
    assert!(asked.text().contains("You chose “Moon”. Amara Okafor set “Mars”"), "{}", asked.text());
}

#[tokio::test]
async fn account_types_set_meanwhile_are_asked_about_in_bulk() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let leo = leo(&app);
    let snapshot = app.snapshot();
    let other =
        snapshot.people().find(|m| m.has_account_type("View") && m.id != leo.id && !m.is_archived && !m.is_inactive);
    let other = other.unwrap().id.clone();
    let picked = [("action", "set_type"), ("member[]", leo.id.as_str()), ("member[]", other.as_str())];
    let path = admin.call("/members", "members/bulk/start", &picked).await.location.unwrap();
    let theirs = MemberPatch { account_type: Some("Act".into()), ..MemberPatch::default() };
    elsewhere(&app, &leo, theirs).await;
    let asked = admin.submit(&path, &[("account_type", "Build")]).await;
    assert!(asked.text().contains("Leo Martins is Act by now"), "{}", asked.text());
    let fields = with(asked.form("members/bulk/change-type"), "account_type", "Build");
    let send = async |fields: Fields| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        admin.call(&path, "members/bulk/change-type", &fields).await
    };
    assert!(send(fields.clone()).await.text().contains("Choose whether the account types"), "the question is open");
    let other_question = with(with(fields.clone(), "keep", "mine"), "asked", "something else");
    assert!(send(other_question).await.text().contains("Choose whether"), "an answer counts for what was asked about");
    let review = send(with(fields, "keep", "theirs")).await;
    assert!(review.offers("Apply change") && !review.text().contains("Leo Martins"), "{}", review.text());
    let change = admin.apply(&review, "").await;
    assert_eq!(change.status, StatusCode::OK);
    assert_eq!(app.snapshot().member(&leo.id).unwrap().account_type, "Act");
    let all = ChangeFilter::default();
    let newest = app.running.app.store.changes(&all, PageRequest { number: 1, size: 1 }).await.unwrap();
    let id = newest.items[0].change.id.clone();
    let steps = app.running.app.store.change(&id).await.unwrap().unwrap().steps;
    assert!(
        steps
            .iter()
            .all(|step| step.state == StepState::Done && matches!(step.call, Call::Member(MemberCall::Update { .. })))
    );
}
