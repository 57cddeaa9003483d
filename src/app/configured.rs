//! Who is an admin of the portal by its configuration only: named when it starts, because nobody sees it in Sigma.

use crate::directory::{Authority, Directory};

/// Names them in the log, once the directory is there to compare the configuration with.
pub async fn name_in_log(authority: &Authority, directory: &Directory) {
    let mut status = directory.watch();
    loop {
        if let Some(snapshot) = directory.snapshot() {
            for admin in authority.configured_only(&snapshot) {
                tracing::warn!(
                    address = admin.address,
                    "{} is an admin of the portal by PORTAL_ADMINS only: it {}",
                    admin.address,
                    admin.standing
                );
            }
            return;
        }
        if status.changed().await.is_err() {
            return;
        }
    }
}
