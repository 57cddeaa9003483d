//! How somebody wants to be told by mail.

use super::Because;
use serde::{Deserialize, Serialize};

/// How soon somebody is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    #[default]
    Immediately,
    /// In one mail a day.
    Daily,
    /// In the portal only.
    Never,
}

impl Pace {
    /// Its word in forms.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Immediately => "immediately",
            Self::Daily => "daily",
            Self::Never => "never",
        }
    }

    /// Reads [`Self::slug`] back.
    pub fn from_slug(slug: &str) -> Option<Self> {
        [Self::Immediately, Self::Daily, Self::Never].into_iter().find(|pace| pace.slug() == slug)
    }
}

/// What somebody has chosen. The portal itself shows them everything, whatever they choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Preference {
    /// What waits for them. Never [`Pace::Never`]: somebody waits for it.
    pub to_do: Pace,
    /// What else concerns them: decisions, access that begins or ends.
    pub updates: Pace,
}

impl Preference {
    /// A choice; `None` where what one must decide would be kept from them.
    pub fn new(to_do: Pace, updates: Pace) -> Option<Self> {
        (to_do != Pace::Never).then_some(Self { to_do, updates })
    }

    /// How soon somebody is told of what concerns them for this reason.
    pub fn pace(self, because: Because) -> Pace {
        match because {
            Because::Acts if self.to_do == Pace::Never => Pace::Daily,
            Because::Acts => self.to_do,
            Because::Gets | Because::Asked | Because::Owns => self.updates,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_must_decide_is_never_kept_from_them() {
        assert_eq!(Preference::new(Pace::Never, Pace::Never), None);
        let quiet = Preference::new(Pace::Daily, Pace::Never).unwrap();
        assert_eq!((quiet.pace(Because::Acts), quiet.pace(Because::Gets)), (Pace::Daily, Pace::Never));
        // As a row of another version might have it.
        let odd = Preference { to_do: Pace::Never, updates: Pace::Never };
        assert_eq!(odd.pace(Because::Acts), Pace::Daily);
        for pace in [Pace::Immediately, Pace::Daily, Pace::Never] {
            assert_eq!(Pace::from_slug(pace.slug()), Some(pace));
        }
    }
}
