//! Folders, workbooks and datasets in workspaces, and some in people's own folders.

use rand::Rng;
use rand::seq::IndexedRandom;

use super::people::{AMARA, JONAS, LEO, PRIYA};
use super::{BASE, HISTORY_DAYS, access, days_ago, since};
use crate::simulator::clock::Stamp;
use crate::simulator::ids::Id;
use crate::simulator::state::dataset::{Dataset, Migration, MigrationState, Run, RunStatus};
use crate::simulator::state::document::{Badge, Content, Document, Tag, Workbook};
use crate::simulator::state::grant::{Grantee, Inode, Permission};
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

/// Adds documents: about four in each workspace and one in every third person's own folder.
pub fn add(organisation: &mut Organisation, rng: &mut impl Rng) {
    let workspaces: Vec<Id> = organisation.workspaces.iter().map(|(_, workspace)| workspace.id).collect();
    let people = organisation.members.table.len();
    let per_workspace = 6 + people / 400 % 30;
    for workspace in workspaces {
        let mut holders = vec![workspace];
        for name in FOLDERS.choose_multiple(rng, 2) {
            let id = document(organisation, (*name).to_owned(), workspace, Content::Folder, rng);
            holders.push(id);
        }
        for _ in 0..rng.random_range(2..=per_workspace) {
            let parent = holders.choose(rng).copied().unwrap_or(workspace);
            let id = fill(organisation, parent, rng);
            if rng.random_bool(0.12) {
                share(organisation, id, rng);
            }
        }
    }
    for place in [AMARA, JONAS, PRIYA, LEO] {
        let home = organisation.members[Slot::at(place)].home;
        fill(organisation, home, rng);
        fill(organisation, home, rng);
    }
    for _ in 0..people / 3 {
        let home = organisation.members[Slot::at(rng.random_range(0..people))].home;
        fill(organisation, home, rng);
    }
}

/// Adds a workbook or, at times, a dataset.
fn fill(organisation: &mut Organisation, parent: Id, rng: &mut impl Rng) -> Id {
    let subject = SUBJECTS.choose(rng).copied().unwrap_or_default();
    if rng.random_bool(0.2) {
        let content = Content::Dataset(Box::new(dataset(rng)));
        return document(organisation, subject.to_owned(), parent, content, rng);
    }
    let shape = SHAPES.choose(rng).copied().unwrap_or_default();
    let is_exploration = rng.random_bool(0.06);
    let name = if is_exploration { format!("Exploration of {subject}") } else { format!("{subject} {shape}") };
    let mut workbook = Workbook { version: rng.random_range(1..60), is_exploration, tags: Vec::new() };
    if rng.random_bool(0.1) {
        workbook.tags.push(Tag {
            id: Id::draw(rng),
            name: "Production".into(),
            source_version: workbook.version,
            tagged_workbook: Id::draw(rng),
            tagged_at: days_ago(rng.random_range(0..90), rng),
        });
    }
    document(organisation, name, parent, Content::Workbook(workbook), rng)
}

fn document(organisation: &mut Organisation, name: String, parent: Id, content: Content, rng: &mut impl Rng) -> Id {
    let people = organisation.members.table.len();
    // The first two are no people and own nothing.
    let anybody = rng.random_range(AMARA..people);
    let owner = organisation.members.at_home(parent).unwrap_or_else(|| Slot::at(anybody));
    let created =
        days_ago(rng.random_range(2..HISTORY_DAYS - 60), rng).0.max(organisation.members[owner].audit.created_at.0);
    let mut audit = Audit::new(owner, Stamp(created));
    audit.touch(owner, since(audit.created_at, rng));
    let badge = match rng.random_range(0..100) {
        0..8 => Some(Badge::Endorsed),
        8..11 => Some(Badge::Warning),
        11..14 => Some(Badge::Deprecated),
        _ => None,
    };
    let id = Id::draw(rng);
    let is_folder = matches!(content, Content::Folder);
    organisation.documents.insert(Document {
        id,
        description: (!is_folder && rng.random_bool(0.3)).then(|| format!("{name}, refreshed every morning").into()),
        name: name.into(),
        parent,
        owner,
        badge: badge.filter(|_| !is_folder),
        is_archived: !is_folder && rng.random_bool(0.04),
        content,
        audit,
    });
    id
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

/// Shares one document with somebody beyond its workspace.
fn share(organisation: &mut Organisation, id: Id, rng: &mut impl Rng) {
    let Some(kind) = organisation.documents.find(id).map(Document::kind) else { return };
    let inode = Inode { id, kind };
    let somebody = Grantee::Member(Slot::at(rng.random_range(AMARA..organisation.members.table.len())));
    let permission = if rng.random_bool(0.7) { Permission::View } else { Permission::Explore };
    access::give(organisation, inode, somebody, permission, rng);
}
