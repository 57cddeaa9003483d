//! What leaves the organisation by itself: exports that are sent again and again, and embeds that anybody may see who has
//! the link. Both take a call each, of a member and of a workbook.

use super::{
    Snapshot,
    by_turns::{ByTurns, Coverage, Known, Question},
    detailed_row::DetailFetcher,
    list::{List, Row},
};
use crate::{
    domain::{Embed, Member, MemberId, ScheduledExport, Workbook, WorkbookId},
    sigma::{Error, SigmaClient},
};
use jiff::{SignedDuration, Timestamp};

/// What a member has sent again and again.
pub struct ScheduledBy;

/// Scheduled exports by the member who owns them.
pub type ScheduledExports = ByTurns<ScheduledBy>;

impl Question for ScheduledBy {
    type Of = MemberId;
    type Answer = Vec<ScheduledExport>;

    /// Every second day: they change less than what people do, and people are asked about that too.
    const FRESH: SignedDuration = SignedDuration::from_hours(44);

    fn all(fetcher: &DetailFetcher) -> Vec<MemberId> {
        fetcher.people().cloned().collect()
    }

    async fn ask(client: &SigmaClient, member: &MemberId) -> Result<Option<Self::Answer>, Error> {
        Ok(some(client.members().schedules(member).await?))
    }
}

/// Where a workbook or a part of it is embedded.
pub struct EmbeddedFrom;

/// Embeds by the workbook that they show.
pub type Embeds = ByTurns<EmbeddedFrom>;

impl Question for EmbeddedFrom {
    type Of = WorkbookId;
    type Answer = Vec<Embed>;

    /// Once a day.
    const FRESH: SignedDuration = SignedDuration::from_hours(20);

    fn all(fetcher: &DetailFetcher) -> Vec<WorkbookId> {
        fetcher.workbooks().cloned().collect()
    }

    async fn ask(client: &SigmaClient, workbook: &WorkbookId) -> Result<Option<Self::Answer>, Error> {
        Ok(some(client.workbooks().embeds(workbook).await?))
    }
}

/// A list that says something.
fn some<T>(mut list: Vec<T>) -> Option<Vec<T>> {
    list.shrink_to_fit();
    (!list.is_empty()).then_some(list)
}

/// All that Sigma told one by one, each beside the row that it was asked of, in the order of the rows.
fn each<'s, R: Row, Q: Question<Of = R::Id, Answer = Vec<T>>, T: 's>(
    asked: Option<&'s ByTurns<Q>>,
    list: Option<&'s List<R>>,
) -> impl Iterator<Item = (&'s R, &'s T, Timestamp)> {
    let told = asked.into_iter().flat_map(ByTurns::something);
    let mut told: Vec<_> = told.filter_map(|(of, all, at)| Some((list?.place(of)?, all, at))).collect();
    told.sort_unstable_by_key(|(place, ..)| *place);
    let rows = list.map_or(&[][..], List::rows);
    told.into_iter().flat_map(move |(place, all, at)| {
        let row = &rows[place as usize];
        all.iter().map(move |one| (row, one, at))
    })
}

impl Snapshot {
    /// The scheduled exports that somebody owns.
    pub fn scheduled_exports_of(&self, id: &MemberId) -> Known<'_, Vec<ScheduledExport>> {
        self.sections.scheduled_exports.held().map_or(Known::Unknown, |held| held.content.of(id))
    }

    /// All scheduled exports that are known, by the name of the owner; each with when Sigma told of it.
    pub fn scheduled_exports(&self) -> impl Iterator<Item = (&Member, &ScheduledExport, Timestamp)> {
        let asked = self.sections.scheduled_exports.held().map(|held| &held.content);
        each(asked, self.sections.members.held().map(|held| &held.content.list))
    }

    /// Of how many people it is known what they have sent.
    pub fn scheduled_exports_coverage(&self) -> Coverage {
        self.sections.scheduled_exports.held().map(|held| held.content.coverage()).unwrap_or_default()
    }

    /// The embeds of a workbook.
    pub fn embeds_of(&self, id: &WorkbookId) -> Known<'_, Vec<Embed>> {
        self.sections.embeds.held().map_or(Known::Unknown, |held| held.content.of(id))
    }

    /// All embeds that are known, by the name of the workbook; each with when Sigma told of it.
    pub fn embeds(&self) -> impl Iterator<Item = (&Workbook, &Embed, Timestamp)> {
        let asked = self.sections.embeds.held().map(|held| &held.content);
        each(asked, self.sections.workbooks.held().map(|held| &held.content.list))
    }

    /// Of how many workbooks the embeds are known.
    pub fn embeds_coverage(&self) -> Coverage {
        self.sections.embeds.held().map(|held| held.content.coverage()).unwrap_or_default()
    }
}
