//! Exports: asked for, running, ready, expired (BEHAVIOUR.md section 13). The bytes are made when they are fetched.

use serde::{Deserialize, Serialize};

use crate::simulator::clock::Stamp;
use crate::simulator::ids::Id;
use crate::simulator::table::Row;

/// How long an export runs.
pub const RUNTIME_MS: i64 = 1_500;

/// The shape of the page of a PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Layout {
    Portrait,
    Landscape,
}

/// What the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    Csv,
    Json,
    Jsonl,
    Xlsx,
    Pdf(Layout),
    Png { width: u32, height: u32 },
}

/// How much of the workbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    Element(Box<str>),
    Page(Box<str>),
    Workbook,
}

/// An export that was asked for, running or done.
#[derive(Clone, Serialize, Deserialize)]
pub struct Export {
    pub id: Id,
    /// What the contents of the workbook follow from.
    pub workbook: Id,
    pub title: Box<str>,
    pub scope: Scope,
    pub format: Format,
    /// The first row, counted from 0, and how many at most.
    pub first_row: usize,
    pub row_limit: usize,
    pub ready_at: Stamp,
    pub expires_at: Stamp,
}

impl Row for Export {
    type Id = Id;

    fn id(&self) -> Id {
        self.id
    }
}
