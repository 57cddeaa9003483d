//! What a team manager is shown: what they answer for, and of the rest no more than that somebody could be added. Also
//! what is planned about people who do not plan it, and what another site can make the portal ask.

use super::routes::{Least, ROUTES};
use crate::support::{Answer, Browser, TestApp};
use reqwest::StatusCode;
use sigma_portal::{
    directory::{Scope, Snapshot},
    domain::{
        DocumentRef, Effect, Grantee, Member, MemberId, MemberPatch, MemberStatus, Permission, ResourceRef,
        UserAttribute, WorkspacePermission,
    },
    simulator::{self, Rule, When},
};
use std::{collections::BTreeSet, sync::Arc};

const JONAS: &str = "jonas.weber@lumen.example";

/// Whether a team manager answers for the thing with this id.
type Answers<'a> = Box<dyn Fn(&str) -> bool + 'a>;

/// What the persona answers for, worked out from the whole organisation by the rule itself.
struct Own {
    whole: Arc<Snapshot>,
    teams: BTreeSet<String>,
    workspaces: BTreeSet<String>,
    connections: BTreeSet<String>,
    people: BTreeSet<String>,
    attributes: BTreeSet<String>,
}

impl Own {
    fn of(app: &TestApp) -> Self {
        let whole = app.snapshot();
        let jonas = whole.member_by_email(JONAS).unwrap();
        let administered: Vec<_> =
            whole.teams_of(&jonas.id).filter(|(_, admin)| *admin).map(|(team, _)| team).collect();
        let managed = whole.access_of(jonas).into_iter().filter_map(|access| match access.resource {
            ResourceRef::Workspace(id)
                if access.permission == Permission::Workspace(WorkspacePermission::Edit)
                    && access.effect == Effect::Full =>
            {
                Some(id)
            }
            _ => None,
        });
        let managed: Vec<_> = managed.collect();
        let mut people: BTreeSet<String> = [jonas.id.to_string()].into();
        for team in &administered {
            people.extend(whole.team_members(&team.id).iter().map(|m| m.member_id.to_string()));
        }
        for id in &managed {
            let grants = whole.grants(&ResourceRef::Workspace(id.clone())).iter();
            people.extend(grants.filter_map(|grant| grant.member_id.as_ref().map(MemberId::to_string)));
        }
        let used = administered.iter().flat_map(|team| whole.granted_to(&Grantee::Team(team.id.clone())));
        let connections = used.filter_map(|(resource, _)| match resource {
            ResourceRef::Connection(id) => Some(id.to_string()),
            ResourceRef::Workspace(_) => None,
        });
        let connections = connections.collect();
        let has_value = |id: &&UserAttribute| {
            whole.members_with_attribute(&id.id).iter().any(|(member, _)| people.contains(member.id.as_str()))
                || whole
                    .teams_with_attribute(&id.id)
                    .iter()
                    .any(|(team, _)| administered.iter().any(|t| t.id == team.id))
        };
        let attributes = whole.user_attributes().iter().filter(has_value).map(|a| a.id.to_string()).collect();
        let teams = administered.iter().map(|team| team.id.to_string()).collect();
        let workspaces = managed.iter().map(ToString::to_string).collect();
        Self { teams, workspaces, connections, people, attributes, whole: whole.clone() }
    }

    fn has_document(&self, document: &DocumentRef) -> bool {
        self.whole.home(document).is_some_and(|home| self.workspaces.contains(home.id.as_str()))
    }

