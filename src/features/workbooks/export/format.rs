//! The forms an export can have, and which go with what (BEHAVIOUR.md section 13).

use serde::{Deserialize, Serialize};

/// How much of a workbook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// All of it.
    #[default]
    Workbook,
    Page,
    Element,
}

/// The form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Csv,
    /// One JSON array.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// An Excel workbook.
    Xlsx,
    /// A printable document.
    Pdf,
    Png,
}

impl Scope {
    /// All, the largest first.
    pub const ALL: [Self; 3] = [Self::Workbook, Self::Page, Self::Element];

    /// Its word in the form.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Workbook => "workbook",
            Self::Page => "page",
            Self::Element => "element",
        }
    }

    /// Reads the form's word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.slug() == slug)
    }

    /// The words for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Workbook => "The whole workbook",
            Self::Page => "One page",
            Self::Element => "One element",
        }
    }

    /// The forms that Sigma makes of it, the usual one first.
    pub fn formats(self) -> &'static [Format] {
        use Format::{Csv, Json, Jsonl, Pdf, Png, Xlsx};
        match self {
            Self::Workbook => &[Pdf, Xlsx],
            Self::Page => &[Pdf, Png, Xlsx],
            Self::Element => &[Csv, Xlsx, Json, Jsonl, Pdf, Png],
        }
    }
}

impl Format {
    /// Sigma's word, and what the file's name ends with.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
            Self::Png => "png",
        }
    }

    /// Reads Sigma's word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Scope::Element.formats().iter().copied().find(|format| format.slug() == slug)
    }

    /// The words for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::Jsonl => "JSON, one object a line",
            Self::Xlsx => "Excel",
            Self::Pdf => "PDF",
            Self::Png => "PNG picture",
        }
    }

    /// What the bytes are, where Sigma does not say.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
            Self::Jsonl => "application/x-ndjson",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
        }
    }

    /// Whether it holds rows, whose number can be limited.
    pub fn has_rows(self) -> bool {
        !matches!(self, Self::Pdf | Self::Png)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_has_every_format() {
        for scope in Scope::ALL {
            for format in scope.formats() {
                assert_eq!(Format::from_slug(format.slug()), Some(*format), "{scope:?}");
            }
        }
    }
}
