//! What Sigma says of a connection while somebody waits: whether it works, and what a path in it is.

use crate::{
    domain::{Clock, ConnectionId, ConnectionTest, Invalid, TestResult, WarehousePath},
    features::shared::sigma_error_panel::sigma_error_panel,
    sigma::{Error, SigmaClient},
    ui::{
        empty::Empty,
        field,
        icon::Icon,
        moment,
        panel::{self, Panel, fact},
    },
    web::{RequestContext, paths},
};
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::prelude::*;
use serde::Deserialize;
use std::time::Duration;
use tokio::time::Instant;

/// How long somebody waits: a test makes Sigma ask the warehouse, which may have to wake up.
const SIGMA_TIMEOUT: Duration = Duration::from_secs(30);

/// What the page's URL asks of Sigma.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Query {
    /// Not empty: test the connection.
    test: String,
    /// Not empty: look the path up.
    look: String,
    database: String,
    schema: String,
    table: String,
}

/// What Sigma answered to that.
pub struct Checked {
    query: Query,
    test: Option<Result<Tested, Error>>,
    found: Option<Result<WarehousePath, Missed>>,
}

struct Tested {
    result: ConnectionTest,
    at: Timestamp,
    took: Duration,
}

/// Why nothing was found.
enum Missed {
    /// The path is not one, or there is no such thing.
    Invalid(Invalid),
    /// Sigma did not answer as hoped.
    ErrorPanel(Error),
}

/// Asks Sigma what the URL wants to know; both at once.
pub async fn ask(query: Query, cx: &RequestContext, id: &ConnectionId) -> Checked {
    let client = cx.sigma_within(SIGMA_TIMEOUT);
    let test = async { if query.test.is_empty() { None } else { Some(test(&client, id, cx.app.store.clock()).await) } };
    let found = async { if query.look.is_empty() { None } else { Some(query.look_up(&client, id).await) } };
    let (test, found) = futures::join!(test, found);
    Checked { query, test, found }
}

impl Query {
    /// Whether it asks anything at all.
    pub fn asks(&self) -> bool {
        !self.test.is_empty() || !self.look.is_empty()
    }

    /// The parts given, or what is wrong with them.
    fn path(&self) -> Result<Vec<&str>, Invalid> {
        let parts = [("database", &self.database), ("schema", &self.schema), ("table", &self.table)];
        let mut path = Vec::new();
        let mut missing = None;
        for (name, part) in parts {
            match (part.trim(), missing) {
                ("", _) => missing = missing.or(Some(name)),
                (part, None) => path.push(part),
                (_, Some(field)) => return Err(Invalid::one(field, format!("Enter the {field} too."))),
            }
        }
        Ok(path)
    }

    async fn look_up(&self, client: &SigmaClient, id: &ConnectionId) -> Result<WarehousePath, Missed> {
        let path = self.path().map_err(Missed::Invalid)?;
        client.connections().lookup(id, &path).await.map_err(|error| match (error.status(), path.len()) {
            (Some(404), 1) => Missed::Invalid(Invalid::one("database", "There is no such database.")),
            (Some(404), 2) => Missed::Invalid(Invalid::one("schema", "There is no such schema in it.")),
            (Some(404), 3) => Missed::Invalid(Invalid::one("table", "There is no such table in it.")),
            _ => Missed::ErrorPanel(error),
        })
    }
}

async fn test(client: &SigmaClient, id: &ConnectionId, clock: &Clock) -> Result<Tested, Error> {
    let began = Instant::now();
    let result = client.connections().test(id).await?;
    Ok(Tested { result, at: clock.now(), took: began.elapsed() })
}

impl Checked {
    /// The panel with the test.
    pub fn test(&self, id: &ConnectionId) -> impl IntoView + use<> {
        let (body, actions) = match &self.test {
            None => {
                let text = "Sigma connects to the warehouse with the portal’s account, and tests reading and writing.";
                let button = test_link(id, "Test connection");
                let empty = view! { <Empty icon=lu::LuPlugZap title="Not tested yet" text=text>{button}</Empty> };
                (empty.into_any(), None)
            }
            Some(Err(error)) => (sigma_error_panel(error).into_any(), None),
            Some(Ok(tested)) => (results(tested).into_any(), Some(test_link(id, "Test again").into_any())),
        };
        view! { <Panel id="test" title="Test" actions=actions.into_any()>{body}</Panel> }
    }

