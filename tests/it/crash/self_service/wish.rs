//! What people ask for, what becomes of it, and terms that end.

use crate::{
    crash::{
        admin::{ADMIN, Fleet, RETRY},
        world,
    },
    store::samples,
    support::people::acting,
};
use jiff::{SignedDuration, Timestamp};
use rand::{Rng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use reqwest::Method;
use sigma_portal::{
    domain::{
        AccessRequest, Beneficiary, ChangeId, Given, Grantee, Held, Member, MemberStatus, Permission, Policy,
        RequestEventKind as Kind, RequestId, RequestState as State, ResourceRef, Role, Target, TeamVisibility,
        UserKind, WorkspacePermission,
    },
    sigma::{ListMembers, SigmaClient},
    store::Store,
};
use std::{collections::HashSet, ops::Range, time::Duration};

/// How often somebody looks again at what is under way.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// For how many days access is asked for, and how long a day of a term is.
const DAYS: i64 = 30;
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// When terms end that are held from the beginning, in seconds from then.
const ENDS: Range<i64> = 3..15;

/// What becomes of access that was granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    Keep,
    /// Its end is put off, once.
    Renew,
    /// It is ended before its time, and taken back.
    End,
}

impl Then {
    pub const ALL: [Self; 3] = [Self::Keep, Self::Renew, Self::End];
}

/// What somebody asks for who has nothing of it, and what becomes of it.
#[derive(Clone, Debug)]
pub struct Wish {
    pub who: Member,
    pub target: Target,
    pub then: Then,
}

impl Wish {
    pub fn of(((who, target), then): ((Member, Target), Then)) -> Self {
        Self { who, target, then }
    }

    /// What is so in Sigma while it is granted.
    pub fn fact(&self) -> String {
        let email = &self.who.email;
        match &self.target {
            Target::Team(team) => world::membership(team.as_str(), email, false),
            Target::Access(resource, level) => world::grant(resource.id(), email, level.slug()),
            Target::Package(_) | Target::Account(_) | Target::Return | Target::AccountType(_) => {
                unreachable!("nobody asks for that here")
            }
        }
    }

    /// Asked, approved, and what comes then. The requests that this has made.
    ///
    /// # Errors
    /// What came otherwise.
    pub async fn come_true(&self, fleet: &Fleet, store: &Store) -> Result<Vec<RequestId>, String> {
        let level = match &self.target {
            Target::Access(_, level) => level.slug(),
            Target::Package(_) | Target::Account(_) | Target::Return | Target::Team(_) | Target::AccountType(_) => "",
        };
        let thing = self.target.requestable().key();
        let days = DAYS.to_string();
        let wish = [("thing", &*thing), ("level", level), ("reason", "For the proof"), ("days", &days)];
        let id = self.led_to_request(fleet, "/api/requests/ask", &wish).await?;
        // Those who go on from there follow it on its page; of the others the portal takes care by itself.
        let granted = until(fleet, store, &id, State::Granted, self.then != Then::Keep).await?;
        match self.then {
            Then::Keep => Ok(vec![id]),
            Then::Renew => {
                let renewal = self.led_to_request(fleet, "/api/requests/renew", &[("id", id.as_str())]).await?;
                until(fleet, store, &renewal, State::Granted, true).await?;
                let renewed = until(fleet, store, &id, State::Granted, true).await?;
                let later = granted.ends_at.map(|ends| ends + DAY * i32::try_from(DAYS).unwrap());
                if (renewed.ends_at, &*renewed.renewals) != (later, std::slice::from_ref(&renewal)) {
                    return Err(format!("{} ends {:?} instead of {later:?}", granted.title, renewed.ends_at));
                }
                Ok(vec![id, renewal])
            }
            Then::End => {
                let today = Timestamp::now().strftime("%Y-%m-%d").to_string();
                let form = fields(&[("id", id.as_str()), ("day", &today)]);
                fleet.send_as(&self.who.email, Method::POST, "/api/requests/end", &form).await?;
                until(fleet, store, &id, State::Ended, true).await?;
                Ok(vec![id])
            }
        }
    }

    /// Sends a form until it leads to a request: that which it has made, or had made before its answer was lost.
    async fn led_to_request(&self, fleet: &Fleet, path: &str, form: &[(&str, &str)]) -> Result<RequestId, String> {
        loop {
            let answer = fleet.send_as(&self.who.email, Method::POST, path, &fields(form)).await?;
            let led = answer.location.as_deref().and_then(|page| page.strip_prefix("/requests/"));
            match led.filter(|id| uuid::Uuid::try_parse(id).is_ok()) {
                Some(id) => return Ok(RequestId::new(id)),
                // The directory or the database has its weather.
                None if answer.status.is_server_error() => tokio::time::sleep(LOOK_AGAIN).await,
                None => {
                    let (who, said) = (&self.who.email, answer.text());
                    return Err(format!("{who}: {path} {form:?}: {} {:?} {said}", answer.status, answer.location));
                }
            }
        }
    }
}

