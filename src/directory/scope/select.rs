//! Which rows a team manager is shown, and the snapshot made of them.

use super::super::{
    Document, Snapshot,
    collection::Collections,
    detail_table::Detail,
    granted::GrantsByGrantee,
    payload::{Assigned, CacheSlot, Cached, Members},
    snapshot::Grants,
};
use super::beyond::{Beyond, Extent};
use crate::domain::{ConnectionId, Grant, Grantee, Managed, MemberId, ResourceRef, Subject, TeamId, WorkbookId};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

/// The places of rows in their lists, which are the order of their names.
#[derive(Default)]
struct Selection {
    people: BTreeSet<u32>,
    teams: BTreeSet<u32>,
    workspaces: BTreeSet<u32>,
    connections: BTreeSet<u32>,
    /// Among all documents.
    documents: BTreeSet<u32>,
}

/// The places of documents, in the list of each kind.
#[derive(Default)]
struct Documents {
    workbooks: BTreeSet<u32>,
    datasets: BTreeSet<u32>,
    data_models: BTreeSet<u32>,
    reports: BTreeSet<u32>,
}

impl Snapshot {
    /// A snapshot of what a team manager answers for; see [`scope`](super) for what that is.
    pub(super) fn managed_by(whole: &Arc<Self>, me: &MemberId) -> Self {
        let chosen = Selection::of(whole, me);
        let sections = chosen.sections(whole, me);
        let teams: Vec<&TeamId> = chosen.teams.iter().map(|at| &whole.teams()[*at as usize].id).collect();
        let workspaces =
            chosen.workspaces.iter().map(|at| ResourceRef::Workspace(whole.workspaces()[*at as usize].id.clone()));
        let connections = whole.managed_connections(me).map(|id| ResourceRef::Connection(id.clone()));
        let granted = granted(whole, &teams, workspaces.chain(connections));
        let mentioned = chosen.mentioned(whole, &granted);
        let managed = whole.managed_connections(me).cloned().collect();
        let extent = Extent::Part(Beyond::new(whole.clone(), mentioned, managed));
        Self::build(sections, None, Some(granted), extent).with_given_roles(whole.given_roles.clone())
    }

    /// A snapshot that holds nothing.
    pub(super) fn nothing() -> Self {
        Self::build(Collections::default(), None, None, Extent::Nothing)
    }

    /// The teams that somebody manages: they administer them in Sigma, or were given them in the portal.
    pub fn managed_teams<'s>(&'s self, member: &'s MemberId) -> impl Iterator<Item = &'s TeamId> {
        let administered = self.teams_of(member).filter(|(_, is_admin)| *is_admin).map(|(team, _)| &team.id);
        let given = self.given_to_manage(member).filter_map(|given| match given {
            Managed::Team(id) => Some(id),
            Managed::Workspace(_) | Managed::Connection(_) => None,
        });
        administered.chain(given.filter(|id| !self.is_team_admin(member, id)))
    }

    /// The connections that somebody was given in the portal: Sigma has no managers of connections but admins.
    pub fn managed_connections<'s>(&'s self, member: &MemberId) -> impl Iterator<Item = &'s ConnectionId> {
        self.given_to_manage(member).filter_map(|given| match given {
            Managed::Connection(id) => Some(id),
            Managed::Team(_) | Managed::Workspace(_) => None,
        })
    }
}

