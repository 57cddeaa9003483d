//! What somebody may ask for, also somebody who reads nothing of the organisation.

use super::{Candidate, CandidateSource, Levels};
use crate::{
    directory::Typed,
    domain::{Requestable, RequestableKind},
    requests::Offer,
};
use icondata_lu as lu;

/// The offers of one kind in somebody's catalogue.
pub struct Offered<'a> {
    pub offers: &'a [Offer],
    pub kind: RequestableKind,
    /// Levels they can be asked for.
    pub levels: Levels,
}

impl Offered<'_> {
    fn all(&self) -> impl Iterator<Item = &Offer> {
        self.offers.iter().filter(|offer| offer.thing.kind() == self.kind)
    }

    fn candidate(&self, offer: &Offer) -> Candidate {
        Candidate {
            key: offer.thing.key(),
            name: offer.name.clone(),
            detail: self.kind.label().to_owned(),
            icon: match self.kind {
                RequestableKind::Package => lu::LuPackage,
                RequestableKind::Account | RequestableKind::AccountType => lu::LuIdCard,
                RequestableKind::Team => lu::LuUsersRound,
                RequestableKind::Workspace => lu::LuFolder,
                RequestableKind::Connection => lu::LuPlug,
            },
            levels: self.levels.clone(),
        }
    }
}

impl CandidateSource for Offered<'_> {
    fn get(&self, key: &str) -> Option<Candidate> {
        let thing = Requestable::from_key(key)?;
        self.all().find(|offer| offer.thing == thing).map(|offer| self.candidate(offer))
    }

    fn find(&self, typed: &str, most: usize) -> (Vec<Candidate>, usize) {
        let typed = Typed::new(typed);
        if typed.is_empty() {
            return (Vec::new(), 0);
        }
        let (found, total) = typed.best(self.all(), |offer| &offer.name, most);
        (found.into_iter().map(|offer| self.candidate(offer)).collect(), total)
    }
}
