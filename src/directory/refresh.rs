//! The targeted refresh: reads back what a change touched, so that the next page shows it.

use super::{
    Collection, Directory, Snapshot,
    by_turns::Known,
    detail_table::{DetailTable, Found},
    detailed_row::{DetailFetcher, DetailedRow, RowLookup, there},
    failure::Failure,
    list::Row,
    outbound::ScheduledExports,
    payload::{Cached, Members, Payload},
    read::{AT_ONCE, detail},
    update::Updated,
};
use crate::{
    domain::{
        AccountType, AccountTypeId, Connection, ConnectionId, DataModel, DataModelId, Dataset, DatasetId, DocumentRef,
        EmailAddress, Member, MemberId, Report, ReportId, Subject, Team, TeamId, UserAttribute, UserAttributeId,
        Workbook, WorkbookId, Workspace, WorkspaceId,
    },
    sigma::{Error, SigmaClient},
};
use futures::{
    StreamExt, TryStreamExt,
    future::{BoxFuture, join_all},
    stream,
};
use jiff::Timestamp;
use std::collections::HashMap;

/// The most rows of a page (BEHAVIOUR.md section 3): more members than the list has pages are read as the list.
const LARGEST_PAGE: usize = 1000;

/// How often a reading back is put in again after another process was faster.
const MOST_TRIES: u32 = 5;

/// Whose doing it is that something reads differently now.
#[derive(Clone, Copy)]
enum Whose {
    /// A change of the portal's, which has its own record.
    Own,
    /// Anybody's, and a person waits to see it: what the portal did not do goes into the history.
    Anybodys,
}

impl Whose {
    /// The client of whoever waits for the reading.
    fn client(self, client: &SigmaClient) -> SigmaClient {
        match self {
            Self::Own => client.for_changes(),
            Self::Anybodys => client.clone(),
        }
    }

    /// Since when what is found to have changed goes into the history; `None` where nothing does.
    fn told(self, at: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Own => None,
            Self::Anybodys => Some(at),
        }
    }
}

/// The subjects of a change, by section.
#[derive(Default)]
pub struct Touched {
    pub members: Vec<MemberId>,
    pub addresses: Vec<EmailAddress>,
    pub teams: Vec<TeamId>,
    pub workspaces: Vec<WorkspaceId>,
    pub connections: Vec<ConnectionId>,
    pub workbooks: Vec<WorkbookId>,
    pub datasets: Vec<DatasetId>,
    pub data_models: Vec<DataModelId>,
    pub reports: Vec<ReportId>,
    pub account_types: Vec<AccountTypeId>,
    pub user_attributes: Vec<UserAttributeId>,
}

impl Touched {
    /// Sorts subjects by section.
    pub fn new(subjects: &[Subject]) -> Self {
        let mut touched = Self::default();
        for subject in subjects {
            match subject.clone() {
                Subject::Member(id) => touched.members.push(id),
                Subject::Address(address) => touched.addresses.push(address),
                Subject::Team(id) => touched.teams.push(id),
                Subject::Workspace(id) => touched.workspaces.push(id),
                Subject::Connection(id) => touched.connections.push(id),
                Subject::Workbook(id) => touched.workbooks.push(id),
                Subject::Dataset(id) => touched.datasets.push(id),
                Subject::DataModel(id) => touched.data_models.push(id),
                Subject::Report(id) => touched.reports.push(id),
                Subject::AccountType(id) => touched.account_types.push(id),
                Subject::UserAttribute(id) => touched.user_attributes.push(id),
                // The portal's own; Sigma knows nothing of it.
                Subject::Change(_) => {}
            }
        }
        touched
    }
}

/// The pages of a list with this many rows.
fn pages(rows: usize) -> usize {
    rows / LARGEST_PAGE + 1
}

/// Rows read by themselves, `None` for those that are gone.
pub type Rows<T> = Vec<(<T as Row>::Id, Option<T>)>;

/// Rows of a catalogue read by themselves, with their details.
pub type Detailing<T> = Vec<Found<T, <T as DetailedRow>::Detail>>;

/// Reads rows of a list, several at once.
///
/// # Errors
/// The first call that failed.
pub async fn rows<T: Row, F: Future<Output = Result<T, Error>> + Send>(
    ids: Vec<T::Id>,
    read: impl Fn(T::Id) -> F,
) -> Result<Rows<T>, Error> {
    let answers = stream::iter(ids).map(|id| {
        let reading = read(id.clone());
        async move { Ok((id, there(reading.await)?.map(Row::lean))) }
    });
    answers.buffer_unordered(AT_ONCE).try_collect().await
}

