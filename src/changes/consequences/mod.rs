//! What a plan means for people: its calls, one after the other, over the organisation as it is.

mod fields;

use crate::{
    directory::{AccessTarget, Forecast, Snapshot},
    domain::{
        AccessCall, AccessChange, AccountChange, Call, Consequences, Deactivation, DocumentCall, Grantee, GranteeRef,
        LeftDocuments, Member, MemberCall, MemberId, MemberStatus, Named, NewPerson, OrganizationCall, Permission,
        PersonChange, Plan, Ref, ResourceRef, SeatChange, Subject, SwitchChange, TeamCall, TeamChoice, TeamId,
        ThingChange, WorkspaceCall, WorkspaceId, WorkspacePermission,
    },
};
use std::collections::HashMap;

/// What applying the plan does to people and things.
pub fn of(plan: &Plan, snapshot: &Snapshot) -> Consequences {
    let mut told = Telling::new(snapshot);
    for step in &plan.steps {
        told.call(step.index, &step.call);
    }
    told.end()
}

/// Somebody to be invited.
struct Newcomer<'a> {
    person: &'a NewPerson,
    teams: &'a [TeamChoice],
    own: Vec<(AccessTarget, Permission)>,
}

/// Gathers what the calls do.
struct Telling<'a> {
    snapshot: &'a Snapshot,
    forecast: Forecast<'a>,
    told: Consequences,
    /// Places in [`Consequences::named`].
    named: HashMap<Subject, u32>,
    members: HashMap<MemberId, PersonChange>,
    /// Newcomers with the steps that invite them, in the order of the plan.
    newcomers: Vec<(u32, Newcomer<'a>)>,
}

