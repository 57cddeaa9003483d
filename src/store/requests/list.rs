//! Reading requests.

use super::from_row;
use crate::domain::{AccessRequest, Page, PersonKey, RequestId, RequestState, Requestable};
use crate::store::{Error, PageRequest, Store, entities::request, kept, search};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

/// People or requests named in one query: both databases take many times as many parameters.
const AT_ONCE: usize = 500;

/// Which requests to list; what is `None` does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestFilter {
    /// Made by or for the person of these keys; empty for everybody's.
    pub concerns: Vec<PersonKey>,
    pub state: Option<RequestState>,
    /// Having all these words in title, reason, names or addresses; without case, in any order.
    pub q: Option<String>,
}

/// A request as it was written lately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenRequest {
    pub id: RequestId,
    /// Whether it waits for a decision.
    pub is_pending: bool,
    pub version: i64,
    pub written_at: Timestamp,
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

    /// The requests that wait for a decision, oldest first.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn pending_requests(&self) -> Result<Vec<AccessRequest>, Error> {
        self.requests_in(&[RequestState::Pending]).await
    }

    /// How many requests wait for a decision.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn count_pending_requests(&self) -> Result<u64, Error> {
        let word = kept::word("a request's state", RequestState::Pending)?;
        Ok(request::Entity::find().filter(request::Column::State.eq(word)).count(self.reader()).await?)
    }

    /// How many requests this person has made that are open.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn count_open_requests_of(&self, requester: &PersonKey) -> Result<u64, Error> {
        let open = request::Entity::find()
            .filter(request::Column::RequesterKey.eq(kept::person(requester)))
            .filter(request::Column::OpenKey.is_not_null());
        Ok(open.count(self.reader()).await?)
    }

    /// The requests that were written since this moment, in whatever state.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn requests_written_since(&self, since: Timestamp) -> Result<Vec<WrittenRequest>, Error> {
        use request::Column;
        let pending = kept::word("a request's state", RequestState::Pending)?;
        let rows = request::Entity::find()
            .select_only()
            .columns([Column::Id, Column::State, Column::Version, Column::WrittenAt])
            .filter(Column::WrittenAt.gte(kept::millis(since)))
            .into_tuple::<(String, String, i64, i64)>()
            .all(self.reader())
            .await?;
        let read = |(id, state, version, at): (String, String, i64, i64)| {
            let (is_pending, written_at) = (state == pending, kept::from_millis("a request's time", at)?);
            Ok(WrittenRequest { id: RequestId::new(id), is_pending, version, written_at })
        };
        rows.into_iter().map(read).collect()
    }

    /// The requests of these ids.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn requests_with(&self, ids: &[RequestId]) -> Result<Vec<AccessRequest>, Error> {
        let mut all = Vec::new();
        for some in ids.chunks(AT_ONCE) {
            let ids = some.iter().map(|id| kept::text(id.as_str()));
            let rows = request::Entity::find().filter(request::Column::Id.is_in(ids)).all(self.reader()).await?;
            all.extend(rows.into_iter().map(from_row).collect::<Result<Vec<_>, _>>()?);
        }
        Ok(all)
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

    /// One page of the granted requests for a thing, the oldest first; without renewals, which give nothing themselves.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn granted_requests_of(
        &self,
        thing: &Requestable,
        page: PageRequest,
    ) -> Result<Page<AccessRequest>, Error> {
        let rows = request::Entity::find()
            .filter(request::Column::Thing.eq(kept::text(&thing.key())))
            .filter(request::Column::State.eq(kept::word("a request's state", RequestState::Granted)?))
            .order_by_asc(request::Column::Id);
        let Page { items, total, number, size } = page.of(rows, self.reader()).await?;
        let items = items.into_iter().map(from_row).collect::<Result<_, _>>()?;
        Ok(Page { items, total, number, size })
    }

    /// How many granted requests for a thing there are, without renewals.
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
        for some in people.chunks(AT_ONCE) {
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
