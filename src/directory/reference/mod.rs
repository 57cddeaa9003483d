//! Invented organisations, and what is true of them worked out the long way: what the indexes are held against.

use super::{
    EverybodysAccess, MemberQuery, MemberSort, Snapshot,
    catalog::{Catalog, Detail},
    content::{DocumentAccess, Held, Members, Slot},
    fold,
    list::{List, Row},
    section::Sections,
};
use crate::domain::{
    Above, AccessPath, AccountType, AccountTypeId, Connection, ConnectionPermission, Dataset, DocumentRef, Effect,
    Grant, GrantId, Grantee, Member, MemberId, MemberStatus, OrganizationId, Permission, ResourceRef, Team, TeamId,
    TeamMember, UserKind, Via, Workbook, Workspace, WorkspaceId, WorkspacePermission,
};
use jiff::Timestamp;
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use std::{collections::BTreeMap, sync::Arc};

const NAMES: [&str; 10] = ["Ann", "Joanna", "Søren", "Hannah", "Ana-Maria", "Øystein", "ann", "Zoë", "O'Annan", ""];
const TYPES: [&str; 7] = ["View", "VIEW", "Act", "Analyze", "build", "Admin", "Contractor"];
const LEVELS: [&str; 7] = ["view", "explore", "organize", "edit", "usage", "annotate", "writeback"];

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn slot<T>(content: T) -> Slot<T> {
    Slot { version: 1, held: Some(Arc::new(Held { as_of: Some(at(0)), content })) }
}

