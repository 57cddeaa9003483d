//! Self-service as years of use leave it: packages, requests that wait, and access that ends.

use crate::{
    page::{ADMIN, MANAGER},
    process::Server,
};
use jiff::{SignedDuration, Timestamp};
use sigma_portal::{
    domain::{
        AccessPackage, AccessRequest, Actor, AuditDetails, AuditEvent, Beneficiary, Given, Held, Member, MemberStatus,
        Outcome, PackageContents, PackageId, Part, Permission, Policy, PolicyEntry, RequestEventKind as Kind,
        RequestId, RequestState as State, Requestable, RequestableKind, ResourceRef, Role, Target, Team, TeamChoice,
        UserKind, Workspace, WorkspacePermission,
    },
    sigma::{ClientConfig, ListMembers, SigmaClient},
    store::Store,
};
use std::path::Path;

/// How much there is of it.
#[derive(Clone, Copy)]
pub struct Amount {
    pub people: usize,
    /// Granted requests that have not ended.
    pub assignments: usize,
    /// Requests that wait for a decision.
    pub open: usize,
}

impl Amount {
    /// As much of everything as belongs to so many people.
    pub fn of(people: usize) -> Self {
        Self { people, assignments: people * 2 / 5, open: people / 10 }
    }
}

const PACKAGES: usize = 20;
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The days over which terms end, evenly.
const ENDS: i64 = 180;
/// The days over which what waits was asked, evenly.
const WAITS: i64 = 20;

/// What pages are asked for.
pub struct Filled {
    pub package: PackageId,
    /// A request that waits for the manager's decision.
    pub open: RequestId,
    /// A request of the member that was granted.
    pub granted: RequestId,
    /// Somebody who has asked and holds something.
    pub member: String,
    /// A workspace that everybody may ask for.
    pub workspace: Requestable,
}

struct Filling {
    store: Store,
    people: Vec<Member>,
    teams: Vec<Team>,
    workspaces: Vec<Workspace>,
    packages: Vec<AccessPackage>,
    admin: Actor,
    now: Timestamp,
    written: usize,
}

/// Fills the database in this folder. No portal runs on it meanwhile.
pub async fn fill(sigma: &Server, folder: &Path, amount: Amount) -> Filled {
    let config = ClientConfig::new(sigma.url.parse().unwrap(), "demo-client", "demo-secret".to_owned().into());
    let client = SigmaClient::new(config).unwrap();
    let members = client.members().all(&ListMembers::default()).await.unwrap();
    let called = |email: &str| members.iter().find(|member| member.email == email).unwrap().clone();
    let (admin, manager) = (called(ADMIN), called(MANAGER));
    let is_ordinary = |member: &&Member| {
        member.status() == MemberStatus::Active
            && member.user_kind == UserKind::Internal
            && !member.has_account_type("admin")
            && member.id != manager.id
    };
    let people = members.iter().filter(is_ordinary).cloned().collect();
    let store = Store::open(&format!("sqlite://{}", folder.join("portal.db").display())).await.unwrap();
    let mut filling = Filling {
        store,
        people,
        teams: client.teams().all().await.unwrap(),
        workspaces: client.workspaces().all().await.unwrap(),
        packages: Vec::new(),
        admin: acting(&admin, Role::Admin),
        now: Timestamp::now(),
        written: 0,
    };
    filling.make_packages(&manager).await;
    for nth in 0..amount.assignments {
        filling.grant(nth).await;
    }
    for nth in 0..amount.open {
        filling.ask(nth).await;
    }
    let filled = Filled {
        package: filling.packages[0].id.clone(),
        open: open(0),
        granted: granted(0),
        member: filling.person(0).email.clone(),
        workspace: Requestable::Workspace(filling.workspaces[0].id.clone()),
    };
    filling.store.close().await.unwrap();
    filled
}

fn acting(member: &Member, role: Role) -> Actor {
    Actor {
        member_id: Some(member.id.clone()),
        subject: None,
        name: member.full_name(),
        email: member.email.clone(),
        role,
        origin: None,
    }
}

fn granted(nth: usize) -> RequestId {
    RequestId::new(format!("granted-{nth:06}"))
}

fn open(nth: usize) -> RequestId {
    RequestId::new(format!("open-{nth:06}"))
}

/// A wish of somebody, as it was asked at this time.
fn request(id: RequestId, who: &Member, target: Target, asked_at: Timestamp) -> AccessRequest {
    let beneficiary = Beneficiary {
        member_id: Some(who.id.clone()),
        name: who.full_name(),
        email: who.email.clone(),
        newcomer: None,
    };
    let policy = Policy::built_in(RequestableKind::Team);
    let title = format!("Access {} to what a job needs", target.requestable().key());
    let new = AccessRequest::new(id, target, title, acting(who, Role::Member), beneficiary, policy, asked_at);
    let request = AccessRequest { reason: "Needed for the job that I have".into(), days: Some(90), ..new };
    let by = request.requester.clone();
    request.with(State::Pending, Kind::Asked, Some(&by), "", asked_at)
}

