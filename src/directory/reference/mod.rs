//! Invented organisations, and what is true of them worked out the long way: what the indexes are held against.

mod access;
mod lists;

use super::{
    Snapshot,
    collection::Collections,
    detail_table::{Detail, DetailTable},
    list::{List, Row},
    payload::{CacheSlot, Cached, DocumentAccess, Members},
};
use crate::domain::{
    AccountType, AccountTypeId, Connection, DataModel, Dataset, Grant, GrantId, Member, MemberId, OrganizationId,
    Permission, Report, Team, TeamId, TeamMember, UserKind, Workbook, Workspace, WorkspaceId,
};
use jiff::Timestamp;
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use std::sync::Arc;

const NAMES: [&str; 10] = ["Ann", "Joanna", "Søren", "Hannah", "Ana-Maria", "Øystein", "ann", "Zoë", "O'Annan", ""];
const TYPES: [&str; 7] = ["View", "VIEW", "Act", "Analyze", "build", "Admin", "Contractor"];
const LEVELS: [&str; 7] = ["view", "explore", "organize", "edit", "usage", "annotate", "writeback"];

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn slot<T>(content: T) -> CacheSlot<T> {
    CacheSlot::kept(1, Arc::new(Cached { as_of: Some(at(0)), content, withdrawn_at: None }))
}

fn catalog<T: Row, D: Clone>(rows: Vec<(T, Option<D>)>) -> DetailTable<T, D> {
    let details = rows
        .iter()
        .map(|(row, value)| (row.id().clone(), Detail { read_at: at(0), value: value.clone().map(Arc::new) }));
    let details = details.collect();
    DetailTable { list: List::default().merged(rows.into_iter().map(|(row, _)| row).collect(), at(0)), details }
}

fn member(n: usize, rng: &mut impl Rng) -> Member {
    let name = |rng: &mut _| (*NAMES.choose(rng).unwrap()).to_owned();
    Member {
        id: MemberId::new(format!("m{n}")),
        account_type: (*TYPES.choose(rng).unwrap()).to_owned(),
        first_name: name(rng),
        last_name: if n == 0 { "SigmaSchedulerRobot".to_owned() } else { name(rng) },
        email: format!("{}.{n}@Lumen.example", NAMES.choose(rng).unwrap()),
        user_kind: UserKind::Internal,
        created_at: at(rng.random_range(0..40)),
        updated_at: at(0),
        is_archived: rng.random_bool(0.2),
        is_inactive: rng.random_bool(0.2),
        extra: serde_json::Map::new(),
    }
}

fn grants(rng: &mut impl Rng) -> Option<Vec<Grant>> {
    let one = |rng: &mut _| {
        let is_member = Rng::random_bool(rng, 0.5);
        Grant {
            id: GrantId::new("g"),
            inode_id: String::new(),
            // Some are nobody's, or of people and teams that are not listed.
            member_id: is_member.then(|| MemberId::new(format!("m{}", Rng::random_range(rng, 0..70)))),
            team_id: (!is_member && Rng::random_bool(rng, 0.9))
                .then(|| TeamId::new(format!("t{}", Rng::random_range(rng, 0..14)))),
            permission: Permission::from((*LEVELS.choose(rng).unwrap()).to_owned()),
            extra: serde_json::Map::new(),
        }
    };
    let count = rng.random_range(0..12);
    rng.random_bool(0.9).then(|| (0..count).map(|_| one(rng)).collect())
}

fn team(n: usize, rng: &mut impl Rng) -> (Team, Option<Vec<TeamMember>>) {
    let team = Team {
        id: TeamId::new(format!("t{n}")),
        name: format!("Team {}", rng.random_range(0..9)),
        description: None,
        visibility: None,
        created_at: at(0),
        updated_at: at(0),
        is_archived: false,
        extra: serde_json::Map::new(),
    };
    let mut members: Vec<usize> = (0..rng.random_range(0..20)).map(|_| rng.random_range(0..70)).collect();
    members.sort_unstable();
    members.dedup();
    let place = |n: usize, rng: &mut _| TeamMember {
        member_id: MemberId::new(format!("m{n}")),
        is_team_admin: Rng::random_bool(rng, 0.2),
    };
    let members: Vec<_> = members.into_iter().map(|n| place(n, rng)).collect();
    (team, rng.random_bool(0.95).then_some(members))
}

