//! `check`: validates the configuration, tries the credentials and looks at the database, in words an admin
//! understands. It only looks: nothing is made, migrated or written, here or in Sigma.

use super::config::{Config, SigmaAccess};
use crate::{
    auth::{
        AuthConfig,
        oidc::{Oidc, StateKey},
    },
    domain::{Clock, EmailAddress},
    notify::SmtpSettings,
    sigma::{ALLOW_LIST, ClientConfig, Clocks, FOR_ADMINS_ONLY, REGIONS, SigmaClient},
    store::{Look, Vault, left_credentials, look, renewed_credentials},
    web::paths,
};
use anyhow::{bail, ensure};
use rustix::fs::{Access, access};
use secrecy::{ExposeSecret, SecretString};
use std::{collections::BTreeSet, path::Path};
use url::Url;

/// Checks everything that can be checked before people use the portal, and prints what it finds.
///
/// # Errors
/// All that is wrong.
pub async fn check(config: Config) -> anyhow::Result<()> {
    println!("configuration: complete");
    let (url, secret) = (config.database_url.expose_secret(), config.secret.as_ref());
    let sigma_access = in_use(config.sigma, url, secret).await;
    let found = [
        sigma(sigma_access, &config.changes.rules.scim_admins).await,
        folder(&config.data_dir),
        database(config.database_url.expose_secret()).await,
        sign_in(config.auth, config.public_url.as_ref()).await,
        mail(config.notify.smtp).await,
    ];
    let wrong: Vec<String> = found.into_iter().filter_map(Result::err).map(|error| error.to_string()).collect();
    ensure!(wrong.is_empty(), "the portal is not ready:\n{}", wrong.join("\n"));
    println!("ready: start with `sigma-portal serve`");
    Ok(())
}

/// With the credentials that the portal has made in place of those of the configuration, where it has.
async fn in_use(access: SigmaAccess, database: &str, secret: Option<&SecretString>) -> SigmaAccess {
    let vault = secret.and_then(|secret| Vault::derived(secret).ok());
    // What is wrong with the database is said below.
    for (left, stood_for) in left_credentials(database, &access.client_id).await.unwrap_or_default() {
        println!(
            "credentials: {left} is left in Sigma: the portal made it in place of {stood_for}, which is configured no longer"
        );
        println!("             delete it in Sigma under Administration, Developer access, once no portal uses it");
    }
    match renewed_credentials(database, &access.client_id, vault.as_ref()).await {
        Ok(Some((client_id, client_secret))) => {
            println!("credentials: the portal has renewed those of the configuration and uses its own");
            SigmaAccess { client_id, client_secret, ..access }
        }
        Ok(None) => access,
        Err(error) => {
            println!("credentials: whether the portal has renewed them cannot be told: {error}");
            access
        }
    }
}

/// Whether Sigma accepts the credentials, and whose they are; and whether it knows the admins who set SCIM up.
async fn sigma(access: SigmaAccess, scim_admins: &BTreeSet<String>) -> anyhow::Result<()> {
    let client = SigmaClient::new(ClientConfig::new(access.base_url.clone(), access.client_id, access.client_secret))?;
    let who = match client.whoami().await {
        Ok(who) => who,
        Err(error) if error.status() == Some(401) => bail!(
            "{error}\n\
             Either client id or secret is wrong, or they belong to another region than {}.{}",
            access.base_url,
            advice(true)
        ),
        Err(error) if error.status() == Some(403) => bail!("{error}\n{ALLOW_LIST}"),
        Err(error) => bail!("Sigma cannot be asked: {error}"),
    };
    println!("Sigma: {} accepts the credentials", access.base_url);
    println!("       organization {}", who.organization_id);
    if let Some(warning) = client.clocks().as_ref().and_then(Clocks::warning) {
        println!("clock: {warning}");
    }
    match client.members().get(&who.user_id).await {
        Ok(owner) => {
            println!("       they act as {} <{}>, account type {}", owner.full_name(), owner.email, owner.account_type);
            if !owner.has_account_type("admin") {
                println!("       this is not an admin, so the portal cannot:");
                for what in FOR_ADMINS_ONLY {
                    println!("         - {what}");
                }
            }
        }
        Err(error) => println!("       who they act as could not be read: {error}"),
    }
    for address in scim_admins {
        scim_admin(&client, address).await?;
    }
    Ok(())
}

