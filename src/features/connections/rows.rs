//! The rows of the connections list: from the directory, or, for archived connections, from Sigma.

use crate::{
    directory::{Snapshot, fold},
    domain::{Connection, Grantee, ResourceRef},
    features::shared::{list::ListQuery, picker::Resolved},
    sigma::{Error, ListConnections},
    web::RequestContext,
};
use std::{sync::Arc, time::Duration};

/// How long somebody waits for archived connections.
const SIGMA_TIMEOUT: Duration = Duration::from_secs(12);

/// A connection of a source.
pub struct Row {
    source: Source,
    snapshot: Arc<Snapshot>,
    /// Its place among those of the source.
    at: usize,
}

impl Row {
    pub fn connection(&self) -> &Connection {
        &self.source.connections(&self.snapshot)[self.at]
    }

    /// The connection as something that can be granted.
    pub fn of(&self) -> ResourceRef {
        ResourceRef::Connection(self.connection().id.clone())
    }

    /// How many hold a grant; nothing is known of archived ones.
    pub fn grants(&self) -> Option<usize> {
        self.source.knows_access().then(|| self.snapshot.grants(&self.of()).len())
    }

    /// How many people can reach it; nothing is known of archived ones.
    pub fn reach(&self) -> Option<usize> {
        self.source.knows_access().then(|| self.snapshot.reach_count(&self.of()))
    }
}

/// Where the connections come from.
#[derive(Clone)]
pub enum Source {
    /// The directory, which leaves archived ones out.
    Directory,
    /// Sigma, asked for archived ones.
    Archived(Arc<[Connection]>),
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
            return Ok(Self::Archived(Arc::default()));
        }
        let client = cx.sigma_within(SIGMA_TIMEOUT);
        let which = ListConnections { include_archived: true, ..ListConnections::default() };
        let mut archived = client.connections().matching(&which).await?;
        archived.retain(|connection| connection.is_archived);
        archived.sort_by_cached_key(|connection| fold(&connection.name));
        Ok(Self::Archived(archived.into()))
    }

    /// All its connections, by name.
    pub fn connections<'a>(&'a self, snapshot: &'a Snapshot) -> &'a [Connection] {
        match self {
            Self::Directory => snapshot.connections(),
            Self::Archived(connections) => connections,
        }
    }

    fn knows_access(&self) -> bool {
        match self {
            Self::Directory => true,
            Self::Archived(_) => false,
        }
    }

    /// The rows that the filters keep, by name; none while it is not clear which team is meant.
    pub fn rows(&self, query: &ListQuery, team: &Resolved, snapshot: &Arc<Snapshot>) -> impl Iterator<Item = Row> {
        let of_team = team.id().map(|id| snapshot.granted_to(&Grantee::Team(id.into())));
        let is_granted = move |row: &Row| of_team.is_none_or(|granted| granted.iter().any(|(of, _)| *of == row.of()));
        let is_of = |row: &Row| query.filter("warehouse").is_none_or(|kind| kind == row.connection().warehouse_type);
        let all = if team.is_settled() { self.connections(snapshot).len() } else { 0 };
        (0..all)
            .map(|at| Row { source: self.clone(), snapshot: snapshot.clone(), at })
            .filter(move |row| is_of(row) && is_granted(row))
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
