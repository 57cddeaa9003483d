//! The way in when the identity provider is out of order: a link that whoever has the server makes there.

use super::config::Config;
use crate::{
    domain::{Actor, AuditDetails, AuditEvent, EmailAddress, Outcome, Role},
    store::{SealKey, Store},
    web::paths,
};
use anyhow::Context;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::RngCore;
use secrecy::ExposeSecret;
use std::time::Duration;

/// How long a link works.
const LIFE: Duration = Duration::from_mins(10);

/// Makes a link that signs this address in once, writes that into the audit log, and returns its URL. What the person may
/// do follows from their account and the configuration, as ever.
///
/// # Errors
/// That the address is none, or the database cannot be written to.
pub async fn sign_in_link(config: &Config, email: &str) -> anyhow::Result<String> {
    let email = EmailAddress::parse(email).map_err(anyhow::Error::msg)?.folded();
    let store = Store::open(config.database_url.expose_secret()).await.context("the database cannot be opened")?;
    let store = store.with_seals(SealKey::derived(config.root_secret()));
    let now = store.clock().now();
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    let token = URL_SAFE_NO_PAD.encode(bytes);
    let event = AuditEvent {
        id: uuid::Uuid::now_v7().to_string(),
        at: now,
        actor: Actor {
            member_id: None,
            subject: None,
            name: "Command line on the server".to_owned(),
            email: String::new(),
            role: Role::Admin,
            origin: None,
        },
        action: "session.link_made".to_owned(),
        summary: format!("Made a link that signs {email} in once"),
        subjects: Vec::new(),
        outcome: Outcome::Succeeded,
        change_id: None,
        sigma_request_id: None,
        details: AuditDetails::default(),
    };
    store.append_audit(&event).await?;
    store.keep_sign_in_link(&token, &email, now.checked_add(LIFE)?).await?;
    let base = match &config.public_url {
        Some(url) => url.to_string(),
        None => format!("http://{}/", config.addr),
    };
    Ok(format!("{}{}?token={token}", base.trim_end_matches('/'), paths::SIGN_IN_LINK))
}
