//! Who can reach what, held against asking every grant.

use super::{
    super::{EverybodysAccess, Snapshot, Target},
    for_many,
};
use crate::domain::{
    AccessPath, ConnectionPermission, DocumentRef, Effect, Grant, GrantSource, Grantee, InheritedFrom, Member,
    MemberId, MemberStatus, Permission, ResourceRef, Workspace, WorkspaceId, WorkspacePermission,
};
use rand::Rng;
use std::collections::BTreeMap;

/// What a person can do with everything, by asking every grant whether it reaches them.
fn reached(snapshot: &Snapshot, member: &Member) -> BTreeMap<ResourceRef, Vec<AccessPath>> {
    let workspaces = snapshot.workspaces().iter().map(|w| ResourceRef::Workspace(w.id.clone()));
    let connections = snapshot.connections().iter().map(|c| ResourceRef::Connection(c.id.clone()));
    let mut reached: BTreeMap<ResourceRef, Vec<AccessPath>> = BTreeMap::new();
    for resource in workspaces.chain(connections) {
        for grant in snapshot.grants(&resource) {
            let via = match grant.grantee() {
                Some(Grantee::Member(id)) if id == member.id => GrantSource::Direct,
                Some(Grantee::Team(id))
                    if snapshot.teams().iter().any(|t| t.id == id)
                        && snapshot.team_members(&id).iter().any(|m| m.member_id == member.id) =>
                {
                    GrantSource::Team(id)
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
            let Target::Resource { resource, .. } = reached.target else { return };
            let sum = (reached.permission.clone(), reached.effect.clone(), reached.own_grants, reached.team_grants);
            let twice = found.insert((reached.member.id.clone(), resource.clone()), sum);
            assert!(twice.is_none(), "a pair is visited twice");
        });
        let mut expected = BTreeMap::new();
        for member in snapshot.people() {
            let all = reached(snapshot, member);
            let listed = snapshot.access_of(member);
            assert_eq!(listed.len(), all.len());
            for (resource, paths) in all {
                let highest = paths.iter().map(|path| path.permission.clone()).max().unwrap();
                let own = paths.iter().filter(|path| path.via == GrantSource::Direct).count();
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

fn documents(snapshot: &Snapshot) -> Vec<DocumentRef> {
    let workbooks = snapshot.workbooks().iter().map(|w| DocumentRef::Workbook(w.id.clone()));
    let datasets = snapshot.datasets().iter().map(|d| DocumentRef::Dataset(d.id.clone()));
    let models = snapshot.data_models().iter().map(|m| DocumentRef::DataModel(m.id.clone()));
    let reports = snapshot.reports().iter().map(|r| DocumentRef::Report(r.id.clone()));
    workbooks.chain(datasets).chain(models).chain(reports).collect()
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
        DocumentRef::DataModel(id) => {
            let model = snapshot.data_model(id).unwrap();
            (model.owner_id.to_string(), &model.path)
        }
        DocumentRef::Report(id) => {
            let report = snapshot.report(id).unwrap();
            (report.owner_id.to_string(), &report.path)
        }
    };
    let mut paths = Vec::new();
    if owner == member.id.as_str() {
        let permission = Permission::Workspace(WorkspacePermission::Edit);
        paths.push(AccessPath { via: GrantSource::Owner, above: None, permission });
    }
    let mut counted: Vec<(Option<InheritedFrom>, Grant)> = Vec::new();
    let access = snapshot.document_access(document).cloned().unwrap_or_default();
    counted.extend(access.own.into_iter().map(|grant| (None, grant)));
    counted.extend(access.folders.into_iter().map(|grant| (Some(InheritedFrom::Folder), grant)));
    let named: Vec<&Workspace> =
        snapshot.workspaces().iter().filter(|w| path.split('/').next() == Some(w.name.as_str())).collect();
    let known = access.workspace.filter(|id| snapshot.workspaces().iter().any(|w| w.id == *id));
    if let Some(home) = known.or_else(|| (named.len() == 1).then(|| named[0].id.clone())) {
        let grants = snapshot.grants(&ResourceRef::Workspace(home.clone()));
        counted.extend(grants.iter().map(|grant| (Some(InheritedFrom::Workspace(home.clone())), grant.clone())));
    }
    for (above, grant) in counted {
        let via = match grant.grantee() {
            Some(Grantee::Member(id)) if id == member.id => GrantSource::Direct,
            Some(Grantee::Team(id)) if snapshot.is_in_team(&member.id, &id) => GrantSource::Team(id),
            _ => continue,
        };
        paths.push(AccessPath { via, above, permission: grant.permission });
    }
    paths
}

#[test]
fn a_document_is_opened_through_its_own_grants_and_those_above_it() {
    for_many(|snapshot, _| {
        let all = documents(snapshot);
        let listed: BTreeMap<MemberId, BTreeMap<DocumentRef, Permission>> = snapshot
            .people()
            .map(|member| {
                let opened = snapshot.documents_of(member);
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
fn documents_are_told_with_their_workspace_or_by_themselves() {
    for_many(|snapshot, _| {
        let all = documents(snapshot);
        let inside = |workspace: &WorkspaceId| -> Vec<&DocumentRef> {
            all.iter().filter(|document| snapshot.home(document).is_some_and(|home| home.id == *workspace)).collect()
        };
        let mut found: BTreeMap<(MemberId, DocumentRef), Permission> = BTreeMap::new();
        let mut alone = BTreeMap::new();
        EverybodysAccess::new(snapshot.clone()).each(|reached| {
            let member = &reached.member.id;
            let mut open = |document: &DocumentRef| {
                let highest = found.entry((member.clone(), document.clone())).or_insert(reached.permission.clone());
                *highest = highest.clone().max(reached.permission.clone());
            };
            match reached.target {
                Target::Resource { resource: ResourceRef::Workspace(id), documents } => {
                    assert_eq!(inside(id).len(), documents);
                    inside(id).into_iter().for_each(open);
                }
                Target::Resource { resource: ResourceRef::Connection(_), documents } => assert_eq!(documents, 0),
                Target::Document { document, owned } => {
                    open(&document.to_ref());
                    let told = (owned, reached.own_grants, reached.team_grants, reached.effect.clone());
                    let twice = alone.insert((member.clone(), document.to_ref()), (told, reached.permission.clone()));
                    assert!(twice.is_none(), "a document is told twice");
                }
            }
        });
        for member in snapshot.people() {
            let mut opened = 0;
            for document in &all {
                let pair = (member.id.clone(), document.clone());
                let paths = openings(snapshot, member, document);
                let highest = paths.iter().map(|path| path.permission.clone()).max();
                assert_eq!(found.get(&pair), highest.as_ref());
                opened += usize::from(highest.is_some());
                let here = |via: fn(&GrantSource) -> bool| {
                    let here = paths.iter().filter(|path| !matches!(path.above, Some(InheritedFrom::Workspace(_))));
                    u32::try_from(here.filter(|path| via(&path.via)).count()).unwrap()
                };
                let owned = here(|via| *via == GrantSource::Owner) > 0;
                let (own, teams) =
                    (here(|via| *via == GrantSource::Direct), here(|via| matches!(via, GrantSource::Team(_))));
                let expected = (owned || own + teams > 0).then(|| {
                    let highest = highest.clone().unwrap();
                    ((owned, own, teams, left(&member.account_type, &highest)), highest)
                });
                assert_eq!(alone.get(&pair), expected.as_ref());
            }
            assert_eq!(snapshot.document_count(member), opened);
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
            for member in snapshot.people().filter(active) {
                for (resource, paths) in reached(snapshot, member) {
                    let via_others = paths.iter().filter(|path| path.via != GrantSource::Team(team.id.clone()));
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
