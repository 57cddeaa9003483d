//! When people were last in Sigma. Who was not asked about yet, or of whom Sigma says nothing, is unknown and not idle.

use super::{
    Snapshot,
    by_turns::{ByTurns, Known, Question},
    detailed_row::DetailFetcher,
};
use crate::{
    domain::{LastActive, MemberId},
    sigma::{Error, SigmaClient},
};
use jiff::{SignedDuration, Timestamp};

/// When somebody was last in a document.
pub struct LastInteraction;

/// When people were last in Sigma.
pub type Activity = ByTurns<LastInteraction>;

impl Question for LastInteraction {
    type Of = MemberId;
    type Answer = Timestamp;

    /// Once a day.
    const FRESH: SignedDuration = SignedDuration::from_hours(20);

    fn all(fetcher: &DetailFetcher) -> Vec<MemberId> {
        fetcher.people().cloned().collect()
    }

    async fn ask(client: &SigmaClient, member: &MemberId) -> Result<Option<Timestamp>, Error> {
        client.members().last_interaction(member).await
    }
}

impl Activity {
    fn last(&self, id: &MemberId) -> LastActive {
        match self.of(id) {
            Known::Something(at, _) => LastActive::At(*at),
            Known::Nothing(_) => LastActive::Nothing,
            Known::Unknown => LastActive::Unknown,
        }
    }
}

/// The people by when they were last active.
#[derive(Default)]
pub struct ByActivity {
    /// At each person's place, when that was.
    pub at: Vec<LastActive>,
    /// The places of those of whom it is known: those of whom nothing is listed, then the longest away first.
    pub known: Vec<u32>,
    /// The places of the others.
    pub unknown: Vec<u32>,
}

impl ByActivity {
    /// Sorts the people of a snapshot.
    pub fn of(snapshot: &Snapshot) -> Self {
        let at: Vec<LastActive> = snapshot.people().map(|member| snapshot.last_active(&member.id)).collect();
        let places = 0..u32::try_from(at.len()).unwrap_or(u32::MAX);
        let (mut known, unknown): (Vec<u32>, Vec<u32>) =
            places.partition(|place| at[*place as usize] != LastActive::Unknown);
        known.sort_by_key(|place| match at[*place as usize] {
            LastActive::At(at) => Some(at),
            LastActive::Nothing | LastActive::Unknown => None,
        });
        Self { at, known, unknown }
    }
}

impl Snapshot {
    /// When somebody was last in Sigma.
    pub fn last_active(&self, id: &MemberId) -> LastActive {
        self.sections.activity.held().map_or(LastActive::Unknown, |held| held.content.last(id))
    }
}
