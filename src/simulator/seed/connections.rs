//! Connections: a warehouse for most things, a few for the rest, Sigma's sample and the audit log.

use rand::Rng;
use serde_json::{Map, Value, json};

use super::people::AMARA;
use super::{BASE, DAY_MS, HISTORY_DAYS, days_ago};
use crate::simulator::clock::Stamp;
use crate::simulator::ids::Id;
use crate::simulator::state::connection::{Connection, Outcome, Purpose, WarehousePath};
use crate::simulator::state::{Audit, Organisation};
use crate::simulator::table::Slot;

/// Name, warehouse, and the databases with their schemas and tables.
const FIRST: [(&str, &str, &str); 8] = [
    (
        "Lumen Warehouse",
        "snowflake",
        "LUMEN: SALES(ORDERS ORDER_LINES CUSTOMERS) FINANCE(LEDGER BUDGET INVOICES) SUPPLY(STOCK SHIPMENTS)",
    ),
    ("Marketing Events", "bigQuery", "marketing: web(sessions pageviews) ads(spend campaigns)"),
    ("Lakehouse", "databricks", "lake: telemetry(readings devices) quality(returns defects)"),
    ("Shop Database", "postgres", "shop: public(carts payments products)"),
    // Redshift has no database above its schemas.
    ("Legacy Reporting", "redshift", ": reporting(daily_sales daily_stock)"),
    ("Sigma Sample Database", "snowflake", "EXAMPLES: PLUGS_ELECTRONICS(PLUGS_SALES PLUGS_STORES) CENSUS(NATALITY)"),
    ("Sigma Audit Logs", "snowflake", "SIGMA_SHARED: AUDIT(EVENTS)"),
    ("People Data", "snowflake", "PEOPLE: CORE(EMPLOYEES POSITIONS)"),
];
const LEGACY: usize = 4;
pub const SAMPLE: usize = 5;
pub const AUDIT_LOG: usize = 6;
pub const PEOPLE: usize = 7;
const REGIONAL: [(&str, &str); 4] = [
    ("Regional Warehouse", "snowflake"),
    ("Plant Historian", "postgres"),
    ("Partner Exchange", "bigQuery"),
    ("Field Lake", "databricks"),
];

/// Adds the connections: eight, and one more for every 8,000 people.
pub fn add(organisation: &mut Organisation, rng: &mut impl Rng) {
    for (place, (name, warehouse, catalog)) in FIRST.into_iter().enumerate() {
        let mut connection = connection(name, warehouse, catalog, rng);
        connection.is_archived = place == LEGACY;
        connection.purpose = match place {
            SAMPLE => Purpose::Sample,
            AUDIT_LOG => Purpose::AuditLog,
            _ => Purpose::Own,
        };
        if place == LEGACY {
            connection.read = Outcome::Failed;
            connection.write = Outcome::Failed;
        }
        organisation.connections.insert(connection);
    }
    for n in 0..organisation.members.table.len() / 8_000 {
        let (name, warehouse) = REGIONAL[n % REGIONAL.len()];
        let name = format!("{name} {}", n / REGIONAL.len() + 1);
        let connection = connection(&name, warehouse, "main: core(facts dimensions)", rng);
        organisation.connections.insert(connection);
    }
}

fn connection(name: &str, warehouse: &str, catalog: &str, rng: &mut impl Rng) -> Connection {
    let at = days_ago(rng.random_range(200..HISTORY_DAYS), rng);
    let writes = matches!(warehouse, "snowflake" | "databricks") && !name.starts_with("Sigma");
    Connection {
        id: Id::draw(rng),
        name: name.into(),
        warehouse: warehouse.into(),
        purpose: Purpose::Own,
        is_archived: false,
        use_oauth: warehouse == "bigQuery",
        last_active_at: Stamp(BASE.0 - rng.random_range(0..3 * DAY_MS)),
        details: details(warehouse, writes),
        read: Outcome::Success,
        write: if writes { Outcome::Success } else { Outcome::Disabled },
        paths: paths(catalog, rng),
        audit: Audit::new(Slot::at(AMARA), at),
    }
}

fn details(warehouse: &str, writes: bool) -> Map<String, Value> {
    let mut details = Map::new();
    let mut put = |name: &str, value: Value| details.insert(name.to_owned(), value);
    match warehouse {
        "snowflake" => {
            put("account", json!("lumensupply"));
            put("warehouse", json!("REPORTING_WH"));
            put("user", json!("SIGMA_SERVICE"));
            put("role", json!("SIGMA_READER"));
        }
        "databricks" => {
            put("host", json!("dbc-lumen.cloud.databricks.example"));
            put("httpPath", json!("/sql/1.0/warehouses/5b1f0a2c"));
        }
        "bigQuery" => {
            put("account", json!("lumen-marketing"));
        }
        _ => {
            put("host", json!(format!("{warehouse}.lumen.example")));
            put("user", json!("sigma"));
        }
    }
    put("timeout", json!({ "default": 120, "worksheet": 120, "dashboard": 300, "download": 600 }));
    put("poolSizes", json!({ "isPoolConfigured": false }));
    put("writeAccess", json!(writes));
    put("friendlyName", json!(true));
    if writes {
        put("writebacks", json!([{ "database": "SIGMA", "schema": "WRITE" }]));
    }
    details
}

/// Reads `database: schema(table table) schema(table)`, or the same without a database.
fn paths(catalog: &str, rng: &mut impl Rng) -> Vec<WarehousePath> {
    let Some((database, schemas)) = catalog.split_once(": ") else { return Vec::new() };
    let mut paths = Vec::new();
    let mut put = |parts: &[&str]| {
        let id = Id::draw(rng);
        let parts: Vec<_> = parts.iter().filter(|part| !part.is_empty()).map(|part| (*part).into()).collect();
        if !parts.is_empty() {
            paths.push(WarehousePath { id, parts });
        }
    };
    put(&[database]);
    for (schema, tables) in schemas.split(')').filter_map(|part| part.trim().split_once('(')) {
        put(&[database, schema]);
        for table in tables.split_whitespace() {
            put(&[database, schema, table]);
        }
    }
    paths
}
