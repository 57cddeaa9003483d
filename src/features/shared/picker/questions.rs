//! What a picker asks while one types.

#[cfg(feature = "ssr")]
use super::{
    CHOICES, CandidateSource, Grantees, Levels, Manageable, Offered, Owners, People, Resources, Teams, options,
};
use crate::{domain::AppError, ui::islands::Parts};
#[cfg(feature = "ssr")]
use crate::{
    domain::{Capability, RequestableKind, ResourceKind, searchable},
    web::RequestContext,
};
use leptos::{server, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// What is picked from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PickFrom {
    /// People and teams.
    #[default]
    Grantees,
    /// People who can sign in.
    People,
    /// The same for who is to own documents.
    Owners,
    /// Teams whose members may be changed.
    Teams,
    /// Workspaces and connections.
    Resources,
    Workspaces,
    Connections,
    /// Teams, workspaces and connections.
    Manageable,
    /// Teams that whoever asks may ask for.
    OfferedTeams,
    /// Workspaces that whoever asks may ask for.
    OfferedWorkspaces,
}

impl PickFrom {
    /// As a question has it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Grantees => "grantees",
            Self::People => "people",
            Self::Owners => "owners",
            Self::Teams => "teams",
            Self::Resources => "resources",
            Self::Workspaces => "workspaces",
            Self::Connections => "connections",
            Self::Manageable => "manageable",
            Self::OfferedTeams => "offered_teams",
            Self::OfferedWorkspaces => "offered_workspaces",
        }
    }
}

/// The things that may be meant by what is typed, the best first, as options whose ids begin with the `field`'s name.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::NotReady`], and [`AppError::SignedOut`].
#[server(endpoint = "pickers/suggest", input = GetUrl)]
pub async fn suggest(
    #[server(default)] from: PickFrom,
    #[server(default)] typed: String,
    #[server(default)] field: String,
) -> Result<Parts, AppError> {
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
        PickFrom::Owners => &Owners { snapshot },
        PickFrom::Teams => &Teams { snapshot, actor, levels },
        PickFrom::Resources => &resources(None),
        PickFrom::Workspaces => &resources(Some(ResourceKind::Workspace)),
        PickFrom::Connections => &resources(Some(ResourceKind::Connection)),
        PickFrom::Manageable => &Manageable { snapshot, actor },
        PickFrom::OfferedTeams => &offered(RequestableKind::Team),
        PickFrom::OfferedWorkspaces => &offered(RequestableKind::Workspace),
    };
    let (found, _) = things.find(searchable(&typed), CHOICES);
    Ok(options::parts(&field, found))
}
