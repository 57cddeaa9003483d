//! What takes a call for each person or document: asked slowly and by turns, never for a page. Of whom Sigma was not asked
//! yet, or has no answer, nothing is known; that is told apart from there being nothing.

use super::{
    detailed_row::DetailFetcher,
    payload::{Cached, Payload},
    read::{Depth, Readable, Reader, Reading},
    read_state::ReadState,
};
use crate::sigma::{Error, SigmaClient};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{collections::HashMap, fmt::Debug, hash::Hash};

/// How many one reading asks: so large a part of all, within these bounds.
const PART: usize = 200;
const FEWEST: usize = 40;
const MAX_PER_RUN: usize = 400;

/// A question that takes a call for each person or document.
pub trait Question: Send + Sync + 'static {
    /// The id of whom or what it is about.
    type Of: Clone + Debug + Eq + Hash + Serialize + DeserializeOwned + Send + Sync;

    /// What there is to say; where there is nothing, Sigma has said so.
    type Answer: Clone + Debug + PartialEq + Serialize + DeserializeOwned + Send + Sync;

    /// How long an answer counts as new.
    const FRESH: SignedDuration;

    /// All that it is asked of.
    fn all(fetcher: &DetailFetcher) -> Vec<Self::Of>;

    /// Asks it of one; `None` where there is nothing to say.
    fn ask(client: &SigmaClient, of: &Self::Of) -> impl Future<Output = Result<Option<Self::Answer>, Error>> + Send;
}

/// What Sigma said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Told<A> {
    /// Under the name it was kept with while moments were all that was asked for.
    #[serde(rename = "At")]
    Something(A),
    Nothing,
    /// It had no answer.
    NoAnswer,
}

/// What Sigma said, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked<A> {
    at: Timestamp,
    told: Told<A>,
}

/// What is known of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known<'s, A> {
    /// Sigma was not asked yet, or had no answer.
    Unknown,
    /// Sigma has said, at this moment, that there is nothing.
    Nothing(Timestamp),
    /// What it has said, and when.
    Something(&'s A, Timestamp),
}

/// Of how many something is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Of how many Sigma was asked, or is to be.
    pub all: usize,
    pub known: usize,
    /// When the oldest answer was given.
    pub since: Option<Timestamp>,
}

/// The answers to one question.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct ByTurns<Q: Question> {
    asked: HashMap<Q::Of, Asked<Q::Answer>>,
    /// Whether some were never asked.
    waits: bool,
    /// How many there are to be asked.
    #[serde(default)]
    all: usize,
}

// Derived, these would want the question itself to have them.
impl<Q: Question> Clone for ByTurns<Q> {
    fn clone(&self) -> Self {
        Self { asked: self.asked.clone(), waits: self.waits, all: self.all }
    }
}

impl<Q: Question> Default for ByTurns<Q> {
    fn default() -> Self {
        Self { asked: HashMap::new(), waits: false, all: 0 }
    }
}

/// What a reading brings: all there are, and what was said of some.
pub struct Round<Q: Question> {
    all: Vec<Q::Of>,
    said: Vec<(Q::Of, Asked<Q::Answer>)>,
}

impl<Q: Question> ReadState for ByTurns<Q> {
    fn is_complete(&self) -> bool {
        !self.waits
    }

    fn has_same_rows(&self, other: &Self) -> bool {
        let is_same = |(of, asked): (&Q::Of, &Asked<Q::Answer>)| {
            other.asked.get(of).is_some_and(|other| other.told == asked.told)
        };
        (self.waits, self.all, self.asked.len()) == (other.waits, other.all, other.asked.len())
            && self.asked.iter().all(is_same)
    }
}

