//! What the organisation allows everybody in Sigma, asked of Sigma while the page waits; and turning it on or off.

use super::actions::SetSwitch;
use crate::{
    directory::{Coverage, Snapshot},
    domain::{AppError, ChangeId, Intent, OrganizationSwitch},
    features::shared::{review, sigma_error_panel::sigma_error_panel},
    sigma::{Error, ErrorKind, SigmaClient},
    ui::{count, number, panel::Panel},
    web::{NavItem, RequestContext, paths},
};
use futures::future::join_all;
use leptos::{prelude::*, server_fn::ServerFn};

/// Each switch with what Sigma said of it.
pub struct Posture(Vec<(OrganizationSwitch, Result<bool, Error>)>);

/// Asks Sigma about each of them.
pub async fn of(client: &SigmaClient) -> Posture {
    let asked =
        OrganizationSwitch::ALL.map(|switch| async move { (switch, client.organization().is_on(switch).await) });
    Posture(join_all(asked).await)
}

/// Plans to turn a switch on or off and leads to the review. What it is now is asked of Sigma: the page may be old.
///
/// # Errors
/// [`AppError::Unreadable`] for words that no page sends, [`AppError::Refused`] where it is so already or Sigma does not
/// tell, and as [`RequestContext::propose`].
pub async fn propose(cx: &RequestContext, switch: &str, to: &str) -> Result<ChangeId, AppError> {
    let switch = OrganizationSwitch::from_slug(switch).ok_or(AppError::Unreadable)?;
    let enabled = match to {
        "on" => true,
        "off" => false,
        _ => return Err(AppError::Unreadable),
    };
    match cx.sigma().organization().is_on(switch).await {
        Ok(now) if now == enabled => {
            return Err(AppError::Refused(format!("{} are {to} already.", switch.label())));
        }
        Ok(_) => {}
        Err(error) => return Err(AppError::Refused(format!("Nothing was changed. {error}"))),
    }
    cx.propose(Intent::SetSwitch { switch, enabled }, NavItem::Settings).await.map_err(review::in_words)
}

impl Posture {
    /// The panel about it; one explanation where Sigma has told nothing at all. With `writes`, a button beside each.
    pub fn panel(self, writes: bool, snapshot: Option<&Snapshot>) -> AnyView {
        let is_silent = |(_, answer): &(OrganizationSwitch, Result<bool, Error>)| {
            answer.as_ref().is_err_and(|error| matches!(error.kind(), ErrorKind::NotAsked))
        };
        let body = if let Some((_, Err(error))) = self.0.iter().find(|answer| is_silent(answer)) {
            sigma_error_panel(error)
        } else {
            let rows: Vec<_> = self.0.iter().map(|(switch, answer)| row(*switch, answer, writes)).collect();
            view! { <ul class="rows">{rows}</ul> }.into_any()
        };
        let embeds = snapshot.map(embeds);
        view! { <Panel id="posture" title="Allowed in Sigma">{body}{embeds}</Panel> }.into_any()
    }
}

/// What is embedded publicly, as far as it is known.
fn embeds(snapshot: &Snapshot) -> impl IntoView + use<> {
    let public = snapshot.embeds().filter(|(_, embed, _)| embed.is_public).count();
    let Coverage { all, known, .. } = snapshot.embeds_coverage();
    let words = format!(
        "{} known, in {} of {} workbooks",
        count(public, "public embed", "public embeds"),
        number(known),
        number(all)
    );
    view! { <p class="panel-foot"><a href=paths::public_embeds()>{words}</a></p> }
}

/// A switch: whether it is on, what that means, and turning it; or why it is not known.
fn row(switch: OrganizationSwitch, answer: &Result<bool, Error>, writes: bool) -> impl IntoView + use<> {
    let (class, word, meaning) = match answer {
        Ok(true) => ("status is-active", "On", switch.meaning()),
        Ok(false) => ("status is-skipped", "Off", switch.meaning()),
        Err(error) if error.status() == Some(403) => {
            ("status is-unknown", "Unknown", "Only an admin’s credentials may ask.")
        }
        Err(error) if error.is_gone() => ("status is-unknown", "Unknown", "Sigma doesn’t offer this setting here."),
        Err(_) => ("status is-unknown", "Unknown", "Sigma didn’t answer."),
    };
    let turn = answer.as_ref().ok().filter(|_| writes).map(|enabled| {
        let to = if *enabled { "off" } else { "on" };
        let label = format!("Turn {to} {}", switch.label().to_lowercase());
        view! {
            <form method="post" action=SetSwitch::url()>
                <input type="hidden" name="switch" value=switch.slug()/>
                <button class="btn btn-sm" name="to" value=to aria-label=label>{format!("Turn {to}")}</button>
            </form>
        }
    });
    view! {
        <li>
            <div class="row-text"><b>{switch.label()}</b><small>{meaning}</small></div>
            <span class=class>{word}</span>
            {turn}
        </li>
    }
}
