//! The field of a form that takes many people: a list to paste into, and a search that adds to it.
//!
//! The list is all there is: what the search finds becomes a line of it, so that nothing is kept in two places and
//! everything can be corrected by hand. The search works without script; with it, names are suggested while one types.

use crate::{
    components::{
        count,
        field::field_error,
        icon::Icon,
        islands::Suggest,
        number,
        things::{Grantees, Meant, Thing, Things, offered, taken},
    },
    directory::Snapshot,
    domain::{Invalid, Member, MemberStatus, TeamId},
    people::{
        list,
        lookup::{Entry, Found},
    },
    web::{self, paths},
};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Name of the field in the form; its buttons begin with it, too.
const NAME: &str = "people";

/// The field as it was filled in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Who {
    /// The list.
    pub list: String,
    /// What was typed into the search.
    #[serde(skip_serializing)]
    q: String,
    /// What was typed when the choices on the page were offered: asked once, and left open, it holds nobody up.
    #[serde(skip_serializing)]
    asked: String,
    /// What that may stand for, when it is not clear.
    #[serde(skip)]
    choices: Option<Vec<Thing>>,
}

impl Who {
    /// A list of these people.
    pub fn of<'a>(members: impl Iterator<Item = &'a Member>) -> Self {
        let mut who = Self::default();
        members.for_each(|member| who.append(member));
        who
    }

    /// Does what a button of the field says, and searches for what was typed and not searched for yet, whichever button
    /// was pressed; whether the form is to be shown again.
    pub fn press(&mut self, pressed: &str, snapshot: &Snapshot) -> bool {
        let things = Grantees { snapshot, levels: Vec::new() };
        if let Some(key) = taken(NAME, pressed) {
            self.take(key, snapshot);
            return true;
        }
        let typed = self.q.trim();
        let finds = pressed == format!("find:{NAME}");
        if typed.is_empty() || (typed == self.asked.trim() && !finds) {
            return finds;
        }
        match things.meant(typed) {
            Meant::Nothing => {}
            Meant::One(thing) => self.take(&thing.key, snapshot),
            Meant::Several(found) => self.choices = Some(found),
            Meant::Unknown => self.choices = Some(Vec::new()),
        }
        true
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
            n if n > list::MOST => Err(too_long(&format!("This list has {} lines.", number(n)))),
            _ => Ok(()),
        }
    }

    /// The field with its hint and what is wrong with it.
    pub fn view(&self, label: &'static str, error: Option<&str>) -> impl IntoView + use<> {
        let error = error.map(|error| field_error(NAME, error.to_owned()));
        let is_wrong = error.is_some();
        let described = if is_wrong { "people-hint people-error" } else { "people-hint" };
        let choices = self.choices.clone().map(|choices| offered(NAME, &self.q, choices));
        let asked =
            self.choices.is_some().then(|| view! { <input type="hidden" name="people[asked]" value=self.q.clone()/> });
        let from = paths::suggestions("grantees", NAME);
        let (q, text) = (self.q.clone(), web::escaped(&self.list));
        let most = number(list::MOST);
        let hint =
            format!("Addresses or names, one per line or separated by commas or semicolons; up to {most} people.");
        view! {
            <div class="field">
                <span class="label" id="people-find">"Find people "<small>"optional"</small></span>
                <div class="adder">
                    <Suggest>
                        <div class="combo">
                            <input class="input" name="people[q]" value=q aria-labelledby="people-find" placeholder="Name, address or team" autocomplete="off"/>
                            <div class="combo-list" id="people-options" data-from=from hidden=true></div>
                        </div>
                    </Suggest>
                    <button class="btn" name="do" value="find:people" formnovalidate=true><Icon icon=lu::LuSearch/>" Add to the list"</button>
                </div>
                {asked}
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
pub fn too_long(what: &str) -> Invalid {
    let most = number(list::MOST);
    Invalid::one(
        NAME,
        format!("{what} At most {most} people can be listed at once: split the list. Nothing was changed."),
    )
}

/// Most entries named in one sentence.
const NAMED: usize = 5;

/// What is wrong with entries that mean nobody, in a sentence; none when there is nothing wrong.
pub fn unknown_in_words<'a>(unknown: impl ExactSizeIterator<Item = &'a Entry<'a>>) -> Option<String> {
    let n = unknown.len();
    let named: Vec<String> =
        unknown.take(NAMED).map(|entry| format!("“{}”{}", entry.text, doubt(&entry.found))).collect();
    let more = (n > NAMED).then(|| format!(", and {} more", n - NAMED));
    (n > 0).then(|| {
        format!("{} nobody: {}{}.", count(n, "entry means", "entries mean"), named.join(", "), more.unwrap_or_default())
    })
}

/// What may be meant instead, in brackets.
fn doubt(found: &Found<'_>) -> String {
    match found {
        Found::Several(people) => format!(" ({} people have this name)", people.len()),
        Found::Nobody(Some(member)) => format!(" (did you mean {}?)", member.email),
        Found::One(_) | Found::Nobody(None) => String::new(),
    }
}