/// Reads rows of a catalogue with their details, several at once. More rows than the list has pages are taken from the
/// list: that is fewer calls.
///
/// # Errors
/// The first call that failed.
pub async fn detailed<T: DetailedRow>(
    asker: &DetailFetcher,
    ids: Vec<T::Id>,
    pages: usize,
) -> Result<Detailing<T>, Error> {
    let mut listed: Option<HashMap<T::Id, T>> = None;
    if ids.len() > pages {
        listed = Some(T::all(&asker.client).await?.into_iter().map(|row| (row.id().clone(), row)).collect());
    }
    let answers = stream::iter(ids).map(|id| {
        let asker = asker.clone();
        let listed = listed.as_ref().and_then(|listed| listed.get(&id).cloned());
        async move {
            let one = match listed {
                Some(row) => RowLookup::Found(row),
                // Also where the list leaves it out: it may have ended early.
                None => T::one(&asker.client, &id).await?,
            };
            let row = match one {
                RowLookup::Found(row) => Some(row.lean()),
                RowLookup::Hidden => None,
                RowLookup::Gone => return Ok((id, None)),
            };
            let said = detail::<T>(&asker, &id).await?;
            Ok((id, Some((row, said))))
        }
    });
    answers.buffer_unordered(AT_ONCE).try_collect().await
}

impl Directory {
    /// Reads what a change touched, at once. What cannot be read is logged only: the next sync meets it.
    pub async fn refresh(&self, subjects: &[Subject]) {
        if self.snapshot().is_none() {
            return;
        }
        let failures = self.read_subjects(subjects, Whose::Own).await;
        for failure in &failures {
            tracing::warn!(error = %failure, "What a change touched could not be read back from Sigma");
        }
        if !failures.is_empty() {
            self.0.unread.note(self.0.store.clock().now(), subjects.to_vec());
        }
    }

    /// Reads these because something depends on how they are in Sigma now, whatever this process has read before. Whether
    /// all could be read. What is found to have changed was changed elsewhere, and goes into the history.
    pub async fn look_at(&self, subjects: &[Subject]) -> bool {
        let failures = self.read_subjects(subjects, Whose::Anybodys).await;
        for failure in &failures {
            tracing::warn!(error = %failure, "What a decision depends on could not be read from Sigma");
        }
        failures.is_empty()
    }

    async fn read_subjects(&self, subjects: &[Subject], whose: Whose) -> Vec<Failure> {
        let touched = Touched::new(subjects);
        let people = touched.members.clone();
        let parts: [BoxFuture<'_, Result<(), Failure>>; 10] = [
            Box::pin(self.refresh_members(touched.members, touched.addresses, whose)),
            Box::pin(self.refresh_catalog::<Team>(touched.teams, whose)),
            Box::pin(self.refresh_catalog::<Workspace>(touched.workspaces, whose)),
            Box::pin(self.refresh_catalog::<Connection>(touched.connections, whose)),
            Box::pin(self.refresh_catalog::<AccountType>(touched.account_types, whose)),
            Box::pin(self.refresh_catalog::<UserAttribute>(touched.user_attributes, whose)),
            Box::pin(self.refresh_catalog::<Workbook>(touched.workbooks, whose)),
            Box::pin(self.refresh_catalog::<Dataset>(touched.datasets, whose)),
            Box::pin(self.refresh_catalog::<DataModel>(touched.data_models, whose)),
            Box::pin(self.refresh_catalog::<Report>(touched.reports, whose)),
        ];
        let mut failures: Vec<Failure> = join_all(parts).await.into_iter().filter_map(Result::err).collect();
        failures.extend(self.forget_exports(&people).await.err());
        failures
    }

    /// Forgets what people have sent regularly where one of them is deactivated: it may be another's now, or nobody's.
    async fn forget_exports(&self, people: &[MemberId]) -> Result<(), Failure> {
        let Some(snapshot) = self.snapshot() else { return Ok(()) };
        let is_known = |id: &MemberId| snapshot.scheduled_exports_of(id) != Known::Unknown;
        if !people.iter().any(|id| snapshot.is_gone(id)) || !people.iter().any(is_known) {
            return Ok(());
        }
        let people = people.to_vec();
        self.put::<ScheduledExports>(None, move |content| people.iter().for_each(|id| content.forget(id))).await
    }