impl Selection {
    fn of(whole: &Snapshot, me: &MemberId) -> Self {
        let mut chosen = Self::default();
        chosen.people.extend(whole.place(me));
        for team in whole.managed_teams(me) {
            chosen.teams.extend(whole.team_place(team));
            chosen.people.extend(whole.team_members(team).iter().filter_map(|m| whole.place(&m.member_id)));
            let held = whole.granted_to(&Grantee::Team(team.clone())).iter();
            chosen.connections.extend(held.filter_map(|(resource, _)| match resource {
                ResourceRef::Connection(id) => whole.connection_place(id),
                ResourceRef::Workspace(_) => None,
            }));
        }
        for id in whole.managed_connections(me) {
            chosen.connections.extend(whole.connection_place(id));
            let grants = whole.grants(&ResourceRef::Connection(id.clone())).iter();
            chosen.people.extend(grants.filter_map(|grant| whole.place(grant.member_id.as_ref()?)));
        }
        for id in whole.managed_workspaces(me) {
            let Some(place) = whole.workspace_place(&id) else { continue };
            chosen.workspaces.insert(place);
            let grants = whole.grants(&ResourceRef::Workspace(id)).iter();
            chosen.people.extend(grants.filter_map(|grant| whole.place(grant.member_id.as_ref()?)));
            chosen.documents.extend(whole.filed.inside(place));
        }
        // Sigma's own scheduler is nobody.
        chosen.people.retain(|at| (*at as usize) < whole.people_count());
        chosen
    }

    fn sections(&self, whole: &Snapshot, me: &MemberId) -> Collections {
        let from = &whole.sections;
        let documents = self.by_kind(whole);
        let has_person = |id: &MemberId| whole.place(id).is_some_and(|at| self.people.contains(&at));
        let has_workbook = |id: &WorkbookId| {
            let at = from.workbooks.held().and_then(|held| held.content.list.place(id));
            at.is_some_and(|at| documents.workbooks.contains(&at))
        };
        let has_team = |id: &TeamId| whole.team_place(id).is_some_and(|at| self.teams.contains(&at));
        let theirs = |grants: &Vec<Grant>| -> Vec<Grant> {
            grants.iter().filter(|grant| grant.team_id.as_ref().is_some_and(has_team)).cloned().collect()
        };
        Collections {
            members: part(&from.members, |members| Members {
                organization_id: members.organization_id.clone(),
                token_owner: Some(&members.token_owner).filter(|id| has_person(id)).cloned().unwrap_or_default(),
                list: members.list.picked(&self.people),
            }),
            teams: part(&from.teams, |teams| teams.picked(&self.teams, Detail::clone)),
            workspaces: part(&from.workspaces, |workspaces| workspaces.picked(&self.workspaces, Detail::clone)),
            connections: part(&from.connections, |connections| {
                let mut picked = connections.picked(&self.connections, |detail| Detail {
                    read_at: detail.read_at,
                    value: detail.value.as_deref().map(|grants| Arc::new(theirs(grants))),
                });
                // What they manage themselves is shown with everybody who holds a grant on it.
                for id in whole.managed_connections(me) {
                    if let (Some(detail), Some(all)) = (picked.details.get_mut(id), connections.details.get(id)) {
                        detail.value.clone_from(&all.value);
                    }
                }
                picked
            }),
            workbooks: part(&from.workbooks, |workbooks| workbooks.picked(&documents.workbooks, Detail::clone)),
            datasets: part(&from.datasets, |datasets| datasets.picked(&documents.datasets, Detail::clone)),
            data_models: part(&from.data_models, |models| models.picked(&documents.data_models, Detail::clone)),
            reports: part(&from.reports, |reports| reports.picked(&documents.reports, Detail::clone)),
            // What Sigma's account types allow is no secret of anybody's.
            account_types: from.account_types.clone(),
            activity: part(&from.activity, |activity| activity.of_those(has_person)),
            scheduled_exports: part(&from.scheduled_exports, |exports| exports.of_those(has_person)),
            embeds: part(&from.embeds, |embeds| embeds.of_those(|id| has_workbook(id))),
            user_attributes: part(&from.user_attributes, |attributes| {
                let held = self.assigned(whole, attributes);
                let places: BTreeSet<u32> = held.keys().copied().collect();
                let mut picked = attributes.picked(&places, |detail| Detail { read_at: detail.read_at, value: None });
                for (place, assigned) in held {
                    let id = &attributes.list.rows()[place as usize].id;
                    if let Some(detail) = picked.details.get_mut(id) {
                        detail.value = Some(Arc::new(assigned));
                    }
                }
                picked
            }),
        }
    }

