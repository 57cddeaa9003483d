//! Documents that nobody looks after any more: found whatever their kind, and given to another owner.

use crate::support::{Browser, TestApp};
use reqwest::StatusCode;
use sigma_portal::{
    directory::{Document, Snapshot},
    domain::{DocumentRef, FilePatch, MemberId, MemberStatus},
};

const LEO: &str = "leo.martins@lumen.example";

/// Documents in workspaces, where admins can change them, whose owners are there.
fn owned(snapshot: &Snapshot, kind: &str, most: usize) -> Vec<(DocumentRef, MemberId, String)> {
    let is_there = |owner: &MemberId| snapshot.member(owner).is_some_and(|m| m.status() == MemberStatus::Active);
    let fits = |document: &Document<'_>| {
        let of = document.to_ref();
        of.slug() == kind && snapshot.home(&of).is_some() && is_there(&document.owner())
    };
    let found = snapshot.documents().filter(fits).take(most);
    found.map(|document| (document.to_ref(), document.owner(), document.name().to_owned())).collect()
}

/// An active member who can own documents, or cannot, and owns none of these.
fn person(snapshot: &Snapshot, account_type: &str, not: &[MemberId]) -> (MemberId, String, String) {
    let fits = |m: &&sigma_portal::domain::Member| {
        m.status() == MemberStatus::Active && m.has_account_type(account_type) && !not.contains(&m.id)
    };
    let found = snapshot.people().find(fits).unwrap_or_else(|| panic!("no {account_type}"));
    (found.id.clone(), found.email.clone(), found.full_name())
}

/// Picks documents in the list and opens the page it leads to.
async fn pick(browser: &Browser<'_>, documents: &[&DocumentRef]) -> String {
    let keys: Vec<String> = documents.iter().map(|document| document.key()).collect();
    let form: Vec<(&str, &str)> = keys.iter().map(|key| ("document[]", key.as_str())).collect();
    let posted = browser.call("/documents", "documents/owner/start", &form).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.text());
    posted.location.unwrap()
}

fn owner_of(app: &TestApp, document: &DocumentRef) -> MemberId {
    app.snapshot().document(document).unwrap().owner()
}

#[tokio::test]
async fn the_list_has_every_kind_and_finds_the_stale_ones() {
    let app = TestApp::start_whole().await;
    let auditor = app.sign_in("auditor").await;
    let snapshot = app.snapshot();
    let all = snapshot.documents().count();
    let count = |is: &dyn Fn(Document<'_>) -> bool| snapshot.documents().filter(|document| is(*document)).count();
    for (query, expected) in [
        ("", all),
        ("kind=data_model", snapshot.data_models().len()),
        ("kind=report", snapshot.reports().len()),
        ("stale=orphan", count(&|document| snapshot.is_gone(&document.owner()))),
        ("stale=orphan&kind=workbook", count(&|d| d.to_ref().slug() == "workbook" && snapshot.is_gone(&d.owner()))),
    ] {
        assert!(expected > 0, "nothing to find with {query}");
        let page = auditor.get(&format!("/documents?{query}")).await.text();
        assert!(page.contains(&format!("{expected} of {all} documents")), "{query}: {page}");
    }
    let csv = |query: &'static str| {
        let auditor = &auditor;
        async move { auditor.get(&format!("/documents/export.csv?{query}")).await.body.lines().count() - 1 }
    };
    let (quarter, half, year) = (csv("stale=90").await, csv("stale=180").await, csv("stale=365").await);
    assert!(year > 0 && year < half && half < quarter && quarter < all, "{year} {half} {quarter} {all}");
    let orphans = auditor.get("/documents?stale=orphan").await;
    assert!(orphans.text().contains("Inactive"), "what became of an owner is not said: {}", orphans.text());
    assert!(!orphans.has_field("document[]"), "an auditor changes nothing");
}

#[tokio::test]
async fn ticked_documents_get_another_owner_and_go_back() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let chosen = [owned(&snapshot, "workbook", 2), owned(&snapshot, "data_model", 1), owned(&snapshot, "report", 1)];
    let chosen: Vec<_> = chosen.into_iter().flatten().collect();
    assert_eq!(chosen.len(), 4);
    let owners: Vec<MemberId> = chosen.iter().map(|(_, owner, _)| owner.clone()).collect();
    let (new_owner, email, name) = person(&snapshot, "build", &owners);
    let list = admin.get("/documents").await;
    assert!(list.has_field("document[]") && list.offers("Change owner"), "{}", list.text());

    let documents: Vec<&DocumentRef> = chosen.iter().map(|(document, ..)| document).collect();
    let path = pick(&admin, &documents).await;
    let page = admin.get(&path).await;
    assert!(page.text().contains("Change the owner of 4 documents"), "{}", page.text());
    for (_, _, document) in &chosen {
        assert!(page.text().contains(document), "{document} is not named");
    }
    let empty = admin.submit(&path, &[("new_owner", "")]).await;
    assert!(empty.refuses("new_owner") && empty.text().contains("Choose a person."), "{}", empty.text());
    let nobody = admin.submit(&path, &[("new_owner", "zzz nobody")]).await;
    assert!(nobody.holds("zzz nobody") && nobody.text().contains("No person matches"), "{}", nobody.text());

    let review = admin.submit(&path, &[("new_owner", &email)]).await;
    assert!(review.text().contains(&format!("Change the owner of 4 documents to {name}")), "{}", review.text());
    let done = admin.apply(&review, "").await;
    assert_eq!(done.state(), "Done", "{}", done.text());
    assert!(documents.iter().all(|document| owner_of(&app, document) == new_owner));

    let id = done.field("id");
    let undo = admin.submit(&format!("/changes/{id}"), &[("id", &id)]).await;
    let undone = admin.apply(&undo, "").await;
    assert_eq!(undone.state(), "Done", "{}", undone.text());
    for (document, owner, _) in &chosen {
        assert_eq!(&owner_of(&app, document), owner);
    }
}

