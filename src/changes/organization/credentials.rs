//! Renewing the portal's own API credentials: made, tried, used, and only then those before deleted.
//!
//! Where the new ones live: in the database, encrypted by a key that follows from `PORTAL_SECRET`, in place of those that the
//! configuration names and for as long as it names those. The configuration itself cannot take them. It comes from the
//! environment, from a read-only file or a credential of the service manager, differs from process to process, and a pair
//! is two settings that no file changes at once. What an operator sets by hand wins, as it is another client id.
//!
//! The secret is in no step: a change is shown, sealed and audited. Each step is good by itself when the process ends
//! after it. Between Sigma's answer and the database's there is a moment in which the secret is nowhere; Sigma has no list
//! of credentials, so that step is never repeated, and says what to look for.

use super::super::{
    calls::{Context, LookError, Reconciled, described, gone, missing},
    machine::Outcome,
};
use crate::{
    domain::{MemberId, Step, StepError, text::isolated},
    sigma::{self, Credentials},
    store::{self, Renewed},
};

/// Why nothing is made that could not be kept.
pub const NO_SECRET: &str = "Set PORTAL_SECRET first: the new credentials are kept encrypted with it.";

/// Whether this change has made its credentials.
pub async fn look_for_made(cx: &Context<'_>, step: &Step, name: &str) -> Result<Reconciled, LookError> {
    if cx.store.credentials_of(&cx.change.id).await?.is_some() {
        return Ok(Reconciled::met(true));
    }
    if !cx.store.keeps_secrets() {
        return Ok(Reconciled::Changed(NO_SECRET.to_owned()));
    }
    if step.may_have_arrived() {
        return Ok(Reconciled::Changed(format!("Whether Sigma has made them isn’t known. {}", look_in_sigma(name))));
    }
    Ok(Reconciled::send(&step.call))
}

/// Makes credentials and keeps their secret. What cannot be kept is deleted again.
pub async fn create(cx: &Context<'_>, owner: &MemberId, name: &str) -> Result<Outcome, sigma::Error> {
    let made = cx.client.api_credentials().create(owner, name).await?;
    let Credentials { client_id, client_secret } = &made.value;
    let now = cx.store.clock().now();
    let Err(error) = cx.store.keep_credentials(&cx.change.id, client_id, client_secret, now).await else {
        return Ok(Outcome::done(made.request_id));
    };
    let rest = match cx.client.api_credentials().delete(client_id).await {
        Ok(_) => "They were deleted in Sigma again.".to_owned(),
        Err(_) => look_in_sigma(name),
    };
    Ok(Outcome::refused(format!("The new credentials could not be kept: {error}. {rest}")))
}

/// What to do about credentials whose secret nobody has.
fn look_in_sigma(name: &str) -> String {
    format!(
        "Delete “{}” in Sigma under Administration, Developer access, if it is there, and renew the credentials anew.",
        isolated(name)
    )
}

/// Whether the new credentials are in use.
pub async fn look_for_used(cx: &Context<'_>, step: &Step) -> Result<Reconciled, LookError> {
    let Some(renewed) = cx.store.credentials_of(&cx.change.id).await? else { return Ok(Reconciled::missing()) };
    Ok(if renewed.used_at.is_some() { Reconciled::met(true) } else { Reconciled::send(&step.call) })
}

/// Tries the new credentials, and has every process use them where Sigma knows them as whose the present ones are.
pub async fn use_new(cx: &Context<'_>) -> Outcome {
    match tried(cx).await {
        Ok(outcome) => outcome,
        Err(error) => Outcome::refused(format!("Nothing was switched: {error}.")),
    }
}

