//! A member: a person's account in the organisation.

use super::{Difference, EmailAddress, Extra, MemberId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A member as Sigma describes it (openapi.yaml, `Member`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    #[serde(rename = "memberId")]
    pub id: MemberId,
    /// Name of the account type; compare without case (BEHAVIOUR.md section 7).
    #[serde(rename = "memberType")]
    pub account_type: String,
    pub first_name: String,
    pub last_name: String,
    /// Address, unique in the organisation.
    pub email: String,
    /// Internal, guest or embed.
    #[serde(default)]
    pub user_kind: UserKind,
    /// When the record was made.
    pub created_at: Timestamp,
    /// When the record last changed.
    pub updated_at: Timestamp,
    /// True once deactivated in Sigma.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_archived: bool,
    /// True once deactivated by the identity provider (SCIM).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_inactive: bool,
    /// Fields this version does not use, as Sigma sent them.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Member {
    /// First and last name; the address where both are missing.
    pub fn full_name(&self) -> String {
        let name = format!("{} {}", self.first_name.trim(), self.last_name.trim());
        if name.trim().is_empty() { self.email.clone() } else { name.trim().to_owned() }
    }

    /// Whether the member can sign in, and if not, who took that away.
    pub fn status(&self) -> MemberStatus {
        match (self.is_archived, self.is_inactive) {
            (true, _) => MemberStatus::Archived,
            (false, true) => MemberStatus::Inactive,
            (false, false) => MemberStatus::Active,
        }
    }

    /// Whether this is Sigma's own scheduler, which no list of people should count (BEHAVIOUR.md section 4).
    pub fn is_system(&self) -> bool {
        const SCHEDULER: &str = "SigmaSchedulerRobot";
        [&self.first_name, &self.last_name, &self.email].iter().any(|field| field.contains(SCHEDULER))
    }

    /// What a field of the edit form holds, by the form's name for it; `None` for a field that is none of a member's.
    pub fn value(&self, field: &str) -> Option<String> {
        match field {
            "first_name" => Some(self.first_name.clone()),
            "last_name" => Some(self.last_name.clone()),
            "email" => Some(self.email.clone()),
            "account_type" => Some(self.account_type.clone()),
            _ => None,
        }
    }

    /// Whether the account type has this name, compared without case.
    pub fn has_account_type(&self, name: &str) -> bool {
        self.account_type.eq_ignore_ascii_case(name)
    }
}

/// Whether a member can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberStatus {
    /// Can sign in.
    Active,
    /// Deactivated by the identity provider.
    Inactive,
    /// Deactivated in Sigma.
    Archived,
}

impl MemberStatus {
    /// All, in the order of a filter.
    pub const ALL: [Self; 3] = [Self::Active, Self::Inactive, Self::Archived];

    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Inactive => "Inactive",
            Self::Archived => "Deactivated",
        }
    }

    /// The word for URLs and forms.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Archived => "archived",
        }
    }

    /// Reads [`Self::slug`] back.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.slug() == slug)
    }
}

/// What kind of user a member is; an open set on Sigma's side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum UserKind {
    /// A member of the organization, neither guest nor embed user.
    #[default]
    Internal,
    /// An outside person: only what their teams are given (BEHAVIOUR.md section 11).
    Guest,
    /// A user of embedded content, never mailed.
    Embed,
    /// A kind this version does not know.
    Other(String),
}

impl UserKind {
    /// The word Sigma uses.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Internal => "internal",
            Self::Guest => "guest",
            Self::Embed => "embed",
            Self::Other(word) => word,
        }
    }

    /// The word for people.
    pub fn label(&self) -> &str {
        match self {
            Self::Internal => "Internal",
            Self::Guest => "Guest",
            Self::Embed => "Embed",
            Self::Other(word) => word,
        }
    }
}

impl From<String> for UserKind {
    fn from(word: String) -> Self {
        match word.as_str() {
            "internal" => Self::Internal,
            "guest" => Self::Guest,
            "embed" => Self::Embed,
            _ => Self::Other(word),
        }
    }
}

impl From<UserKind> for String {
    fn from(kind: UserKind) -> Self {
        kind.as_str().to_owned()
    }
}

/// Fields of a member to change; what is `None` is not sent, because an empty string may clear a field
/// (BEHAVIOUR.md section 7).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberPatch {
    /// New given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// New family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// New account type, by name.
    #[serde(rename = "memberType", default, skip_serializing_if = "Option::is_none")]
    pub account_type: Option<String>,
}

/// Whether Sigma can take it at all: without something on both sides of an @ it is no address to anybody.
fn is_address(text: &str) -> bool {
    text.rsplit_once('@').is_some_and(|(name, host)| !name.trim().is_empty() && !host.trim().is_empty())
}

impl MemberPatch {
    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Only what differs from `member`.
    #[must_use]
    pub fn against(mut self, member: &Member) -> Self {
        self.first_name.take_if(|v| *v == member.first_name);
        self.last_name.take_if(|v| *v == member.last_name);
        self.email.take_if(|v| v.as_str() == member.email);
        self.account_type.take_if(|v| member.has_account_type(v));
        self
    }

    /// `member`'s present values of the same fields, as Sigma holds them: a value that is held is not checked as a new
    /// one would be.
    #[must_use]
    pub fn inverse(&self, member: &Member) -> Self {
        Self {
            first_name: self.first_name.as_ref().map(|_| member.first_name.clone()),
            last_name: self.last_name.as_ref().map(|_| member.last_name.clone()),
            email: self.email.as_ref().map(|_| EmailAddress::held(&member.email)),
            account_type: self.account_type.as_ref().map(|_| member.account_type.clone()),
        }
    }

    /// The part of the patch that can be sent, and the names of the fields left out: an empty value would clear a field
    /// or be refused (BEHAVIOUR.md section 7).
    #[must_use]
    pub fn sendable(mut self) -> (Self, Vec<&'static str>) {
        let is_empty = |value: &mut String| value.trim().is_empty();
        let mut left_out = Vec::new();
        left_out.extend(self.first_name.take_if(is_empty).map(|_| "first name"));
        left_out.extend(self.last_name.take_if(is_empty).map(|_| "last name"));
        left_out.extend(self.email.take_if(|address| !is_address(address.as_str())).map(|_| "e-mail"));
        left_out.extend(self.account_type.take_if(is_empty).map(|_| "account type"));
        (self, left_out)
    }

    /// Where `member` has neither the value of this patch nor the one that was seen `before`.
    pub fn conflicts(&self, before: &Self, member: &Member) -> Vec<Difference> {
        // Account types are compared without case (BEHAVIOUR.md section 7).
        let kind = [self, before].map(|patch| patch.account_type.as_deref());
        let is_known_kind = kind.into_iter().flatten().any(|name| member.has_account_type(name));
        let kind = if is_known_kind { [None; 2] } else { kind };
        let address = [self, before].map(|patch| patch.email.as_ref().map(EmailAddress::as_str));
        Difference::among([
            ("first name", self.first_name.as_deref(), before.first_name.as_deref(), member.first_name.as_str()),
            ("last name", self.last_name.as_deref(), before.last_name.as_deref(), member.last_name.as_str()),
            ("e-mail", address[0], address[1], member.email.as_str()),
            ("account type", kind[0], kind[1], member.account_type.as_str()),
        ])
    }

    /// Whether `member` already has every value of the patch.
    pub fn is_met_by(&self, member: &Member) -> bool {
        self.clone().against(member).is_empty()
    }
}
