//! `/v2/datasets`: a deprecated resource that can still be read and materialized (BEHAVIOUR.md section 14).

use rand::Rng;
use serde::Serialize;

use super::{grant_batch, versioned::listed};
use crate::simulator::body::Fields;
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::clock::Stamp;
use crate::simulator::failure::Failure;
use crate::simulator::ids::{Id, MemberId};
use crate::simulator::page::Window;
use crate::simulator::sources::table_of;
use crate::simulator::state::dataset::{Dataset, MigrationState, Run, RunStatus};
use crate::simulator::state::document::{Content, Document};
use crate::simulator::state::{AuditWire, Organisation};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    dataset_id: Id,
    #[serde(flatten)]
    audit: AuditWire,
    name: &'a str,
    description: &'a str,
    url: String,
    owner: MemberId,
    reference_count: u32,
    path: String,
    migration_to_data_model: Option<MigrationWire>,
    migration_status: &'static str,
    is_archived: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MigrationWire {
    data_model_id: Id,
    data_model_url: String,
    migrated_at: Stamp,
    migrated_by: MemberId,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunWire {
    status: RunStatus,
    finished_at: Stamp,
    error: Option<RunError>,
    runtime_secs: Option<u32>,
    num_rows: Option<u64>,
    num_bytes: Option<u64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunError {
    code: &'static str,
    message: &'static str,
    error_code: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SourceWire {
    #[serde(rename = "type")]
    kind: &'static str,
    inode_id: Id,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Started {
    task_id: Id,
}

fn wire<'a>(organisation: &Organisation, document: &'a Document, dataset: &Dataset) -> Wire<'a> {
    let url = |kind: &str, id: Id| format!("https://app.sigmacomputing.com/{}/{kind}/{}", organisation.slug, id.url());
    let (migration_status, migration) = match dataset.migration {
        MigrationState::Migrated(migration) => ("migrated", Some(migration)),
        MigrationState::NotMigrated => ("not-migrated", None),
        MigrationState::NotRequired => ("not-required", None),
    };
    Wire {
        dataset_id: document.id,
        audit: organisation.audit(&document.audit),
        name: &document.name,
        description: document.description.as_deref().unwrap_or_default(),
        url: url("b", document.id),
        owner: organisation.members.id(document.owner),
        reference_count: dataset.reference_count,
        path: organisation.path(document),
        migration_to_data_model: migration.map(|migration| MigrationWire {
            data_model_id: migration.data_model,
            data_model_url: url("data-model", migration.data_model),
            migrated_at: migration.at,
            migrated_by: organisation.members.id(migration.by),
        }),
        migration_status,
        is_archived: document.is_archived,
    }
}

fn run(run: &Run) -> RunWire {
    let failed = run.status == RunStatus::Failed;
    RunWire {
        status: run.status,
        finished_at: run.finished_at,
        error: failed.then_some(RunError { code: "warehouse", message: "Statement timed out", error_code: None }),
        runtime_secs: Some(run.runtime_seconds),
        num_rows: (!failed).then_some(run.rows),
        num_bytes: (!failed).then_some(run.rows * 39),
    }
}

fn missing() -> Failure {
    Failure::archived("Dataset is archived or not found")
}

/// The dataset in the path, which the caller must be able to see.
pub fn in_path<'a>(organisation: &'a Organisation, call: &Call) -> Result<(&'a Document, &'a Dataset), Failure> {
    let document = call.path_id("datasetId").and_then(|id| organisation.documents.find(id)).ok_or_else(missing)?;
    let Content::Dataset(dataset) = &document.content else { return Err(missing()) };
    if document.is_archived {
        return Err(missing());
    }
    call.require_sight(organisation, document)?;
    Ok((document, dataset))
}

/// `GET /v2/datasets`: those the caller has access to; an Admin may skip that.
pub fn list(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let sees_all = call.sees_all(organisation)?;
    let rows = listed(organisation, call, sees_all, |document| {
        let Content::Dataset(dataset) = &document.content else { return None };
        (!document.is_archived).then_some(dataset)
    });
    Ok(window.cut(rows, |(document, dataset)| wire(organisation, document, dataset)).counted())
}

/// `GET /v2/datasets/{datasetId}`
pub fn show(organisation: &Organisation, call: &Call) -> Answer {
    let (document, dataset) = in_path(organisation, call)?;
    Ok(json(&wire(organisation, document, dataset)))
}

/// `GET /v2/datasets/{datasetId}/sources`: a bare array.
pub fn sources(organisation: &Organisation, call: &Call) -> Answer {
    let (document, _) = in_path(organisation, call)?;
    let table = table_of(organisation, document.id).map(|(_, path)| SourceWire { kind: "table", inode_id: path.id });
    Ok(json(&table.into_iter().collect::<Vec<_>>()))
}

/// `GET /v2/datasets/{datasetId}/grants`
pub fn grants(organisation: &Organisation, call: &Call) -> Answer {
    let (document, _) = in_path(organisation, call)?;
    grant_batch::list(organisation, call, document.id)
}

/// `GET /v2/datasets/{datasetId}/materialization`: those that have finished.
pub fn materializations(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let (_, dataset) = in_path(organisation, call)?;
    let finished = dataset.runs.iter().filter(|run| run.finished_at <= call.now);
    Ok(window.cut(finished, run).counted())
}

/// `POST /v2/datasets/{datasetId}/materialization`: needs a schedule; the run appears in the list when it is done.
pub fn materialize(organisation: &mut Organisation, call: &Call) -> Answer {
    Fields::plain(&call.body_or_empty()?)?;
    let (document, dataset) = in_path(organisation, call)?;
    if !dataset.has_schedule {
        return Err(Failure::not_found("The dataset has no materialization schedule"));
    }
    let id = document.id;
    let mut rng = organisation.mint.rng();
    let runtime_seconds = rng.random_range(5..60);
    let started = Run {
        task: Id::draw(&mut rng),
        status: RunStatus::Success,
        finished_at: call.now.plus_ms(i64::from(runtime_seconds) * 1000),
        runtime_seconds,
        rows: rng.random_range(1_000..5_000_000),
    };
    let task_id = started.task;
    let slot = organisation.documents.table.find(id).ok_or_else(missing)?;
    let document = organisation.documents.table.get_mut(slot).ok_or_else(missing)?;
    if let Content::Dataset(dataset) = &mut document.content {
        dataset.runs.push(started);
    }
    Ok(json(&Started { task_id }))
}
