//! The one decision about a request before anybody decides: may it be made, and who decides it.

use super::{ApproverGroup, Approvers, Asking, Automatic, PersonSet, Policy, Target};
use crate::domain::{PersonKey, RequestId, Role, TeamId};

/// Somebody who takes part in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub key: PersonKey,
    /// What they are in the portal.
    pub role: Role,
    /// The teams that they are in.
    pub teams: Vec<TeamId>,
    pub account: Account,
    /// Whether they are a guest: those get access only through teams (BEHAVIOUR.md section 11).
    pub is_guest: bool,
}

/// How somebody stands in Sigma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    Active,
    Deactivated,
    /// They have none yet.
    None,
}

/// What is known of the target and of those who could decide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The owners of the target.
    pub owners: PersonSet,
    /// The portal's admins.
    pub admins: PersonSet,
    /// What the beneficiary has of it already, in a sentence.
    pub held: Option<String>,
    /// An open request for the same, for the same person.
    pub open: Option<RequestId>,
    /// Whether an organisation's only admin may approve their own requests.
    pub lone_admin_approves: bool,
    /// Whether somebody without an account gets one with the target: it is asked for with one, or a package names its type.
    pub brings_account: bool,
    /// Whether the identity provider has deactivated the account, so that only it brings it back.
    pub returns_elsewhere: bool,
}

/// How a request is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// One after the other. Empty where nobody needs to decide.
    pub stages: Vec<Stage>,
    /// Whether a reason must be given.
    pub reason_required: bool,
    /// For how many days it can be had at most; `None` for any time.
    pub longest_days: Option<u32>,
}

impl Route {
    /// Whether it is granted without anybody's decision.
    pub fn is_automatic(&self) -> bool {
        self.stages.is_empty()
    }
}

/// One decision on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Who the policy says decides.
    pub by: Approvers,
    /// Who that is now: any one of them decides.
    pub approvers: ApproverGroup,
    /// Whether nobody was left of those, so that admins decide in their place.
    pub is_fallback: bool,
    /// Whether the only admin decides about their own request.
    pub is_own: bool,
}

/// Why a request cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRoute {
    #[error("This account is deactivated. Request its return first.")]
    Inactive,
    #[error("This needs an account in Sigma. Request one, or a package that brings one.")]
    NoAccount,
    #[error("This account was deactivated by the identity provider and comes back only there.")]
    Elsewhere,
    #[error("This is not offered for requests. Ask an admin if you need it.")]
    NotOffered,
    #[error("Only members of certain teams can request this.")]
    NotForThem,
    #[error("You can ask for yourself only. Managers and admins can ask for other people.")]
    NotForOthers,
    #[error("External users get access only through teams. Ask for a team instead.")]
    GuestsByTeamOnly,
    /// They have it; the sentence says through what.
    #[error("{0}")]
    Held(String),
    /// Somebody has asked for it already.
    #[error("There is an open request for this already.")]
    Asked(RequestId),
    #[error("Nobody can decide about this request. Ask an admin to set a policy with an approver.")]
    NobodyDecides,
}

/// Whether `requester` may ask for the target for `beneficiary`, and who decides.
///
/// # Errors
/// Why it cannot be asked for.
pub fn route(
    policy: &Policy,
    requester: &Party,
    beneficiary: &Party,
    target: &Target,
    facts: &Facts,
) -> Result<Route, NoRoute> {
    let is_own = requester.key == beneficiary.key;
    let is_among = |teams: &[TeamId]| beneficiary.teams.iter().any(|team| teams.contains(team));
    let asks_for_all = matches!(requester.role, Role::Admin | Role::TeamManager);
    // Somebody who has an account, for a colleague who has none yet.
    let is_colleague = (requester.account, beneficiary.account) == (Account::Active, Account::None);
    let may_ask = is_own || asks_for_all || (policy.for_colleagues && is_colleague);
    if !may_ask {
        return Err(NoRoute::NotForOthers);
    }
    stands(target, beneficiary, facts)?;
    match &policy.asking {
        Asking::Nobody => return Err(NoRoute::NotOffered),
        Asking::Everyone => {}
        Asking::Teams(teams) if is_among(teams) => {}
        Asking::Teams(_) => return Err(NoRoute::NotForThem),
    }
    if beneficiary.is_guest && matches!(target, Target::Access(..)) {
        return Err(NoRoute::GuestsByTeamOnly);
    }
    if let Some(held) = &facts.held {
        return Err(NoRoute::Held(held.clone()));
    }
    if let Some(open) = &facts.open {
        return Err(NoRoute::Asked(open.clone()));
    }
    let is_automatic = match &policy.automatic {
        Automatic::Never => false,
        Automatic::Always => true,
        Automatic::Teams(teams) => is_among(teams),
    };
    let (reason_required, longest_days) = (policy.reason_required, policy.longest_days);
    // Nobody invites others to Sigma by themselves.
    if is_automatic && (is_own || asks_for_all) {
        return Ok(Route { stages: Vec::new(), reason_required, longest_days });
    }
    Ok(Route { stages: stages(policy, requester, beneficiary, facts)?, reason_required, longest_days })
}

