//! Who is meant: kept by the server while somebody says what else is wanted.

use super::{super::list, Action};
use crate::{
    directory::Snapshot,
    domain::{MemberId, TeamId},
    web::{AppError, RequestContext, draft, paths},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashSet},
    time::Duration,
};

/// How long a draft is kept. Long enough for lunch; then the organisation is another one.
const KEPT: Duration = Duration::from_hours(2);

/// A selection of people and what is to be done to them, as it was when it was made.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What is to be done.
    pub action: Action,
    /// To whom, in the order of the list.
    pub ids: Vec<MemberId>,
    /// The list's query, when all that match are meant.
    pub all: Option<String>,
    /// The account types that they had, where these are to be set.
    #[serde(default)]
    pub shown: BTreeMap<MemberId, String>,
    /// The team on whose page they were picked.
    #[serde(default)]
    pub from: Option<TeamId>,
}

/// Who came and who went since the selection was made.
#[derive(Debug, PartialEq, Eq)]
pub struct Moved {
    /// Match now, and did not.
    pub came: Vec<MemberId>,
    /// Matched, and do no longer.
    pub went: Vec<MemberId>,
}

impl Draft {
    /// Everybody that `all` finds, else those that are picked, each once.
    pub fn new(action: Action, picked: Vec<MemberId>, all: Option<String>, snapshot: &Snapshot) -> Self {
        let mut met = HashSet::new();
        let found = all.as_deref().map(|query| list::matching(query, snapshot));
        let mut ids = found.unwrap_or(picked);
        ids.retain(|id| met.insert(id.clone()));
        let held = |id: &MemberId| Some((id.clone(), snapshot.member(id)?.account_type.clone()));
        let shown = if action == Action::SetType { ids.iter().filter_map(held).collect() } else { BTreeMap::new() };
        Self { action, ids, all, shown, from: None }
    }

    /// Who is meant by now: those that match, where all of them are meant.
    pub fn people(&self, snapshot: &Snapshot) -> Cow<'_, [MemberId]> {
        match &self.all {
            Some(query) => list::matching(query, snapshot).into(),
            None => Cow::Borrowed(&self.ids),
        }
    }

    /// Of these people, those whose account type somebody else has set since the selection was made, and not to `wanted`.
    pub fn overtaken(&self, people: &[MemberId], wanted: &str, snapshot: &Snapshot) -> Vec<MemberId> {
        let is_overtaken = |id: &&MemberId| {
            let (Some(shown), Some(member)) = (self.shown.get(*id), snapshot.member(id)) else { return false };
            member.account_type != *shown && !member.has_account_type(wanted)
        };
        people.iter().filter(is_overtaken).cloned().collect()
    }

    /// How these people differ from those of the selection as it was made.
    pub fn moved(&self, people: &[MemberId]) -> Moved {
        let (before, after): (HashSet<_>, HashSet<_>) = (self.ids.iter().collect(), people.iter().collect());
        Moved {
            came: people.iter().filter(|id| !before.contains(id)).cloned().collect(),
            went: self.ids.iter().filter(|id| !after.contains(id)).cloned().collect(),
        }
    }

    /// Keeps it for its author; says under which id.
    ///
    /// # Errors
    /// [`AppError::NoDatabase`] and [`AppError::Broken`].
    pub async fn keep(&self, cx: &RequestContext) -> Result<String, AppError> {
        let id = uuid::Uuid::now_v7().to_string();
        draft::keep(cx, &id, self, KEPT).await?;
        Ok(id)
    }

    /// The draft of that id.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where it is not this author's or kept no longer, and [`AppError::NoDatabase`].
    pub async fn find(id: &str, cx: &RequestContext) -> Result<Self, AppError> {
        draft::find(cx, id).await?.ok_or(AppError::NotFound)
    }

    /// The list that they were picked from.
    pub fn list_url(&self) -> String {
        self.all.as_deref().map_or_else(|| paths::MEMBERS.to_owned(), list::url)
    }
}

/// Stands in a form for what its page showed: another for each set of texts, whatever their order.
pub fn digest<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut texts: Vec<&str> = texts.collect();
    texts.sort_unstable();
    let hash = texts.into_iter().fold(Sha256::new(), |hash, text| hash.chain_update(text).chain_update([0]));
    URL_SAFE_NO_PAD.encode(hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_people_in_another_order_are_the_same() {
        let of = |texts: &[&str]| digest(texts.iter().copied());
        assert_eq!(of(&["a", "b"]), of(&["b", "a"]));
        for other in [&["a"] as &[_], &["a", "b", "c"], &["ab"], &[]] {
            assert_ne!(of(&["a", "b"]), of(other), "{other:?}");
        }
    }
}
