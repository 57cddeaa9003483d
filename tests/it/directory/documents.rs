//! Who may open a document: read by turns, and held against what Sigma itself says.

use super::{Place, client};
use crate::support::TestApp;
use sigma_portal::{
    directory::{Collection, Depth, Directory, Document, Reachable},
    domain::{
        DirectoryEventKind, DocumentRef, FileKind, Grantee, GrantsOf, NewInodeGrant, Permission, Subject,
        WorkspacePermission,
    },
    sigma::ListFiles,
    store::{HistoryFilter, PageRequest},
};
use std::collections::BTreeSet;

/// The sections of documents.
const DOCUMENTS: [Collection; 4] =
    [Collection::Workbooks, Collection::Datasets, Collection::DataModels, Collection::Reports];

/// A directory that has asked of every document who may open it.
async fn complete(place: &Place, app: &TestApp) -> Directory {
    let directory = place.synced(app).await;
    for section in DOCUMENTS {
        directory.sync_section(section, Depth::Due).await.unwrap();
    }
    directory
}

#[tokio::test]
async fn the_first_reading_does_not_wait_for_documents_and_the_next_asks_them_all() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    app.simulator.clear_journal();
    let directory = place.synced(&app).await;
    assert_eq!(app.simulator.calls("GET /v2/grants"), 0);
    let snapshot = directory.snapshot().unwrap();
    let documents = snapshot.documents().count();
    for section in DOCUMENTS {
        directory.sync_section(section, Depth::Due).await.unwrap();
    }
    assert_eq!(app.simulator.calls("GET /v2/grants"), documents as u64);
    app.simulator.clear_journal();
    assert!(directory.sync().await);
    let again = app.simulator.calls("GET /v2/grants");
    assert!(again > 0 && again <= (documents / 60) as u64 + 4, "{again} of {documents} documents asked again");
}

#[tokio::test]
async fn grants_on_a_document_are_those_that_sigma_counts() {
    let app = TestApp::start().await;
    let directory = complete(&Place::new().await, &app).await;
    let (snapshot, sigma) = (directory.snapshot().unwrap(), client(&app));
    let some = |kind: &'static str, most| {
        snapshot.documents().map(Document::to_ref).filter(move |of| of.slug() == kind).take(most)
    };
    let mut inherited = 0;
    for document in
        some("workbook", 60).chain(some("dataset", 20)).chain(some("data_model", 20)).chain(some("report", 20))
    {
        let counted = sigma.grants().of(&GrantsOf::Inode(document.inode_id()), false).await.unwrap();
        let counted: BTreeSet<String> = counted.into_iter().map(|held| held.grant.id.to_string()).collect();
        let gates = document.gates(&snapshot);
        let held: BTreeSet<String> = gates.grants().map(|(_, grant)| grant.id.to_string()).collect();
        assert_eq!(held, counted, "{document:?}");
        inherited += gates.grants().filter(|(above, _)| above.is_some()).count();
    }
    assert!(inherited > 0, "the organisation shows no inheritance");
}

#[tokio::test]
async fn somebodys_documents_are_the_files_that_sigma_lists_for_them() {
    let app = TestApp::start().await;
    let directory = complete(&Place::new().await, &app).await;
    let (snapshot, sigma) = (directory.snapshot().unwrap(), client(&app));
    let all: BTreeSet<String> = snapshot.documents().map(|d| d.to_ref().inode_id().to_string()).collect();
    for member in snapshot.people().filter(|m| !m.is_archived && !m.is_inactive).take(12) {
        let kinds = vec![FileKind::Workbook, FileKind::Dataset, FileKind::DataModel, FileKind::Report];
        let which = ListFiles { kinds, ..ListFiles::default() };
        let files = sigma.members().files(&member.id, &which).await.unwrap();
        // The directory leaves out explorations and what is archived.
        let listed: BTreeSet<String> =
            files.into_iter().map(|f| f.id.to_string()).filter(|id| all.contains(id)).collect();
        let opened = snapshot.documents_of(member);
        let opened: BTreeSet<String> = opened.iter().map(|o| o.document.to_ref().inode_id().to_string()).collect();
        assert_eq!(opened, listed, "{}", member.full_name());
    }
}

#[tokio::test]
async fn looking_again_tells_what_was_shared_in_sigma() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let directory = complete(&place, &app).await;
    let (snapshot, sigma) = (directory.snapshot().unwrap(), client(&app));
    let leo = snapshot.member_by_email("leo.martins@lumen.example").unwrap();
    let is_closed = |document: &DocumentRef| snapshot.access_to(document, leo).is_none();
    let mut documents = snapshot.workbooks().iter().map(|w| DocumentRef::Workbook(w.id.clone()));
    let document = documents.find(is_closed).unwrap();
    let permission = Permission::Workspace(WorkspacePermission::View);
    let grant = NewInodeGrant {
        grantee: Grantee::Member(leo.id.clone()),
        permission: permission.clone(),
        inode_id: document.inode_id(),
        tag_id: None,
    };
    sigma.grants().create(&grant).await.unwrap();
    directory.look_again(&document).await;
    let snapshot = directory.snapshot().unwrap();
    assert_eq!(snapshot.access_to(&document, leo).map(|access| access.permission), Some(permission));
    let filter = HistoryFilter { subject: Some(Subject::from(&document)), ..HistoryFilter::default() };
    let told = place.store.history(&filter, PageRequest { number: 1, size: 10 }).await.unwrap().items;
    assert_eq!(told.iter().map(|event| event.kind).collect::<Vec<_>>(), [DirectoryEventKind::GrantGained]);
}
