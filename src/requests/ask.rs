//! Making a request.

use super::{
    Deciders, Error, Inner, Requests, audit, facts, names,
    policies::Offering,
    present::{Present, Wanted, Whom},
};
use crate::{
    directory::{Snapshot, caveats},
    domain::{
        AccessRequest, Actor, Beneficiary, EmailAddress, Grantee, Invalid, MemberId, NewAccount, Newcomer, NoRoute,
        Party, PersonKey, ProviderSubject, RequestEventKind, RequestId, RequestState, Requestable, RequestableKind,
        ResourceKind, Role, Target, text,
    },
    store,
};
use std::{ops::RangeInclusive, sync::Arc};

/// For how many days something can be asked: ten years are as good as until it is revoked.
const TERMS: RangeInclusive<u32> = 1..=3_650;

/// What somebody asks for.
#[derive(Clone, Debug)]
pub struct Ask {
    pub target: Target,
    /// For whom; `None` for oneself.
    pub beneficiary: Option<MemberId>,
    /// Why, as it was typed.
    pub reason: String,
    /// For how many days; `None` for until it is revoked.
    pub days: Option<u32>,
    /// The granted request whose end it puts off.
    pub renews: Option<RequestId>,
}

/// Somebody who has no account in Sigma, as they are to be invited; as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct Colleague<'t> {
    pub email: &'t str,
    pub first_name: &'t str,
    pub last_name: &'t str,
}

/// A thing at one level, as the form offers it.
#[derive(Clone, Debug)]
pub struct Choice {
    pub target: Target,
    /// The level's word in forms; empty where there are none.
    pub level: String,
    /// “Can explore”, or the name of the thing where it has no levels.
    pub label: String,
    /// Who decides in each stage; empty where nobody needs to. Or why it cannot be asked for.
    pub outcome: Result<Vec<Deciders>, NoRoute>,
    /// Why it would be of less use than it looks: the account type limits it.
    pub caveat: Option<String>,
    /// The account type that can be asked for with it, so that it does not.
    pub account_type: Option<String>,
    pub reason_required: bool,
    /// For how many days it is asked as a rule, and can be had at most.
    pub usual_days: Option<u32>,
    pub longest_days: Option<u32>,
    /// Whether everybody may ask for it for a colleague who has no account.
    pub for_colleagues: bool,
}

/// Levels of a kind of thing, lowest first: Sigma's words and those for people. Empty where it has none.
pub fn levels(kind: RequestableKind) -> Vec<(&'static str, &'static str)> {
    match kind {
        RequestableKind::Workspace => ResourceKind::Workspace.levels(),
        RequestableKind::Connection => ResourceKind::Connection.levels(),
        RequestableKind::Package | RequestableKind::Account | RequestableKind::Team | RequestableKind::AccountType => {
            Vec::new()
        }
    }
}

/// What a request depends on, whatever is asked for: looked up once.
pub(super) struct Asking<'a> {
    requester: Party,
    pub beneficiary: Whom<'a>,
    /// The beneficiary's requests that are open, or granted and not ended.
    known: Vec<AccessRequest>,
    offering: Arc<Offering>,
    pub snapshot: &'a Arc<Snapshot>,
}

impl Asking<'_> {
    /// How a request for this would be decided now; `is_renewal` where it puts off the end of what is held.
    pub fn decided(&self, requests: &Inner, target: &Target, is_renewal: bool) -> Present {
        let exclusive = target.exclusive();
        let same = self.known.iter().filter(|request| request.target.exclusive() == exclusive);
        let (open, granted): (Vec<_>, Vec<_>) = same.partition(|request| request.state.is_open());
        let wanted = Wanted {
            target,
            requester: self.requester.clone(),
            beneficiary: &self.beneficiary,
            is_renewal,
            has_package: matches!(target, Target::Package(_)) && !granted.is_empty(),
            open: open.first().map(|request| request.id.clone()),
        };
        requests.decided(&wanted, &self.offering, self.snapshot)
    }

    fn choice(&self, requests: &Inner, target: Target, level: &str, label: String) -> Choice {
        let Present { policy, route, .. } = self.decided(requests, &target, false);
        let (caveat, account_type) = match (&target, self.beneficiary.member()) {
            (Target::Access(_, permission), Some(member)) => {
                let caveat = caveats::of_grantee(&Grantee::Member(member.id.clone()), permission, self.snapshot);
                (caveat, self.account_type_for(requests, permission))
            }
            (
                Target::Package(_)
                | Target::Account(_)
                | Target::Return
                | Target::Access(..)
                | Target::Team(_)
                | Target::AccountType(_),
                _,
            ) => (None, None),
        };
        Choice {
            target,
            level: level.to_owned(),
            label,
            outcome: route.map(|route| Deciders::of_all(&route, self.snapshot)),
            caveat,
            account_type,
            reason_required: policy.reason_required,
            usual_days: policy.usual_days.or(policy.longest_days),
            longest_days: policy.longest_days,
            for_colleagues: policy.for_colleagues,
        }
    }
}

