//! API tokens: by which programs of others prove who let them in.

use super::{Actor, ApiTokenId, Origin};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Longest name of a token, in characters: it stands in the audit log beside everything that it did.
pub const TOKEN_NAME: usize = 60;

/// What a token was made for. Its secret is not part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiToken {
    pub id: ApiTokenId,
    pub name: String,
    /// What programs may do by it; never more than who made it may do at that moment.
    pub scopes: Vec<ApiScope>,
    /// In whose place it acts.
    pub made_by: Actor,
    pub made_at: Timestamp,
    /// When it ends by itself; `None` for never.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    #[serde(skip)]
    pub used_at: Option<Timestamp>,
    #[serde(skip)]
    pub revoked_at: Option<Timestamp>,
}

impl ApiToken {
    /// Whether it opens anything at this time.
    pub fn is_valid(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|ends| now < ends)
    }

    /// Whoever acts by it from this address: who made it, under the name of the token.
    pub fn actor(&self, address: Option<String>) -> Actor {
        let maker = &self.made_by;
        let origin = Origin { session: None, address, token: Some(self.id.clone()) };
        Actor {
            name: format!("{} (API token of {})", self.name, maker.name),
            origin: Some(Box::new(origin)),
            ..maker.clone()
        }
    }
}

/// What a token lets a program do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApiScope {
    /// Invite people to Sigma.
    Onboard,
    /// Request access packages for people.
    Request,
    /// End what was granted to somebody who leaves.
    Leave,
    /// Read how far all of this is.
    Read,
}

impl ApiScope {
    /// All, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Onboard, Self::Request, Self::Leave, Self::Read];

    /// The word for forms and the documentation.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Onboard => "onboard",
            Self::Request => "request",
            Self::Leave => "leave",
            Self::Read => "read",
        }
    }

    /// Reads [`Self::slug`] back.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.slug() == slug)
    }

    /// The words for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Onboard => "Start onboardings",
            Self::Request => "Request access packages",
            Self::Leave => "End access of leavers",
            Self::Read => "Read states",
        }
    }

    /// What that means, in a sentence.
    pub fn explained(self) -> &'static str {
        match self {
            Self::Onboard => "Invites people to Sigma, with teams, workspaces, connections and a package.",
            Self::Request => "Asks for a package for a person. The people who decide still decide.",
            Self::Leave => "Closes a person’s requests and takes back what was granted to them.",
            Self::Read => "Follows onboardings and requests, and lists packages.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Role;

    #[test]
    fn a_token_acts_in_the_place_of_who_made_it_until_it_ends_or_is_revoked() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let maker = Actor {
            member_id: Some("m".into()),
            subject: None,
            name: "Ada Okafor".into(),
            email: "ada@lumen.example".into(),
            role: Role::Admin,
            origin: None,
        };
        let token = ApiToken {
            id: "t".into(),
            name: "HR sync".into(),
            scopes: vec![ApiScope::Read],
            made_by: maker.clone(),
            made_at: at(0),
            expires_at: Some(at(10)),
            used_at: None,
            revoked_at: None,
        };
        assert!(token.is_valid(at(9)) && !token.is_valid(at(10)));
        assert!(!ApiToken { revoked_at: Some(at(1)), ..token.clone() }.is_valid(at(2)));
        let actor = token.actor(None);
        assert_eq!((actor.key(), actor.token()), (maker.key(), Some(&token.id)));
        assert_eq!(actor.name, "HR sync (API token of Ada Okafor)");
    }

    #[test]
    fn words_of_scopes_are_read_as_they_are_written() {
        for scope in ApiScope::ALL {
            assert_eq!(ApiScope::from_slug(scope.slug()), Some(scope));
            assert_eq!(serde_json::to_value(scope).unwrap(), scope.slug());
        }
    }
}
