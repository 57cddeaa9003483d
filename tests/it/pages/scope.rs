//! What a team manager is shown: what they answer for, and of the rest no more than that somebody could be added.

use super::routes::{Least, ROUTES};
use crate::support::{Answer, TestApp};
use reqwest::StatusCode;
use sigma_portal::{
    directory::{Scope, Snapshot},
    domain::{
        DocumentRef, Effect, Grantee, Member, MemberId, MemberPatch, MemberStatus, Permission, ResourceRef,
        UserAttribute, WorkspacePermission,
    },
};
use std::{collections::BTreeSet, sync::Arc};

const JONAS: &str = "jonas.weber@lumen.example";

/// Whether a team manager answers for the thing with this id.
type Answers<'a> = Box<dyn Fn(&str) -> bool + 'a>;

/// What the persona answers for, worked out from the whole organization by the rule itself.
pub(super) struct Own {
    pub(super) whole: Arc<Snapshot>,
    pub(super) teams: BTreeSet<String>,
    workspaces: BTreeSet<String>,
    connections: BTreeSet<String>,
    pub(super) people: BTreeSet<String>,
    attributes: BTreeSet<String>,
}

impl Own {
    pub(super) fn of(app: &TestApp) -> Self {
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
    pub(super) fn ids(&self, kind: &str) -> (Vec<String>, Vec<String>) {
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
            "data-models" => (
                whole.data_models().iter().map(|m| m.id.to_string()).collect(),
                Box::new(|id| self.has_document(&DocumentRef::DataModel(id.into()))),
            ),
            "reports" => (
                whole.reports().iter().map(|r| r.id.to_string()).collect(),
                Box::new(|id| self.has_document(&DocumentRef::Report(id.into()))),
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
            (Some("data-models"), Some(id)) => self.whole.data_model(&id.into()).map(|m| m.owner_id.to_string()),
            (Some("reports"), Some(id)) => self.whole.report(&id.into()).map(|r| r.owner_id.to_string()),
            _ => None,
        };
        member.status() == MemberStatus::Active && owner.as_deref() == Some(member.id.as_str())
    }

    /// Somebody active who is none of theirs.
    pub(super) fn stranger(&self) -> Member {
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
pub(super) fn told(answer: &Answer) -> String {
    let text = answer.text();
    match text.split_once("request id") {
        Some((before, _)) => before.to_owned(),
        None => text,
    }
}

/// Whether a page shows something begun, which has an id of its own besides.
fn is_of_a_draft(path: &str) -> bool {
    path.starts_with("/members/bulk") || path.starts_with("/documents/owner") || path.ends_with("/members/compare")
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
        ROUTES.iter().filter(move |(method, path, least)| *method == "GET" && !path.contains('{') && reads(least));
    // Asking names in its query what is asked for, and settling terms which; an account is for those who have none, and mails
    // are shown in a demo that keeps them.
    let asks = ["/get-access/ask", "/get-access/account", "/mail-box", "/requests/ends-soon/selected"];
    let is_page = move |path: &&str| !path.ends_with("/events") && !path.starts_with("/api/") && !asks.contains(path);
    lists.map(|(_, path, _)| *path).filter(is_page)
}

#[tokio::test]
async fn no_list_file_or_page_names_anybody_or_anything_else() {
    // All lists at once are more than one person takes away.
    let app = TestApp::start_whole_set(|portal| portal.limits.exports.burst = 1000).await;
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
        ["workspaces", "workbooks", "datasets", "data-models", "reports"].map(|kind| (kind, own.ids(kind).1)).into();
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
        let links = page.links();
        for (kind, ids) in &hidden {
            for id in ids {
                let below = format!("/{kind}/{id}");
                assert!(!links.iter().any(|link| link.contains(&below)), "{path} leads to {kind} {id}");
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
        let found = manager.get(&format!("/find?q={q}")).await;
        assert!(found.text().contains(&stranger.full_name()), "{q}: {}", found.text());
        let found = manager.parts(&format!("/api/palette/find?typed={q}")).await;
        assert!(found.text().contains(&stranger.full_name()), "{q}: {}", found.text());
        for from in ["people", "grantees", "owners"] {
            let found = manager.parts(&format!("/api/pickers/suggest?from={from}&typed={q}")).await;
            assert!(found.text().contains(&stranger.full_name()), "{from} {q}: {}", found.text());
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
    assert!(page.has_part("workspaces") && page.text().contains("FP&A"), "{}", page.text());
    let gone = own.whole.people().find(|m| m.status() == MemberStatus::Archived && !own.people.contains(m.id.as_str()));
    let found = manager.get(&format!("/find?q={}", gone.unwrap().email)).await;
    assert!(!found.body.contains(gone.unwrap().id.as_str()), "someone who left is found by who may add active people");
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
    assert!(manager.get(&format!("/members/{}", own.stranger().id)).await.has_part("workspaces"));
}

#[tokio::test]
async fn what_is_lost_is_weighed_with_what_others_give() {
    let app = TestApp::start_whole().await;
    let own = Own::of(&app);
    let (manager, admin) = (app.sign_in("manager").await, app.sign_in("admin").await);
    let path = format!("/teams/{}/delete", own.teams.first().unwrap());
    let lost = |page: Answer| page.text().split_once("Access lost").map(|(_, rest)| rest.to_owned());
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
