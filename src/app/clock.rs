//! The clocks of the process, the database and other processes: whether they agree, and whether the database answers.
//!
//! Leases are told by the database's clock alone. Everything else is told by that of the process: when sessions and
//! reviews end, the order of the audit log, what was changed while the directory was read. So the clocks need not agree
//! to the second, but must not be minutes apart. Sigma's clock is compared too: what Sigma has written down is told by
//! Sigma's own time only, but its times stand on pages beside the portal's.

use crate::{
    sigma::{Clocks, SigmaClient},
    store::{self, Store},
};
use anyhow::bail;
use jiff::SignedDuration;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// From which difference on the portal does not start.
const TOO_FAR: SignedDuration = SignedDuration::from_secs(30);
/// From which difference on it is worth a warning.
const NOTICEABLE: SignedDuration = SignedDuration::from_secs(5);
/// How often the database is looked at.
const EVERY: Duration = Duration::from_secs(5);
/// The same while it does not answer.
const EVERY_IN_OUTAGE: Duration = Duration::from_secs(1);

/// How far the database's clock is ahead of this machine's. It has been read at some moment while the answer was on its
/// way: the middle is taken for it.
async fn ahead(store: &Store) -> Result<SignedDuration, store::Error> {
    let (began, asked) = (store.clock().of_machine(), Instant::now());
    let theirs = store.look().await?;
    Ok(theirs.duration_since(began) - SignedDuration::try_from(asked.elapsed() / 2).unwrap_or_default())
}

/// Makes sure that the clocks agree well enough to start.
///
/// # Errors
/// That they do not, or that the database did not say what time it is.
pub(super) async fn agree(store: &Store) -> anyhow::Result<()> {
    let ahead = ahead(store).await?;
    if ahead.abs() > TOO_FAR {
        bail!(
            "{}. The portal starts when they are less than {} seconds apart: keep both on time, for example with NTP",
            difference(ahead),
            TOO_FAR.as_secs()
        );
    }
    Ok(())
}

fn difference(ahead: SignedDuration) -> String {
    let way = if ahead.is_negative() { "behind" } else { "ahead of" };
    format!("The database's clock is {:.1} s {way} this machine's", ahead.abs().as_secs_f64())
}

/// Says when the database stops answering and when it answers again, and when its clock or Sigma's goes astray, until
/// `stop`.
/// While it does not answer, what can be shown without it is shown without waiting for it.
pub(super) async fn watch(store: Store, client: SigmaClient, stop: CancellationToken) {
    let (mut is_out, mut is_astray, mut is_far_from_sigma) = (false, false, false);
    loop {
        let warning = client.clocks().as_ref().and_then(Clocks::warning);
        if let Some(warning) = warning.as_ref().filter(|_| !is_far_from_sigma) {
            tracing::warn!("{warning}");
        }
        is_far_from_sigma = warning.is_some();
        match ahead(&store).await {
            Ok(ahead) => {
                if is_out {
                    tracing::info!("The database answers again");
                }
                is_out = false;
                let astray = ahead.abs() > NOTICEABLE;
                if astray && !is_astray {
                    tracing::warn!("{}: keep both on time", difference(ahead));
                }
                is_astray = astray;
            }
            Err(error) => {
                if !is_out {
                    tracing::error!(%error, "The database does not answer; what needs it fails until it does");
                }
                is_out = true;
            }
        }
        let pause = if is_out { EVERY_IN_OUTAGE } else { EVERY };
        if stop.run_until_cancelled(tokio::time::sleep(pause)).await.is_none() {
            return;
        }
    }
}
