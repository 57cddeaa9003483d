//! Which documents are to get another owner: kept by the server while somebody says whose they are to be.

use crate::{
    directory::Snapshot,
    domain::{DocumentRef, MemberId, OwnedDocument},
    features::shared::picker::{Candidate, CandidateSource, People},
    ui::count,
    web::{AppError, RequestContext, draft},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    time::Duration,
};

/// How long a selection is kept. Long enough for lunch; then the organisation is another one.
const KEPT: Duration = Duration::from_hours(2);

/// Likely new owners offered.
const LIKELY: usize = 4;

/// The documents that were picked.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    /// Each once, in the order of the list.
    pub documents: Vec<DocumentRef>,
    /// Path and query of the page they were picked on.
    pub from: String,
}

/// The documents of a selection, sorted out.
#[derive(Debug, Default)]
pub struct Sorted {
    /// Those that can get another owner, as they are now.
    pub changeable: Vec<OwnedDocument>,
    /// Those that cannot: reasons, each with how many.
    pub left_out: BTreeMap<&'static str, usize>,
}

impl Selection {
    /// Keeps it for its author; says under which id.
    ///
    /// # Errors
    /// Failures of the database.
    pub async fn keep(&self, cx: &RequestContext) -> Result<String, AppError> {
        let id = uuid::Uuid::now_v7().to_string();
        draft::keep(cx, &id, self, KEPT).await?;
        Ok(id)
    }

    /// The selection of that id.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where it is not this author's or kept no longer; failures of the database.
    pub async fn find(id: &str, cx: &RequestContext) -> Result<Self, AppError> {
        draft::find(cx, id).await?.ok_or(AppError::NotFound)
    }

    /// Those that can get another owner, and why the others cannot.
    pub fn sorted(&self, snapshot: &Snapshot) -> Sorted {
        let mut sorted = Sorted::default();
        for of in &self.documents {
            let Some(document) = snapshot.document(of) else {
                *sorted.left_out.entry("no longer in the directory").or_default() += 1;
                continue;
            };
            let owner = document.owner();
            if snapshot.kept_to_themselves(of, document.path(), &owner).is_some() {
                *sorted
                    .left_out
                    .entry("in their owner’s My Documents: handed over when the owner is offboarded")
                    .or_default() += 1;
                continue;
            }
            sorted.changeable.push(OwnedDocument { document: of.clone(), name: document.name().to_owned(), owner });
        }
        sorted
    }
}

impl Sorted {
    /// Active people who own most in the workspaces of these documents, apart from those who own these.
    pub fn likely_owners(&self, snapshot: &Snapshot) -> Vec<Candidate> {
        let home = |of: &DocumentRef| snapshot.home(of).map(|workspace| &workspace.id);
        let homes: BTreeSet<_> = self.changeable.iter().filter_map(|owned| home(&owned.document)).collect();
        let present: BTreeSet<&MemberId> = self.changeable.iter().map(|owned| &owned.owner).collect();
        let mut owned: HashMap<MemberId, usize> = HashMap::new();
        for document in snapshot.documents() {
            if home(&document.to_ref()).is_some_and(|home| homes.contains(home)) {
                *owned.entry(document.owner()).or_default() += 1;
            }
        }
        let mut owned: Vec<_> = owned.into_iter().filter(|(id, _)| !present.contains(id)).collect();
        owned.sort_by(|(a, of_a), (b, of_b)| of_b.cmp(of_a).then_with(|| a.cmp(b)));
        let place = match homes.iter().next().and_then(|id| snapshot.workspace(id)) {
            Some(only) if homes.len() == 1 => only.name.clone(),
            _ => "these workspaces".to_owned(),
        };
        let candidate = |(id, n): (MemberId, usize)| {
            let person = People { snapshot }.get(id.as_str())?;
            Some(Candidate { detail: format!("owns {} in {place}", count(n, "document", "documents")), ..person })
        };
        let mut likely: Vec<Candidate> = owned.into_iter().filter_map(candidate).collect();
        crate::features::shared::new_owner::able_first(&mut likely, snapshot);
        likely.truncate(LIKELY);
        likely
    }
}
