//! What the columns of a file mean, by their headings.

use crate::directory::fold;
use serde::{Deserialize, Serialize};

/// Something that a row says about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Their address.
    Email,
    /// Given name.
    FirstName,
    /// Family name.
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
}

/// What a heading means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// This column.
    One(Column),
    /// First and last name in one cell.
    FullName,
}

impl Column {
    /// All columns, in the order of a template.
    pub const ALL: [Self; 9] = [
        Self::Email,
        Self::FirstName,
        Self::LastName,
        Self::AccountType,
        Self::Kind,
        Self::Invite,
        Self::Teams,
        Self::Workspaces,
        Self::Connections,
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
        }
    }

    /// What goes into it, for people.
    pub fn explained(self) -> &'static str {
        match self {
            Self::Email => "Where the invitation goes. The only column that must be there.",
            Self::FirstName => "Or one column “Name” with both; the last word is then the last name.",
            Self::LastName => "",
            Self::AccountType => "As it is called in Sigma. Left empty: the one for everybody.",
            Self::Kind => "Internal or guest. Left empty: internal.",
            Self::Invite => "Yes or no: whether Sigma mails an invitation. Left empty: as for everybody.",
            Self::Teams => "By name: Analysts; Finance: admin",
            Self::Workspaces => "Sales: can explore; Marketing. Without a level: can view.",
            Self::Connections => "Warehouse: can use and annotate. Without a level: can use.",
        }
    }

    /// Other headings that mean it, letters only.
    fn synonyms(self) -> &'static [&'static str] {
        match self {
            Self::Email => &["mail", "emailaddress", "mailaddress", "address", "user", "username", "login", "upn"],
            Self::FirstName => &["first", "given", "givenname", "forename"],
            Self::LastName => &["last", "surname", "family", "familyname"],
            Self::AccountType => &["type", "membertype", "license", "licence", "licensetype"],
            Self::Kind => &["userkind", "usertype", "guest"],
            Self::Invite => &["sendinvite", "invitation", "sendinvitation"],
            Self::Teams => &["team", "group", "groups"],
            Self::Workspaces => &["workspace"],
            Self::Connections => &["connection"],
        }
    }
}

/// What a heading means; `None` is not understood.
pub fn meaning(heading: &str) -> Option<Meaning> {
    let letters = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let heading = letters(heading);
    if ["name", "fullname", "displayname"].contains(&heading.as_str()) {
        return Some(Meaning::FullName);
    }
    let means = |column: &Column| letters(column.heading()) == heading || column.synonyms().contains(&heading.as_str());
    Column::ALL.into_iter().find(means).map(Meaning::One)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn understands_headings_however_they_are_written() {
        for (heading, column) in [
            ("E-Mail", Column::Email),
            ("email_address", Column::Email),
            ("FIRST NAME", Column::FirstName),
            ("Surname", Column::LastName),
            ("Member type", Column::AccountType),
            ("Team(s)", Column::Teams),
        ] {
            assert_eq!(meaning(heading), Some(Meaning::One(column)), "{heading}");
        }
        assert_eq!(meaning("Display name"), Some(Meaning::FullName));
        assert_eq!((meaning("Department"), meaning("")), (None, None));
        for column in Column::ALL {
            assert_eq!(meaning(column.heading()), Some(Meaning::One(column)));
        }
    }
}