/// Whether this is an admin's address, as that of whoever set SCIM up must be: a rule about nobody protects nothing.
async fn scim_admin(client: &SigmaClient, address: &str) -> anyhow::Result<()> {
    let parsed = EmailAddress::parse(address).map_err(anyhow::Error::msg)?;
    let wrong = match client.members().find_by_email(&parsed).await {
        Ok(Some(admin)) if admin.has_account_type("admin") => {
            println!("       {address} has set up SCIM, and keeps account and account type");
            return Ok(());
        }
        Ok(Some(member)) => format!("has the account type {} in Sigma, not Admin", member.account_type),
        Ok(None) => "is not a member of the organization in Sigma".to_owned(),
        Err(error) => format!("could not be looked up: {error}"),
    };
    bail!("PORTAL_SCIM_ADMINS names {address}, who {wrong}")
}

/// Whether the OpenID provider can be reached, and what must be registered there.
async fn sign_in(auth: AuthConfig, public_url: Option<&Url>) -> anyhow::Result<()> {
    let AuthConfig::Oidc(config) = auth else { return Ok(()) };
    // No state is signed here, so no key of the installation is needed.
    let oidc = Oidc::new(*config, StateKey::derived(&String::new().into()))?;
    if let Err(trouble) = oidc.describe(Clock::default().now()).await {
        bail!("PORTAL_OIDC_ISSUER: {trouble}");
    }
    println!("sign-in: {} describes itself", oidc.config.issuer);
    for (what, path) in [
        ("redirect URI", paths::SIGN_IN_CALLBACK),
        ("post-logout redirect URI", paths::SIGN_IN),
        ("back-channel logout URI", paths::BACK_CHANNEL_LOGOUT),
    ] {
        if let Some(url) = public_url.and_then(|url| url.join(path).ok()) {
            println!("         register as {what}: {url}");
        }
    }
    Ok(())
}

/// Whether the mail server can be reached and takes the sign-in.
async fn mail(smtp: Option<SmtpSettings>) -> anyhow::Result<()> {
    let Some(smtp) = smtp else { return Ok(()) };
    if let Err(why) = smtp.try_out().await {
        bail!("PORTAL_SMTP_URL: {why}");
    }
    println!("mail: the server answers; mails come from {}", smtp.from);
    Ok(())
}

/// Whether the data folder can be written to, or made.
fn folder(folder: &Path) -> anyhow::Result<()> {
    let what = folder.display();
    let there = folder.ancestors().map(|part| if part.as_os_str().is_empty() { Path::new(".") } else { part });
    let Some(there) = there.into_iter().find(|part| part.exists()) else {
        bail!("the data folder {what} cannot be made")
    };
    ensure!(there.is_dir(), "the data folder {what} cannot be made: {} is a file", there.display());
    if let Err(error) = access(there, Access::WRITE_OK | Access::EXEC_OK) {
        bail!("the data folder {what} cannot be written to: {error}");
    }
    let how = if there == folder { "can be written to" } else { "is made at the first start" };
    println!("data folder: {what} {how}");
    Ok(())
}

/// Whether the database can be opened, and what the next start does to it.
async fn database(url: &str) -> anyhow::Result<()> {
    match look(url).await {
        Ok(Look::Empty) => println!("database: has no tables yet; the first start makes them"),
        Ok(Look::Current) => println!("database: opens, tables up to date"),
        Ok(Look::Behind(missing)) => {
            println!("database: opens; the next start brings its tables up to date, {missing} steps");
        }
        Err(error) => bail!("the database cannot be used: {error}"),
    }
    Ok(())
}

/// Sigma's base URLs, when the region may be what is wrong.
pub fn advice(about_region: bool) -> String {
    if !about_region {
        return String::new();
    }
    let rows: Vec<String> = REGIONS.iter().map(|(region, url)| format!("  {region:<22} {url}")).collect();
    let head = "Sigma's base URLs (yours is shown in Sigma under Administration, Developer Access):";
    format!("\n{head}\n{}\n", rows.join("\n"))
}
