//! The sections of the directory: what is read, kept and fails apart from the rest.

use super::{
    activity::Activity,
    outbound::{Embeds, ScheduledExports},
    payload::{
        AccountTypes, CacheSlot, Connections, DataModels, Datasets, Members, Payload, Reports, Teams, UserAttributes,
        Workbooks, Workspaces,
    },
    read_state::ReadState,
};
use crate::domain::Subject;
use jiff::Timestamp;

/// After this many base intervals every detail has been read again, whether or not its row looked changed.
const ROUNDS: u32 = 12;

/// The same for who may open a document: there are many times more of them than of anything else with details.
const DOCUMENT_ROUNDS: u32 = 144;

/// The number of the form that blobs have. A portal of another number reads and writes its own.
const ENCODING: u32 = 1;

/// A part of the directory that is read, kept and fails by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Collection {
    Members,
    /// Teams and who is in them.
    Teams,
    /// Workspaces and who may do what there.
    Workspaces,
    /// Connections and who may use them.
    Connections,
    /// Workbooks and who may open them.
    Workbooks,
    /// Datasets and who may open them.
    Datasets,
    /// Data models and who may open them.
    DataModels,
    /// Reports and who may open them.
    Reports,
    /// Account types and what they allow.
    AccountTypes,
    /// User attributes and who has which value.
    UserAttributes,
    /// When people were last in Sigma.
    Activity,
    /// What people have sent again and again.
    ScheduledExports,
    /// Where workbooks are embedded.
    Embeds,
}

impl Collection {
    /// All, in the order they are read.
    pub const ALL: [Self; 13] = [
        Self::Members,
        Self::AccountTypes,
        Self::Teams,
        Self::Workspaces,
        Self::Connections,
        Self::UserAttributes,
        Self::Workbooks,
        Self::Datasets,
        Self::DataModels,
        Self::Reports,
        Self::Activity,
        Self::ScheduledExports,
        Self::Embeds,
    ];

    /// The section that a subject belongs to; `None` for what is the portal's own.
    pub(super) fn of(subject: &Subject) -> Option<Self> {
        Some(match subject {
            Subject::Member(_) | Subject::Address(_) => Self::Members,
            Subject::Team(_) => Self::Teams,
            Subject::Workspace(_) => Self::Workspaces,
            Subject::Connection(_) => Self::Connections,
            Subject::Workbook(_) => Self::Workbooks,
            Subject::Dataset(_) => Self::Datasets,
            Subject::DataModel(_) => Self::DataModels,
            Subject::Report(_) => Self::Reports,
            Subject::AccountType(_) => Self::AccountTypes,
            Subject::UserAttribute(_) => Self::UserAttributes,
            Subject::Change(_) => return None,
        })
    }

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Teams => "teams",
            Self::Workspaces => "workspaces",
            Self::Connections => "connections",
            Self::Workbooks => "workbooks",
            Self::Datasets => "datasets",
            Self::DataModels => "data models",
            Self::Reports => "reports",
            Self::AccountTypes => "account types",
            Self::UserAttributes => "user attributes",
            Self::Activity => "last activity",
            Self::ScheduledExports => "scheduled exports",
            Self::Embeds => "embeds",
        }
    }

    /// How many base intervals pass between two readings.
    pub fn multiple(self) -> u32 {
        match self {
            Self::Members
            | Self::Teams
            | Self::Workspaces
            | Self::Connections
            | Self::Activity
            | Self::ScheduledExports
            | Self::Embeds => 1,
            Self::Workbooks | Self::Datasets | Self::DataModels | Self::Reports => 2,
            Self::UserAttributes => 3,
            Self::AccountTypes => 12,
        }
    }

    /// How many readings may pass until every detail has been read again.
    pub(super) fn rounds(self) -> usize {
        let intervals = match self {
            Self::Workbooks | Self::Datasets | Self::DataModels | Self::Reports => DOCUMENT_ROUNDS,
            _ => ROUNDS,
        };
        (intervals / self.multiple()).max(1) as usize
    }

    /// Whether it takes a call for each row and is asked by turns. Read so often and so little at a time that a reading is
    /// nothing to tell of, and no page waits for it.
    pub(super) fn is_by_turns(self) -> bool {
        match self {
            Self::Activity | Self::ScheduledExports | Self::Embeds => true,
            Self::Members
            | Self::AccountTypes
            | Self::Teams
            | Self::Workspaces
            | Self::Connections
            | Self::UserAttributes
            | Self::Workbooks
            | Self::Datasets
            | Self::DataModels
            | Self::Reports => false,
        }
    }

    /// What its reading is called among the tasks of all processes.
    pub fn task(self) -> &'static str {
        match self {
            Self::Members => "directory.members",
            Self::Teams => "directory.teams",
            Self::Workspaces => "directory.workspaces",
            Self::Connections => "directory.connections",
            Self::Workbooks => "directory.workbooks",
            Self::Datasets => "directory.datasets",
            Self::DataModels => "directory.data_models",
            Self::Reports => "directory.reports",
            Self::AccountTypes => "directory.account_types",
            Self::UserAttributes => "directory.user_attributes",
            Self::Activity => "directory.activity",
            Self::ScheduledExports => "directory.scheduled_exports",
            Self::Embeds => "directory.embeds",
        }
    }

    /// Reads [`Self::task`] back.
    pub fn from_task(task: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.task() == task)
    }

    /// The name its blob is kept under.
    pub(super) fn key(self) -> String {
        format!("{}.{ENCODING}", self.task())
    }
}

