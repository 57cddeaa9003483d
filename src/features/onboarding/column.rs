//! What a row can say about a person: the columns of a sheet.

use serde::{Deserialize, Serialize};

/// Something that a row says about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    Email,
    FirstName,
    LastName,
    /// Account type, by name.
    AccountType,
    /// Internal or guest.
    Kind,
    /// Whether an invitation is mailed.
    Invite,
    /// Teams, by name.
    Teams,
    /// Workspaces, by name, with levels.
    Workspaces,
    /// Connections, by name, with levels.
    Connections,
    /// User attributes, by name, with values.
    Attributes,
    /// An access package, by name.
    Package,
}

#[cfg(feature = "ssr")]
impl Column {
    /// All columns, in the order of a template.
    pub const ALL: [Self; 11] = [
        Self::Email,
        Self::FirstName,
        Self::LastName,
        Self::AccountType,
        Self::Kind,
        Self::Invite,
        Self::Teams,
        Self::Workspaces,
        Self::Connections,
        Self::Attributes,
        Self::Package,
    ];

    /// The heading that a template has.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Email => "E-mail",
            Self::FirstName => "First name",
            Self::LastName => "Last name",
            Self::AccountType => "Account type",
            Self::Kind => "Kind",
            Self::Invite => "Invite",
            Self::Teams => "Teams",
            Self::Workspaces => "Workspaces",
            Self::Connections => "Connections",
            Self::Attributes => "Attributes",
            Self::Package => "Access package",
        }
    }

    /// Its name in forms and in what the planner finds wrong.
    pub fn field(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::AccountType => "account_type",
            Self::Kind => "kind",
            Self::Invite => "invite",
            Self::Teams => "teams",
            Self::Workspaces => "workspaces",
            Self::Connections => "connections",
            Self::Attributes => "attributes",
            Self::Package => "package",
        }
    }

    /// What goes into it, for people.
    pub fn explained(self) -> &'static str {
        match self {
            Self::Email => "The invitation goes here. The only required column.",
            Self::FirstName => "Or one column “Name” with both: “Mia Lund” or “Lund, Mia”.",
            Self::LastName => "",
            Self::AccountType => "Its name in Sigma. If empty: the default.",
            Self::Kind => "Internal or guest. If empty: internal.",
            Self::Invite => "Yes or no: whether Sigma mails an invitation. If empty: the default.",
            Self::Teams => "By name: Analysts; Finance: admin",
            Self::Workspaces => "Sales: can explore; Marketing. Without a level: can view.",
            Self::Connections => "Warehouse: can use and annotate. Without a level: can use.",
            Self::Attributes => {
                "User attributes with their values: Region: EMEA; Cost centre: 17. Or a column for each, called as the attribute is."
            }
            Self::Package => "By name. What it gives comes on top, and the person holds it from then on.",
        }
    }

    /// Whether several columns of a file can hold it together.
    pub fn adds_up(self) -> bool {
        match self {
            Self::Teams | Self::Workspaces | Self::Connections | Self::Attributes => true,
            Self::Email
            | Self::FirstName
            | Self::LastName
            | Self::AccountType
            | Self::Kind
            | Self::Invite
            | Self::Package => false,
        }
    }
}