    /// Ids of one kind of thing, by the first part of its path: those answered for, then the others.
    fn ids(&self, kind: &str) -> (Vec<String>, Vec<String>) {
        let whole = &self.whole;
        let (all, own): (Vec<String>, Answers<'_>) = match kind {
            "members" => (whole.people().map(|m| m.id.to_string()).collect(), Box::new(|id| self.people.contains(id))),
            "teams" => {
                (whole.teams().iter().map(|t| t.id.to_string()).collect(), Box::new(|id| self.teams.contains(id)))
            }
            "workspaces" => (
                whole.workspaces().iter().map(|w| w.id.to_string()).collect(),
                Box::new(|id| self.workspaces.contains(id)),
            ),
            "connections" => (
                whole.connections().iter().map(|c| c.id.to_string()).collect(),
                Box::new(|id| self.connections.contains(id)),
            ),
            "workbooks" => (
                whole.workbooks().iter().map(|w| w.id.to_string()).collect(),
                Box::new(|id| self.has_document(&DocumentRef::Workbook(id.into()))),
            ),
            "datasets" => (
                whole.datasets().iter().map(|d| d.id.to_string()).collect(),
                Box::new(|id| self.has_document(&DocumentRef::Dataset(id.into()))),
            ),
            "attributes" => (
                whole.user_attributes().iter().map(|a| a.id.to_string()).collect(),
                Box::new(|id| self.attributes.contains(id)),
            ),
            other => panic!("a route about {other}: say here what a team manager answers for of it"),
        };
        all.into_iter().partition(|id| own(id))
    }

    /// Whether the page of a document in one of their workspaces names somebody: as its owner, who may be found.
    fn names(&self, path: &str, member: &Member) -> bool {
        let mut parts = path.trim_start_matches('/').split('/');
        let owner = match (parts.next(), parts.next()) {
            (Some("workbooks"), Some(id)) => self.whole.workbook(&id.into()).map(|w| w.owner_id.to_string()),
            (Some("datasets"), Some(id)) => self.whole.dataset(&id.into()).map(|d| d.owner.clone()),
            _ => None,
        };
        member.status() == MemberStatus::Active && owner.as_deref() == Some(member.id.as_str())
    }

    /// Somebody active who is none of theirs.
    fn stranger(&self) -> Member {
        let is = |m: &&Member| self.is_one(m) && !self.people.contains(m.id.as_str());
        self.whole.people().find(is).unwrap().clone()
    }

    /// Somebody active who is no persona and whose name nobody else has.
    fn is_one(&self, member: &Member) -> bool {
        let same = self.whole.people().filter(|m| m.full_name() == member.full_name()).count();
        member.status() == MemberStatus::Active && same == 1 && member.email != JONAS
    }
}

/// A page without what differs from one answer to the next.
fn told(answer: &Answer) -> String {
    let text = answer.text();
    match text.split_once("request id") {
        Some((before, _)) => before.to_owned(),
        None => text,
    }
}

/// Whether a page shows something begun, which has an id of its own besides.
fn is_of_a_draft(path: &str) -> bool {
    path.starts_with("/members/bulk") || path.ends_with("/members/compare")
}

/// The detail pages of the routes that read the directory, each with the kind of thing it is about.
fn detail_pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    let reads = |least: &Least| matches!(least, Least::Reader | Least::Manager);
    let pages =
        ROUTES.iter().filter(move |(method, path, least)| *method == "GET" && path.contains("{id}") && reads(least));
    let kind = |path: &'static str| path.trim_start_matches('/').split('/').next().unwrap();
    pages.map(move |(_, path, _)| (*path, kind(path))).filter(|(path, _)| !is_of_a_draft(path))
}