macro_rules! sections {
    ($($field:ident: $content:ident),+ $(,)?) => {
        /// What is held of each section. Clones share the contents.
        #[derive(Clone, Default)]
        pub struct Collections {
            $(pub(super) $field: CacheSlot<$content>,)+
        }

        $(impl Payload for $content {
            const COLLECTION: Collection = Collection::$content;

            fn slot(sections: &Collections) -> &CacheSlot<Self> {
                &sections.$field
            }

            fn slot_mut(sections: &mut Collections) -> &mut CacheSlot<Self> {
                &mut sections.$field
            }
        })+

        impl Collections {
            /// When a section was last read whole.
            pub fn as_of(&self, section: Collection) -> Option<Timestamp> {
                match section {
                    $(Collection::$content => self.$field.as_of(),)+
                }
            }

            /// When Sigma last said that it no longer offers what is in a section.
            pub fn withdrawn_at(&self, section: Collection) -> Option<Timestamp> {
                match section {
                    $(Collection::$content => self.$field.held().and_then(|held| held.withdrawn_at),)+
                }
            }

            /// Whether anything is held of a section.
            pub fn has(&self, section: Collection) -> bool {
                match section {
                    $(Collection::$content => self.$field.held().is_some(),)+
                }
            }

            /// Whether every row of a section has been asked for its details once.
            pub fn is_complete(&self, section: Collection) -> bool {
                match section {
                    $(Collection::$content => self.$field.held().is_some_and(|held| held.content.is_complete()),)+
                }
            }

            /// When a section's blob was last confirmed, as far as is known here.
            pub fn confirmed_at(&self, section: Collection) -> Option<Timestamp> {
                match section {
                    $(Collection::$content => self.$field.confirmed_at,)+
                }
            }

            /// Notes that a section's blob was confirmed.
            pub fn confirm(&mut self, section: Collection, at: Timestamp) {
                match section {
                    $(Collection::$content => self.$field.confirmed_at = Some(at),)+
                }
            }

            /// The version of a section's blob that is held; 0 for none.
            pub fn version(&self, section: Collection) -> i64 {
                match section {
                    $(Collection::$content => self.$field.version,)+
                }
            }
        }
    };
}

sections! {
    members: Members,
    teams: Teams,
    workspaces: Workspaces,
    connections: Connections,
    workbooks: Workbooks,
    datasets: Datasets,
    data_models: DataModels,
    reports: Reports,
    account_types: AccountTypes,
    user_attributes: UserAttributes,
    activity: Activity,
    scheduled_exports: ScheduledExports,
    embeds: Embeds,
}

#[cfg(test)]
mod tests {
    use super::Collection;

    #[test]
    fn every_section_is_read_and_kept_under_its_own_name() {
        let mut keys = Collection::ALL.map(Collection::key).to_vec();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), Collection::ALL.len());
        assert!(Collection::ALL.iter().all(|s| s.rounds() >= 1 && s.multiple() >= 1));
    }
}
