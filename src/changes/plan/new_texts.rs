//! Of a wish only what is new: values that are held already are neither checked nor written.

use super::super::{attributes, guard::Refusal};
use crate::{
    directory::Snapshot,
    domain::{Intent, text::isolated},
};

/// The wish without the values that Sigma holds already, its new texts folded.
///
/// # Errors
/// What is unfit about a new text, field by field; that nothing is new about a name.
pub fn checked(intent: &Intent, snapshot: &Snapshot) -> Result<Intent, Refusal> {
    let mut intent = intent.clone();
    match &mut intent {
        Intent::EditMember { member_id, patch, .. } => {
            if let Some(member) = snapshot.member(member_id) {
                *patch = patch.clone().against(member);
            }
        }
        Intent::EditTeam { team_id, patch, .. } => {
            if let Some(team) = snapshot.team(team_id) {
                *patch = patch.clone().against(team);
            }
        }
        Intent::EditConnection { connection_id, patch, .. } => {
            if let Some(connection) = snapshot.connection(connection_id) {
                *patch = patch.clone().against(connection);
            }
        }
        Intent::RenameWorkspace { workspace_id, name, .. } => {
            if snapshot.workspace(workspace_id).is_some_and(|held| held.name == *name) {
                return Err(Refusal::Nothing(format!("The workspace is already named {}.", isolated(name))));
            }
        }
        Intent::SetAttributes { values, .. } => {
            values.retain(|wish| attributes::plan::held(&wish.attribute_id, &wish.holder, snapshot) != wish.value);
        }
        Intent::EditDocument { patch, before, .. } => {
            patch.name.take_if(|name| before.name.as_ref() == Some(name));
            patch.description.take_if(|description| before.description.as_ref() == Some(description));
        }
        Intent::Onboard { .. }
        | Intent::SetAccountType { .. }
        | Intent::Offboard { .. }
        | Intent::Reactivate { .. }
        | Intent::DeleteMember { .. }
        | Intent::CreateTeam { .. }
        | Intent::DeleteTeam { .. }
        | Intent::EditTeamMembers { .. }
        | Intent::CreateWorkspace { .. }
        | Intent::DeleteWorkspace { .. }
        | Intent::CreateAttribute { .. }
        | Intent::SetSwitch { .. }
        | Intent::RenewCredentials { .. }
        | Intent::DeleteLeftCredentials { .. }
        | Intent::SetAccess { .. }
        | Intent::AdjustMembers { .. }
        | Intent::ChangeOwner { .. }
        | Intent::SetPathAccess { .. }
        | Intent::ShareDocument { .. }
        | Intent::Materialize { .. }
        | Intent::Undo { .. } => {}
    }
    Ok(intent.checked()?)
}
