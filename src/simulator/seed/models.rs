//! Data models, which the migrated datasets became, reports, and the tags of versions. They are drawn from randomness of
//! their own, so that the rest of the company stays as it is without them.

use rand::Rng;

use super::people::{AMARA, OWNER};
use super::{HISTORY_DAYS, days_ago, since};
use crate::simulator::clock::Stamp;
use crate::simulator::ids::Id;
use crate::simulator::state::dataset::MigrationState;
use crate::simulator::state::document::{Content, Document, Tag, Versions};
use crate::simulator::state::member::Member;
use crate::simulator::state::settings::VersionTag;
use crate::simulator::state::{Audit, Organisation};
use crate::simulator::table::Slot;

const TAGS: [(&str, &str, &str); 3] = [
    ("Production", "What everybody may rely on", "grass"),
    ("Review", "Waiting for somebody else to look at it", "amber"),
    ("Draft", "Work under way", "violet"),
];
const REPORTS: [&str; 5] = ["Board Report", "Month-End Pack", "Weekly Briefing", "Audit Pack", "Price List"];

/// Adds the tags of versions.
pub fn add_tags(organisation: &mut Organisation, rng: &mut impl Rng) {
    for (name, description, color) in TAGS {
        let audit = Audit::new(Slot::at(AMARA), days_ago(HISTORY_DAYS - 100, rng));
        organisation.tags.push(VersionTag {
            id: Id::draw(rng),
            name: name.into(),
            description: description.into(),
            color: color.into(),
            owner: Slot::at(AMARA),
            audit,
        });
    }
}

/// Adds to the documents what datasets became, and a report and a data model for each workspace; tags that workbooks bear get the ids of
/// the organisation's.
pub fn add(organisation: &Organisation, documents: &mut Vec<Document>, rng: &mut impl Rng) {
    for document in documents.iter_mut() {
        if let Content::Workbook(workbook) = &mut document.content {
            for tag in &mut workbook.tags {
                tag.id = organisation.tags.iter().find(|one| one.name == tag.name).map_or(tag.id, |one| one.id);
            }
        }
    }
    let models: Vec<_> = documents.iter().filter_map(|document| model(organisation, document, rng)).collect();
    let reports: Vec<_> = organisation
        .workspaces
        .iter()
        .map(|(_, workspace)| {
            let name = format!("{} {}", workspace.name, REPORTS[rng.random_range(0..REPORTS.len())]);
            let owner = documents.iter().find(|document| document.parent == workspace.id);
            let owner = owner.map_or(Slot::at(OWNER), |document| document.owner);
            let made = workspace.audit.created_at.max(joined(organisation, owner));
            document(organisation, (Id::draw(rng), name), (workspace.id, owner, made), Content::Report, rng)
        })
        .collect();
    // What was made as a data model from the beginning; last, so that what is drawn before stays as it is.
    let metrics: Vec<_> = organisation
        .workspaces
        .iter()
        .map(|(_, workspace)| {
            let name = format!("{} Metrics", workspace.name);
            let owner = documents.iter().rfind(|document| document.parent == workspace.id);
            let owner = owner.map_or(Slot::at(OWNER), |document| document.owner);
            let made = workspace.audit.created_at.max(joined(organisation, owner));
            document(organisation, (Id::draw(rng), name), (workspace.id, owner, made), Content::DataModel, rng)
        })
        .collect();
    documents.extend(models);
    documents.extend(reports);
    documents.extend(metrics);
}

fn joined(organisation: &Organisation, owner: Slot<Member>) -> Stamp {
    organisation.members[owner].audit.created_at
}

/// The data model that a dataset became.
fn model(organisation: &Organisation, dataset: &Document, rng: &mut impl Rng) -> Option<Document> {
    let Content::Dataset(about) = &dataset.content else { return None };
    let MigrationState::Migrated(migration) = about.migration else { return None };
    let made = dataset.audit.created_at.max(migration.at);
    let name = format!("{} Model", dataset.name);
    Some(document(
        organisation,
        (migration.data_model, name),
        (dataset.parent, dataset.owner, made),
        Content::DataModel,
        rng,
    ))
}

fn document(
    organisation: &Organisation,
    (id, name): (Id, String),
    (parent, owner, made): (Id, Slot<Member>, Stamp),
    content: fn(Versions) -> Content,
    rng: &mut impl Rng,
) -> Document {
    let mut audit = Audit::new(owner, made);
    audit.touch(owner, since(made, rng));
    let latest = rng.random_range(1..30);
    let tag = organisation.tags.first().filter(|_| rng.random_bool(0.3));
    let tags = tag.map(|tag| Tag {
        id: tag.id,
        name: tag.name.clone(),
        source_version: latest,
        tagged_workbook: id.derived(1),
        tagged_at: audit.updated_at,
    });
    Document {
        id,
        description: rng.random_bool(0.4).then(|| format!("{name}, looked after by its owner").into()),
        name: name.into(),
        parent,
        owner,
        badge: None,
        is_archived: false,
        content: content(Versions { latest, tags: tags.into_iter().collect() }),
        audit,
    }
}
