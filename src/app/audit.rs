//! The audit log on the command line: proving that it is whole, and handing it on.

use super::config::Config;
use crate::store::{ChainPlace, SealKey, Store};
use anyhow::{Context, ensure};
use secrecy::ExposeSecret;
use std::io::Write;

/// Events read at once.
const BATCH: u64 = 1_000;

async fn open(config: &Config) -> anyhow::Result<Store> {
    let store = Store::open(config.database_url.expose_secret()).await.context("the database cannot be opened")?;
    let store = store.with_seals(SealKey::derived(config.root_secret()));
    while store.link_audit().await? > 0 {}
    Ok(store)
}

/// Verifies the whole log and prints what it finds. `known` is a head that was kept elsewhere: `NUMBER:HASH`.
///
/// # Errors
/// Everything that is wrong with it.
pub async fn verify_audit(config: &Config, known: Option<&str>) -> anyhow::Result<()> {
    let known = known.map(parse_head).transpose()?;
    let store = open(config).await?;
    let found = store.verify_audit(known.as_ref()).await?;
    println!("audit log: {} events are as they were written", found.intact);
    if found.unsealed > 0 {
        println!("           {} events have no seal: an earlier version wrote them", found.unsealed);
    }
    if found.other_key > 0 {
        println!("           {} seals were made while the portal’s secret was another", found.other_key);
    }
    ensure!(found.problems.is_empty(), "the audit log is not whole:\n  {}", found.problems.join("\n  "));
    let head = store.audit_head().await?;
    println!("head: {}:{}", head.number, head.hash);
    Ok(())
}

/// Prints the log as JSON Lines, from the event after this place in the chain.
///
/// # Errors
/// That the database cannot be read, or nobody reads what is printed.
pub async fn export_audit(config: &Config, after: i64) -> anyhow::Result<()> {
    let store = open(config).await?;
    let mut after = after;
    let mut out = std::io::stdout().lock();
    loop {
        let events = store.linked_audit(after, BATCH).await?;
        let Some(last) = events.last() else { return Ok(()) };
        after = last.number;
        for event in &events {
            serde_json::to_writer(&mut out, event)?;
            out.write_all(b"\n")?;
        }
    }
}

fn parse_head(text: &str) -> anyhow::Result<ChainPlace> {
    let (number, hash) = text.split_once(':').context("a head has the form NUMBER:HASH")?;
    Ok(ChainPlace { number: number.parse().context("a head begins with a number")?, hash: hash.to_owned() })
}
