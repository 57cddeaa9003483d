//! What holders of a package have less or more than it gives now, and what would bring them back.

use super::{
    Error, Requests,
    facts::{held_now, keeps_account_type},
    names,
    packages::ALL_HOLDERS,
    term::given_now,
};
use crate::{
    directory::Snapshot,
    domain::{
        AccessPackage, AccessRequest, Actor, Adjustment, ChangeId, ChangeState, Ending, Given, Held, Member,
        MemberStatus, PackageId, PackageUpdate, Part, RequestEventKind, RequestState, ending,
    },
};

/// How what somebody has differs from a package.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drift {
    /// What it gives and they do not have, in words.
    pub less: Vec<String>,
    /// What they have by it and it no longer gives, or at a higher level than it gives, in words.
    pub more: Vec<String>,
    /// What brings them back; none where nothing differs, or their account is not active.
    pub back: Option<Adjustment>,
}

impl Drift {
    /// Whether they have what it gives.
    pub fn is_none(&self) -> bool {
        self.less.is_empty() && self.more.is_empty()
    }

    /// Of the holder whose request this is; `active` are all their granted requests.
    pub(super) fn of(
        package: &AccessPackage,
        request: &AccessRequest,
        active: &[AccessRequest],
        snapshot: &Snapshot,
    ) -> Self {
        let mut drift = Self::default();
        let member = request.beneficiary.member_id.as_ref().and_then(|id| snapshot.member(id));
        let Some(member) = member.filter(|member| member.status() == MemberStatus::Active) else { return drift };
        let mut back = Adjustment::of(member.id.clone());
        let wanted = package.contents.parts();
        for part in &wanted {
            match standing(part, member, request, active, snapshot) {
                Standing::Met => {}
                Standing::Less => {
                    drift.less.push(names::part(part, snapshot));
                    give(&mut back, part, snapshot);
                }
                Standing::More(held) => {
                    drift.more.push(format!("{} instead of {}", held, names::part(part, snapshot)));
                    give(&mut back, part, snapshot);
                }
            }
        }
        for given in request.given.iter().filter(|given| !wanted.iter().any(|part| part.about() == given.part.about()))
        {
            if let Some(left) = left_over(given, member, request, active, snapshot) {
                drift.more.push(names::part(&given.part, snapshot));
                take(&mut back, &given.part, left, snapshot);
            }
        }
        if !drift.is_none() {
            drift.back = Some(back);
        }
        drift
    }
}

enum Standing {
    Met,
    Less,
    /// They hold more of it than the package gives, and nothing else gives it: what they hold.
    More(String),
}

fn standing(
    part: &Part,
    member: &Member,
    request: &AccessRequest,
    active: &[AccessRequest],
    snapshot: &Snapshot,
) -> Standing {
    let met = |is_met| if is_met { Standing::Met } else { Standing::Less };
    match part {
        Part::Team { team_id, .. } => met(snapshot.is_in_team(&member.id, team_id)),
        Part::AccountType(name) => met(keeps_account_type(name, member, snapshot)),
        Part::Attribute(_, value) => met(held_now(part, member, snapshot) == Held::Attribute(Some(value.clone()))),
        Part::Access(resource, level) => {
            let own = match held_now(part, member, snapshot) {
                Held::Access(own) => own,
                Held::Team(_) | Held::AccountType(_) | Held::Attribute(_) => None,
            };
            if let Some(own) = own.filter(|own| own > level) {
                let others = others(part, request, active);
                let before = request.given.iter().find(|given| given.part.about() == part.about());
                let before = before.and_then(|given| given.before.clone()).unwrap_or(Held::Access(None));
                let is_given = before.with_all(others) == Held::Access(Some(own.clone()));
                let has = names::part(&Part::Access(resource.clone(), own), snapshot);
                return if is_given { Standing::Met } else { Standing::More(has) };
            }
            met(snapshot.access_to(resource, member).is_some_and(|access| access.permission >= *level))
        }
    }
}

/// What other granted requests give about the same.
fn others<'a>(
    part: &'a Part,
    request: &'a AccessRequest,
    active: &'a [AccessRequest],
) -> impl Iterator<Item = &'a Part> {
    let others = active.iter().filter(|one| one.id != request.id);
    others.flat_map(|one| &one.given).map(|given| &given.part).filter(|other| other.about() == part.about())
}