fn catalog<T: Row, D: Clone>(rows: Vec<(T, Option<D>)>) -> Catalog<T, D> {
    let details = rows.iter().map(|(row, value)| (row.id().clone(), Detail { read_at: at(0), value: value.clone() }));
    let details = details.collect();
    Catalog { list: List::default().merged(rows.into_iter().map(|(row, _)| row).collect(), at(0)), details }
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
    let sections = Sections {
        members: slot(members),
        teams: slot(catalog(teams)),
        workspaces: slot(catalog(workspaces)),
        connections: slot(catalog(connections)),
        workbooks: slot(catalog(workbooks)),
        datasets: slot(catalog(datasets)),
        account_types: slot(catalog(types.into())),
        ..Sections::default()
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

/// How well one word of a search fits a person: 0 is a word of theirs, 1 begins one, 2 lies inside one.
fn fit(member: &Member, word: &str) -> Option<u8> {
    let text = fold(&format!("{} {} {}", member.first_name, member.last_name, member.email));
    let tokens: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).collect();
    if tokens.contains(&word) {
        Some(0)
    } else if tokens.iter().any(|token| token.starts_with(word)) {
        Some(1)
    } else {
        text.contains(word).then_some(2)
    }
}

fn expected(snapshot: &Snapshot, query: &MemberQuery) -> Vec<MemberId> {
    let words: Vec<String> = fold(&query.q).split_whitespace().map(str::to_owned).collect();
    let mut found: Vec<(u8, &Member)> = Vec::new();
    for member in snapshot.everybody().iter().filter(|m| !m.is_system()) {
        let fits: Option<Vec<u8>> = words.iter().map(|word| fit(member, word)).collect();
        let Some(fits) = fits else { continue };
        let in_team =
            query.team.as_ref().is_none_or(|t| snapshot.team_members(t).iter().any(|m| m.member_id == member.id));
        let of_type = query.account_type.as_ref().is_none_or(|name| member.account_type.eq_ignore_ascii_case(name));
        if in_team && of_type && query.status.is_none_or(|status| member.status() == status) {
            found.push((fits.into_iter().max().unwrap_or(0), member));
        }
    }
    // Names are in order already, and sorting keeps the order of equals.
    match query.sort {
        MemberSort::Name if !query.descending => found.sort_by_key(|(fit, _)| *fit),
        MemberSort::Name => {}
        MemberSort::Email => found.sort_by_key(|(_, m)| fold(&m.email)),
        MemberSort::AccountType => found.sort_by_key(|(_, m)| m.account_type.to_lowercase()),
        MemberSort::Created => found.sort_by_key(|(_, m)| m.created_at),
    }
    if query.descending {
        found.reverse();
    }
    found.into_iter().map(|(_, m)| m.id.clone()).collect()
}

#[test]
fn lists_show_what_a_walk_through_everybody_finds() {
    for_many(|snapshot, rng| {
        let names: Vec<String> = snapshot.people().map(|m| fold(&m.full_name())).collect();
        assert!(names.is_sorted(), "{names:?}");
        for _ in 0..40 {
            let words = ["", "ann", "a", "an", "ANNA lumen", "soren", "ø", "hann", "ann ex", "zzz", "maria ann"];
            let query = MemberQuery {
                q: (*words.choose(rng).unwrap()).to_owned(),
                account_type: rng
                    .random_bool(0.3)
                    .then(|| (*["view", "Build", "none"].choose(rng).unwrap()).to_owned()),
                team: rng.random_bool(0.3).then(|| TeamId::new(format!("t{}", rng.random_range(0..13)))),
                status: rng.random_bool(0.3).then(|| *MemberStatus::ALL.choose(rng).unwrap()),
                sort: *[MemberSort::Name, MemberSort::Email, MemberSort::AccountType, MemberSort::Created]
                    .choose(rng)
                    .unwrap(),
                descending: rng.random_bool(0.5),
                page: rng.random_range(1..4),
                size: rng.random_range(1..30),
            };
            let all = expected(snapshot, &query);
            let skip = (query.page as usize - 1) * query.size as usize;
            let page: Vec<MemberId> = all.iter().skip(skip).take(query.size as usize).cloned().collect();
            let found = snapshot.find_members(&query);
            let shown: Vec<MemberId> = found.items.iter().map(|m| m.id.clone()).collect();
            assert_eq!((found.total, shown), (all.len() as u64, page), "{query:?}");
        }
    });
}

#[test]
fn people_are_found_by_address_whatever_its_case_and_by_no_other() {
    for_many(|snapshot, _| {
        for member in snapshot.everybody() {
            let found = snapshot.member_by_email(&member.email.to_uppercase()).unwrap();
            assert_eq!(found.email.to_lowercase(), member.email.to_lowercase());
            assert!(snapshot.member_by_email(&format!("x{}", member.email)).is_none());
        }
        // Accents fold away, but they are part of an address.
        assert!(snapshot.member_by_email("zoe.7@lumen.example").is_none_or(|m| m.email.starts_with("Zoe")));
    });
}

/// What a person can do with everything, by asking every grant whether it reaches them.
fn reached(snapshot: &Snapshot, member: &Member) -> BTreeMap<ResourceRef, Vec<AccessPath>> {
    let workspaces = snapshot.workspaces().iter().map(|w| ResourceRef::Workspace(w.id.clone()));
    let connections = snapshot.connections().iter().map(|c| ResourceRef::Connection(c.id.clone()));
    let mut reached: BTreeMap<ResourceRef, Vec<AccessPath>> = BTreeMap::new();
    for resource in workspaces.chain(connections) {
        for grant in snapshot.grants(&resource) {
            let via = match grant.grantee() {
                Some(Grantee::Member(id)) if id == member.id => Via::Direct,
                Some(Grantee::Team(id))
                    if snapshot.teams().iter().any(|t| t.id == id)
                        && snapshot.team_members(&id).iter().any(|m| m.member_id == member.id) =>
                {
                    Via::Team(id)
                }
                _ => continue,
            };
            reached.entry(resource.clone()).or_default().push(AccessPath {
                via,
                above: None,
                permission: grant.permission.clone(),
            });
        }
    }
    reached
}

/// What the account type leaves, by the table of the notes on Sigma (section 11) and not by the portal's code.
fn left(account_type: &str, permission: &Permission) -> Effect {
    let kind = account_type.to_lowercase();
    let highest = match kind.as_str() {
        "view" | "act" => WorkspacePermission::View,
        "analyze" => WorkspacePermission::Explore,
        _ => WorkspacePermission::Edit,
    };
    match permission {
        Permission::Workspace(level) if *level > highest => Effect::Lowered(Permission::Workspace(highest)),
        Permission::Connection(ConnectionPermission::Usage | ConnectionPermission::Annotate)
            if ["view", "act", "analyze"].contains(&kind.as_str()) =>
        {
            Effect::Nothing
        }
        _ => Effect::Full,
    }
}

#[test]
fn everybodys_access_is_what_every_grant_says() {
    for_many(|snapshot, _| {
        let mut found = BTreeMap::new();
        EverybodysAccess::new(snapshot.clone()).each(|reached| {
            let sum = (reached.permission.clone(), reached.effect.clone(), reached.own_grants, reached.team_grants);
            let twice = found.insert((reached.member.id.clone(), reached.resource.clone()), sum);
            assert!(twice.is_none(), "a pair is visited twice");
        });
        let mut expected = BTreeMap::new();
        for member in snapshot.people() {
            let all = reached(snapshot, member);
            let listed = snapshot.access_of(member);
            assert_eq!(listed.len(), all.len());
            for (resource, paths) in all {
                let highest = paths.iter().map(|path| path.permission.clone()).max().unwrap();
                let own = paths.iter().filter(|path| path.via == Via::Direct).count();
                let access = listed.iter().find(|access| access.resource == resource).unwrap();
                assert_eq!((access.paths.len(), &access.permission), (paths.len(), &highest));
                assert!(paths.iter().all(|path| access.paths.contains(path)));
                let reach = snapshot.reach_of(&resource);
                assert_eq!(&reach.iter().find(|reach| reach.member == member.id).unwrap().access, access);
                let effect = left(&member.account_type, &highest);
                assert_eq!(access.effect, effect);
                let count = |n: usize| u32::try_from(n).unwrap();
                expected.insert((member.id.clone(), resource), (highest, effect, count(own), count(paths.len() - own)));
            }
        }
        assert_eq!(found, expected);
    });
}

/// Every way in which a person can open a document, by asking every grant that could count.
fn openings(snapshot: &Snapshot, member: &Member, document: &DocumentRef) -> Vec<AccessPath> {
    let (owner, path) = match document {
        DocumentRef::Workbook(id) => {
            let workbook = snapshot.workbook(id).unwrap();
            (workbook.owner_id.to_string(), &workbook.path)
        }
        DocumentRef::Dataset(id) => {
            let dataset = snapshot.dataset(id).unwrap();
            (dataset.owner.clone(), &dataset.path)
        }
    };
    let mut paths = Vec::new();
    if owner == member.id.as_str() {
        let permission = Permission::Workspace(WorkspacePermission::Edit);
        paths.push(AccessPath { via: Via::Owner, above: None, permission });
    }
    let mut counted: Vec<(Option<Above>, Grant)> = Vec::new();
    let access = snapshot.document_access(document).cloned().unwrap_or_default();
    counted.extend(access.own.into_iter().map(|grant| (None, grant)));
    counted.extend(access.folders.into_iter().map(|grant| (Some(Above::Folder), grant)));
    let named: Vec<&Workspace> =
        snapshot.workspaces().iter().filter(|w| path.split('/').next() == Some(w.name.as_str())).collect();
    let known = access.workspace.filter(|id| snapshot.workspaces().iter().any(|w| w.id == *id));
    if let Some(home) = known.or_else(|| (named.len() == 1).then(|| named[0].id.clone())) {
        let grants = snapshot.grants(&ResourceRef::Workspace(home.clone()));
        counted.extend(grants.iter().map(|grant| (Some(Above::Workspace(home.clone())), grant.clone())));
    }
    for (above, grant) in counted {
        let via = match grant.grantee() {
            Some(Grantee::Member(id)) if id == member.id => Via::Direct,
            Some(Grantee::Team(id)) if snapshot.is_in_team(&member.id, &id) => Via::Team(id),
            _ => continue,
        };
        paths.push(AccessPath { via, above, permission: grant.permission });
    }
    paths
}

#[test]
fn a_document_is_opened_through_its_own_grants_and_those_above_it() {
    for_many(|snapshot, _| {
        let workbooks = snapshot.workbooks().iter().map(|w| DocumentRef::Workbook(w.id.clone()));
        let all: Vec<_> =
            workbooks.chain(snapshot.datasets().iter().map(|d| DocumentRef::Dataset(d.id.clone()))).collect();
        let listed: BTreeMap<MemberId, BTreeMap<DocumentRef, Permission>> = snapshot
            .people()
            .map(|member| {
                let opened = snapshot.documents_of(member, "");
                (member.id.clone(), opened.into_iter().map(|o| (o.document.to_ref(), o.permission)).collect())
            })
            .collect();
        for document in &all {
            let reach = snapshot.reach_of(document);
            let mut people = 0;
            for member in snapshot.people() {
                let expected = openings(snapshot, member, document);
                let highest = expected.iter().map(|path| path.permission.clone()).max();
                assert_eq!(listed[&member.id].get(document), highest.as_ref());
                let access = snapshot.access_to(document, member);
                assert_eq!(reach.iter().find(|r| r.member == member.id).map(|r| &r.access), access.as_ref());
                let Some(access) = access else {
                    assert_eq!(expected, []);
                    continue;
                };
                people += 1;
                assert_eq!((access.paths.len(), Some(&access.permission)), (expected.len(), highest.as_ref()));
                assert!(expected.iter().all(|path| access.paths.contains(path)));
                assert_eq!(access.effect, left(&member.account_type, &access.permission));
            }
            assert_eq!(snapshot.reach_count(document), people);
        }
    });
}

#[test]
fn leaving_a_team_costs_what_no_other_grant_gives() {
    let usable = |member: &Member, paths: &[&AccessPath]| {
        let highest = paths.iter().map(|path| path.permission.clone()).max()?;
        match left(&member.account_type, &highest) {
            Effect::Full => Some(highest),
            Effect::Lowered(left) => Some(left),
            Effect::Nothing => None,
        }
    };
    for_many(|snapshot, rng| {
        for team in snapshot.teams() {
            let members = snapshot.team_members(&team.id).iter().map(|m| m.member_id.clone());
            let leaving: Vec<MemberId> = members.filter(|_| rng.random_bool(0.7)).collect();
            let mut expected: BTreeMap<ResourceRef, (Vec<MemberId>, Vec<MemberId>, usize)> = BTreeMap::new();
            let active = |m: &&Member| m.status() == MemberStatus::Active && leaving.contains(&m.id);
            for member in snapshot.everybody().iter().filter(active) {
                for (resource, paths) in reached(snapshot, member) {
                    let via_others = paths.iter().filter(|path| path.via != Via::Team(team.id.clone()));
                    let (all, others): (Vec<_>, Vec<_>) = (paths.iter().collect(), via_others.collect());
                    if all.len() == others.len() {
                        continue;
                    }
                    let (gone, lowered, kept) = expected.entry(resource).or_default();
                    match (usable(member, &all), usable(member, &others)) {
                        (before, after) if before == after => *kept += 1,
                        (_, None) => gone.push(member.id.clone()),
                        (_, Some(_)) => lowered.push(member.id.clone()),
                    }
                }
            }
            for loss in snapshot.lost_without(&team.id, &leaving) {
                let (mut gone, mut lowered) = (loss.gone, loss.lowered);
                let (mut want_gone, mut want_lowered, kept) = expected.remove(&loss.resource).unwrap_or_default();
                for ids in [&mut gone, &mut lowered, &mut want_gone, &mut want_lowered] {
                    ids.sort();
                }
                assert_eq!((gone, lowered, loss.kept), (want_gone, want_lowered, kept), "{}", team.id);
            }
            assert!(expected.is_empty(), "a resource of {} is not told", team.id);
        }
    });
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
