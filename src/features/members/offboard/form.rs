//! What is asked about somebody who leaves, for one person and for many.

use crate::{
    components::{
        field,
        list::Named,
        one_of::{self, OneOf},
        review::Kept,
    },
    directory::Snapshot,
    domain::{Deactivation, Intent, Invalid, LeftDocuments, MemberId},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Field of the one who takes over the documents; the same as in the refusals of planning.
const HEIR: &str = "new_owner";

/// The form as it was filled in, right or wrong.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    /// `hand` them to somebody, or `archive` them.
    documents: String,
    /// Who takes them over, as typed.
    new_owner: String,
    /// `on` when scheduled exports are archived.
    exports: String,
    /// `on` when refresh tokens end.
    tokens: String,
    /// `on` when teams are left.
    teams: String,
    /// `on` when direct grants are taken away.
    grants: String,
    /// The button that was pressed.
    #[serde(rename = "do", skip_serializing)]
    pressed: String,
    /// An earlier state of the form that the review brings back.
    #[serde(rename = "form", skip_serializing)]
    pub kept: Option<Kept>,
}

impl Form {
    /// The form before anybody has filled it in: everything that closes a door is on.
    pub fn fresh() -> Self {
        let on = || "on".to_owned();
        Self { documents: "hand".into(), tokens: on(), teams: on(), grants: on(), ..Self::default() }
    }

    /// Does what a button of the heir's field says; whether one was pressed.
    pub fn press(&mut self) -> bool {
        if let Some(id) = one_of::taken(HEIR, &self.pressed) {
            id.clone_into(&mut self.new_owner);
            "hand".clone_into(&mut self.documents);
            return true;
        }
        self.pressed == "find"
    }

    /// Offboards these people as the form says.
    ///
    /// # Errors
    /// Every field that needs attention.
    pub fn intent(&self, members: Vec<MemberId>, snapshot: &Snapshot) -> Result<Intent, Invalid> {
        let documents = match self.documents.as_str() {
            "archive" => LeftDocuments::Archive,
            "hand" => {
                let heir = one_of::active_member(&self.new_owner, snapshot);
                match heir.id() {
                    Some(id) => LeftDocuments::HandTo(id.into()),
                    None => return Err(unsettled(&heir)),
                }
            }
            _ => return Err(Invalid::one("documents", "Say what becomes of the documents.")),
        };
        Ok(Intent::Offboard {
            members,
            how: Deactivation { documents, archive_scheduled_exports: self.exports == "on" },
            revoke_tokens: self.tokens == "on",
            leave_teams: self.teams == "on",
            revoke_grants: self.grants == "on",
        })
    }

    /// What is wrong with the heir's field, where a name was typed.
    pub fn heir_errors(&self, snapshot: &Snapshot) -> Invalid {
        let heir = one_of::active_member(&self.new_owner, snapshot);
        if matches!(heir, Named::Unknown { .. }) { unsettled(&heir) } else { Invalid::new() }
    }

    /// The fields. `likely` are people that are offered as heirs before anything is typed.
    pub fn view(&self, likely: Vec<(String, String)>, errors: &Invalid, snapshot: &Snapshot) -> impl IntoView + use<> {
        let hands = self.documents == "hand";
        let archives = self.documents == "archive";
        let wrong = errors.of("documents").map(|error| field::field_error("documents", error.to_owned()));
        let heir = OneOf {
            name: HEIR,
            of: "people",
            label: "Who takes over the documents",
            hint: "An active member. The documents appear in their “My documents”.",
            placeholder: "Name or e-mail",
            named: one_of::active_member(&self.new_owner, snapshot),
            likely,
            error: errors.of(HEIR).map(str::to_owned),
        };
        view! {
            <fieldset class="set" id="documents">
                <legend>"Documents"</legend>
                <div class="cards">
                    <label class="card">
                        <input type="radio" name="documents" value="hand" checked=hands/>
                        <span><b>"Hand them over"</b><small>"Somebody else owns them from then on"</small></span>
                    </label>
                    <label class="card">
                        <input type="radio" name="documents" value="archive" checked=archives/>
                        <span><b>"Archive them"</b><small>"Nobody sees them until they are restored, one by one"</small></span>
                    </label>
                </div>
                {wrong}
                {heir.view()}
                {check("exports", &self.exports, "Archive scheduled exports", "Otherwise they go on under the new owner")}
            </fieldset>
            <fieldset class="set">
                <legend>"Access"</legend>
                {check("tokens", &self.tokens, "End refresh tokens", "Those of single sign-on and warehouses, at once; a session that runs lasts until it expires")}
                {check("teams", &self.teams, "Leave all teams", "A later return does not bring back what the teams give")}
                {check("grants", &self.grants, "Revoke direct grants", "Nor what was given to the person itself")}
            </fieldset>
        }
    }
}

fn unsettled(heir: &Named) -> Invalid {
    let mut errors = Invalid::new();
    if let Some(problem) = one_of::unsettled(heir, "person") {
        errors.add(HEIR, problem);
    }
    errors
}

fn check(name: &'static str, value: &str, label: &'static str, detail: &'static str) -> impl IntoView + use<> {
    let checked = value == "on";
    view! {
        <label class="check">
            <input type="checkbox" name=name value="on" checked=checked/>
            <span>{label}<small>{detail}</small></span>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Form {
        serde_qs::from_str(text).unwrap()
    }

    #[test]
    fn what_is_not_ticked_is_off() {
        let form = read("documents=archive&teams=on&do=plan");
        assert_eq!([&form.teams, &form.tokens, &form.grants, &form.exports].map(String::as_str), ["on", "", "", ""]);
        assert_eq!(Form::fresh().tokens, "on");
    }

    #[test]
    fn a_choice_of_the_heir_is_no_plan_yet() {
        let mut form = read("documents=archive&new_owner=ann&do=take%3Anew_owner%3Amember%3Am-2");
        assert!(form.press());
        assert_eq!((form.new_owner.as_str(), form.documents.as_str()), ("m-2", "hand"));
        assert!(read("do=find").press() && !read("do=plan").press());
    }
}