impl<'a> Telling<'a> {
    fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            snapshot,
            forecast: snapshot.forecast(),
            told: Consequences::default(),
            named: HashMap::new(),
            members: HashMap::new(),
            newcomers: Vec::new(),
        }
    }

    fn call(&mut self, step: u32, call: &'a Call) {
        match call {
            Call::Member(call) => self.member_call(step, call),
            Call::Team(call) => self.team_call(call),
            Call::Workspace(call) => self.workspace_call(call),
            Call::Connection(call) => fields::connection(&mut self.told, call, self.snapshot),
            Call::Access(call) => self.access_call(call),
            Call::Document(call) => self.document_call(call),
            Call::Attribute(call) => fields::attribute(&mut self.told, call, self.snapshot),
            Call::Organization(OrganizationCall::SetSwitch { switch, enabled }) => {
                self.told.switches.push(SwitchChange { switch: *switch, enabled: *enabled });
            }
            // The portal's own: nobody's access depends on them.
            Call::Organization(
                OrganizationCall::CreateCredentials { .. }
                | OrganizationCall::UseCredentials
                | OrganizationCall::DeleteReplacedCredentials
                | OrganizationCall::DeleteLeftCredentials { .. },
            ) => {}
            Call::Path(call) => fields::path(&mut self.told, call, self.snapshot),
        }
    }

    fn member_call(&mut self, step: u32, call: &'a MemberCall) {
        match call {
            MemberCall::Invite { person, teams } => {
                self.newcomers.push((step, Newcomer { person, teams, own: Vec::new() }));
            }
            MemberCall::Update { member_id, patch, .. } => {
                fields::member(&mut self.told, member_id, patch, self.snapshot);
                if let Some(to) = &patch.account_type
                    && let Some(from) = self.snapshot.member(member_id).map(|m| self.snapshot.account_type_name(m))
                {
                    self.forecast.retype(member_id, to);
                    let account = AccountChange::Retyped { from: from.to_owned(), to: to.clone() };
                    self.account(member_id, account);
                }
            }
            MemberCall::Deactivate { member, how, .. } => {
                if let Some(id) = member.known() {
                    self.leave(id, new_owner(how));
                }
            }
            MemberCall::Delete { member_id, .. } => {
                let owner = self.snapshot.token_owner().clone();
                self.leave(member_id, Some(&owner));
            }
            MemberCall::Reactivate { member_id } => {
                self.forecast.set_active(member_id, true);
                if let Some(member) = self.snapshot.member(member_id) {
                    let account_type = self.snapshot.account_type_name(member).to_owned();
                    self.account(member_id, AccountChange::Reactivated { account_type });
                }
            }
            MemberCall::RevokeTokens { .. } => {}
        }
    }

    /// An account ends, and the documents go to somebody or into the archive.
    fn leave(&mut self, id: &MemberId, new_owner: Option<&MemberId>) {
        self.forecast.set_active(id, false);
        let Some(member) = self.snapshot.member(id) else { return };
        let account_type = self.snapshot.account_type_name(member).to_owned();
        let (from, documents) = (member.full_name(), self.snapshot.owned_documents(id));
        self.account(id, AccountChange::Deactivated { account_type });
        let to = new_owner
            .map(|new_owner| self.snapshot.member(new_owner).map_or_else(|| new_owner.to_string(), Member::full_name));
        self.told.hand_over(from, to, documents);
    }

    fn team_call(&mut self, call: &TeamCall) {
        match call {
            TeamCall::Create { team } => {
                self.thing("team", &team.name, true);
                // A team that is not there yet has no id: its name has to do.
                let at = self.name(Subject::Team(TeamId::default()), team.name.clone());
                team.members.iter().for_each(|id| self.person(id).joins.push(at));
            }
            TeamCall::Update { team_id, patch, .. } => fields::team(&mut self.told, team_id, patch, self.snapshot),
            TeamCall::Delete { team } => {
                let Some(id) = team.known() else { return };
                let name = self.snapshot.team_name(id).unwrap_or_else(|| id.as_str()).to_owned();
                self.thing("team", &name, false);
                let at = self.team(id);
                for member in self.snapshot.team_members(id) {
                    self.person(&member.member_id).leaves.push(at);
                }
                self.forecast.delete_team(id);
            }
            TeamCall::UpdateMembers { team_id, add, remove, .. } => {
                let at = self.team(team_id);
                for id in add {
                    self.forecast.join(id, team_id);
                    self.person(id).joins.push(at);
                }
                for id in remove {
                    self.forecast.leave(id, team_id);
                    self.person(id).leaves.push(at);
                }
            }
        }
    }

    fn workspace_call(&mut self, call: &WorkspaceCall) {
        match call {
            WorkspaceCall::Create { name } => self.thing("workspace", name, true),
            WorkspaceCall::Rename { workspace_id, name, .. } => {
                fields::workspace(&mut self.told, workspace_id, name, self.snapshot);
            }
            WorkspaceCall::Delete { workspace } => {
                let Some(id) = workspace.known() else { return };
                let resource = ResourceRef::Workspace(id.clone());
                let name = self.snapshot.resource_name(&resource).unwrap_or_else(|| id.as_str()).to_owned();
                self.thing("workspace", &name, false);
                self.forecast.delete(AccessTarget::Resource(resource));
            }
        }
    }

    fn access_call(&mut self, call: &AccessCall) {
        if let AccessCall::GrantOnNew { grants, .. } = call {
            self.grants_on_new(grants);
        }
        let Some(target) = call.resource().cloned().map(AccessTarget::Resource) else { return };
        match call {
            AccessCall::GrantOnNew { .. } => {}
            AccessCall::Grant { grants, .. } => {
                for (holder, level) in grants {
                    self.grant(&target, holder, Some(level));
                }
            }
            AccessCall::Lower { grantee, to, .. } => self.grant(&target, &grantee.clone().into(), Some(to)),
            AccessCall::Revoke { grantee, .. } => self.grant(&target, grantee, None),
        }
    }

    /// What people get on a workspace that the plan makes: it has no id yet, so its name has to do.
    fn grants_on_new(&mut self, grants: &[(Grantee, WorkspacePermission)]) {
        let target = AccessTarget::Resource(ResourceRef::Workspace(WorkspaceId::default()));
        let made = self.told.things.iter().rev().find(|thing| thing.is_made);
        let name = made.map(|thing| thing.name.clone()).unwrap_or_default();
        let mut highest: HashMap<MemberId, Permission> = HashMap::new();
        for (grantee, level) in grants {
            let holders: Vec<&MemberId> = match grantee {
                Grantee::Member(id) => vec![id],
                Grantee::Team(id) => self.snapshot.team_members(id).iter().map(|m| &m.member_id).collect(),
            };
            for id in holders {
                let Some(member) = self.snapshot.member(id).filter(|m| m.status() == MemberStatus::Active) else {
                    continue;
                };
                let own = [(target.clone(), Permission::Workspace(*level))];
                let left = self.forecast.of_newcomer(Some(&member.account_type), &[], &own);
                for (_, level) in left {
                    let held = highest.entry(id.clone()).or_insert_with(|| level.clone());
                    *held = held.clone().max(level);
                }
            }
        }
        let at = self.name(target.subject(), name);
        for (id, level) in highest {
            self.person(&id).access.push(AccessChange { at, before: None, after: Some(level) });
        }
    }

    fn document_call(&mut self, call: &DocumentCall) {
        match call {
            DocumentCall::Share { document, grantee, permission, .. } => {
                self.forecast.grant(
                    AccessTarget::Document(document.clone()),
                    grantee.clone(),
                    Some(permission.clone()),
                );
            }
            DocumentCall::Unshare { document, grantee, .. } => {
                self.forecast.grant(AccessTarget::Document(document.clone()), grantee.clone(), None);
            }
            DocumentCall::Update { document, patch, before } => {
                fields::document(&mut self.told, document, patch, before, self.snapshot);
            }
            DocumentCall::Materialize { .. } => {}
        }
    }

    fn grant(&mut self, target: &AccessTarget, holder: &GranteeRef, level: Option<&Permission>) {
        if let GranteeRef::Member(Ref::CreatedBy(step)) = holder {
            let newcomer = self.newcomers.iter_mut().find(|(invited_by, _)| invited_by == step);
            if let (Some((_, newcomer)), Some(level)) = (newcomer, level) {
                newcomer.own.push((target.clone(), level.clone()));
            }
        } else if let Some(grantee) = holder.known() {
            self.forecast.grant(target.clone(), grantee, level.cloned());
        }
    }

    fn end(mut self) -> Consequences {
        for difference in self.forecast.differences() {
            let at = self.target(&difference.target);
            let access = AccessChange { at, before: difference.before, after: difference.after };
            self.person(&difference.member).access.push(access);
        }
        let newcomers = std::mem::take(&mut self.newcomers);
        let newcomers: Vec<PersonChange> = newcomers.into_iter().map(|(_, one)| self.newcomer(one)).collect();
        let mut members: Vec<PersonChange> = std::mem::take(&mut self.members).into_values().collect();
        members.retain(|person| !person.is_empty());
        members.sort_by_cached_key(|person| (crate::directory::fold(&person.name), person.email.clone()));
        self.told.people = newcomers.into_iter().chain(members).collect();
        self.told.seats = seats(&self.told.people, self.snapshot);
        self.told.handovers.retain(|handover| handover.documents > 0);
        self.told.sort_by_weight();
        self.told
    }

    fn newcomer(&mut self, newcomer: Newcomer<'_>) -> PersonChange {
        let Newcomer { person, teams, own } = newcomer;
        let who = Subject::Address(person.email.clone());
        let mut change = PersonChange::new(who, person.full_name().trim().to_owned(), person.email.to_string());
        let ids: Vec<TeamId> = teams.iter().map(|choice| choice.team_id.clone()).collect();
        change.account = Some(AccountChange::Invited {
            account_type: person.account_type.clone(),
            user_kind: person.user_kind.clone(),
            mailed: person.send_invite,
        });
        change.joins = ids.iter().map(|id| self.team(id)).collect();
        for (target, level) in self.forecast.of_newcomer(person.account_type.as_deref(), &ids, &own) {
            change.access.push(AccessChange { at: self.target(&target), before: None, after: Some(level) });
        }
        change
    }

    fn account(&mut self, id: &MemberId, account: AccountChange) {
        self.person(id).account = Some(account);
    }

    fn person(&mut self, id: &MemberId) -> &mut PersonChange {
        let snapshot = self.snapshot;
        self.members.entry(id.clone()).or_insert_with(|| {
            let (name, email) = snapshot
                .member(id)
                .map_or_else(|| (id.to_string(), String::new()), |m| (m.full_name(), m.email.clone()));
            PersonChange::new(Subject::Member(id.clone()), name, email)
        })
    }

    fn team(&mut self, id: &TeamId) -> u32 {
        let name = self.snapshot.team_name(id).unwrap_or_else(|| id.as_str()).to_owned();
        self.name(Subject::Team(id.clone()), name)
    }

    fn target(&mut self, target: &AccessTarget) -> u32 {
        let name = match target {
            AccessTarget::Resource(resource) => self.snapshot.resource_name(resource).map(str::to_owned),
            AccessTarget::Document(document) => fields::document_name(document, self.snapshot),
        };
        let subject = target.subject();
        let name = name.unwrap_or_else(|| subject.key());
        self.name(subject, name)
    }

    fn name(&mut self, subject: Subject, name: String) -> u32 {
        let named = &mut self.told.named;
        *self.named.entry(subject.clone()).or_insert_with(|| {
            named.push(Named { subject, name });
            u32::try_from(named.len() - 1).unwrap_or(u32::MAX)
        })
    }

    fn thing(&mut self, kind: &str, name: &str, is_made: bool) {
        self.told.things.push(ThingChange { kind: kind.to_owned(), name: name.to_owned(), is_made });
    }
}