impl Requests {
    /// The name of a thing and what can be chosen of it, for oneself, for a member or for whoever has this address.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what is not there or not offered, [`Error::NotReady`] and [`Error::Store`].
    pub async fn choices(
        &self,
        thing: &Requestable,
        beneficiary: Option<&MemberId>,
        colleague: Option<&str>,
        actor: &Actor,
    ) -> Result<(String, Vec<Choice>), Error> {
        let snapshot = self.0.snapshot()?;
        let asking = self.asking(beneficiary, colleague, actor, &snapshot).await?;
        let name = names::name(thing, &asking.offering, &snapshot).ok_or(Error::NotFound)?;
        let levels = levels(thing.kind());
        let levels = if levels.is_empty() { vec![("", "")] } else { levels };
        let choice = |(level, label): (&str, &str)| {
            let label = if label.is_empty() { name.clone() } else { label.to_owned() };
            Some(asking.choice(&self.0, thing.at(level)?, level, label))
        };
        let choices: Vec<Choice> = levels.into_iter().filter_map(choice).collect();
        // Whether something that is not offered exists is nobody's business.
        let is_hidden = choices.iter().all(|choice| choice.outcome == Err(NoRoute::NotOffered));
        if is_hidden && actor.role != Role::Admin { Err(Error::NotFound) } else { Ok((name, choices)) }
    }