    /// The documents by kind, each at its place among those of its kind.
    fn by_kind(&self, whole: &Snapshot) -> Documents {
        let mut chosen = Documents::default();
        let sections = &whole.sections;
        for document in self.documents.iter().filter_map(|at| whole.document_at(*at)) {
            match document {
                Document::Workbook(one) => {
                    chosen
                        .workbooks
                        .extend(sections.workbooks.held().and_then(|held| held.content.list.place(&one.id)));
                }
                Document::Dataset(one) => {
                    chosen.datasets.extend(sections.datasets.held().and_then(|held| held.content.list.place(&one.id)));
                }
                Document::DataModel(one) => {
                    let held = sections.data_models.held();
                    chosen.data_models.extend(held.and_then(|held| held.content.list.place(&one.id)));
                }
                Document::Report(one) => {
                    chosen.reports.extend(sections.reports.held().and_then(|held| held.content.list.place(&one.id)));
                }
            }
        }
        chosen
    }

    /// The values that the chosen people and teams have, by the place of the attribute.
    fn assigned(
        &self,
        whole: &Snapshot,
        attributes: &super::super::payload::UserAttributes,
    ) -> BTreeMap<u32, Assigned> {
        type Values<Id> = Vec<(Id, crate::domain::AttributeValue)>;
        let mut held: BTreeMap<u32, (Values<MemberId>, Values<TeamId>)> = BTreeMap::new();
        for at in &self.people {
            let member = &whole.rows()[*at as usize].id;
            for (attribute, value) in whole.attributes.of(*at) {
                let row = attributes.list.rows().get(*attribute as usize);
                let value = row.and_then(|row| attributes.detail(&row.id)?.value(*value));
                if let Some(value) = value {
                    held.entry(*attribute).or_default().0.push((member.clone(), value.clone()));
                }
            }
        }
        for at in &self.teams {
            let team = &whole.teams()[*at as usize].id;
            for (attribute, value) in whole.attributes_of_team(team) {
                if let Some(place) = attributes.list.place(&attribute.id) {
                    held.entry(place).or_default().1.push((team.clone(), value.clone()));
                }
            }
        }
        held.into_iter().map(|(place, (members, teams))| (place, Assigned::new(members, teams))).collect()
    }

    /// What is not shown and yet named: teams with a grant on what is shown, and what the chosen teams hold elsewhere.
    fn mentioned(&self, whole: &Snapshot, granted: &GrantsByGrantee) -> HashSet<Subject> {
        let mut mentioned: HashSet<Subject> = HashSet::new();
        for (grantee, grants) in granted.iter() {
            if let Grantee::Team(id) = grantee {
                mentioned.insert(Subject::Team(id.clone()));
            }
            mentioned.extend(grants.iter().map(|(resource, _)| Subject::from(resource)));
        }
        let documents = self.documents.iter().filter_map(|at| whole.document_at(*at));
        for access in documents.filter_map(|document| whole.document_access(&document.to_ref())) {
            let teams = access.own.iter().chain(&access.folders).filter_map(|grant| grant.team_id.clone());
            mentioned.extend(teams.map(Subject::Team));
        }
        mentioned
    }
}

/// What is known of grants by who holds them: all that the teams hold, and all that is held on what is managed.
fn granted(whole: &Snapshot, teams: &[&TeamId], managed: impl Iterator<Item = ResourceRef>) -> GrantsByGrantee {
    let mut granted: HashMap<Grantee, Grants> = HashMap::new();
    for resource in managed {
        for grant in whole.grants(&resource) {
            if let Some(holder) = grant.grantee() {
                granted.entry(holder).or_default().push((resource.clone(), grant.permission.clone()));
            }
        }
    }
    for team in teams {
        let holder = Grantee::Team((*team).clone());
        let all = whole.granted_to(&holder).to_vec();
        granted.insert(holder, all);
    }
    GrantsByGrantee::of(granted)
}

/// A section with less in it.
fn part<T>(slot: &CacheSlot<T>, less: impl FnOnce(&T) -> T) -> CacheSlot<T> {
    let held = slot.held().map(|held| {
        Arc::new(Cached { as_of: held.as_of, content: less(&held.content), withdrawn_at: held.withdrawn_at })
    });
    CacheSlot { held, ..slot.clone() }
}
