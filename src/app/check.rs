//! `check`: validates the configuration and tries the credentials, in words an admin understands.

use super::config::{Config, Overrides};
use crate::{
    sigma::{ClientConfig, REGIONS, SigmaClient},
    store::Store,
};
use anyhow::bail;
use secrecy::ExposeSecret;

/// Checks everything that can be checked before people use the portal, and prints what it finds.
///
/// # Errors
/// What is wrong, already printed in detail.
pub async fn check(overrides: &Overrides) -> anyhow::Result<()> {
    let config = match Config::load(overrides) {
        Ok(config) => config,
        Err(problems) => {
            bail!("the configuration is not complete:\n{problems}{}", advice(problems.mention("SIGMA_BASE_URL")))
        }
    };
    println!("configuration: complete");
    let access = config.sigma;
    let client = SigmaClient::new(ClientConfig::new(access.base_url.clone(), access.client_id, access.client_secret))?;
    match client.whoami().await {
        Ok(who) => {
            println!("Sigma: {} accepts the credentials", access.base_url);
            println!("       organisation {}", who.organization_id);
            match client.members().get(&who.user_id).await {
                Ok(owner) => {
                    println!(
                        "       they act as {} <{}>, account type {}",
                        owner.full_name(),
                        owner.email,
                        owner.account_type
                    );
                    if !owner.has_account_type("admin") {
                        println!("       this is not an admin: the portal will not be able to do everything");
                    }
                }
                Err(error) => println!("       who they act as could not be read: {error}"),
            }
        }
        Err(error) if error.status() == Some(401) => bail!(
            "{error}\n\
             Either client id or secret is wrong, or they belong to another region than {}.{}",
            access.base_url,
            advice(true)
        ),
        Err(error) => bail!("Sigma cannot be asked: {error}"),
    }
    if let Err(error) = std::fs::create_dir_all(&config.data_dir) {
        bail!("the data folder {} cannot be made: {error}", config.data_dir.display());
    }
    match Store::open(config.database_url.expose_secret()).await {
        Ok(_) => println!("database: opens, tables up to date"),
        Err(error) => bail!("the database cannot be opened: {error}"),
    }
    println!("ready: start with `sigma-portal serve`");
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