    /// Looks up what a request by this actor depends on, whatever is asked for.
    pub(super) async fn asking<'a>(
        &self,
        beneficiary: Option<&MemberId>,
        colleague: Option<&str>,
        actor: &Actor,
        snapshot: &'a Arc<Snapshot>,
    ) -> Result<Asking<'a>, Error> {
        let requester = self.0.acting(actor, snapshot);
        let member_of = |email: &str| snapshot.member_by_email(email).map(|member| &member.id);
        let known = beneficiary.or_else(|| colleague.and_then(member_of));
        let beneficiary = match (known, colleague) {
            (Some(id), _) => Whom::Member(facts::member(id, snapshot)?),
            (None, Some(email)) => Whom::Newcomer(PersonKey::configured(email)),
            (None, None) => match &actor.member_id {
                Some(id) => Whom::Member(facts::member(id, snapshot)?),
                None => Whom::Newcomer(actor.key()),
            },
        };
        let key = self.0.party_of(&beneficiary, snapshot).key;
        let mut known = self.0.store.open_requests_for(&key).await?;
        known.extend(self.0.store.granted_requests_for(&key).await?);
        let offering = self.0.offering().await?;
        Ok(Asking { requester, beneficiary, known, offering, snapshot })
    }

    /// How an account in Sigma with what is to come with it would be decided, for whoever asks and has none.
    ///
    /// # Errors
    /// [`Error::NotReady`] and [`Error::Store`].
    pub async fn account_outcome(&self, account: NewAccount, actor: &Actor) -> Result<Choice, Error> {
        let snapshot = self.0.snapshot()?;
        let asking = self.asking(None, None, actor, &snapshot).await?;
        let target = Target::Account(account);
        let title = names::title(&target, &asking.offering, &snapshot).unwrap_or_default();
        Ok(asking.choice(&self.0, target, "", title))
    }

    /// Makes a request. Where nobody needs to decide, it is approved at once.
    ///
    /// # Errors
    /// [`Error::NoRoute`], [`Error::Reason`] for a missing or unfit reason, [`Error::TooMany`], [`Error::NotFound`],
    /// [`Error::NotReady`] and [`Error::Store`].
    pub async fn ask(&self, ask: Ask, actor: &Actor) -> Result<AccessRequest, Error> {
        let (first, last) = actor.name.split_once(' ').unwrap_or((&actor.name, ""));
        self.ask_named(ask, (first, last), actor).await
    }

    /// The same; whoever has no account yet is to be invited by this first and last name.
    ///
    /// # Errors
    /// As [`Self::ask`], and [`Error::Invalid`] for a name or address that cannot be invited.
    pub async fn ask_named(&self, ask: Ask, name: (&str, &str), actor: &Actor) -> Result<AccessRequest, Error> {
        let newcomer = (actor.email.as_str(), name, actor.subject.clone());
        Box::pin(self.ask_as(fresh_id(), ask, None, newcomer, actor)).await
    }

    /// Makes a request for a colleague: for the member who has this address, or for somebody who is to be invited to it.
    ///
    /// # Errors
    /// As [`Self::ask_named`].
    pub async fn ask_for(&self, ask: Ask, colleague: Colleague<'_>, actor: &Actor) -> Result<AccessRequest, Error> {
        self.ask_under(fresh_id(), ask, colleague, actor).await
    }

    /// The same under an id; a request of this id that was made before is the answer.
    ///
    /// # Errors
    /// As [`Self::ask_named`].
    pub async fn ask_under(
        &self,
        id: RequestId,
        ask: Ask,
        colleague: Colleague<'_>,
        actor: &Actor,
    ) -> Result<AccessRequest, Error> {
        if let Some(made) = self.0.store.request(&id).await? {
            return Ok(made);
        }
        let Colleague { email, first_name, last_name } = colleague;
        let newcomer = (email, (first_name, last_name), None);
        let asked = Box::pin(self.ask_as(id.clone(), ask, Some(email), newcomer, actor)).await;
        let Err(Error::NoRoute(why)) = asked else { return asked };
        // Asked or held already, perhaps by the same call, which was repeated before it was answered.
        self.0.store.request(&id).await?.ok_or(Error::NoRoute(why))
    }

    async fn ask_as(
        &self,
        id: RequestId,
        ask: Ask,
        colleague: Option<&str>,
        invited: Invited<'_>,
        actor: &Actor,
    ) -> Result<AccessRequest, Error> {
        let Ask { target, beneficiary, reason, days, renews } = ask;
        let snapshot = self.0.snapshot()?;
        let asking = self.asking(beneficiary.as_ref(), colleague, actor, &snapshot).await?;
        let title = names::title(&target, &asking.offering, &snapshot).ok_or(Error::NotFound)?;
        let title = if renews.is_some() { format!("Renewal of {title}") } else { title };
        let Present { policy, route, .. } = asking.decided(&self.0, &target, renews.is_some());
        let route = route.map_err(|why| {
            // As if it were not there.
            let is_hidden = why == NoRoute::NotOffered && actor.role != Role::Admin;
            if is_hidden { Error::NotFound } else { Error::NoRoute(why) }
        })?;
        let reason = text::note(&reason, "reason").map_err(Error::Reason)?;
        if route.reason_required && reason.is_empty() {
            return Err(Error::Reason("Enter a reason. The people who decide will read it.".to_owned()));
        }
        if days.is_some_and(|days| !TERMS.contains(&days)) {
            let longest = TERMS.end();
            return Err(Error::Term(format!("Choose 1 to {longest} days.")));
        }
        if let Some(longest) = route.longest_days
            && days.is_none_or(|days| days > longest)
        {
            return Err(Error::Term(format!(
                "This can be had for {longest} days at most. It can be renewed after that."
            )));
        }
        self.refuse_too_many(actor).await?;
        let beneficiary = match asking.beneficiary.member() {
            Some(member) => Beneficiary {
                member_id: Some(member.id.clone()),
                name: member.full_name(),
                email: member.email.clone(),
                newcomer: None,
            },
            None => newcomer(invited)?,
        };
        let now = self.0.store.clock().now();
        let new = AccessRequest::new(id, target, title, actor.clone(), beneficiary, policy, now);
        let request = AccessRequest { reason, days, renews, ..new };
        let asked = request.with(RequestState::Pending, RequestEventKind::Asked, Some(actor), "", now);
        let told = self.0.told(&asked).await?;
        match self.0.store.insert_request(&asked, &audit::last(&asked, false), told.as_ref()).await {
            Ok(()) => self.note_write(),
            // The other half of a double click was faster.
            Err(store::Error::Exists) => {
                let open = self.0.store.open_requests_for(&asked.beneficiary.key()).await?;
                let same = open.into_iter().find(|one| one.target.exclusive() == asked.target.exclusive());
                return Err(same.map_or(Error::NotFound, |request| NoRoute::Asked(request.id).into()));
            }
            Err(error) => return Err(error.into()),
        }
        if route.is_automatic() { self.approved(asked, None, now).await } else { Ok(asked) }
    }

    /// Refuses one request more than a person may have open: each is read by those who decide.
    async fn refuse_too_many(&self, actor: &Actor) -> Result<(), Error> {
        let most = self.0.settings.most_open;
        if self.0.store.count_open_requests_of(&actor.key()).await? < most { Ok(()) } else { Err(Error::TooMany(most)) }
    }
}

fn fresh_id() -> RequestId {
    RequestId::new(uuid::Uuid::now_v7().to_string())
}

/// Address, first and last name of somebody without an account, and who that is at the sign-in provider.
type Invited<'t> = (&'t str, (&'t str, &'t str), Option<Box<ProviderSubject>>);

/// Somebody without an account, as Sigma is to invite them.
///
/// # Errors
/// What cannot be invited so, by field.
fn newcomer((email, (first, last), subject): Invited<'_>) -> Result<Beneficiary, Invalid> {
    let mut errors = Invalid::new();
    let first_name = errors.keep("first_name", text::person_name(first, "first name"));
    let last_name = errors.keep("last_name", text::person_name(last, "last name"));
    let email = errors.keep("email", EmailAddress::parse(email));
    let (Some(first_name), Some(last_name), Some(email)) = (first_name, last_name, email) else { return Err(errors) };
    Ok(Beneficiary {
        member_id: None,
        name: format!("{first_name} {last_name}"),
        email: email.as_str().to_owned(),
        newcomer: Some(Newcomer { first_name, last_name, subject }),
    })
}
