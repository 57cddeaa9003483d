//! What the server keeps of a file between pages: the file as it came, and what was said about it since.

use super::super::file::{Corrections, Decoded, Defaults, Options, Sheet, encoding};
use crate::{
    directory::Snapshot,
    web::{AppError, RequestContext, draft},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long a file is kept.
const LIFE: Duration = Duration::from_hours(24);

/// How long it is remembered what somebody used columns for.
const REMEMBERED: Duration = Duration::from_hours(400 * 24);

/// Most sets of headings that are remembered of one person.
const MOST_REMEMBERED: usize = 50;

/// A file as it came, or rows that were pasted.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Source {
    /// What it is called; empty when it was pasted.
    pub name: String,
    /// The text, where it was pasted.
    text: String,
    /// The bytes in base 64, where it is a file.
    bytes: String,
}

/// What is said about a file. Each correction makes a new one, so that the browser's way back shows what was there
/// before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The id under which the [`Source`] is kept.
    pub source: String,
    /// How it is read.
    pub options: Options,
    /// Whether the columns are used as on an earlier file with the same headings.
    pub is_remembered: bool,
    /// What was corrected.
    pub corrections: Corrections,
    /// What holds for everybody.
    pub defaults: Defaults,
}

/// What somebody has used the columns of files for: headings, and the meaning of each.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Remembered(Vec<(Vec<String>, Vec<String>)>);

impl Source {
    /// Rows that were pasted.
    pub fn pasted(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    pub fn file(name: String, bytes: &[u8]) -> Self {
        Self { name, bytes: STANDARD.encode(bytes), ..Self::default() }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty() && self.text.trim().is_empty()
    }

    /// The text of it, in the encoding that was chosen, if one was.
    ///
    /// # Errors
    /// That it is no text, in a sentence.
    pub fn decode(&self, chosen: &str) -> Result<Decoded, String> {
        if self.bytes.is_empty() {
            return Ok(Decoded::pasted(&self.text));
        }
        let bytes = STANDARD.decode(&self.bytes).map_err(|_| "The file was not kept whole: choose it again.")?;
        encoding::decode(&bytes, chosen)
    }

    pub async fn keep(&self, cx: &RequestContext) -> Result<String, AppError> {
        let id = fresh();
        draft::keep(cx, &id, self, LIFE).await?;
        Ok(id)
    }
}

impl Draft {
    /// Keeps it, and says under which id.
    pub async fn keep(&self, cx: &RequestContext) -> Result<String, AppError> {
        let id = fresh();
        draft::keep(cx, &id, self, LIFE).await?;
        Ok(id)
    }

    /// The draft of this id with its file.
    pub async fn find(cx: &RequestContext, id: &str) -> Result<(Self, Source), AppError> {
        let draft: Self = draft::find(cx, id).await?.ok_or(AppError::NotFound)?;
        let source = draft::find(cx, &draft.source).await?.ok_or(AppError::NotFound)?;
        Ok((draft, source))
    }

    /// The rows, as the file says them and as they were corrected.
    ///
    /// # Errors
    /// What is wrong with the file as a whole, in a sentence.
    pub fn read(&self, source: &Source, snapshot: &Snapshot) -> Result<Sheet, String> {
        let (text, attributes) = (source.decode(&self.options.encoding)?, snapshot.user_attributes());
        Sheet::read(&text, &self.options, &self.corrections, attributes)
    }

    /// Uses the columns as somebody did on an earlier file with the same headings.
    pub async fn recall(&mut self, cx: &RequestContext, sheet: &Sheet) -> Result<(), AppError> {
        let known: Remembered = draft::find(cx, &memory(cx)).await?.unwrap_or_default();
        let headings = headings(sheet);
        if let Some((_, columns)) = known.0.into_iter().find(|(known, _)| *known == headings) {
            self.options.columns = columns;
            self.is_remembered = true;
        }
        Ok(())
    }
}

/// Remembers what the columns of a file are used for.
pub async fn remember(cx: &RequestContext, sheet: &Sheet, columns: &[String]) -> Result<(), AppError> {
    let mut known: Remembered = draft::find(cx, &memory(cx)).await?.unwrap_or_default();
    let headings = headings(sheet);
    known.0.retain(|(known, _)| *known != headings);
    known.0.insert(0, (headings, columns.to_vec()));
    known.0.truncate(MOST_REMEMBERED);
    draft::replace(cx, &memory(cx), &known, REMEMBERED).await
}

fn headings(sheet: &Sheet) -> Vec<String> {
    sheet.columns.iter().map(|heading| heading.text.clone()).collect()
}

/// Where it is kept what somebody has used columns for.
fn memory(cx: &RequestContext) -> String {
    let whose = cx.actor.member_id.as_ref().map_or(cx.actor.email.as_str(), |id| id.as_str());
    format!("columns-{whose}")
}

fn fresh() -> String {
    uuid::Uuid::now_v7().to_string()
}
