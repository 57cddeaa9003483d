//! What the organisation allows everybody in Sigma, asked of Sigma while the page waits.

use crate::{
    features::shared::sigma_error_panel::sigma_error_panel,
    sigma::{Error, ErrorKind, SigmaClient, Switch},
    ui::panel::{Panel, fact},
};
use futures::future::join_all;
use leptos::prelude::*;

/// Each switch with what Sigma said of it.
pub struct Posture(Vec<(Switch, Result<bool, Error>)>);

/// Asks Sigma about each of them.
pub async fn of(client: &SigmaClient) -> Posture {
    let asked = Switch::ALL.map(|switch| async move { (switch, client.organization().is_on(switch).await) });
    Posture(join_all(asked).await)
}

impl Posture {
    /// The panel about it; one explanation where Sigma has told nothing at all.
    pub fn panel(self) -> AnyView {
        let is_silent = |(_, answer): &(Switch, Result<bool, Error>)| {
            answer.as_ref().is_err_and(|error| matches!(error.kind(), ErrorKind::NotAsked))
        };
        let body = if let Some((_, Err(error))) = self.0.iter().find(|answer| is_silent(answer)) {
            sigma_error_panel(error)
        } else {
            let facts: Vec<_> =
                self.0.iter().map(|(switch, answer)| fact(name(*switch), state(*switch, answer))).collect();
            view! { <dl class="facts">{facts}</dl> }.into_any()
        };
        view! { <Panel id="posture" title="Allowed in Sigma">{body}</Panel> }.into_any()
    }
}

fn name(switch: Switch) -> &'static str {
    match switch {
        Switch::PublicEmbeds => "Public embeds",
        Switch::BulkCopy => "Bulk copy",
        Switch::LicenceUpgradeRequests => "Upgrade requests",
    }
}

/// Whether it is on, and what that means; or why it is not known.
fn state(switch: Switch, answer: &Result<bool, Error>) -> AnyView {
    let (class, word, meaning) = match answer {
        Ok(true) => ("status is-active", "On", meaning(switch)),
        Ok(false) => ("status is-skipped", "Off", ""),
        Err(error) if error.status() == Some(403) => {
            ("status is-unknown", "Not known", "only an admin’s credentials may ask")
        }
        Err(error) if error.is_gone() => ("status is-unknown", "Not known", "this organization’s Sigma does not tell"),
        Err(_) => ("status is-unknown", "Not known", "Sigma did not answer"),
    };
    view! { <span class=class>{word}</span>" "<small class="muted">{meaning}</small> }.into_any()
}

/// What it means that something is on.
fn meaning(switch: Switch) -> &'static str {
    match switch {
        Switch::PublicEmbeds => "anybody with the link can see what is embedded publicly",
        Switch::BulkCopy => "people can copy many documents at once",
        Switch::LicenceUpgradeRequests => "people ask in Sigma, and admins get a mail",
    }
}