    /// Reads a document and who may open it again because somebody wants to know. What is found to have changed was
    /// changed elsewhere, and goes into the history.
    pub async fn look_again(&self, document: &DocumentRef) {
        let read = match document.clone() {
            DocumentRef::Workbook(id) => self.refresh_catalog::<Workbook>(vec![id], Whose::Anybodys).await,
            DocumentRef::Dataset(id) => self.refresh_catalog::<Dataset>(vec![id], Whose::Anybodys).await,
            DocumentRef::DataModel(id) => self.refresh_catalog::<DataModel>(vec![id], Whose::Anybodys).await,
            DocumentRef::Report(id) => self.refresh_catalog::<Report>(vec![id], Whose::Anybodys).await,
        };
        if let Err(error) = read {
            tracing::warn!(%error, "A document could not be read again from Sigma");
        }
    }

    /// Reads people again. A few are read by themselves even where the list would be fewer calls, as it may be under way.
    async fn refresh_members(
        &self,
        ids: Vec<MemberId>,
        addresses: Vec<EmailAddress>,
        whose: Whose,
    ) -> Result<(), Failure> {
        if ids.is_empty() && addresses.is_empty() {
            return Ok(());
        }
        let client = whose.client(&self.0.client);
        let held = self.snapshot().map_or(0, |snapshot| snapshot.everybody().len());
        // The change is not settled yet, so the history leaves out what a reading of the list meets of it.
        if ids.len().max(addresses.len()) > pages(held).max(AT_ONCE) {
            return self.sync_section_anew(Collection::Members, &client).await;
        }
        let at = self.0.store.clock().now();
        let one = |id| {
            let client = client.clone();
            async move { client.members().get(&id).await }
        };
        let mut read = rows::<Member, _>(ids, one).await?;
        for address in addresses {
            // Who was invited by the change is known by id as well.
            if read
                .iter()
                .filter_map(|(_, member)| member.as_ref())
                .any(|member| member.email.eq_ignore_ascii_case(address.as_str()))
            {
                continue;
            }
            let found = client.members().find_by_email(&address).await?;
            read.extend(found.map(|member| (member.id.clone(), Some(member.lean()))));
        }
        self.put::<Members>(whose.told(at), move |content| content.list.put(read.clone(), at)).await
    }

    async fn refresh_catalog<T: DetailedRow>(&self, ids: Vec<T::Id>, whose: Whose) -> Result<(), Failure>
    where
        DetailTable<T, T::Detail>: Payload + Clone,
    {
        if ids.is_empty() {
            return Ok(());
        }
        let held = |snapshot: &Snapshot| {
            DetailTable::<T, T::Detail>::slot(snapshot.sections())
                .held()
                .map_or(0, |held| held.content.list.rows().len())
        };
        let pages = self.snapshot().map_or(0, |snapshot| pages(held(&snapshot)));
        let at = self.0.store.clock().now();
        let asker = DetailFetcher::new(whose.client(&self.0.client), &*self.0.writing.lock().await);
        match detailed::<T>(&asker, ids.clone(), pages).await {
            Ok(read) => {
                self.put(whose.told(at), move |content: &mut DetailTable<T, T::Detail>| content.put(read.clone(), at))
                    .await
            }
            Err(error) => {
                let distrust =
                    move |content: &mut DetailTable<T, T::Detail>| ids.iter().for_each(|id| content.distrust(id));
                self.put(None, distrust).await?;
                Err(error.into())
            }
        }
    }

    /// Changes what is held of a section, from the newest state whoever was faster.
    async fn put<T: Payload + Clone>(
        &self,
        read_since: Option<Timestamp>,
        put: impl Fn(&mut T) + Clone + Send + 'static,
    ) -> Result<(), Failure> {
        for _ in 0..MOST_TRIES {
            let put = put.clone();
            let change = move |held: Option<&Cached<T>>| {
                let mut newer = held.map_or_else(Cached::default, Cached::clone);
                put(&mut newer.content);
                Some(newer)
            };
            if self.update(read_since, change).await? != Updated::Overtaken {
                return Ok(());
            }
        }
        Err(Failure::Overtaken)
    }
}