#[tokio::test]
async fn a_new_owner_who_cannot_own_is_warned_of_and_offered_last() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let (document, owner, _) = owned(&snapshot, "workbook", 1).remove(0);
    let (_, email, name) = person(&snapshot, "view", &[owner]);
    let path = pick(&admin, &[&document]).await;
    let review = admin.submit(&path, &[("new_owner", &email)]).await;
    let warning = format!("{name} may not be able to own documents: account type View");
    assert!(review.text().contains(&warning), "{}", review.text());

    let able =
        |member: &sigma_portal::domain::Member| sigma_portal::directory::caveats::of_owner(member, &snapshot).is_none();
    // A first name that people of both kinds have.
    let active = || snapshot.people().filter(|m| m.status() == MemberStatus::Active);
    let has = |name: &str, is_able: bool| active().any(|m| m.first_name == name && able(m) == is_able);
    let first = active().map(|m| m.first_name.as_str()).find(|name| has(name, true) && has(name, false));
    let first = first.expect("a common first name");
    let asked = format!("/api/pickers/suggest?from=owners&typed={first}&field=new_owner");
    let offered = admin.parts(&asked).await.body;
    let place = |able_ones: bool| {
        let of_kind = snapshot.people().filter(|m| able(m) == able_ones);
        of_kind.filter_map(|m| offered.find(&m.email)).min()
    };
    let (first_able, first_other) = (place(true).expect("nobody able is offered"), place(false));
    assert!(first_other.is_none_or(|other| first_able < other), "{offered}");
}

#[tokio::test]
async fn all_that_match_are_meant_and_those_in_own_folders_are_left_out() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let portal = snapshot.token_owner();
    let own = |d: &Document<'_>| d.path().starts_with("My Documents") && d.owner() != *portal;
    let owner = snapshot.documents().find(own).expect("a document in somebody's My Documents").owner();
    let theirs = snapshot.documents().filter(|document| document.owner() == owner).count();
    let kept = snapshot.documents().filter(|d| d.owner() == owner && own(d)).count();
    let all = format!("owner={owner}");
    let posted = admin.call("/documents", "documents/owner/start", &[("all", &all)]).await;
    let page = admin.get(&posted.location.unwrap()).await.text();
    assert!(page.contains("in their owner’s My Documents: handed over when the owner is offboarded"), "{page}");
    let expected = if theirs == kept { "None of them can get another owner" } else { "Change the owner of" };
    assert!(page.contains(expected), "{theirs} {kept}: {page}");
}

#[tokio::test]
async fn what_somebody_else_did_meanwhile_is_said_and_left() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let (document, owner, name) = owned(&snapshot, "workbook", 1).remove(0);
    let (other, ..) = person(&snapshot, "build", std::slice::from_ref(&owner));
    let (_, email, _) = person(&snapshot, "build", &[owner, other.clone()]);
    let path = pick(&admin, &[&document]).await;
    let review = admin.submit(&path, &[("new_owner", &email)]).await;
    let theirs = FilePatch { owner_id: Some(other.clone()), ..FilePatch::default() };
    app.running.app.client.files().update(&document.inode_id(), &theirs).await.unwrap();
    let done = admin.apply(&review, "").await;
    assert!(done.text().contains("owner"), "{}", done.text());
    app.running.app.directory.look_again(&document).await;
    assert_eq!(owner_of(&app, &document), other, "{name} was taken from who got it meanwhile");
}

#[tokio::test]
async fn one_document_leads_to_its_new_owner_and_nobody_else_may() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    for (kind, folder) in
        [("workbook", "workbooks"), ("dataset", "datasets"), ("data_model", "data-models"), ("report", "reports")]
    {
        let (document, _, name) = owned(&snapshot, kind, 1).remove(0);
        let page = format!("/{folder}/{}", document.inode_id());
        let shown = admin.get(&page).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}");
        let form = shown.form("documents/owner/start");
        let started = admin.send_form(&page, "documents/owner/start", &form).await;
        let asked = admin.get(&started.location.unwrap()).await;
        assert!(asked.text().contains(&format!("Change the owner of {name}")), "{}", asked.text());
        assert!(asked.links_to(&page), "no way back to the document");
        let auditor = app.sign_in("auditor").await;
        assert!(!auditor.get(&page).await.posts_to("documents/owner"), "an auditor is offered to change {kind}");
    }
    let nothing = admin.call("/documents", "documents/owner/start", &[]).await;
    assert!(nothing.text().contains("Select at least one document first."), "{}", nothing.text());
    let mangled = admin.call("/documents", "documents/owner/start", &[("document[]", "folder:x")]).await;
    assert_eq!(mangled.status, StatusCode::BAD_REQUEST);
    let (document, ..) = owned(&snapshot, "report", 1).remove(0);
    let path = pick(&admin, &[&document]).await;
    let leo = app.sign_in("member").await;
    assert_eq!(leo.get(&path).await.status, StatusCode::FORBIDDEN, "{LEO} changes no document");
}
