//! Request policies: who may ask for what, and who decides; by kind and by thing.

mod actions;
mod edit;
mod export;
mod form;
mod list;

use crate::{
    domain::{Approvers, Asking, Automatic, Policy},
    web::{Pages, get, paths},
};

pub fn routes() -> Pages {
    Pages::new()
        .route(paths::POLICIES, get(list::show))
        .route(paths::POLICY_EDIT, get(edit::form))
        .route(paths::POLICIES_EXPORT, get(export::download))
}

/// Who may ask, in a few words.
fn asking(policy: &Policy) -> &'static str {
    match policy.asking {
        Asking::Nobody => "Nobody",
        Asking::Everyone => "Everyone",
        Asking::Teams(_) => "Members of a team",
    }
}

/// Who decides, in a few words.
fn deciding(policy: &Policy) -> String {
    let by: Vec<&str> = policy
        .stages
        .iter()
        .map(|by| match by {
            Approvers::Owners => "owners",
            Approvers::Admins => "admins",
            Approvers::People(_) => "named approvers",
        })
        .collect();
    let decided = format!("By {}", by.join(", then "));
    match policy.automatic {
        Automatic::Never => decided,
        Automatic::Always => "Granted automatically".to_owned(),
        Automatic::Teams(_) => format!("{decided}; automatically for members of a team"),
    }
}