async fn tried(cx: &Context<'_>) -> Result<Outcome, store::Error> {
    let Some(renewed) = cx.store.credentials_of(&cx.change.id).await? else { return Ok(missing()) };
    let new = credentials(cx, &renewed)?;
    let trial = cx.client.with_credentials(new.clone());
    let who = match (trial.whoami().await, cx.client.whoami().await) {
        (Ok(new), Ok(present)) => (new, present),
        (Err(error), _) | (_, Err(error)) => {
            let failed = described(&error);
            let message = format!("Nothing was switched: the new credentials could not be tried. {}", failed.message);
            return Ok(Outcome::Failed(StepError { message, ..failed }));
        }
    };
    if who.0 != who.1 {
        return Ok(Outcome::refused("Nothing was switched: the new credentials act as someone else."));
    }
    cx.store.use_credentials(&cx.change.id, &cx.client.client_id(), cx.store.clock().now()).await?;
    cx.client.replace_credentials(new);
    Ok(Outcome::done(None))
}

/// Whether there is something left that the new credentials have replaced. Sigma lists none, so one that is gone already is
/// found by deleting it.
pub async fn look_for_replaced(cx: &Context<'_>, step: &Step) -> Result<Reconciled, LookError> {
    Ok(match cx.store.credentials_of(&cx.change.id).await? {
        None | Some(Renewed { used_at: None, .. }) => Reconciled::missing(),
        Some(Renewed { replaced: None, .. }) => Reconciled::met(true),
        Some(Renewed { replaced: Some(_), .. }) => Reconciled::send(&step.call),
    })
}

/// Deletes what the new credentials have replaced, with the new ones: deleting ends the tokens of those before. Processes
/// that still have such a token are refused once, find the new credentials in the database and go on with them.
pub async fn delete_replaced(cx: &Context<'_>) -> Result<Outcome, sigma::Error> {
    let failed = |error: &store::Error| Outcome::refused(format!("Nothing was deleted: {error}."));
    let renewed = match cx.store.credentials_of(&cx.change.id).await {
        Ok(Some(renewed)) => renewed,
        Ok(None) => return Ok(missing()),
        Err(error) => return Ok(failed(&error)),
    };
    let Some(replaced) = &renewed.replaced else { return Ok(Outcome::met()) };
    // Another process may have put them to use, and this one taken the change over.
    if cx.client.client_id() == *replaced {
        match credentials(cx, &renewed) {
            Ok(new) => cx.client.replace_credentials(new),
            Err(error) => return Ok(failed(&error)),
        }
    }
    delete(cx, replaced).await
}

/// Deletes credentials at Sigma, and what is kept of them.
async fn delete(cx: &Context<'_>, client_id: &str) -> Result<Outcome, sigma::Error> {
    let outcome = gone(cx.client.api_credentials().delete(client_id).await)?;
    match cx.store.credentials_deleted(&cx.change.id, client_id).await {
        Ok(()) => Ok(outcome),
        Err(error) => Ok(Outcome::refused(format!("They were deleted, which could not be written down: {error}."))),
    }
}

/// Whether credentials that were left are there still, as far as is written down, and nothing has come back to them.
pub async fn look_for_left(cx: &Context<'_>, step: &Step, client_id: &str) -> Result<Reconciled, LookError> {
    if cx.store.credentials_named(client_id).await?.is_none() {
        return Ok(Reconciled::met(step.may_have_arrived()));
    }
    let left = cx.store.credentials_left(&cx.client.client_id()).await?;
    if left.iter().any(|left| left.client_id == client_id) {
        return Ok(Reconciled::send(&step.call));
    }
    Ok(Reconciled::Changed("They stand for the credentials of the configuration again.".to_owned()))
}

/// Deletes credentials that the portal has made and that its configuration has moved on from.
pub async fn delete_left(cx: &Context<'_>, client_id: &str) -> Result<Outcome, sigma::Error> {
    delete(cx, client_id).await
}

fn credentials(cx: &Context<'_>, renewed: &Renewed) -> Result<Credentials, store::Error> {
    Ok(Credentials { client_id: renewed.client_id.clone(), client_secret: cx.store.secret_of(renewed)? })
}