/// What is left of something that the package no longer gives, where taking it back would leave something else.
fn left_over(
    given: &Given,
    member: &Member,
    request: &AccessRequest,
    active: &[AccessRequest],
    snapshot: &Snapshot,
) -> Option<Held> {
    let before = given.before.as_ref()?;
    let all: Vec<&Part> = std::iter::once(&given.part).chain(others(&given.part, request, active)).collect();
    match ending(before, &all, 0, &held_now(&given.part, member, snapshot)) {
        Ending::Set(left) => Some(left),
        Ending::Nothing | Ending::LeftAlone => None,
    }
}

fn give(back: &mut Adjustment, part: &Part, snapshot: &Snapshot) {
    match part {
        Part::Team { team_id, .. } => back.join.push(team_id.clone()),
        Part::Access(resource, level) => back.access.push((resource.clone(), Some(level.clone()))),
        Part::AccountType(name) => back.account_type = snapshot.account_type(name).map(|known| known.name.clone()),
        Part::Attribute(id, value) => back.attributes.push((id.clone(), Some(value.clone()))),
    }
}

/// Has somebody hold this much of what a part is about.
pub(super) fn take(back: &mut Adjustment, part: &Part, left: Held, snapshot: &Snapshot) {
    match (part, left) {
        (Part::Team { team_id, .. }, Held::Team(_)) => back.leave.push(team_id.clone()),
        (Part::Access(resource, _), Held::Access(level)) => back.access.push((resource.clone(), level)),
        (Part::AccountType(_), Held::AccountType(name)) => {
            let known = snapshot.account_type(&name).map(|known| known.name.clone());
            back.account_type = Some(known.unwrap_or(name));
        }
        (Part::Attribute(id, _), Held::Attribute(value)) => back.attributes.push((id.clone(), value)),
        // What was held is of the kind of the part.
        (Part::Team { .. } | Part::Access(..) | Part::AccountType(_) | Part::Attribute(..), _) => {}
    }
}

impl Requests {
    /// Writes down what holders are to have of their package once this change is done, which brings them to it: of the
    /// holder with this request, or of all where it is empty.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotReady`] and [`Error::Store`].
    pub async fn offered(&self, id: &PackageId, holder: &str, change: &ChangeId, actor: &Actor) -> Result<(), Error> {
        let snapshot = self.0.snapshot()?;
        let held = self.package(id, actor, ALL_HOLDERS).await?;
        let now = self.0.store.clock().now();
        let is_meant = |request: &AccessRequest| holder.is_empty() || request.id.as_str() == holder;
        for one in held.holders.items.into_iter().filter(|one| one.drift.back.is_some() && is_meant(&one.request)) {
            let Some(member) = one.drift.back.and_then(|back| snapshot.member(&back.member_id)) else { continue };
            let active = self.active(&one.request).await?;
            let given = |part: Part| {
                let before = one.request.given.iter().find(|given| given.part.about() == part.about());
                let now = given_now(part, &active, member, &snapshot);
                Given { before: before.map_or(now.before, |known| known.before.clone()), part: now.part }
            };
            let is_given = |part: &Part| match part {
                Part::AccountType(name) => !keeps_account_type(name, member, &snapshot),
                Part::Team { .. } | Part::Access(..) | Part::Attribute(..) => true,
            };
            let was_given = |part: &Part| one.request.given.iter().any(|given| given.part == *part);
            let parts = held.package.contents.parts().into_iter();
            let given = parts.filter(|part| was_given(part) || is_given(part)).map(given).collect();
            let version = held.package.version;
            let update = Some(PackageUpdate { change_id: change.clone(), version, given });
            let note = format!("To version {version}.");
            let request = AccessRequest { update, ..one.request };
            let offered = request.with(RequestState::Granted, RequestEventKind::Offered, Some(actor), &note, now);
            match self.saved(offered, false).await {
                // Somebody has ended or renewed it meanwhile: it is offered again when somebody looks.
                Ok(_) | Err(Error::Changed(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// A granted request with what it gives now: as the change has left it that brought its holder to the package.
    pub(super) async fn up_to_date(&self, request: AccessRequest) -> Result<AccessRequest, Error> {
        let Some(update) = request.update.clone() else { return Ok(request) };
        if self.0.store.change_state(&update.change_id).await? != Some(ChangeState::Done) {
            return Ok(request);
        }
        let (state, now) = (request.state, self.0.store.clock().now());
        let note = format!("Version {}.", update.version);
        let package_version = Some(update.version);
        let updated = AccessRequest { given: update.given, package_version, update: None, ..request };
        match self.saved(updated.with(state, RequestEventKind::Updated, None, &note, now), false).await {
            Ok(updated) => Ok(updated),
            // Another process was faster, with the same.
            Err(Error::Changed(present)) => Ok(*present),
            Err(error) => Err(error),
        }
    }
}
