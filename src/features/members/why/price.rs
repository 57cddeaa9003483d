//! What taking a reason away costs, in words and by name.

use super::{About, name};
use crate::{
    directory::{AccessTarget, Loss, Removal, Snapshot},
    domain::{Grantee, Member, Permission, ResourceRef},
    ui::count,
};
use leptos::prelude::*;

/// What somebody, or the members of a team, have less of afterwards.
pub struct Price {
    /// What becomes of the thing itself: “Keeps Can view on Finance.”
    itself: String,
    /// What else is lost, in a line: “Also loses 3 workspaces”; and by name.
    also: Option<(String, Vec<String>)>,
}

impl Price {
    /// Of removals that touch the member alone.
    pub fn of_member(member: &Member, removals: &[Removal], about: &About, snapshot: &Snapshot) -> Self {
        let losses = snapshot.lost_by(member, removals);
        let (itself, others): (Vec<Loss>, Vec<Loss>) = losses.into_iter().partition(|loss| loss.target == about.target);
        let itself = match itself.first() {
            Some(Loss { after: Some(left), .. }) => format!("Keeps {} on {}.", left.label(), about.name),
            Some(Loss { after: None, .. }) => format!("Loses {}.", about.name),
            None => format!("Keeps the same access to {} another way.", about.name),
        };
        Self { itself, also: also(&others, snapshot) }
    }

    /// Of a team's grant, which touches everybody in the team.
    fn of_team(team: &Grantee, on: &AccessTarget, about: &About, snapshot: &Snapshot) -> Self {
        let mut forecast = snapshot.forecast();
        forecast.grant(on.clone(), team.clone(), None);
        let people = forecast.differences().len();
        let what = name(on, snapshot).unwrap_or_else(|| about.name.clone());
        let itself = match people {
            0 => format!("Nobody loses access to {what}: everyone in the team keeps it another way."),
            n => format!("{} of the team lose access to {what}, or part of it.", count(n, "member", "members")),
        };
        Self { itself, also: None }
    }

    /// Of one removal.
    pub fn of(removal: &Removal, member: &Member, about: &About, snapshot: &Snapshot) -> Self {
        match removal {
            Removal::Revoke { grantee: team @ Grantee::Team(_), on } => Self::of_team(team, on, about, snapshot),
            Removal::Leave(_) | Removal::Revoke { grantee: Grantee::Member(_), .. } => {
                Self::of_member(member, std::slice::from_ref(removal), about, snapshot)
            }
        }
    }

    /// The price as text, with names to unfold.
    pub fn view(self) -> impl IntoView {
        let also = self.also.map(|(words, names)| {
            view! { <details class="price-also"><summary>{words}</summary><p>{names.join(", ")}</p></details> }
        });
        view! { <div class="price">{self.itself}{also}</div> }
    }
}

/// What else is lost: how many of each kind, and which.
fn also(losses: &[Loss], snapshot: &Snapshot) -> Option<(String, Vec<String>)> {
    let of = |is: fn(&AccessTarget) -> bool| losses.iter().filter(|loss| is(&loss.target)).count();
    let workspaces = of(|target| matches!(target, AccessTarget::Resource(ResourceRef::Workspace(_))));
    let connections = of(|target| matches!(target, AccessTarget::Resource(ResourceRef::Connection(_))));
    let documents = of(|target| matches!(target, AccessTarget::Document(_)));
    let parts = [
        (workspaces, "workspace", "workspaces"),
        (connections, "connection", "connections"),
        (documents, "document", "documents"),
    ];
    let parts: Vec<String> =
        parts.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| count(n, one, many)).collect();
    let listed = match parts.as_slice() {
        [] => return None,
        [one] => one.clone(),
        [first, second] => format!("{first} and {second}"),
        [first, second, rest @ ..] => format!("{first}, {second} and {}", rest.join(", ")),
    };
    Some((format!("Also loses {listed}"), losses.iter().map(|loss| line(loss, snapshot)).collect()))
}

/// “Finance: keeps Can view”, or the name alone.
fn line(loss: &Loss, snapshot: &Snapshot) -> String {
    let name = name(&loss.target, snapshot).unwrap_or_else(|| loss.target.subject().key());
    match loss.after.as_ref().map(Permission::label) {
        Some(left) => format!("{name}: keeps {left}"),
        None => name,
    }
}
