//! Who gets access to a workspace that is about to be made.

use super::actions::CreateWorkspace;
use crate::{
    directory::Snapshot,
    domain::{Actor, Grantee, Invalid, WorkspacePermission},
    features::shared::grant_editor::{EditorParts, EditorSubject, GrantEditor, GrantRow, GrantRows},
    ui::field,
};
use leptos::{prelude::*, server_fn::ServerFn};

/// Name of the editor in the form, and of what is wrong with it.
const NAME: &str = "grants";

/// The rows with what their buttons ask for, done.
pub struct FirstAccess(GrantEditor);

impl FirstAccess {
    /// The rows as they were posted.
    pub fn settled(posted: GrantRows, actor: &Actor, snapshot: &Snapshot) -> Self {
        Self(GrantEditor::settled(posted, &*EditorSubject::new_workspace().candidates(actor, snapshot, &[])))
    }

    /// Who gets which level.
    ///
    /// # Errors
    /// That it is not clear who is meant by a name.
    pub fn access(&self) -> Result<Vec<(Grantee, WorkspacePermission)>, Invalid> {
        if let Some(why) = self.0.unclear(EditorSubject::new_workspace().noun()) {
            return Err(Invalid::one(NAME, why));
        }
        let row = |row: &GrantRow| Some((Grantee::from_key(&row.id)?, WorkspacePermission::from_slug(&row.level)?));
        Ok(self.0.rows.iter().filter_map(row).collect())
    }

    /// The editor, with what is wrong.
    pub fn view(self, errors: &Invalid, actor: &Actor, snapshot: &Snapshot) -> impl IntoView + use<> {
        let subject = EditorSubject::new_workspace();
        let candidates = subject.candidates(actor, snapshot, &[]);
        let question = self.0.unclear(subject.noun()).filter(|_| errors.of(NAME).is_none());
        let (label, add) = ("Who gets access", "Add a person or team");
        let parts = EditorParts { name: NAME, label, add, subject: subject.clone(), function: CreateWorkspace::url() };
        let editor = self.0.view(parts, question, &*candidates, snapshot);
        let error = errors.of(NAME).map(|error| field::field_error(NAME, error.to_owned()));
        view! {
            <fieldset class="set">
                <legend>"Access"</legend>
                <p class="hint">"Optional. Prefer a team over single people."</p>
                {editor}
                {error}
            </fieldset>
        }
    }
}