/// Who gets the documents; `None` where they are archived.
fn new_owner(how: &Deactivation) -> Option<&MemberId> {
    match &how.documents {
        LeftDocuments::HandTo(new_owner) => Some(new_owner),
        LeftDocuments::Archive => None,
    }
}

/// Active members by account type where their number changes, in the order of the types.
fn seats(people: &[PersonChange], snapshot: &Snapshot) -> Vec<SeatChange> {
    let held = |(name, n): &(String, usize)| SeatChange { account_type: name.clone(), before: *n, after: *n };
    let mut seats: Vec<SeatChange> = snapshot.seats().iter().map(held).collect();
    let mut count = |account_type: &str, is_more: bool| {
        let at = seats.iter().position(|seat| seat.account_type.eq_ignore_ascii_case(account_type));
        let at = at.unwrap_or_else(|| {
            seats.push(SeatChange { account_type: account_type.to_owned(), before: 0, after: 0 });
            seats.len() - 1
        });
        let after = &mut seats[at].after;
        *after = if is_more { *after + 1 } else { after.saturating_sub(1) };
    };
    let is_active = |who: &Subject| {
        let Subject::Member(id) = who else { return false };
        snapshot.member(id).is_some_and(|m| m.status() == MemberStatus::Active)
    };
    for person in people {
        match &person.account {
            Some(AccountChange::Invited { account_type, .. }) => {
                count(account_type.as_deref().unwrap_or_default(), true);
            }
            Some(AccountChange::Retyped { from, to }) if is_active(&person.who) => {
                count(from, false);
                count(to, true);
            }
            Some(AccountChange::Deactivated { account_type }) if is_active(&person.who) => count(account_type, false),
            Some(AccountChange::Reactivated { account_type }) => count(account_type, true),
            Some(AccountChange::Retyped { .. } | AccountChange::Deactivated { .. }) | None => {}
        }
    }
    seats.retain(|seat| seat.before != seat.after);
    seats
}