#[tokio::test]
async fn a_manager_opens_what_they_answer_for_and_cannot_tell_the_rest_from_nothing() {
    let app = TestApp::start_whole().await;
    let own = Own::of(&app);
    let manager = app.sign_in("manager").await;
    let mut kinds = BTreeSet::new();
    for (path, kind) in detail_pages() {
        kinds.insert(kind);
        let (mine, others) = own.ids(kind);
        let mine = mine.first().unwrap_or_else(|| panic!("the persona answers for none of the {kind}"));
        let page = manager.get(&path.replace("{id}", mine)).await;
        // Access to a connection is an admin's, also where it is shown.
        let allowed = if path == "/connections/{id}/access" { StatusCode::FORBIDDEN } else { StatusCode::OK };
        assert_eq!(page.status, allowed, "{path} of their own");
        let missing = manager.get(&path.replace("{id}", "00000000-0000-4000-8000-000000000000")).await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND, "{path} of nothing");
        // Somebody active is found, to be added: see below.
        let foreign = others.iter().find(|id| {
            let member = own.whole.member(&id.as_str().into());
            path != "/members/{id}" || member.is_some_and(|m| m.status() != MemberStatus::Active)
        });
        let Some(foreign) = foreign else {
            assert_eq!(kind, "attributes", "the persona answers for all of the {kind}");
            continue;
        };
        let answer = manager.get(&path.replace("{id}", foreign)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path} of others");
        assert_eq!(told(&answer), told(&missing), "{path}: what is there and what is not look different");
    }
    assert!(kinds.len() >= 7, "{kinds:?}");
    // Nothing is decided by who asks, for somebody who sees all.
    let auditor = app.sign_in("auditor").await;
    let (_, foreign) = own.ids("workspaces");
    assert_eq!(auditor.get(&format!("/workspaces/{}", foreign[0])).await.status, StatusCode::OK);
}

/// Every list, file and picture that a manager reaches without an id.
fn lists() -> impl Iterator<Item = &'static str> {
    let reads = |least: &Least| matches!(least, Least::Reader | Least::Anybody | Least::Manager);
    let lists =
        ROUTES.iter().filter(move |(method, path, least)| *method == "GET" && !path.contains("{id}") && reads(least));
    lists.map(|(_, path, _)| *path).filter(|path| !path.ends_with("/events"))
}

#[tokio::test]
async fn no_list_file_or_page_names_anybody_or_anything_else() {
    let app = TestApp::start_whole().await;
    let own = Own::of(&app);
    let manager = app.sign_in("manager").await;
    let mut pages: Vec<String> = lists().map(str::to_owned).collect();
    pages.extend(
        ["/members?status=active", "/attributes?sort=-members", "/workbooks?state=archived"].map(str::to_owned),
    );
    pages.push("/connections?state=archived".to_owned());
    for (path, kind) in detail_pages() {
        pages.extend(own.ids(kind).0.iter().take(3).map(|id| path.replace("{id}", id)));
    }
    let strangers: Vec<&Member> = own.whole.people().filter(|m| !own.people.contains(m.id.as_str())).collect();
    assert!(strangers.len() > 100 && own.people.len() > 10);
    let hidden: Vec<(&str, Vec<String>)> =
        ["workspaces", "workbooks", "datasets"].map(|kind| (kind, own.ids(kind).1)).into();
    for path in pages {
        let page = manager.get(&path).await;
        assert!(page.status.is_success() || page.status == StatusCode::FORBIDDEN, "{path}: {}", page.status);
        for stranger in &strangers {
            let told = page.body.contains(&stranger.email);
            assert!(!told || own.names(&path, stranger), "{path} names {}", stranger.email);
            assert!(
                !page.body.contains(stranger.id.as_str()) || may_own(&page, stranger),
                "{path} leads to {}",
                stranger.email
            );
        }
        for (kind, ids) in &hidden {
            for id in ids {
                assert!(!page.body.contains(&format!("/{kind}/{id}\"")), "{path} leads to {kind} {id}");
            }
        }
    }
    let people = manager.get("/members/export.csv?columns=id").await;
    assert_eq!(people.body.lines().count(), own.people.len() + 1, "the file has other people than theirs");
    let teams = manager.get("/teams/export.csv").await;
    assert_eq!(teams.body.lines().count(), own.teams.len() + 1);
}

/// The owner of a document in one of their workspaces is named there, with the card that anybody active has.
fn may_own(page: &Answer, member: &Member) -> bool {
    page.body.contains(&member.full_name()) && member.status() == MemberStatus::Active
}

