//! The rows of the connections list: from the directory, or, for archived connections, from Sigma.

use crate::{
    components::list::{ListQuery, Named},
    directory::{self, Snapshot, fold},
    domain::{Connection, Grantee, Page, ResourceRef},
    sigma::{Error, ListConnections},
    web::RequestContext,
};
use std::time::Duration;

/// How long somebody waits for archived connections.
const PATIENCE: Duration = Duration::from_secs(12);

/// A connection with what the list shows of its access.
pub struct Row {
    /// The connection.
    pub connection: Connection,
    /// Nothing is known of archived ones.
    pub access: Option<Access>,
}

/// What the list shows of the access to a connection.
#[derive(Clone, Copy)]
pub struct Access {
    /// How many hold a grant.
    pub grants: usize,
    /// How many people can reach it.
    pub reach: usize,
}

/// Where the connections come from.
pub enum Source {
    /// The directory, which leaves archived ones out.
    Directory,
    /// Sigma, asked for archived ones.
    Archived(Vec<Connection>),
}

impl Source {
    /// The source that answers the query.
    ///
    /// # Errors
    /// When Sigma had to be asked and does not answer as hoped.
    pub async fn of(query: &ListQuery, cx: &RequestContext) -> Result<Self, Error> {
        if query.filter("state") != Some("archived") {
            return Ok(Self::Directory);
        }
        // Whose teams could use one that is archived is not known: only who sees all of them sees these.
        if !cx.snapshot().is_ok_and(|snapshot| snapshot.is_whole()) {
            return Ok(Self::Archived(Vec::new()));
        }
        let client = cx.sigma_within(PATIENCE);
        let which = ListConnections { include_archived: true, ..ListConnections::default() };
        let mut archived = client.connections().matching(&which).await?;
        archived.retain(|connection| connection.is_archived);
        archived.sort_by_cached_key(|connection| fold(&connection.name));
        Ok(Self::Archived(archived))
    }

    /// All its connections, by name.
    pub fn connections<'a>(&'a self, snapshot: &'a Snapshot) -> &'a [Connection] {
        match self {
            Self::Directory => snapshot.connections(),
            Self::Archived(connections) => connections,
        }
    }

    /// A page of rows; who can reach a connection is worked out for these only.
    pub fn find(&self, query: &ListQuery, team: &Named, snapshot: &Snapshot, number: u32, size: u32) -> Page<Row> {
        if !team.is_settled() {
            return Page::empty(size);
        }
        let words = directory::words(query.q());
        let of_team = team.id().map(|id| snapshot.granted_to(&Grantee::Team(id.into())));
        let mut found: Vec<&Connection> = self
            .connections(snapshot)
            .iter()
            .filter(|connection| answers(connection, query.q().trim(), &words))
            .filter(|connection| query.filter("warehouse").is_none_or(|wanted| wanted == connection.warehouse_type))
            .filter(|connection| {
                let is_it = |of: &ResourceRef| matches!(of, ResourceRef::Connection(id) if *id == connection.id);
                of_team.is_none_or(|granted| granted.iter().any(|(of, _)| is_it(of)))
            })
            .collect();
        let order = query.order();
        match order.column {
            "warehouse" => found.sort_by_key(|connection| connection.warehouse_label()),
            "grants" => found.sort_by_cached_key(|connection| grants(connection, snapshot)),
            "active" => found.sort_by_key(|connection| connection.last_active_at),
            "created" => found.sort_by_key(|connection| connection.created_at),
            "updated" => found.sort_by_key(|connection| connection.updated_at),
            // They come by name.
            _ => {}
        }
        if order.descending {
            found.reverse();
        }
        Page::cut(found, number, size).map(|connection| Row {
            access: matches!(self, Self::Directory).then(|| Access {
                grants: grants(connection, snapshot),
                reach: snapshot.reach_count(&ResourceRef::Connection(connection.id.clone())),
            }),
            connection: connection.clone(),
        })
    }
}

/// The warehouses there are: Sigma's words and their makers'.
pub fn warehouses(connections: &[Connection]) -> Vec<(String, String)> {
    let mut all: Vec<_> =
        connections.iter().map(|c| (c.warehouse_type.clone(), c.warehouse_label().to_owned())).collect();
    all.sort();
    all.dedup();
    all
}

fn answers(connection: &Connection, typed: &str, words: &[String]) -> bool {
    let name = fold(&connection.name);
    words.iter().all(|word| name.contains(word.as_str())) || connection.id.as_str().eq_ignore_ascii_case(typed)
}

fn grants(connection: &Connection, snapshot: &Snapshot) -> usize {
    snapshot.grants(&ResourceRef::Connection(connection.id.clone())).len()
}
