//! The fields of an account type for many people, and the question about types that somebody else has set meanwhile.

use super::{Draft, draft::digest};
use crate::{
    directory::Snapshot,
    domain::{Choice, Intent, Invalid, MemberId},
    ui::{field, more},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// People in view among those whose account types somebody else has set before one asks for the others.
const SHOWN: usize = 20;

/// The fields as they were filled in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TypeFields {
    /// An account type, by name.
    account_type: String,
    /// Stands for the account types that somebody else has set and that were asked about.
    asked: String,
    /// Whose value holds for these.
    keep: Option<Choice>,
}

impl TypeFields {
    /// Sets the account type of these people; of those whose type somebody else has set, as the person has answered.
    ///
    /// # Errors
    /// Every field that needs attention; `contest` where an answer is wanted.
    pub fn intent(&self, draft: &Draft, mut members: Vec<MemberId>, snapshot: &Snapshot) -> Result<Intent, Invalid> {
        if self.account_type.is_empty() {
            return Err(Invalid::one("account_type", "Choose an account type."));
        }
        let overtaken = draft.overtaken(&members, &self.account_type, snapshot);
        if !overtaken.is_empty() {
            match self.keep.filter(|_| self.asked == about(&overtaken, snapshot)) {
                Some(Choice::Mine) => {}
                Some(Choice::Theirs) => members.retain(|id| !overtaken.contains(id)),
                None => {
                    let text = "Choose whether the account types that someone else has set stay.";
                    return Err(Invalid::one("contest", text));
                }
            }
        }
        let held = |id: &MemberId| Some((id.to_string(), Some(snapshot.member(id)?.account_type.clone())));
        let before = members.iter().filter_map(held).collect();
        Ok(Intent::SetAccountType { members, account_type: self.account_type.clone(), before })
    }

    /// The fields, for these people.
    pub fn view(
        &self,
        draft: &Draft,
        members: &[MemberId],
        errors: &Invalid,
        snapshot: &Snapshot,
    ) -> impl IntoView + use<> {
        let wanted = Some(self.account_type.as_str()).filter(|wanted| !wanted.is_empty());
        let overtaken = wanted.map(|wanted| draft.overtaken(members, wanted, snapshot)).unwrap_or_default();
        let question = (!overtaken.is_empty()).then(|| question(&overtaken, snapshot));
        let cards: Vec<_> = snapshot
            .account_types()
            .iter()
            .map(|t| {
                let checked = t.name.eq_ignore_ascii_case(&self.account_type);
                let (value, name, about) = (t.name.clone(), t.name.clone(), t.description.clone());
                view! {
                    <label class="card">
                        <input type="radio" name="account_type" value=value checked=checked/>
                        <span><b>{name}</b><small>{about}</small></span>
                    </label>
                }
            })
            .collect();
        let error = errors.of("account_type").map(|e| field::field_error("account_type", e.to_owned()));
        view! {
            {question}
            <fieldset class="set" id="account_type">
                <legend>"Account type"</legend>
                <p class="hint">"It is the ceiling of what grants can do. Who has it already stays as they are."</p>
                <div class="cards">{cards}</div>
                {error}
            </fieldset>
        }
    }
}

/// Stands for these people with the account types that they have.
fn about(overtaken: &[MemberId], snapshot: &Snapshot) -> String {
    let held = |id: &MemberId| Some(format!("{id} {}", snapshot.member(id)?.account_type));
    let held: Vec<String> = overtaken.iter().filter_map(held).collect();
    digest(held.iter().map(String::as_str))
}

/// Whose account types somebody else has set while the form was filled in, and which hold.
fn question(overtaken: &[MemberId], snapshot: &Snapshot) -> impl IntoView + use<> {
    let people: Vec<_> = overtaken
        .iter()
        .filter_map(|id| snapshot.member(id))
        .map(|member| {
            let (name, kind) = (member.full_name(), snapshot.account_type_name(member).to_owned());
            view! { <li><bdi>{name}</bdi>" is "{kind}" by now"</li> }.into_any()
        })
        .collect();
    view! {
        <fieldset class="set" id="contest">
            <legend>"Changed since you opened this form"</legend>
            <p class="hint">"Nothing has been sent. Someone else has set these account types meanwhile."</p>
            {more::rows("bullets", people, SHOWN)}
            <input type="hidden" name="asked" value=about(overtaken, snapshot)/>
            <div class="cards" role="radiogroup" aria-label="Which account types hold">
                <label class="card"><input type="radio" name="keep" value="mine"/><span><b>"Set them as well"</b><small>"Everyone gets the account type below"</small></span></label>
                <label class="card"><input type="radio" name="keep" value="theirs"/><span><b>"Leave these as they are"</b><small>"Only the others get it"</small></span></label>
            </div>
        </fieldset>
    }
}