#[tokio::test]
async fn anybody_active_is_found_to_be_added_and_shown_no_further() {
    let app = TestApp::start_whole().await;
    let own = Own::of(&app);
    let manager = app.sign_in("manager").await;
    let stranger = own.stranger();
    for q in [stranger.email.clone(), stranger.full_name().replace(' ', "+")] {
        for view in ["", "&view=options"] {
            let found = manager.get(&format!("/find?q={q}{view}")).await;
            assert!(found.text().contains(&stranger.full_name()), "{view} {q}: {}", found.text());
        }
        for from in ["people", "grantees"] {
            let (_, found) = manager.ask(&format!("/api/pickers/suggest?from={from}&typed={q}")).await;
            assert_eq!(found[0]["name"], stranger.full_name(), "{from} {q}: {found}");
        }
    }
    let card = manager.get(&format!("/members/{}", stranger.id)).await;
    assert_eq!(card.status, StatusCode::OK);
    let text = card.text();
    let kind = own.whole.account_type_name(&stranger);
    assert!(text.contains(&stranger.full_name()) && text.contains(&stranger.email) && text.contains(kind), "{text}");
    for withheld in
        ["id=\"workspaces\"", "id=\"connections\"", "id=\"documents\"", "id=\"attributes\"", "id=\"history\""]
    {
        assert!(!card.body.contains(withheld), "{withheld}");
    }
    for (team, _) in own.whole.teams_of(&stranger.id) {
        assert!(!text.contains(&team.name), "the card tells the team {}", team.name);
    }
    let documents = manager.get(&format!("/members/{}/documents", stranger.id)).await;
    assert_eq!(documents.status, StatusCode::NOT_FOUND);

    let review = manager.submit(&format!("/members/{}", stranger.id), &[("team", "FP&A")]).await;
    manager.apply(&review, "").await;
    let page = manager.get(&format!("/members/{}", stranger.id)).await;
    assert!(page.body.contains("id=\"workspaces\"") && page.text().contains("FP&A"), "{}", page.text());
    let gone = own.whole.people().find(|m| m.status() == MemberStatus::Archived && !own.people.contains(m.id.as_str()));
    let found = manager.get(&format!("/find?q={}", gone.unwrap().email)).await;
    assert!(!found.body.contains(gone.unwrap().id.as_str()), "somebody who left is found by who may add active people");
}

#[tokio::test]
async fn the_history_of_others_is_not_told() {
    let app = TestApp::start_whole().await;
    let own = Own::of(&app);
    let manager = app.sign_in("manager").await;
    let (stranger, mine) = (own.stranger(), own.ids("members").0);
    let mine = mine.iter().filter_map(|id| own.whole.member(&id.as_str().into())).find(|m| own.is_one(m)).unwrap();
    for member in [&stranger, mine] {
        let to = if member.has_account_type("view") { "Build" } else { "View" };
        let patch = MemberPatch { account_type: Some(to.into()), ..MemberPatch::default() };
        app.running.app.client.members().update(&member.id, &patch).await.unwrap();
    }
    assert!(app.running.app.directory.sync().await);
    for path in ["/history", "/history/export.csv", "/"] {
        let seen =
            |page: &Answer| [mine, &stranger].map(|m| page.text().contains(&format!("{} changed", m.full_name())));
        assert_eq!(seen(&manager.get(path).await), [true, false], "{path}");
        assert_eq!(seen(&app.sign_in("auditor").await.get(path).await), [true, true], "{path}");
    }
    let all = manager.get("/history?what=account_type_changed").await;
    assert!(all.text().contains("1 event"), "the number tells how many there are of others: {}", all.text());
}

#[tokio::test]
async fn an_installation_opens_the_organisation_to_managers() {
    let app = TestApp::start_open_to_managers().await;
    let own = Own::of(&app);
    let manager = app.sign_in("manager").await;
    let (_, foreign) = own.ids("teams");
    assert_eq!(manager.get(&format!("/teams/{}", foreign[0])).await.status, StatusCode::OK);
    assert!(manager.get(&format!("/members/{}", own.stranger().id)).await.body.contains("id=\"workspaces\""));
}

