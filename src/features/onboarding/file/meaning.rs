//! What the columns of a file are used for.

use crate::features::onboarding::column::Column;

/// What a column of a file is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// A column the portal reads.
    Of(Column),
    /// First and last name in one cell.
    FullName,
    /// Whether the account is in use elsewhere: whoever's is not has left.
    Enabled,
    /// Whether the account is blocked elsewhere.
    Blocked,
    /// A word for whether the account is in use elsewhere.
    Status,
}

impl Meaning {
    /// All, in the order of a choice.
    pub fn all() -> impl Iterator<Item = Self> {
        let own = [Self::FullName, Self::Enabled, Self::Blocked, Self::Status];
        Column::ALL.into_iter().map(Self::Of).chain(own)
    }

    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Of(column) => column.heading(),
            Self::FullName => "First name and last name",
            Self::Enabled => "Account enabled",
            Self::Blocked => "Account blocked",
            Self::Status => "Account status",
        }
    }

    /// The word in forms.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Of(column) => column.field(),
            Self::FullName => "full_name",
            Self::Enabled => "enabled",
            Self::Blocked => "blocked",
            Self::Status => "status",
        }
    }

    /// Reads [`Self::slug`] back.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::all().find(|meaning| meaning.slug() == slug)
    }
}
