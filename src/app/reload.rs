//! Reading credentials and the log filter anew while the portal runs: on SIGHUP, from the files that the settings name.
//! Everything else is read at the start.

use super::{
    config::{Config, Overrides, Problems, SigmaAccess},
    credentials::configure_credentials,
    running::Running,
};
use crate::{
    auth::{Auth, AuthConfig},
    sigma::Credentials,
    web::configure_log,
};
use secrecy::ExposeSecret;
use tokio::signal::unix::Signal;

/// Reads credentials anew whenever the process is told to, for as long as it is waited for.
pub async fn on_hangup(running: &Running, overrides: &Overrides, mut hangups: Signal) {
    while hangups.recv().await.is_some() {
        reload(running, overrides).await;
    }
    // Nobody can tell it to any more; it goes on as it is.
    std::future::pending::<()>().await;
}

/// Reads credentials anew and puts them to use; those that are wrong stay as they were. What stands against it goes into the
/// log, by the name of the setting and without its value. Whether all were taken.
pub async fn reload(running: &Running, overrides: &Overrides) -> bool {
    let config = match read(overrides).await {
        Ok(config) => config,
        Err(problems) => {
            tracing::error!("Nothing was read anew, because these settings need attention:\n{problems}");
            return false;
        }
    };
    configure_log(&config.log);
    let app = &running.app;
    let mut wrong = Vec::new();
    if let Err(error) = app.store.replace_login(config.database_url.expose_secret()).await {
        wrong.push(format!("PORTAL_DATABASE_URL {error}"));
    }
    if let Err(error) = app.notify.replace_channels(config.notify) {
        wrong.push(format!("the channels of notifications: {error}"));
    }
    let SigmaAccess { client_id, client_secret, .. } = config.sigma;
    configure_credentials(&app.store, &app.client, Credentials { client_id, client_secret }).await;
    app.audit_streams.replace_credentials(&config.audit);
    match (&app.auth, config.auth) {
        (Auth::Proxy(present), AuthConfig::Proxy(new)) => present.secrets.replace(&new.secrets),
        (Auth::Oidc(present), AuthConfig::Oidc(new)) => present.replace_secret(new.client_secret),
        // A proxy that signs is believed by its public keys alone.
        (Auth::Assertion(_), AuthConfig::Assertion(_)) | (Auth::Demo, AuthConfig::Demo) => {}
        (
            Auth::Demo | Auth::Proxy(_) | Auth::Assertion(_) | Auth::Oidc(_),
            AuthConfig::Demo | AuthConfig::Proxy(_) | AuthConfig::Assertion(_) | AuthConfig::Oidc(_),
        ) => wrong.push("PORTAL_AUTH is another way of signing in, which takes a restart".to_owned()),
    }
    if wrong.is_empty() {
        tracing::info!("Credentials were read anew");
    } else {
        tracing::error!("Credentials were read anew, but for these:\n  {}", wrong.join("\n  "));
    }
    wrong.is_empty()
}

/// Files may lie on a slow disk.
async fn read(overrides: &Overrides) -> Result<Config, Problems> {
    let overrides = overrides.clone();
    let read = tokio::task::spawn_blocking(move || Config::load(&overrides)).await;
    read.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))
}
