//! The field of a form that takes many people: a list to paste into, and a search that adds to it.
//!
//! The list is all there is: what the search finds becomes a line of it, so that nothing is kept in two places and
//! everything can be corrected by hand. The search works without script; with it, names are suggested while one types.

use crate::{
    directory::{
        Snapshot,
        resolve::{
            list,
            lookup::{Entry, Found},
        },
    },
    domain::{Invalid, Member, MemberStatus, TeamId},
    features::shared::picker::{CandidateSource, Choices, Grantees, PickFrom, Resolution, Suggest, Taking},
    ui::{count, field::field_error, icon::Icon, number},
    web::{self, SHOW_AGAIN},
};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Name of the field in the form.
const NAME: &str = "people";

/// Id of the search, and the name of what is wrong with it.
const SEARCH: &str = "people-find";

/// The field as it was filled in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Who {
    pub list: String,
    /// What was typed into the search.
    #[serde(skip_serializing)]
    q: String,
    /// What was typed when the choices on the page were offered: asked once, and left open, it holds nobody up.
    #[serde(skip_serializing)]
    asked: String,
    /// What was chosen of them, as [`Candidate::key`](crate::features::shared::picker::Candidate::key).
    #[serde(skip_serializing)]
    pick: String,
    /// What that may stand for, when it is not clear.
    #[serde(skip)]
    resolution: Resolution,
}

