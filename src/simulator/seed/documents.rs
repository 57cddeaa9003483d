//! Folders, workbooks, datasets and what came after them in workspaces, and some in people's own folders.

use rand::Rng;
use rand::seq::IndexedRandom;

use super::people::{AMARA, JONAS, LEO, PRIYA};
use super::{BASE, days_ago, models, since};
use crate::simulator::clock::Stamp;
use crate::simulator::ids::Id;
use crate::simulator::state::attached::Attached;
use crate::simulator::state::dataset::{Dataset, Migration, MigrationState, Run, RunStatus};
use crate::simulator::state::document::{Badge, Content, Document, Tag, Workbook};
use crate::simulator::state::member::Member;
use crate::simulator::state::{Audit, Organisation};
use crate::simulator::table::Slot;

const FOLDERS: [&str; 6] = ["Reports", "Month End", "Archive", "Drafts", "Board Pack", "Ad hoc"];
const SUBJECTS: [&str; 14] = [
    "Revenue",
    "Orders",
    "Pipeline",
    "Stock",
    "Returns",
    "Headcount",
    "Spend",
    "Forecast",
    "Margins",
    "Deliveries",
    "Tickets",
    "Campaigns",
    "Energy",
    "Invoices",
];
const SHAPES: [&str; 8] =
    ["Overview", "by Region", "Weekly", "Deep Dive", "Scorecard", "Trends", "vs Budget", "Monitor"];

/// Adds documents: about six in each workspace and one in every third person's own folder.
pub fn add(organisation: &mut Organisation, rng: &mut impl Rng, later: &mut impl Rng) {
    let mut documents = Vec::new();
    let people = organisation.members.table.len();
    let per_workspace = 6 + people / 400 % 30;
    for (_, workspace) in organisation.workspaces.iter() {
        let since = workspace.audit.created_at;
        let mut holders = vec![workspace.id];
        for name in FOLDERS.choose_multiple(rng, 2) {
            let owner = owner(organisation, rng);
            let folder = document(organisation, (*name).to_owned(), (workspace.id, since), owner, Content::Folder, rng);
            holders.push(folder.id);
            documents.push(folder);
        }
        for _ in 0..rng.random_range(2..=per_workspace) {
            let parent = holders.choose(rng).copied().unwrap_or(workspace.id);
            let owner = owner(organisation, rng);
            documents.push(leaf(organisation, (parent, since), owner, rng));
        }
    }
    let fixed = [AMARA, JONAS, PRIYA, LEO].into_iter().flat_map(|place| [place, place]);
    let others: Vec<_> = (0..people / 3).map(|_| owner(organisation, rng)).collect();
    for owner in fixed.map(Slot::at).chain(others) {
        let member = &organisation.members[owner];
        documents.push(leaf(organisation, (member.home, member.audit.created_at), owner, rng));
    }
    models::add(organisation, &mut documents, later);
    documents.sort_by_key(|document| document.audit.created_at);
    for document in documents {
        organisation.documents.insert(document);
    }
}

/// Somebody who is there: what leavers owned was handed over.
fn owner(organisation: &Organisation, rng: &mut impl Rng) -> Slot<Member> {
    let people = organisation.members.table.len();
    let anybody = std::iter::repeat_with(|| Slot::at(rng.random_range(AMARA..people))).take(20);
    let mut present = anybody.filter(|slot| !organisation.members[*slot].is_archived);
    present.next().unwrap_or(Slot::at(AMARA))
}

/// A workbook or, at times, a dataset.
fn leaf(organisation: &Organisation, place: (Id, Stamp), owner: Slot<Member>, rng: &mut impl Rng) -> Document {
    let subject = SUBJECTS.choose(rng).copied().unwrap_or_default();
    if rng.random_bool(0.2) {
        let content = Content::Dataset(Box::new(dataset(rng)));
        return document(organisation, subject.to_owned(), place, owner, content, rng);
    }
    let shape = SHAPES.choose(rng).copied().unwrap_or_default();
    let is_exploration = rng.random_bool(0.06);
    let name = if is_exploration { format!("Exploration of {subject}") } else { format!("{subject} {shape}") };
    let mut workbook = Workbook {
        version: rng.random_range(1..60),
        is_exploration,
        tags: Vec::new(),
        copy_of: None,
        attached: Attached::default(),
    };
    if rng.random_bool(0.1) {
        workbook.tags.push(Tag {
            id: Id::draw(rng),
            name: "Production".into(),
            source_version: workbook.version,
            tagged_workbook: Id::draw(rng),
            tagged_at: days_ago(rng.random_range(0..90), rng),
        });
    }
    document(organisation, name, place, owner, Content::Workbook(workbook), rng)
}

/// A document made after what holds it and after its owner joined.
fn document(
    organisation: &Organisation,
    name: String,
    (parent, made): (Id, Stamp),
    owner: Slot<Member>,
    content: Content,
    rng: &mut impl Rng,
) -> Document {
    let mut audit = Audit::new(owner, since(made.max(organisation.members[owner].audit.created_at), rng));
    audit.touch(owner, since(audit.created_at, rng));
    let badge = match rng.random_range(0..100) {
        0..8 => Some(Badge::Endorsed),
        8..11 => Some(Badge::Warning),
        11..14 => Some(Badge::Deprecated),
        _ => None,
    };
    let is_folder = matches!(content, Content::Folder);
    Document {
        id: Id::draw(rng),
        description: (!is_folder && rng.random_bool(0.3)).then(|| format!("{name}, refreshed every morning").into()),
        name: name.into(),
        parent,
        owner,
        badge: badge.filter(|_| !is_folder),
        is_archived: !is_folder && rng.random_bool(0.04),
        content,
        audit,
    }
}

fn dataset(rng: &mut impl Rng) -> Dataset {
    let has_schedule = rng.random_bool(0.5);
    let migration = match rng.random_range(0..10) {
        0..4 => MigrationState::NotMigrated,
        4..6 => MigrationState::NotRequired,
        _ => MigrationState::Migrated(Migration {
            data_model: Id::draw(rng),
            at: days_ago(rng.random_range(60..400), rng),
            by: Slot::at(AMARA),
        }),
    };
    let runs =
        if has_schedule { (1..rng.random_range(2..9)).rev().map(|day| run(day, rng)).collect() } else { Vec::new() };
    Dataset { reference_count: rng.random_range(0..25), migration, has_schedule, runs }
}

/// The run of some days ago; the tables of older ones were cleaned up.
fn run(days: i64, rng: &mut impl Rng) -> Run {
    let status = match (days, rng.random_range(0..12)) {
        (_, 0) => RunStatus::Failed,
        (6.., _) => RunStatus::Swept,
        (5, _) => RunStatus::Marked,
        _ => RunStatus::Success,
    };
    let finished_at = Stamp(days_ago(days, rng).0.min(BASE.0));
    Run {
        task: Id::draw(rng),
        status,
        finished_at,
        runtime_seconds: rng.random_range(2..240),
        rows: rng.random_range(100..9_000_000),
    }
}
