//! What a picker asks while one types.

#[cfg(feature = "ssr")]
use super::{CHOICES, Candidate, CandidateSource, Grantees, Levels, Manageable, Offered, People, Resources, Teams};
use crate::domain::AppError;
#[cfg(feature = "ssr")]
use crate::{
    domain::{Capability, RequestableKind, ResourceKind, searchable},
    web::RequestContext,
};
use leptos::{server, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// What is picked from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PickFrom {
    /// People and teams.
    #[default]
    Grantees,
    /// People who can sign in.
    People,
    /// Teams whose members may be changed.
    Teams,
    /// Workspaces and connections.
    Resources,
    Workspaces,
    Connections,
    /// Teams, workspaces and connections.
    Manageable,
    /// Teams that whoever asks may ask for.
    #[serde(rename = "offered_teams")]
    OfferedTeams,
    /// Workspaces that whoever asks may ask for.
    #[serde(rename = "offered_workspaces")]
    OfferedWorkspaces,
}

/// A thing that may be meant, for pickers and for the palette: one type of answer costs the browser half of two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Its kind, where several kinds are suggested: “Members”. Those of one kind follow each other.
    pub group: String,
    pub name: String,
    /// A word or two about it.
    pub detail: String,
    /// What taking it means: the text that a field is filled with, or the page it leads to.
    pub value: String,
    /// Its icon: what goes into the `svg`.
    pub icon: String,
}

/// The things that may be meant by what is typed, the best first.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::NotReady`], and [`AppError::SignedOut`].
#[server(endpoint = "pickers/suggest", input = GetUrl)]
pub async fn suggest(
    #[server(default)] from: PickFrom,
    #[server(default)] typed: String,
) -> Result<Vec<Suggestion>, AppError> {
    let cx = RequestContext::current().await?;
    let is_offered = matches!(from, PickFrom::OfferedTeams | PickFrom::OfferedWorkspaces);
    let offers = if is_offered {
        cx.app.requests.catalogue(&cx.actor).await?
    } else {
        cx.require(Capability::ReadDirectory)?;
        Vec::new()
    };
    let (snapshot, actor) = (&*cx.snapshot()?, &cx.actor);
    // A row of an editor has the levels; a suggestion needs none.
    let levels = Levels::new();
    let resources = |kind| Resources { snapshot, kind };
    let offered = |kind| Offered { offers: &offers, kind, levels: Levels::new() };
    let things: &dyn CandidateSource = match from {
        PickFrom::Grantees => &Grantees { snapshot, levels },
        PickFrom::People => &People { snapshot },
        PickFrom::Teams => &Teams { snapshot, actor, levels },
        PickFrom::Resources => &resources(None),
        PickFrom::Workspaces => &resources(Some(ResourceKind::Workspace)),
        PickFrom::Connections => &resources(Some(ResourceKind::Connection)),
        PickFrom::Manageable => &Manageable { snapshot, actor },
        PickFrom::OfferedTeams => &offered(RequestableKind::Team),
        PickFrom::OfferedWorkspaces => &offered(RequestableKind::Workspace),
    };
    let suggestion = |thing: Candidate| Suggestion {
        group: String::new(),
        value: thing.text().to_owned(),
        icon: thing.icon.data.to_owned(),
        name: thing.name,
        detail: thing.detail,
    };
    let (found, _) = things.find(searchable(&typed), CHOICES);
    Ok(found.into_iter().map(suggestion).collect())
}
