//! Alert rules and dashboard ask for what the portal measures.

use crate::support::TestApp;
use std::collections::BTreeSet;

const RULES: &str = include_str!("../../../deploy/prometheus/alerts.yaml");
const DASHBOARD: &str = include_str!("../../../deploy/grafana/sigma-portal.json");

/// The measurements that a text names, without the ends that a histogram has.
fn named(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_ascii_lowercase() || c == '_'));
    let ours = words.filter(|word| ["portal_", "sigma_c"].iter().any(|start| word.starts_with(start)));
    let without_end = |word: &str| {
        let ends = ["_bucket", "_count", "_sum"];
        ends.iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word).to_owned()
    };
    ours.map(without_end).collect()
}

#[tokio::test]
async fn what_alerts_and_dashboard_ask_for_is_measured_and_described() {
    let app = TestApp::start().await;
    app.sign_in("admin").await.get("/members").await;
    let metrics = app.visitor().get("/metrics").await.body;
    // Counted only once it happens.
    let rare = ["portal_database_errors_total", "portal_leases_lost_total"];
    let asked: BTreeSet<String> = named(RULES).union(&named(DASHBOARD)).cloned().collect();
    assert!(asked.len() > 12, "{asked:?}");
    for name in asked.iter().filter(|name| !rare.contains(&name.as_str())) {
        assert!(metrics.contains(&format!("# HELP {name} ")), "{name} is not described");
        assert!(metrics.lines().any(|line| line.starts_with(name.as_str())), "{name} is not measured");
    }
    for labelled in [
        r#"portal_oldest_change_seconds{state="Needs attention"}"#,
        r#"portal_directory_age_seconds{section="members"}"#,
        r#"portal_outbox{channel="email",state="dead"}"#,
        r#"portal_build_info{version=""#,
        r#"portal_database_connections{pool="reads",state="idle"}"#,
        r#"portal_database_waits_total{pool="writes"}"#,
    ] {
        assert!(metrics.contains(labelled), "{labelled}: {metrics}");
    }
}
