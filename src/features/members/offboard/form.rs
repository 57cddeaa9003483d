//! What is asked about somebody who leaves, for one person and for many.

use crate::{
    directory::Snapshot,
    domain::{Deactivation, Intent, Invalid, LeftDocuments, MemberId},
    features::shared::{new_owner, picker::Candidate},
    ui::field,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The fields as they were filled in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OffboardOptions {
    /// `hand` them to somebody, or `archive` them.
    documents: String,
    /// Who takes them over, as typed.
    new_owner: String,
    /// Key of the person whom a button of that field picks.
    new_owner_pick: String,
    /// `on` when scheduled exports are archived.
    exports: String,
    /// `on` when refresh tokens end.
    tokens: String,
    /// `on` when teams are left.
    teams: String,
    /// `on` when direct grants are taken away.
    grants: String,
}

impl OffboardOptions {
    /// The form before anybody has filled it in: everything that closes a door is on.
    pub fn fresh() -> Self {
        let on = || "on".to_owned();
        Self { documents: "hand".into(), tokens: on(), teams: on(), grants: on(), ..Self::default() }
    }

    /// The form with the new owner whom a button picked.
    pub fn picked(self) -> Self {
        if self.new_owner_pick.is_empty() {
            return self;
        }
        Self { documents: "hand".into(), new_owner: self.new_owner_pick, new_owner_pick: String::new(), ..self }
    }

    /// Offboards these people as the form says.
    ///
    /// # Errors
    /// Every field that needs attention.
    pub fn intent(&self, members: Vec<MemberId>, snapshot: &Snapshot) -> Result<Intent, Invalid> {
        let documents = match self.documents.as_str() {
            "archive" => LeftDocuments::Archive,
            "hand" => LeftDocuments::HandTo(new_owner::meant(&self.new_owner, snapshot)?),
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

    /// What is wrong with the new owner's name before anything is planned: that nobody has it.
    pub fn unknown(&self, snapshot: &Snapshot) -> Invalid {
        new_owner::unknown(&self.new_owner, snapshot)
    }

    /// The fields of the form of the function at `url`. `likely` are people that are offered as new owners before
    /// anything is typed.
    pub fn view(
        &self,
        url: &str,
        likely: Vec<Candidate>,
        errors: &Invalid,
        snapshot: &Snapshot,
    ) -> impl IntoView + use<> {
        let hands = self.documents == "hand";
        let archives = self.documents == "archive";
        let wrong = errors.of("documents").map(|error| field::field_error("documents", error.to_owned()));
        let hint = "An active member. The documents appear in their “My documents”.";
        let new_owner = new_owner::field(url, &self.new_owner, hint, likely, errors, snapshot);
        view! {
            <fieldset class="set" id="documents">
                <legend>"Documents"</legend>
                <div class="cards">
                    <label class="card">
                        <input type="radio" name="documents" value="hand" checked=hands/>
                        <span><b>"Hand them over"</b><small>"Someone else owns them from then on"</small></span>
                    </label>
                    <label class="card">
                        <input type="radio" name="documents" value="archive" checked=archives/>
                        <span><b>"Archive them"</b><small>"Nobody sees them until they are restored, one by one"</small></span>
                    </label>
                </div>
                {wrong}
                {new_owner.view()}
                {check("exports", &self.exports, "Archive scheduled exports", "Otherwise they go on under the new owner")}
            </fieldset>
            <fieldset class="set">
                <legend>"Access"</legend>
                {check("tokens", &self.tokens, "End refresh tokens", "Ends SSO and warehouse refresh tokens now; open sessions last until they expire")}
                {check("teams", &self.teams, "Leave all teams", "Reactivating won’t restore team access")}
                {check("grants", &self.grants, "Revoke direct grants", "Reactivating won’t restore direct grants")}
            </fieldset>
        }
    }
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

    fn read(text: &str) -> OffboardOptions {
        serde_qs::from_str(text).unwrap()
    }

    #[test]
    fn what_is_not_ticked_is_off() {
        let options = read("documents=archive&teams=on");
        let [teams, tokens, grants, exports] =
            [&options.teams, &options.tokens, &options.grants, &options.exports].map(String::as_str);
        assert_eq!([teams, tokens, grants, exports], ["on", "", "", ""]);
        assert_eq!(OffboardOptions::fresh().tokens, "on");
    }

    #[test]
    fn who_is_picked_counts_and_has_the_documents_handed_over() {
        let options = read("documents=archive&new_owner=ann&new_owner_pick=m-2").picked();
        assert_eq!((options.new_owner.as_str(), options.documents.as_str()), ("m-2", "hand"));
        let options = read("documents=archive&new_owner=ann").picked();
        assert_eq!((options.new_owner.as_str(), options.documents.as_str()), ("ann", "archive"));
    }
}