impl Filling {
    fn event(&mut self, action: &str) -> AuditEvent {
        self.written += 1;
        AuditEvent {
            id: format!("filled-{:08}", self.written),
            at: self.now,
            actor: self.admin.clone(),
            action: action.into(),
            summary: "Filled for a measurement".into(),
            subjects: Vec::new(),
            outcome: Outcome::Succeeded,
            change_id: None,
            sigma_request_id: None,
            details: AuditDetails::default(),
        }
    }

    /// Somebody, and for each number somebody else until all had a turn.
    fn person(&self, nth: usize) -> &Member {
        &self.people[nth % self.people.len()]
    }

    /// Packages that the manager answers for.
    async fn make_packages(&mut self, manager: &Member) {
        for nth in 0..PACKAGES {
            let (team, workspace) =
                (&self.teams[nth % self.teams.len()], &self.workspaces[nth % self.workspaces.len()]);
            let level = Permission::Workspace(WorkspacePermission::Explore);
            let package = AccessPackage {
                id: PackageId::new(format!("package-{nth:02}")),
                name: format!("Package {nth}"),
                description: "For people whose job needs this".into(),
                contents: PackageContents {
                    account_type: None,
                    teams: vec![TeamChoice { team_id: team.id.clone(), is_team_admin: false }],
                    access: vec![(ResourceRef::Workspace(workspace.id.clone()), level)],
                    attributes: Vec::new(),
                },
                version: 1,
                made_at: self.now,
                changed_at: self.now,
                changed_by: self.admin.clone(),
                written: 0,
            };
            let (made, set) = (self.event("package.made"), self.event("policy.set"));
            self.store.insert_package(&package, &made).await.unwrap();
            let entry = PolicyEntry { policy: None, owners: vec![manager.id.clone()], set_at: Some(self.now) };
            let key = Requestable::Package(package.id.clone()).key();
            self.store.set_policy(&key, &entry, &set).await.unwrap();
            self.packages.push(package);
        }
    }

    /// One thing of three kinds in turn: packages, teams, workspaces.
    fn target(&self, nth: usize) -> Target {
        match nth % 3 {
            0 => Target::Package(self.packages[nth / 3 % self.packages.len()].id.clone()),
            1 => Target::Team(self.teams[nth / 3 % self.teams.len()].id.clone()),
            _ => {
                let workspace = ResourceRef::Workspace(self.workspaces[nth / 3 % self.workspaces.len()].id.clone());
                Target::Access(workspace, Permission::Workspace(WorkspacePermission::Organize))
            }
        }
    }

    fn parts(&self, target: &Target) -> Vec<Part> {
        let of_package = |id: &PackageId| self.packages.iter().find(|package| package.id == *id);
        match target {
            Target::Package(id) => of_package(id).map(|package| package.contents.parts()).unwrap_or_default(),
            Target::Account(_) | Target::Return | Target::Team(_) | Target::Access(..) | Target::AccountType(_) => {
                target.part().into_iter().collect()
            }
        }
    }

    async fn grant(&mut self, nth: usize) {
        let days = i64::try_from(nth).unwrap() % ENDS;
        let (at, target) = (self.now - DAY * 90, self.target(nth));
        let held = |part: &Part| match part {
            Part::Team { .. } => Held::Team(false),
            Part::Access(..) => Held::Access(None),
            Part::AccountType(name) => Held::AccountType(name.clone()),
            Part::Attribute(..) => Held::Attribute(None),
        };
        let given = self.parts(&target).into_iter().map(|part| Given { before: Some(held(&part)), part }).collect();
        let asked = request(granted(nth), self.person(nth), target, at);
        let ends_at = Some(self.now + DAY * i32::try_from(days + 1).unwrap());
        let request = AccessRequest { given, ends_at, package_version: Some(1), reminders: 2, ..asked };
        let request = request.with(State::Approved, Kind::Approved, Some(&self.admin.clone()), "", at);
        let request = request.with(State::Applying, Kind::Applying, None, "", at);
        let request = request.with(State::Granted, Kind::Granted, None, "", at);
        let event = self.event("request.granted");
        self.store.insert_request(&request, &event, None).await.unwrap();
    }

    async fn ask(&mut self, nth: usize) {
        let at = self.now - DAY * i32::try_from(i64::try_from(nth).unwrap() % WAITS).unwrap();
        // Those who ask hold nothing of what they ask for.
        let who = self.person(nth).clone();
        let request = request(open(nth), &who, self.target(nth + 3), at);
        let event = self.event("request.asked");
        self.store.insert_request(&request, &event, None).await.unwrap();
    }
}
