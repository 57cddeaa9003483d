//! Reading requests.

use super::from_row;
use crate::domain::{AccessRequest, Page, PersonKey, RequestId, RequestState, Requestable};
use crate::store::{Error, PageRequest, Store, entities::request, kept, search};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

/// People named in one query: both databases take many times as many parameters.
const PEOPLE_AT_ONCE: usize = 500;

/// Which requests to list; what is `None` does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestFilter {
    /// Made by or for the person of these keys; empty for everybody's.
    pub concerns: Vec<PersonKey>,
    pub state: Option<RequestState>,
    /// Having all these words in title, reason, names or addresses; without case, in any order.
    pub q: Option<String>,
}

/// The requests that wait for a decision, and a mark that changes with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenRequests {
    /// The requests themselves, oldest first.
    pub requests: Vec<AccessRequest>,
    /// How many there are, and when one of them was last written.
    pub mark: (i64, i64),
}

impl Store {
    /// The request, if there is one with this id.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn request(&self, id: &RequestId) -> Result<Option<AccessRequest>, Error> {
        let row = request::Entity::find_by_id(kept::text(id.as_str())).one(self.reader()).await?;
        row.map(from_row).transpose()
    }

    /// One page of the requests that pass the filter, newest first.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn requests(&self, filter: &RequestFilter, page: PageRequest) -> Result<Page<AccessRequest>, Error> {
        use request::Column;
        let state = filter.state.map(|state| kept::word("a request's state", state)).transpose()?;
        let concerns = (!filter.concerns.is_empty()).then(|| {
            let keys: Vec<String> = filter.concerns.iter().map(kept::person).collect();
            Condition::any().add(Column::RequesterKey.is_in(keys.clone())).add(Column::BeneficiaryKey.is_in(keys))
        });
        let condition = Condition::all()
            .add_option(state.map(|word| Column::State.eq(word)))
            .add_option(concerns)
            .add_option(filter.q.as_deref().map(|q| search::has_words(Column::Search, q)));
        let rows = request::Entity::find().filter(condition).order_by_desc(Column::AskedAt).order_by_desc(Column::Id);
        let Page { items, total, number, size } = page.of(rows, self.reader()).await?;
        let items = items.into_iter().map(from_row).collect::<Result<_, _>>()?;
        Ok(Page { items, total, number, size })
    }

    /// The requests in one of these states, oldest first.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn requests_in(&self, states: &[RequestState]) -> Result<Vec<AccessRequest>, Error> {
        let words = states.iter().map(|state| kept::word("a request's state", *state));
        let words = words.collect::<Result<Vec<_>, _>>()?;
        let rows = request::Entity::find()
            .filter(request::Column::State.is_in(words))
            .order_by_asc(request::Column::AskedAt)
            .order_by_asc(request::Column::Id)
            .all(self.reader())
            .await?;
        rows.into_iter().map(from_row).collect()
    }

    /// The requests that wait for a decision, unless they are those of this mark.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn pending_requests(&self, known: Option<(i64, i64)>) -> Result<Option<OpenRequests>, Error> {
        use request::Column;
        let word = kept::word("a request's state", RequestState::Pending)?;
        let mark = request::Entity::find()
            .select_only()
            .column_as(Column::Id.count(), "count")
            .column_as(Column::WrittenAt.max(), "newest")
            .filter(Column::State.eq(word))
            .into_tuple::<(i64, Option<i64>)>()
            .one(self.reader())
            .await?;
        let mark = mark.map(|(count, newest)| (count, newest.unwrap_or_default())).unwrap_or_default();
        if known == Some(mark) {
            return Ok(None);
        }
        Ok(Some(OpenRequests { requests: self.requests_in(&[RequestState::Pending]).await?, mark }))
    }

    /// The open request for the same, for the same person.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn open_requests_for(&self, beneficiary: &PersonKey) -> Result<Vec<AccessRequest>, Error> {
        let rows = request::Entity::find()
            .filter(request::Column::BeneficiaryKey.eq(kept::person(beneficiary)))
            .filter(request::Column::OpenKey.is_not_null())
            .all(self.reader())
            .await?;
        rows.into_iter().map(from_row).collect()
    }

    /// The granted requests for a person.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn granted_requests_for(&self, beneficiary: &PersonKey) -> Result<Vec<AccessRequest>, Error> {
        let rows = request::Entity::find()
            .filter(request::Column::BeneficiaryKey.eq(kept::person(beneficiary)))
            .filter(request::Column::State.eq(kept::word("a request's state", RequestState::Granted)?))
            .all(self.reader())
            .await?;
        rows.into_iter().map(from_row).collect()
    }

    /// The granted requests for a thing, the oldest first.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn granted_requests_of(&self, thing: &Requestable) -> Result<Vec<AccessRequest>, Error> {
        let rows = request::Entity::find()
            .filter(request::Column::Thing.eq(kept::text(&thing.key())))
            .filter(request::Column::State.eq(kept::word("a request's state", RequestState::Granted)?))
            .order_by_asc(request::Column::Id)
            .all(self.reader())
            .await?;
        rows.into_iter().map(from_row).collect()
    }

    /// How many granted requests for a thing there are, renewals among them.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn count_granted_of(&self, thing: &Requestable) -> Result<u64, Error> {
        let rows = request::Entity::find()
            .filter(request::Column::Thing.eq(kept::text(&thing.key())))
            .filter(request::Column::State.eq(kept::word("a request's state", RequestState::Granted)?));
        Ok(rows.count(self.reader()).await?)
    }

    /// The requests for any of these people that are in one of these states.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn requests_for_all(
        &self,
        people: &[PersonKey],
        states: &[RequestState],
    ) -> Result<Vec<AccessRequest>, Error> {
        let words = states.iter().map(|state| kept::word("a request's state", *state));
        let words = words.collect::<Result<Vec<_>, _>>()?;
        let mut all = Vec::new();
        for some in people.chunks(PEOPLE_AT_ONCE) {
            let rows = request::Entity::find()
                .filter(request::Column::BeneficiaryKey.is_in(some.iter().map(kept::person)))
                .filter(request::Column::State.is_in(words.clone()))
                .all(self.reader())
                .await?;
            all.extend(rows.into_iter().map(from_row).collect::<Result<Vec<_>, _>>()?);
        }
        Ok(all)
    }
}