impl Who {
    /// A list of these people.
    pub fn of<'a>(members: impl Iterator<Item = &'a Member>) -> Self {
        let mut who = Self::default();
        members.for_each(|member| who.append(member));
        who
    }

    /// Adds to the list what was chosen, or is clearly meant by the search; where it is not clear, notes what may be.
    pub fn settle(&mut self, snapshot: &Snapshot) {
        if !self.pick.is_empty() {
            return self.take(&self.pick.clone(), snapshot);
        }
        let things = Grantees { snapshot, levels: Vec::new() };
        match things.meant(&self.q) {
            Resolution::One(thing) => self.take(&thing.key, snapshot),
            unclear @ (Resolution::Nothing | Resolution::Several { .. } | Resolution::Unknown) => {
                self.resolution = unclear;
            }
        }
    }

    /// The field with what was searched for on its list.
    ///
    /// # Errors
    /// That it is not clear who is meant, unless that was asked before.
    pub fn searched(&self, snapshot: &Snapshot) -> Result<Self, Invalid> {
        let mut who = self.clone();
        who.settle(snapshot);
        match who.unclear() {
            Some(why) if who.q.trim() != who.asked.trim() => Err(Invalid::one(SEARCH, why)),
            Some(_) | None => Ok(who),
        }
    }

    /// That it is not clear who is meant by what was typed into the search.
    fn unclear(&self) -> Option<String> {
        let typed = self.q.trim();
        match self.resolution {
            Resolution::Unknown => {
                Some(format!("No person or team matches “{typed}”. Correct the search or empty it."))
            }
            Resolution::Several { .. } => {
                Some(format!("Several people or teams match “{typed}”. Pick one, or empty the search."))
            }
            Resolution::Nothing | Resolution::One(_) => None,
        }
    }

    /// Adds a person, or everybody active in a team, to the list.
    fn take(&mut self, key: &str, snapshot: &Snapshot) {
        match key.split_once(':') {
            Some(("member", id)) => snapshot.findable(&id.into()).into_iter().for_each(|member| self.append(member)),
            Some(("team", id)) => {
                let members = snapshot.team_members(&TeamId::from(id)).iter();
                members
                    .filter_map(|m| snapshot.member(&m.member_id))
                    .filter(|m| m.status() == MemberStatus::Active)
                    .for_each(|member| self.append(member));
            }
            _ => {}
        }
        self.q.clear();
        self.pick.clear();
    }

    fn append(&mut self, member: &Member) {
        if !self.list.is_empty() && !self.list.ends_with('\n') {
            self.list.push('\n');
        }
        // As address books write it: a comma in a name must not end the entry.
        let name = member.full_name().replace(['"', '<', '>', '\n', '\r'], " ");
        let quote = if name.contains([',', ';', '\t']) { "\"" } else { "" };
        for part in [quote, &name, quote, " <", &member.email, ">\n"] {
            self.list.push_str(part);
        }
    }

    /// The list is these entries, one in each line.
    pub fn replace(&mut self, entries: &[String]) {
        self.list = entries.join("\n") + "\n";
    }

    /// Whether there is a list, and it is not too long.
    ///
    /// # Errors
    /// What is wrong with it, under the field's name.
    pub fn check(&self) -> Result<(), Invalid> {
        match list::lines(&self.list).count() {
            0 => Err(Invalid::one(NAME, "Paste or find at least one person.")),
            n if n > list::MAX_ENTRIES => Err(too_long(&format!("This list has {} lines.", number(n)))),
            _ => Ok(()),
        }
    }

    /// The field with its hint and what is wrong with it; `function` is what its form posts to.
    pub fn view(&self, function: &str, label: &'static str, errors: &Invalid) -> impl IntoView + use<> {
        let error = errors.of(NAME).map(|error| field_error(NAME, error.to_owned()));
        let unclear = errors.of(SEARCH).map(|error| field_error(SEARCH, error.to_owned()));
        let again = format!("{function}?{SHOW_AGAIN}");
        let is_wrong = error.is_some();
        let described = if is_wrong { "people-hint people-error" } else { "people-hint" };
        let pick = format!("{NAME}[pick]");
        let choices = Choices::of(pick, Some(again.clone()), &self.q, self.resolution.clone()).map(Choices::view);
        let is_unknown = self.resolution == Resolution::Unknown && errors.of(SEARCH).is_none();
        let unknown = self.unclear().filter(|_| is_unknown);
        let unknown = unknown.map(|why| view! { <p class="grant-which" role="status">{why}</p> });
        let asked = self.unclear();
        let asked = asked.map(|_| view! { <input type="hidden" name="people[asked]" value=self.q.clone()/> });
        let (q, text) = (self.q.clone(), web::escaped(&self.list));
        let most = number(list::MAX_ENTRIES);
        let hint =
            format!("Addresses or names, one per line or separated by commas or semicolons; up to {most} people.");
        let input = view! {
            <input class="input" id=SEARCH name="people[q]" value=q placeholder="Name, address or team" autocomplete="off"/>
        };
        view! {
            <div class="field">
                <label for=SEARCH>"Find people "<small>"optional"</small></label>
                <div class="adder">
                    <Suggest name=NAME.to_owned() from=PickFrom::Grantees taking=Taking::Fills>{input}</Suggest>
                    <button class="btn" formaction=again formnovalidate=true><Icon icon=lu::LuSearch/>" Add to the list"</button>
                </div>
                {asked}
                {unclear}
                {unknown}
                {choices}
            </div>
            <div class="field">
                <label for=NAME>{label}</label>
                <p class="hint" id="people-hint">{hint}</p>
                <textarea class="input" id=NAME name="people[list]" rows="8" spellcheck="false" autocomplete="off"
                    aria-describedby=described aria-invalid=is_wrong.then_some("true") inner_html=text></textarea>
                {error}
            </div>
        }
    }
}

/// That a list is too long.
fn too_long(what: &str) -> Invalid {
    let most = number(list::MAX_ENTRIES);
    Invalid::one(
        NAME,
        format!("{what} At most {most} people can be listed at once: split the list. Nothing was changed."),
    )
}

/// What is wrong with entries that mean nobody, in a sentence; none when there is nothing wrong.
pub fn unknown_in_words<'a>(unknown: impl ExactSizeIterator<Item = &'a Entry<'a>>) -> Option<String> {
    let n = unknown.len();
    let named: Vec<String> = unknown.map(|entry| format!("“{}”{}", entry.text, doubt(entry))).collect();
    (n > 0).then(|| format!("{} nobody: {}.", count(n, "entry means", "entries mean"), named.join(", ")))
}

/// What may be meant instead, in brackets.
fn doubt(entry: &Entry<'_>) -> String {
    if let Some(unseen) = entry.unseen() {
        return format!(" ({})", unseen.trim_end_matches('.'));
    }
    match &entry.found {
        Found::Several(people) => format!(" ({} people have this name)", people.len()),
        Found::Nobody(Some(member)) => format!(" (did you mean {}?)", member.email),
        Found::One(_) | Found::Nobody(None) => String::new(),
    }
}