    /// The panel that looks a path up.
    pub fn lookup(&self, id: &ConnectionId) -> impl IntoView + use<> {
        let none = Invalid::new();
        let errors = match &self.found {
            Some(Err(Missed::Invalid(errors))) => errors,
            _ => &none,
        };
        let part = |name: &'static str, label: &'static str, value: &str| {
            let error = errors.of(name).map(|error| field::field_error(name, error.to_owned()));
            let (invalid, described) = match &error {
                Some(_) => (Some("true"), Some(format!("{name}-error"))),
                None => (None, None),
            };
            view! {
                <div class="field">
                    <label for=name>{label}" "<small>"optional"</small></label>
                    <input class="input" id=name name=name value=value.to_owned() maxlength="255" autocomplete="off" aria-describedby=described aria-invalid=invalid/>
                    {error}
                </div>
            }
        };
        let Query { database, schema, table, .. } = &self.query;
        let fields = view! { {part("database", "Database", database)}{part("schema", "Schema", schema)}{part("table", "Table", table)} };
        let action = format!("{}#lookup", paths::connection_check(id));
        let answer = match &self.found {
            Some(Ok(found)) => {
                let parts = self.query.path().unwrap_or_default();
                let parts: Vec<String> = parts.into_iter().map(str::to_owned).collect();
                let access = (!parts.is_empty()).then(|| paths::connection_path(id, &parts));
                Some(found_view(found, access).into_any())
            }
            Some(Err(Missed::ErrorPanel(error))) => Some(sigma_error_panel(error).into_any()),
            _ => None,
        };
        view! {
            <Panel id="lookup" title="Find a path">
                <form class="panel-body form" method="get" action=action>
                    <p class="hint">"Finds a database, schema or table and shows who has access to it. Leave empty for the connection itself."</p>
                    {fields}
                    <div class="actions"><button class="btn" name="look" value="1"><Icon icon=lu::LuSearch/>" Find"</button></div>
                </form>
                {answer}
            </Panel>
        }
    }
}

fn test_link(id: &ConnectionId, label: &'static str) -> impl IntoView + use<> {
    let href = format!("{}#test", paths::connection_test(id));
    view! { <a class="btn btn-sm" href=href rel="nofollow"><Icon icon=lu::LuActivity/>" "{label}</a> }
}

fn results(tested: &Tested) -> impl IntoView + use<> {
    let result = |result: &TestResult| {
        let (class, word) = match result {
            TestResult::Success => ("status is-done", "Works".to_owned()),
            TestResult::Failed => ("status is-failed", "Fails".to_owned()),
            TestResult::Disabled => ("status is-skipped", "Switched off".to_owned()),
            TestResult::Other(word) => ("status is-unknown", word.clone()),
        };
        view! { <span class=class>{word}</span> }
    };
    let took = format!(", took {} ms", tested.took.as_millis());
    let time = view! { <time datetime=tested.at.to_string()>{moment(tested.at)}</time>{took} };
    view! {
        <dl class="facts" role="status">
            {fact("Reading", result(&tested.result.read))}
            {fact("Writing", result(&tested.result.write))}
            {fact("Tested", time)}
        </dl>
    }
}

/// `access` is the page with who has access to it; none for the connection itself.
fn found_view(found: &WarehousePath, access: Option<String>) -> impl IntoView + use<> {
    let (kind, url) = (found.kind.clone(), found.url.clone());
    // Only what is plainly a page: an answer must not become a link that runs something.
    let open = if url.starts_with("https://") {
        view! { <a href=url rel="noreferrer">"Open in Sigma"</a> }.into_any()
    } else {
        url.into_any()
    };
    view! {
        <div role="status" aria-label="Found">
            <dl class="facts">
                {fact("Kind", kind)}
                {fact("Inode id", panel::id(found.inode_id.as_str()))}
                {fact("In Sigma", open)}
                {access.map(|href| fact("Access", view! { <a href=href>"Who has access to it"</a> }))}
            </dl>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(database: &str, schema: &str, table: &str) -> Query {
        Query { database: database.into(), schema: schema.into(), table: table.into(), ..Query::default() }
    }

    #[test]
    fn a_path_has_no_gaps() {
        assert_eq!(query("", "", "").path(), Ok(vec![]));
        assert_eq!(query(" db ", "s", "").path(), Ok(vec!["db", "s"]));
        for (path, field) in [(query("", "s", "t"), "database"), (query("db", "", "t"), "schema")] {
            assert!(path.path().unwrap_err().of(field).is_some(), "{field}");
        }
    }
}
