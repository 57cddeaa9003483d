//! Who is meant: kept by the server while somebody says what else is wanted.

use super::{super::list, Action};
use crate::{
    changes::Rules,
    components::draft,
    directory::Snapshot,
    domain::{Actor, Member, MemberId, MemberStatus},
    web::{Cx, Fault, paths},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    time::Duration,
};

/// How long a draft is kept. Long enough for lunch; then the organisation is another one.
const KEPT: Duration = Duration::from_hours(2);

/// A wish for many people that is not complete yet.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What is to be done.
    pub action: Action,
    /// To whom, in the order of the list.
    pub ids: Vec<MemberId>,
    /// The list's query, when all that match are meant.
    pub all: Option<String>,
    /// The account types that they had when they were shown, where these are to be set.
    #[serde(default)]
    pub shown: BTreeMap<MemberId, String>,
    /// Those whose account type somebody else has set since: it is asked whether theirs holds.
    #[serde(default)]
    pub contested: Vec<MemberId>,
}

/// Who came and who went since somebody looked.
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
        let shown = shown(action, &ids, snapshot);
        Self { action, ids, all, shown, contested: Vec::new() }
    }

    /// The same wish after somebody else has set account types that are about to be set to `wanted`; none while nobody
    /// has.
    pub fn overtaken(&self, wanted: &str, snapshot: &Snapshot) -> Option<Self> {
        let overtaken = |id: &&MemberId| {
            let (Some(shown), Some(member)) = (self.shown.get(*id), snapshot.member(id)) else { return false };
            member.account_type != *shown && !member.has_account_type(wanted)
        };
        let contested: Vec<MemberId> = self.ids.iter().filter(overtaken).cloned().collect();
        (!contested.is_empty()).then(|| Self {
            action: self.action,
            ids: self.ids.clone(),
            all: self.all.clone(),
            shown: shown(self.action, &self.ids, snapshot),
            contested,
        })
    }

    /// Keeps it for its author; says under which id.
    pub async fn keep(&self, cx: &Cx) -> Result<String, Fault> {
        let id = uuid::Uuid::now_v7().to_string();
        draft::keep(cx, &id, self, KEPT).await?;
        Ok(id)
    }

    /// The draft of that id, if it is this author's and still kept.
    pub async fn find(id: &str, cx: &Cx) -> Result<Self, Fault> {
        draft::find(cx, id).await?.ok_or(Fault::NotFound)
    }

    /// The list that they were picked from.
    pub fn list_url(&self) -> String {
        self.all.as_deref().map_or_else(|| paths::MEMBERS.to_owned(), list::url)
    }

    /// The same wish for those who match now, where these are others than somebody looked at.
    pub fn moved(&self, snapshot: &Snapshot) -> Option<(Self, Moved)> {
        let now = list::matching(self.all.as_deref()?, snapshot);
        let (before, after): (HashSet<_>, HashSet<_>) = (self.ids.iter().collect(), now.iter().collect());
        if before == after {
            return None;
        }
        let came = now.iter().filter(|id| !before.contains(id)).cloned().collect();
        let went = self.ids.iter().filter(|id| !after.contains(id)).cloned().collect();
        let shown = shown(self.action, &now, snapshot);
        let draft = Self { action: self.action, ids: now, all: self.all.clone(), shown, contested: Vec::new() };
        Some((draft, Moved { came, went }))
    }
}

/// The account types that people have, where these are to be set.
fn shown(action: Action, ids: &[MemberId], snapshot: &Snapshot) -> BTreeMap<MemberId, String> {
    let kind = |id: &MemberId| Some((id.clone(), snapshot.member(id)?.account_type.clone()));
    if action == Action::SetType { ids.iter().filter_map(kind).collect() } else { BTreeMap::new() }
}

/// Of those who are meant: whom it can be done to, and who is left out for which reason.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Whom it is done to, in the order of the list.
    pub members: Vec<MemberId>,
    /// Who is left out: reasons in the order met, each with how many.
    pub left_out: Vec<(&'static str, usize)>,
}

impl Selection {
    /// Sorts out the people of a draft.
    pub fn of(draft: &Draft, actor: &Actor, rules: &Rules, snapshot: &Snapshot) -> Self {
        let mut members = Vec::with_capacity(draft.ids.len());
        let mut reasons: HashMap<&'static str, usize> = HashMap::new();
        let mut order = Vec::new();
        for id in &draft.ids {
            match unfit(draft.action, snapshot.member(id), actor, rules, snapshot) {
                None => members.push(id.clone()),
                Some(reason) => {
                    let met = reasons.entry(reason).or_default();
                    *met += 1;
                    if *met == 1 {
                        order.push(reason);
                    }
                }
            }
        }
        let left_out = order.into_iter().map(|reason| (reason, reasons.get(reason).copied().unwrap_or(0))).collect();
        Self { members, left_out }
    }
}

/// Why an action does not fit somebody. Those who must never lose their account are left out here, so that one of
/// them among thousands does not stop the rest.
fn unfit(
    action: Action,
    member: Option<&Member>,
    actor: &Actor,
    rules: &Rules,
    snapshot: &Snapshot,
) -> Option<&'static str> {
    let Some(member) = member.filter(|m| !m.is_system()) else { return Some("no longer in the directory") };
    if let Some(why) = action.obstacle_for(member, rules) {
        return Some(why);
    }
    let status = member.status();
    if matches!(action, Action::Offboard | Action::SetType) {
        if member.id == *snapshot.token_owner() {
            return Some("owns the API credentials that the portal uses");
        }
        if actor.member_id.as_ref() == Some(&member.id) {
            return Some("is you: ask another admin");
        }
    }
    match action {
        Action::SetType | Action::Join | Action::Leave if status != MemberStatus::Active => {
            Some("not active: Sigma changes active members only")
        }
        Action::Offboard if status == MemberStatus::Archived => Some("already archived"),
        Action::Reactivate if status == MemberStatus::Active => Some("active already"),
        Action::Reactivate if status == MemberStatus::Inactive => Some("deactivated by the identity provider"),
        _ => None,
    }
}
