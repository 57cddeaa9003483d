//! Pages of a portal in a process of its own, as people's browsers ask for them, and the table of what that takes.

use crate::{load::Connection, process::Server};
use std::{
    path::Path,
    time::{Duration, Instant},
};

/// Secret between the reverse proxy, which is the measurement, and the portal.
pub const SECRET: &str = "bench-only-and-at-least-32-bytes";
pub const ADMIN: &str = "amara.okafor@lumen.example";
pub const MANAGER: &str = "jonas.weber@lumen.example";

/// One line of the table.
pub fn row(what: &str, measured: f64, budget: Option<f64>, unit: &str) {
    let (budget, ratio) = match budget {
        Some(budget) => (format!("{budget} {unit}"), format!("{:.2}", measured / budget)),
        None => (String::new(), String::new()),
    };
    println!("{what:<60} {:>12} {budget:>12} {ratio:>7}", format!("{measured:.2} {unit}"));
}

pub fn seconds(time: Duration) -> f64 {
    time.as_secs_f64()
}

impl Server {
    /// A portal on this Sigma, with its database in this folder.
    pub fn portal(sigma: &Self, folder: &Path) -> Self {
        Self::start(|command, addr| {
            command.args(["serve", "--addr", addr, "--log", "warn", "--data-dir", folder.to_str().unwrap()]).envs([
                ("SIGMA_BASE_URL", sigma.url.as_str()),
                ("SIGMA_CLIENT_ID", "demo-client"),
                ("SIGMA_CLIENT_SECRET", "demo-secret"),
                ("PORTAL_AUTH", "proxy"),
                ("PORTAL_PROXY_SECRET", SECRET),
                ("PORTAL_VISITOR_DOMAINS", "bench.example"),
            ]);
        })
    }

    /// A connection over which somebody's browser asks for a page.
    pub async fn connection(&self, who: &str, path: &str) -> Connection {
        let signed = [("x-portal-proxy-secret", SECRET), ("x-forwarded-email", who)];
        let browser = [("accept", "text/html"), ("accept-encoding", "gzip, deflate, br")];
        Connection::open(&self.url, path, &[signed, browser].concat()).await
    }

    /// Times of one request after another, in milliseconds, sorted.
    pub async fn times(&self, who: &str, path: &str, n: usize) -> Vec<f64> {
        let mut connection = self.connection(who, path).await;
        let mut times = Vec::with_capacity(n);
        for _ in 0..n {
            let begun = Instant::now();
            connection.ask().await;
            times.push(seconds(begun.elapsed()) * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        times
    }
}