#[tokio::test]
async fn what_is_lost_is_weighed_with_what_others_give() {
    let app = TestApp::start_whole().await;
    let own = Own::of(&app);
    let (manager, admin) = (app.sign_in("manager").await, app.sign_in("admin").await);
    let path = format!("/teams/{}/delete", own.teams.first().unwrap());
    let lost = |page: Answer| page.text().split_once("Who loses what").map(|(_, rest)| rest.to_owned());
    let (to_manager, to_admin) = (lost(manager.get(&path).await), lost(admin.get(&path).await));
    assert!(to_manager.is_some());
    assert_eq!(to_manager, to_admin, "a manager is told of another loss than there is");
}

#[tokio::test]
async fn of_what_is_theirs_a_manager_is_told_what_an_admin_is_told() {
    let app = TestApp::start_whole().await;
    let whole = app.snapshot();
    let jonas = whole.member_by_email(JONAS).unwrap();
    let scope = Scope::Managed(jonas.id.clone());
    let view = app.running.app.directory.view(&scope).await.unwrap();
    let again = app.running.app.directory.view(&scope).await.unwrap();
    assert!(Arc::ptr_eq(&view, &again), "it is made anew for each page");
    for workspace in view.workspaces() {
        let resource = ResourceRef::Workspace(workspace.id.clone());
        assert_eq!(view.grants(&resource), whole.grants(&resource));
        assert_eq!(view.reach_count(&resource), whole.reach_count(&resource), "{}", workspace.name);
        for member in view.people() {
            // Also what a team gives that is none of theirs: it is their workspace.
            let (told, is) = (view.access_to(&resource, member), whole.access_to(&resource, member));
            assert_eq!(told, is, "{} on {}", member.email, workspace.name);
            let listed = view.access_of(member).into_iter().find(|access| access.resource == resource);
            assert_eq!(listed.map(|access| access.permission), is.map(|access| access.permission), "{}", member.email);
        }
    }
    for workbook in view.workbooks() {
        let document = DocumentRef::Workbook(workbook.id.clone());
        assert_eq!(view.home(&document).map(|w| &w.id), whole.home(&document).map(|w| &w.id));
        let opens = |member| (view.access_to(&document, member), whole.access_to(&document, member));
        assert!(view.people().map(opens).all(|(told, is)| told == is), "{}", workbook.name);
    }
    for member in view.people() {
        let own = whole.access_of(member);
        for access in view.access_of(member) {
            let paths = own.iter().find(|a| a.resource == access.resource).map(|a| &a.paths).unwrap();
            assert!(
                access.paths.iter().all(|path| paths.contains(path)),
                "{} is told of a grant there is not",
                member.email
            );
        }
    }
    let patch = MemberPatch { first_name: Some("Jon".into()), ..MemberPatch::default() };
    app.running.app.client.members().update(&jonas.id, &patch).await.unwrap();
    assert!(app.running.app.directory.sync().await);
    let newer = app.running.app.directory.view(&scope).await.unwrap();
    assert!(!Arc::ptr_eq(&view, &newer), "a new reading is not shown");
}

/// A change of an admin's that stands: its one step is refused.
async fn planned_about_leo<'a>(app: &'a TestApp, admin: &Browser<'a>) -> (Member, String) {
    let effect = simulator::Effect::Answer(simulator::Answer { status: 403, ..simulator::Answer::default() });
    app.simulator.add_rule(Rule { operation: "PATCH /v2/members/*".into(), when: When::Always, effect });
    let leo = app.snapshot().member_by_email("leo.martins@lumen.example").unwrap().clone();
    let form = [
        ("first_name", leo.first_name.as_str()),
        ("last_name", "Renamed"),
        ("email", leo.email.as_str()),
        ("account_type", leo.account_type.as_str()),
    ];
    let review = admin.submit(&format!("/members/{}/edit", leo.id), &form).await;
    let change = admin.apply(&review, "To be told in person first").await;
    assert!(change.text().contains("Retry what failed"), "{}", change.text());
    let id = change.form("changes/retry").into_iter().find(|(name, _)| name == "id").unwrap().1;
    (leo, id)
}

