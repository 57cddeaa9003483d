//! The exports somebody has asked for, kept in their session: whose they are decides who may fetch them.

use super::{format::Format, wish::ExportFields};
use crate::{
    domain::{PersonKey, QueryId, WorkbookId},
    web::{AppError, RequestContext},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

const KEY: &str = "exports";

/// Most exports remembered; the oldest is forgotten first.
const MAX_REMEMBERED: usize = 20;

/// An export somebody asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// What Sigma calls it.
    pub id: QueryId,
    /// Of which workbook.
    pub workbook_id: WorkbookId,
    /// The workbook's name.
    pub workbook: String,
    /// “page Overview of Revenue by Region”.
    pub what: String,
    pub format: Format,
    /// As whom its queries run.
    pub run_as: Option<String>,
    /// What the file is called.
    pub file_name: String,
    /// When it was asked for.
    pub at: Timestamp,
    /// Who asked: behind a proxy a session may outlive who is signed in.
    pub owner: PersonKey,
    /// What was asked, to ask it again.
    pub form: ExportFields,
}

impl Kept {
    /// Remembers it for this session.
    ///
    /// # Errors
    /// [`AppError::Broken`] when the session cannot be written.
    pub async fn keep(self, cx: &RequestContext) -> Result<(), AppError> {
        let mut all = read(cx).await;
        all.insert(0, self);
        all.truncate(MAX_REMEMBERED);
        cx.session.insert(KEY, all).await.map_err(|error| {
            tracing::error!(%error, "An export could not be kept in its session");
            AppError::Broken
        })
    }

    /// The export of that id, if whoever asks is who asked for it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for everybody else.
    pub async fn find(cx: &RequestContext, id: &str) -> Result<Self, AppError> {
        let own = Self::all(cx).await.into_iter().find(|kept| kept.id.as_str() == id);
        own.ok_or(AppError::NotFound)
    }

    /// Everything that whoever asks has asked for in this session, newest first.
    pub async fn all(cx: &RequestContext) -> Vec<Self> {
        let mut all = read(cx).await;
        let me = cx.actor.key();
        all.retain(|kept| kept.owner == me);
        all
    }
}

/// An entry of another version of the portal is as good as none.
async fn read(cx: &RequestContext) -> Vec<Kept> {
    cx.session.get(KEY).await.ok().flatten().unwrap_or_default()
}
