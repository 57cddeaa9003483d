//! When people were last in Sigma. It takes a call for each of them, so they are asked slowly and by turns, never for a
//! page; who was not asked yet, or of whom Sigma says nothing, is unknown and not idle.

use super::{
    Snapshot,
    payload::{Cached, ReadState},
    read::{Depth, Readable, Reader, Reading},
};
use crate::{
    domain::{LastActive, MemberId},
    sigma::Error,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// How long an answer counts as new.
const FRESH: SignedDuration = SignedDuration::from_hours(20);

/// How many people one reading asks: so large a part of all, within these bounds.
const PART: usize = 200;
const FEWEST: usize = 40;
const MAX_PER_RUN: usize = 400;

/// What Sigma said of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    At(Timestamp),
    Nothing,
    /// It had no answer.
    NoAnswer,
}

/// What Sigma said of somebody, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    at: Timestamp,
    told: Told,
}

/// When people were last in Sigma.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Activity {
    asked: HashMap<MemberId, Asked>,
    /// Whether some were never asked.
    waits: bool,
}

/// What a reading brings: everybody there is, and what was said of some.
pub struct Round {
    everybody: Vec<MemberId>,
    said: Vec<(MemberId, Asked)>,
}

impl ReadState for Activity {
    fn is_complete(&self) -> bool {
        !self.waits
    }

    fn has_same_rows(&self, other: &Self) -> bool {
        let is_same = |(id, asked): (&MemberId, &Asked)| other.asked.get(id).is_some_and(|o| o.told == asked.told);
        self.waits == other.waits && self.asked.len() == other.asked.len() && self.asked.iter().all(is_same)
    }
}

impl Activity {
    /// Whose turn it is: first who was never asked, then whose answer is the oldest.
    fn due(&self, everybody: &[MemberId], now: Timestamp) -> Vec<MemberId> {
        let asked = |id: &MemberId| self.asked.get(id).map(|asked| asked.at);
        let is_due = |id: &&MemberId| asked(id).is_none_or(|at| now.duration_since(at) > FRESH);
        let mut due: Vec<&MemberId> = everybody.iter().filter(is_due).collect();
        due.sort_by_key(|id| asked(id));
        due.truncate((everybody.len() / PART).clamp(FEWEST, MAX_PER_RUN));
        due.into_iter().cloned().collect()
    }

    fn of(&self, id: &MemberId) -> LastActive {
        match self.asked.get(id).map(|asked| asked.told) {
            Some(Told::At(at)) => LastActive::At(at),
            Some(Told::Nothing) => LastActive::Nothing,
            Some(Told::NoAnswer) | None => LastActive::Unknown,
        }
    }

    /// The same for some people only.
    pub(super) fn of_those(&self, is_meant: impl Fn(&MemberId) -> bool) -> Self {
        let asked = self.asked.iter().filter(|(id, _)| is_meant(id)).map(|(id, asked)| (id.clone(), *asked)).collect();
        Self { asked, waits: self.waits }
    }
}

impl Readable for Activity {
    type Read = Round;

    /// Only the schedule asks: whoever has everything read at once would wait for a call for each person.
    async fn read(reader: &Reader<'_>, held: Option<&Cached<Self>>) -> Reading<Round> {
        let everybody: Vec<MemberId> = reader.asker.people().cloned().collect();
        let mut round = Round { said: Vec::new(), everybody };
        let (Depth::Due, Some(held)) = (reader.depth, held) else { return Ok((round, None)) };
        let client = &reader.asker.client;
        for id in held.content.due(&round.everybody, client.clock().now()) {
            let at = client.clock().now();
            let told = match client.members().last_interaction(&id).await {
                Ok(Some(at)) => Told::At(at),
                Ok(None) => Told::Nothing,
                Err(error) if is_no_answer(&error) => Told::NoAnswer,
                Err(error) => return Ok((round, Some(error))),
            };
            round.said.push((id, Asked { at, told }));
        }
        Ok((round, None))
    }

    fn merged(held: Option<&Self>, Round { everybody, said }: Round) -> Self {
        let known = |id: &MemberId| held.and_then(|held| held.asked.get(id)).copied();
        let mut asked: HashMap<MemberId, Asked> =
            everybody.iter().filter_map(|id| Some((id.clone(), known(id)?))).collect();
        asked.extend(said);
        let waits = everybody.is_empty() || asked.len() < everybody.len();
        Self { asked, waits }
    }
}

/// Whether Sigma has answered that it has nothing to say of somebody, rather than not at all.
fn is_no_answer(error: &Error) -> bool {
    error.is_final_answer() && error.status() != Some(401)
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
        let nobody = Activity::default();
        let activity = snapshot.sections.activity.held().map_or(&nobody, |held| &held.content);
        let at: Vec<LastActive> = snapshot.people().map(|member| activity.of(&member.id)).collect();
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
        self.sections.activity.held().map_or(LastActive::Unknown, |held| held.content.of(id))
    }
}