fn fields(form: &[(&str, &str)]) -> Vec<(String, String)> {
    form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Sees a request through to a state: an admin approves it, and retries what did not work; where somebody `looks`, its page is
/// opened again and again meanwhile.
///
/// # Errors
/// The state that it has come to instead.
async fn until(
    fleet: &Fleet,
    store: &Store,
    id: &RequestId,
    wanted: State,
    looks: bool,
) -> Result<AccessRequest, String> {
    let page = format!("/requests/{id}");
    let retry = async |change: Option<&ChangeId>| match change {
        Some(change) => fleet.send(Method::POST, RETRY, &fields(&[("id", change.as_str())])).await.map(drop),
        None => Ok(()),
    };
    loop {
        // The database has its own weather: the next round asks again.
        if let Ok(Some(request)) = store.request(id).await {
            match request.state {
                state if state == wanted => return Ok(request),
                State::Pending => {
                    let shown = fleet.send(Method::GET, &page, &[]).await?;
                    if shown.posts_to("requests/approve") {
                        fleet.send(Method::POST, "/api/requests/approve", &shown.form("requests/approve")).await?;
                    }
                }
                State::Attention => {
                    retry(request.change_id.as_ref()).await?;
                    fleet.send(Method::POST, "/api/requests/retry", &fields(&[("id", id.as_str())])).await?;
                }
                State::Ending => retry(request.end_change_id.as_ref()).await?,
                State::Approved | State::Applying | State::Granted => {}
                State::Ended | State::Denied | State::Cancelled | State::Closed => {
                    return Err(format!("{}: {:?} {:?}", request.title, request.state, request.events));
                }
            }
        }
        if looks {
            fleet.send(Method::GET, &page, &[]).await?;
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Waits until access has ended, and an admin retries what did not work.
///
/// # Errors
/// As [`until`].
pub async fn ended(fleet: &Fleet, store: &Store, id: &RequestId) -> Result<(), String> {
    until(fleet, store, id, State::Ended, false).await.map(drop)
}

/// Ordinary members, each with something that they have nothing of: a team, or a level on a workspace.
pub async fn free(client: &SigmaClient, rng: &mut ChaCha8Rng) -> Vec<(Member, Target)> {
    let owner = client.whoami().await.unwrap().user_id;
    let mut memberships = Vec::new();
    for team in client.teams().all().await.unwrap() {
        let members = client.teams().members(&team.id).await.unwrap();
        memberships.push((team, members.into_iter().map(|place| place.member_id).collect::<HashSet<_>>()));
    }
    let mut granted = Vec::new();
    for workspace in client.workspaces().all().await.unwrap() {
        let grants = client.workspaces().grants(&workspace.id).await.unwrap();
        let grantees: Vec<Grantee> = grants.iter().filter_map(sigma_portal::domain::Grant::grantee).collect();
        granted.push((workspace, grantees));
    }
    let mut free = Vec::new();
    for (nth, member) in client.members().all(&ListMembers::default()).await.unwrap().into_iter().enumerate() {
        let is_ordinary = member.status() == MemberStatus::Active
            && member.user_kind == UserKind::Internal
            && !member.has_account_type("admin")
            && !member.is_system()
            && member.id != owner
            && member.email != ADMIN;
        let is_in = |(_, members): &&(_, HashSet<_>)| members.contains(&member.id);
        let holds = |grantee: &Grantee| match grantee {
            Grantee::Member(id) => *id == member.id,
            Grantee::Team(id) => memberships.iter().filter(is_in).any(|(team, _)| team.id == *id),
        };
        let target = if nth.is_multiple_of(2) {
            let others = memberships.iter().filter(|all| !is_in(all));
            let offered = others.filter(|(team, _)| !team.is_archived && *team.visibility() == TeamVisibility::Public);
            let offered: Vec<_> = offered.collect();
            offered.choose(rng).map(|(team, _)| Target::Team(team.id.clone()))
        } else {
            let others: Vec<_> = granted.iter().filter(|(_, grantees)| !grantees.iter().any(holds)).collect();
            let level = *WorkspacePermission::ALL.choose(rng).unwrap();
            let target = |id| Target::Access(ResourceRef::Workspace(id), Permission::Workspace(level));
            others.choose(rng).map(|(workspace, _)| target(workspace.id.clone()))
        };
        free.extend(target.filter(|_| is_ordinary).map(|target| (member, target)));
    }
    free
}

/// Has people hold this, as if it had been granted to them yesterday, until some seconds from now. The requests.
pub async fn hold(
    database_url: &str,
    client: &SigmaClient,
    held: Vec<(Member, Target)>,
    rng: &mut ChaCha8Rng,
) -> Vec<RequestId> {
    let store = Store::open(database_url).await.unwrap();
    let mut requests = Vec::new();
    for (nth, (member, target)) in held.into_iter().enumerate() {
        let before = match &target {
            Target::Access(ResourceRef::Workspace(id), Permission::Workspace(level)) => {
                let grantee = Grantee::Member(member.id.clone());
                client.workspaces().grant(id, &[(grantee, *level)]).await.unwrap();
                Held::Access(None)
            }
            Target::Team(id) => {
                client.teams().update_members(id, std::slice::from_ref(&member.id), &[]).await.unwrap();
                Held::Team(false)
            }
            other => unreachable!("nobody holds {other:?} here"),
        };
        let id = RequestId::new(uuid::Uuid::now_v7().to_string());
        let (granted_at, who) = (Timestamp::now() - DAY, acting(&member, Role::Member));
        let beneficiary = Beneficiary {
            member_id: Some(member.id.clone()),
            name: member.full_name(),
            email: member.email.clone(),
            newcomer: None,
        };
        let policy = Policy::built_in(target.requestable().kind());
        let part = target.part().unwrap();
        let asked = AccessRequest::new(id.clone(), target, format!("Term {nth}"), who, beneficiary, policy, granted_at);
        let request = AccessRequest {
            days: Some(1),
            given: vec![Given { part, before: Some(before) }],
            ends_at: Some(Timestamp::now() + SignedDuration::from_secs(rng.random_range(ENDS))),
            ..asked
        };
        let request = request.with(State::Granted, Kind::Granted, None, "", granted_at);
        store.insert_request(&request, &samples::event(&format!("term-{nth}"), 0), None).await.unwrap();
        requests.push(id);
    }
    store.close().await.unwrap();
    requests
}