/// Who decides in each stage where somebody has to, also about what can no longer be granted: those who were asked are to
/// see why.
///
/// # Errors
/// [`NoRoute::NobodyDecides`].
pub fn stages(policy: &Policy, requester: &Party, beneficiary: &Party, facts: &Facts) -> Result<Vec<Stage>, NoRoute> {
    let stages = policy.stages.iter().map(|by| stage(by, requester, beneficiary, facts));
    let stages = stages.collect::<Result<Vec<_>, _>>()?;
    if stages.is_empty() { Err(NoRoute::NobodyDecides) } else { Ok(stages) }
}

/// Whether the account, or that there is none, lets the target be given at all.
fn stands(target: &Target, beneficiary: &Party, facts: &Facts) -> Result<(), NoRoute> {
    match (target, beneficiary.account) {
        (Target::Account(_), Account::Active | Account::Deactivated) => {
            Err(NoRoute::Held("There is an account with this address already.".to_owned()))
        }
        (Target::Return, Account::Deactivated) if facts.returns_elsewhere => Err(NoRoute::Elsewhere),
        (Target::Account(_), Account::None) | (Target::Return, Account::Deactivated) => Ok(()),
        (Target::Return, Account::Active) => Err(NoRoute::Held("This account is active.".to_owned())),
        (Target::Return, Account::None) => Err(NoRoute::NoAccount),
        (Target::Package(_) | Target::Team(_) | Target::Access(..) | Target::AccountType(_), account) => {
            match account {
                Account::Active => Ok(()),
                Account::Deactivated => Err(NoRoute::Inactive),
                Account::None if facts.brings_account => Ok(()),
                Account::None => Err(NoRoute::NoAccount),
            }
        }
    }
}

/// How one request is decided that is for several things at once, each with a way of its own: everybody is heard who would
/// be heard about one of them, and nobody twice. A decision counts for another where whoever makes it might make that too:
/// they are among its approvers, or admins, who can stand in anywhere. Two decisions about one thing stay two.
///
/// The first of the routes is the one that the others go along with.
pub fn merged(routes: Vec<Route>, admins: &PersonSet) -> Route {
    let mut whole = Route { stages: Vec::new(), reason_required: false, longest_days: None };
    for route in routes {
        whole.reason_required |= route.reason_required;
        whole.longest_days = match (whole.longest_days, route.longest_days) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        let mut counted = vec![false; whole.stages.len()];
        for stage in route.stages {
            let may = |who: &PersonKey| stage.approvers.contains(who) || admins.contains(who);
            let counts = (0..counted.len()).find(|at| !counted[*at] && whole.stages[*at].approvers.iter().all(may));
            match counts {
                Some(at) => counted[at] = true,
                None => whole.stages.push(stage),
            }
        }
    }
    whole
}

/// Who decides in a stage: never the requester, never the beneficiary. Where nobody is left, the admins.
fn stage(by: &Approvers, requester: &Party, beneficiary: &Party, facts: &Facts) -> Result<Stage, NoRoute> {
    let others = |people: &PersonSet| people.without([&requester.key, &beneficiary.key]);
    let named = match by {
        Approvers::Owners => others(&facts.owners),
        Approvers::Admins => others(&facts.admins),
        Approvers::People(people) => others(&people.iter().cloned().map(PersonKey::Member).collect()),
    };
    let of = |approvers, is_fallback, is_own| Ok(Stage { by: by.clone(), approvers, is_fallback, is_own });
    if !named.is_empty() {
        return of(named, false, false);
    }
    let admins = others(&facts.admins);
    if !admins.is_empty() {
        return of(admins, true, false);
    }
    if facts.lone_admin_approves && facts.admins.len() == 1 {
        return of(facts.admins.without([]), true, true);
    }
    Err(NoRoute::NobodyDecides)
}

#[cfg(test)]
mod tests;