#[tokio::test]
async fn nobody_learns_what_is_planned_about_them_before_it_is_done() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let (leo, change) = planned_about_leo(&app, &admin).await;
    let member = app.sign_in("member").await;
    let own = format!("/members/{}", leo.id);
    let pages = ["/me", &own, "/changes", "/changes/export.csv"];
    for path in pages {
        let page = member.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.text().contains("Edit Leo") && !page.text().contains("Renamed"), "{path}: {}", page.text());
        assert!(!page.body.contains(&change) && !page.text().contains("in person"), "{path}");
    }
    for path in [format!("/changes/{change}"), format!("/changes/{change}/events")] {
        let (there, nowhere) = (member.get(&path).await, member.get(&path.replace(&change[..8], "00000000")).await);
        assert_eq!((there.status, told(&there)), (StatusCode::NOT_FOUND, told(&nowhere)), "{path}");
    }
    assert!(admin.get(&own).await.text().contains("Edit Leo Martins"), "whoever reads the audit log knows");

    app.simulator.set_faults(simulator::Faults::default());
    admin.fill(&format!("/changes/{change}"), "changes/retry", &[]).await;
    let page = member.get("/me").await;
    let history = page.text();
    let history = history.split_once("History").unwrap().1;
    assert!(history.contains("Amara Okafor") && history.contains("Renamed"), "what was done is told: {history}");
    assert!(!page.body.contains(&change) && !history.contains("in person"), "and not why, nor with a page of it");
}

#[tokio::test]
async fn what_a_plan_would_name_is_within_what_its_author_knows() {
    let app = TestApp::start_whole().await;
    let own = Own::of(&app);
    let manager = app.sign_in("manager").await;
    let team = format!("/teams/{}/members", own.teams.first().unwrap());
    let gone = own.whole.people().find(|m| m.status() == MemberStatus::Archived && !own.people.contains(m.id.as_str()));
    let gone = gone.unwrap();
    let asked = async |list: &str| {
        let fields = [("mode", "add"), ("people[list]", list)];
        let answer = manager.submit(&team, &fields).await;
        manager.get(answer.location.as_deref().unwrap_or(&team)).await.text()
    };
    for list in [gone.email.as_str(), gone.id.as_str()] {
        let text = asked(list).await;
        assert!(!text.contains(&gone.full_name()), "somebody who left is told of by {list}: {text}");
    }
    let stranger = own.stranger();
    assert!(asked(&stranger.email).await.contains(&stranger.full_name()), "anybody active can be added");
}

/// Every page that has to ask Sigma, with what to ask.
fn asking(app: &TestApp) -> Vec<(&'static str, String)> {
    let snapshot = app.snapshot();
    let connection = &snapshot.connections()[0].id;
    let (workspace, dataset) = (&snapshot.workspaces()[0].id, &snapshot.datasets()[0].id);
    let workbook = &snapshot.workbooks()[0].id;
    let leo = &snapshot.member_by_email("leo.martins@lumen.example").unwrap().id;
    vec![
        ("connection test", format!("/connections/{connection}?test=1")),
        ("path look-up", format!("/connections/{connection}?look=1&database=lumen")),
        ("archived connections", "/connections?state=archived".to_owned()),
        ("archived connections as a file", "/connections/export.csv?state=archived".to_owned()),
        ("files of a workspace", format!("/workspaces/{workspace}/files")),
        ("what deleting a workspace does", format!("/workspaces/{workspace}/delete")),
        ("materializations", format!("/datasets/{dataset}")),
        ("archived workbooks", "/workbooks?state=archived".to_owned()),
        ("archived workbooks as a file", "/workbooks/export.csv?state=archived".to_owned()),
        ("contents of a workbook", format!("/workbooks/{workbook}/contents")),
        ("export form", format!("/workbooks/{workbook}/export")),
        ("edit form of a workbook", format!("/workbooks/{workbook}/edit")),
        ("a workbook that the directory does not hold", "/workbooks/00000000-0000-4000-8000-000000000000".to_owned()),
        ("documents of who leaves", format!("/members/{leo}/offboard")),
        ("documents of who is deleted", format!("/members/{leo}/delete")),
        ("whose credentials", "/settings".to_owned()),
    ]
}

