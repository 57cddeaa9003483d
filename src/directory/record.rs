//! The record of readings: how each went, for people who want to know how the directory has been doing.

use super::{Collection, Directory, failure::Failure};
use crate::store::{Headcount, Reading};
use jiff::Timestamp;
use uuid::Uuid;

impl Directory {
    /// Writes down a reading that is over, with the changes outside the portal that it found. A reading that another
    /// process has overtaken is that one's to record.
    pub(super) async fn record(&self, section: Collection, began_at: Timestamp, read: &Result<usize, Failure>) {
        let (error, news) = match read {
            Ok(news) => (None, u32::try_from(*news).unwrap_or(u32::MAX)),
            Err(Failure::Overtaken) => return,
            Err(error) => (Some(error.to_string()), 0),
        };
        let reading = Reading {
            id: Uuid::now_v7().to_string(),
            section: section.task().to_owned(),
            began_at,
            took: self.0.store.clock().now().duration_since(began_at).try_into().unwrap_or_default(),
            error,
            news,
        };
        if let Err(error) = self.0.store.append_reading(&reading).await {
            tracing::warn!(%error, "The reading of the {} could not be written down", section.name());
        }
    }

    /// Writes down how many people there are now.
    pub(super) async fn record_headcount(&self) {
        let Some(snapshot) = self.snapshot() else { return };
        let seats = snapshot.seats().iter().map(|(name, n)| (name.clone(), *n as u64)).collect();
        let counted = Headcount { all: snapshot.people_count() as u64, seats };
        if let Err(error) = self.0.store.put_headcount(self.0.store.clock().now(), &counted).await {
            tracing::warn!(%error, "The number of people could not be written down");
        }
    }
}
