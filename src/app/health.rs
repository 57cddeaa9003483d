//! `health`: asks the portal that runs with the same settings whether it lives, as the health check of a container does,
//! which has no other program to ask with.

use super::config::Config;
use crate::domain::tls::use_ring;
use anyhow::{Context, ensure};
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks `/healthz`.
///
/// # Errors
/// That nobody answers, or that the portal does not live.
pub async fn health(config: &Config) -> anyhow::Result<()> {
    let addr = reachable(config.machine_addr.unwrap_or(config.addr));
    // Nothing is encrypted on the way to oneself; the client wants a provider all the same.
    use_ring();
    let client = reqwest::Client::builder().timeout(PATIENCE).no_proxy().build()?;
    let answer = client.get(format!("http://{addr}/healthz")).send().await.context("the portal does not answer")?;
    ensure!(answer.status().is_success(), "the portal answers {}", answer.status());
    Ok(())
}

/// Where this machine reaches what listens at an address: on loopback, where it listens everywhere.
fn reachable(addr: SocketAddr) -> SocketAddr {
    let own = match addr.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip @ (IpAddr::V4(_) | IpAddr::V6(_)) => ip,
    };
    SocketAddr::new(own, addr.port())
}