#[tokio::test]
async fn only_the_portals_own_pages_make_it_ask_sigma() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    for (what, path) in asking(&app) {
        for site in [Some("cross-site"), Some("same-site"), Some("none"), None] {
            app.simulator.clear_journal();
            let page = admin.get_from(&path, site).await;
            let calls = app.simulator.clear_journal();
            assert!(calls.is_empty(), "{what} from {site:?}: {calls:?}");
            assert!(!page.status.is_server_error(), "{what} from {site:?}: {}", page.status);
            if page.status != StatusCode::SEE_OTHER && !path.contains("/export") {
                assert!(page.body.contains("Ask Sigma"), "{what} from {site:?} has no way to ask: {}", page.text());
            }
        }
        admin.get(&path).await;
        assert!(!app.simulator.clear_journal().is_empty(), "{what} is not asked by the portal's own pages either");
    }
}

#[tokio::test]
async fn no_other_page_asks_sigma_whatever_leads_to_it() {
    let app = TestApp::start_whole().await;
    let own = Own::of(&app);
    let admin = app.sign_in("admin").await;
    for (_, path, _) in ROUTES.iter().filter(|(method, ..)| *method == "GET") {
        let kind = path.trim_start_matches('/').split('/').next().unwrap();
        let path = match path.contains("{id}") {
            false => (*path).to_owned(),
            true if ["exports", "changes", "reviews", "settings", "onboard", "forms"].contains(&kind) => continue,
            true if path.starts_with("/members/bulk") => continue,
            true => path.replace("{id}", &own.ids(kind).0[0]),
        };
        // A stream of events ends only with what it follows.
        if path == "/directory/events" {
            continue;
        }
        app.simulator.clear_journal();
        admin.get_from(&path, Some("cross-site")).await;
        let calls = app.simulator.clear_journal();
        assert!(calls.is_empty(), "{path}: {calls:?}");
    }
}

#[tokio::test]
async fn questions_to_sigma_keep_to_what_a_manager_answers_for() {
    let app = TestApp::start_whole().await;
    let own = Own::of(&app);
    let manager = app.sign_in("manager").await;
    let connection = &own.ids("connections").1[0];
    let (mine, workspace) = (&own.ids("workspaces").0[0], &own.ids("workspaces").1[0]);
    let (workbook, dataset) = (&own.ids("workbooks").1[0], &own.ids("datasets").1[0]);
    let admin = app.sign_in("admin").await;
    let page = admin.get(&format!("/workspaces/{workspace}/files")).await;
    let folder = page.body.split("?folder=").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    app.simulator.clear_journal();
    for path in [
        format!("/connections/{connection}?test=1"),
        format!("/connections/{connection}?look=1&database=lumen"),
        format!("/workspaces/{workspace}/files"),
        format!("/workbooks/{workbook}"),
        format!("/datasets/{dataset}"),
        format!("/datasets/{dataset}/events"),
    ] {
        assert_eq!(manager.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for document in [format!("workbook:{workbook}"), format!("dataset:{dataset}")] {
        let answer = manager.call("/workbooks", "documents/read-access", &[("document", &document)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{document}");
    }
    let archived = manager.get("/workbooks?state=archived").await;
    assert_eq!(archived.status, StatusCode::OK);
    let calls = app.simulator.clear_journal();
    assert!(calls.is_empty(), "Sigma is asked for what is not theirs: {calls:?}");
    if let Some(folder) = folder {
        let other = manager.get(&format!("/workspaces/{mine}/files?folder={folder}")).await;
        let nowhere =
            manager.get(&format!("/workspaces/{mine}/files?folder=00000000-0000-4000-8000-000000000000")).await;
        assert_eq!((other.status, told(&other)), (StatusCode::NOT_FOUND, told(&nowhere)));
    }
    assert!(manager.get(&format!("/workspaces/{mine}/files")).await.text().contains("Owner"));
}