fn organisation(rng: &mut ChaCha8Rng) -> Snapshot {
    let members: Vec<Member> = (0..60).map(|n| member(n, rng)).collect();
    let list = List::default().merged(members, at(0));
    let members = Members { organization_id: OrganizationId::new("o"), token_owner: MemberId::new("m1"), list };
    let teams: Vec<_> = (0..12).map(|n| team(n, rng)).collect();
    let workspace = |n: usize| Workspace {
        id: WorkspaceId::new(format!("w{n}")),
        url_id: String::new(),
        name: format!("W {}", n % 7),
        created_at: at(0),
        updated_at: at(0),
        extra: serde_json::Map::new(),
    };
    let connection = |n: usize| -> Connection {
        let json = serde_json::json!({ "connectionId": format!("c{n}"), "name": format!("C {n}"), "type": "snowflake",
            "createdAt": at(0), "updatedAt": at(0) });
        serde_json::from_value(json).unwrap()
    };
    // Of some Sigma was not asked yet; their path may name one workspace, several or none.
    let access = |rng: &mut ChaCha8Rng| DocumentAccess {
        workspace: rng.random_bool(0.6).then(|| WorkspaceId::new(format!("w{}", rng.random_range(0..11)))),
        own: grants(rng).unwrap_or_default(),
        folders: grants(rng).filter(|_| rng.random_bool(0.3)).unwrap_or_default(),
    };
    let document = |n: usize, rng: &mut ChaCha8Rng| {
        let json = serde_json::json!({ "workbookId": format!("b{n}"), "datasetId": format!("d{n}"), "workbookUrlId": "",
            "dataModelId": format!("m{n}"), "dataModelUrlId": "", "reportId": format!("r{n}"), "reportUrlId": "",
            "name": format!("D {n}"), "url": "", "path": format!("W {}/Folder", rng.random_range(0..9)),
            "latestVersion": 1, "referenceCount": 0, "migrationStatus": "migrated", "createdBy": "", "updatedBy": "",
            "ownerId": format!("m{}", rng.random_range(0..70)), "owner": format!("m{}", rng.random_range(0..70)),
            "createdAt": at(0), "updatedAt": at(0) });
        (json, rng.random_bool(0.8).then(|| access(rng)))
    };
    let workbooks: Vec<(Workbook, _)> = (0..8)
        .map(|n| document(n, rng))
        .map(|(json, access)| (serde_json::from_value(json).unwrap(), access))
        .collect();
    let datasets: Vec<(Dataset, _)> = (0..4)
        .map(|n| document(n, rng))
        .map(|(json, access)| (serde_json::from_value(json).unwrap(), access))
        .collect();
    let data_models: Vec<(DataModel, _)> = (0..3)
        .map(|n| document(n, rng))
        .map(|(json, access)| (serde_json::from_value(json).unwrap(), access))
        .collect();
    let reports: Vec<(Report, _)> = (0..3)
        .map(|n| document(n, rng))
        .map(|(json, access)| (serde_json::from_value(json).unwrap(), access))
        .collect();
    let workspaces: Vec<_> = (0..10).map(|n| (workspace(n), grants(rng))).collect();
    let connections: Vec<_> = (0..4).map(|n| (connection(n), grants(rng))).collect();
    let types = ["View", "Act", "Analyze", "Build", "Admin"].map(|name| {
        let kind = AccountType {
            id: AccountTypeId::new(name),
            name: name.to_owned(),
            description: String::new(),
            is_custom: false,
        };
        (kind, None)
    });
    let sections = Collections {
        members: slot(members),
        teams: slot(catalog(teams)),
        workspaces: slot(catalog(workspaces)),
        connections: slot(catalog(connections)),
        workbooks: slot(catalog(workbooks)),
        datasets: slot(catalog(datasets)),
        data_models: slot(catalog(data_models)),
        reports: slot(catalog(reports)),
        account_types: slot(catalog(types.into())),
        ..Collections::default()
    };
    Snapshot::new(sections, None)
}

/// Runs a property on many organisations; a failure names the seed.
fn for_many(property: impl Fn(&Arc<Snapshot>, &mut ChaCha8Rng)) {
    for seed in 0..60 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let snapshot = Arc::new(organisation(&mut rng));
        let run = std::panic::AssertUnwindSafe(|| property(&snapshot, &mut rng));
        if let Err(panic) = std::panic::catch_unwind(run) {
            eprintln!("with seed {seed}");
            std::panic::resume_unwind(panic);
        }
    }
}

#[test]
fn indexes_taken_from_an_earlier_snapshot_answer_like_new_ones() {
    for_many(|snapshot, rng| {
        let other = organisation(rng);
        let mut sections = snapshot.sections().clone();
        sections.teams = other.sections().teams.clone();
        sections.connections = other.sections().connections.clone();
        let (reused, new) = (Snapshot::new(sections.clone(), Some(snapshot)), Snapshot::new(sections, None));
        for member in new.everybody() {
            assert_eq!(reused.access_of(member), new.access_of(member));
            let teams =
                |s: &Snapshot| -> Vec<String> { s.teams_of(&member.id).map(|(t, _)| t.id.to_string()).collect() };
            assert_eq!(teams(&reused), teams(&new));
        }
        assert_eq!(reused.figures(), new.figures());
    });
}
