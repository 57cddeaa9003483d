//! Copying the database from the command line.

use super::config::Config;
use crate::store;
use anyhow::Context;
use secrecy::ExposeSecret;
use std::path::Path;

/// Copies the portal's `SQLite` database into a new file while the portal runs.
///
/// # Errors
/// That it is kept by a server, or why the copy cannot be made.
pub async fn back_up(config: &Config, to: &Path) -> anyhow::Result<()> {
    store::back_up(config.database_url.expose_secret(), to).await.context("no backup was made")?;
    println!("The database is in {}. It holds sessions and names: keep it readable by you alone.", to.display());
    Ok(())
}
