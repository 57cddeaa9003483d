//! What is on or off for the whole organization in Sigma.

use serde::{Deserialize, Serialize};

/// Something that an admin allows everybody in Sigma or nobody (BEHAVIOUR.md section 18).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganizationSwitch {
    /// Embeds that anybody may see who has the link.
    PublicEmbeds,
    /// Copying many documents at once.
    BulkCopy,
    /// People asking for a higher licence inside Sigma.
    UpgradeRequests,
}

impl OrganizationSwitch {
    /// All of them, the one that matters most first.
    pub const ALL: [Self; 3] = [Self::PublicEmbeds, Self::BulkCopy, Self::UpgradeRequests];

    /// The words for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::PublicEmbeds => "Public embeds",
            Self::BulkCopy => "Bulk copy",
            Self::UpgradeRequests => "Upgrade requests",
        }
    }

    /// What it allows while it is on, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::PublicEmbeds => "Anyone with the link can see what is embedded publicly, without signing in.",
            Self::BulkCopy => "People can copy many documents at once.",
            Self::UpgradeRequests => "People can ask for a higher licence in Sigma; every admin gets an email.",
        }
    }

    /// Its name in Sigma’s URLs (openapi.yaml, parameter `setting`).
    pub fn slug(self) -> &'static str {
        match self {
            Self::PublicEmbeds => "publicEmbeds",
            Self::BulkCopy => "bulkCopy",
            Self::UpgradeRequests => "licenseUpgradeRequests",
        }
    }

    /// Reads [`Self::slug`] back.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|switch| switch.slug() == slug)
    }
}