impl<Q: Question> ByTurns<Q> {
    /// Whose turn it is: first who was never asked, then whose answer is the oldest.
    fn due(&self, all: &[Q::Of], now: Timestamp) -> Vec<Q::Of> {
        let asked = |of: &Q::Of| self.asked.get(of).map(|asked| asked.at);
        let is_due = |of: &&Q::Of| asked(of).is_none_or(|at| now.duration_since(at) > Q::FRESH);
        let mut due: Vec<&Q::Of> = all.iter().filter(is_due).collect();
        due.sort_by_key(|of| asked(of));
        due.truncate((all.len() / PART).clamp(FEWEST, MAX_PER_RUN));
        due.into_iter().cloned().collect()
    }

    /// What is known of one.
    pub fn of(&self, of: &Q::Of) -> Known<'_, Q::Answer> {
        match self.asked.get(of) {
            Some(Asked { at, told: Told::Something(answer) }) => Known::Something(answer, *at),
            Some(Asked { at, told: Told::Nothing }) => Known::Nothing(*at),
            Some(Asked { told: Told::NoAnswer, .. }) | None => Known::Unknown,
        }
    }

    /// All of whom there is something to say.
    pub fn something(&self) -> impl Iterator<Item = (&Q::Of, &Q::Answer, Timestamp)> {
        self.asked.iter().filter_map(|(of, asked)| match &asked.told {
            Told::Something(answer) => Some((of, answer, asked.at)),
            Told::Nothing | Told::NoAnswer => None,
        })
    }

    /// Of how many something is known.
    pub fn coverage(&self) -> Coverage {
        let known = || self.asked.values().filter(|asked| !matches!(asked.told, Told::NoAnswer));
        Coverage { all: self.all, known: known().count(), since: known().map(|asked| asked.at).min() }
    }

    /// The same for some only.
    pub(super) fn of_those(&self, is_meant: impl Fn(&Q::Of) -> bool) -> Self {
        let asked: HashMap<_, _> =
            self.asked.iter().filter(|(of, _)| is_meant(of)).map(|(of, asked)| (of.clone(), asked.clone())).collect();
        // Of the others not even the number is told.
        Self { all: asked.len(), asked, waits: self.waits }
    }

    /// Forgets what is known to be out of date: that one is asked first at the next reading.
    pub(super) fn forget(&mut self, of: &Q::Of) {
        self.waits |= self.asked.remove(of).is_some();
    }
}

impl<Q: Question> Readable for ByTurns<Q>
where
    Self: Payload,
{
    type Read = Round<Q>;

    /// Only the schedule asks: whoever has everything read at once would wait for a call for each.
    async fn read(reader: &Reader<'_>, held: Option<&Cached<Self>>) -> Reading<Round<Q>> {
        let mut round = Round { said: Vec::new(), all: Q::all(&reader.asker) };
        let (Depth::Due, Some(held)) = (reader.depth, held) else { return Ok((round, None)) };
        let client = &reader.asker.client;
        for of in held.content.due(&round.all, client.clock().now()) {
            let at = client.clock().now();
            let told = match Q::ask(client, &of).await {
                Ok(Some(answer)) => Told::Something(answer),
                Ok(None) => Told::Nothing,
                Err(error) if is_no_answer(&error) => Told::NoAnswer,
                Err(error) => return Ok((round, Some(error))),
            };
            round.said.push((of, Asked { at, told }));
        }
        Ok((round, None))
    }

    fn merged(held: Option<&Self>, Round { all, said }: Round<Q>) -> Self {
        let known = |of: &Q::Of| held.and_then(|held| held.asked.get(of)).cloned();
        let mut asked: HashMap<_, _> = all.iter().filter_map(|of| Some((of.clone(), known(of)?))).collect();
        asked.extend(said);
        let waits = all.is_empty() || asked.len() < all.len();
        Self { asked, waits, all: all.len() }
    }
}

/// Whether Sigma has answered that it has nothing to say, rather than not at all.
fn is_no_answer(error: &Error) -> bool {
    error.is_final_answer() && error.status() != Some(401)
}
