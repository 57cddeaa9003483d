//! Sessions of people: whose they are and how they came about, to be listed and ended by.

use super::{Error, PageRequest, Store, entities::session, kept};
use crate::domain::{Page, PersonKey, ProviderSubject};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder,
};
use serde::{Deserialize, Serialize};
use session::Column::{BeganAt, EndsAt, ExpiresAt, Id, Issuer, Person, Sid, Subject, UsedAt};
use sha2::{Digest, Sha256};
use tower_sessions::session::{Id as SessionId, Record};

/// Whose a session is and how it came about. Kept in the session itself, under [`Self::KEY`], and in columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionFacts {
    /// Whose it is.
    pub person: PersonKey,
    /// Their name at the time.
    pub name: String,
    /// Their address at the time.
    pub email: String,
    /// The sign-in provider's id of them, where it says one.
    pub subject: Option<ProviderSubject>,
    /// The provider's id of its own session, where it says one.
    pub sid: Option<String>,
    /// When they signed in.
    pub began_at: Timestamp,
    /// When it was last used, give or take minutes.
    pub used_at: Timestamp,
    /// The address they signed in from, where it is known.
    pub address: Option<String>,
    /// What their browser called itself.
    pub browser: String,
}

/// A session that has not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSession {
    /// What it is kept under; says nothing of the cookie.
    pub id: String,
    pub facts: SessionFacts,
    /// When it ends at the latest.
    pub ends_at: Option<Timestamp>,
}

impl SessionFacts {
    /// The session's key for them.
    pub const KEY: &str = "facts";
}

/// The columns that say whose a session is; empty for one in which nobody is signed in.
pub(super) fn columns(record: &Record) -> Result<session::ActiveModel, Error> {
    const WHAT: &str = "whose a session is";
    let facts = record.data.get(SessionFacts::KEY).cloned();
    let facts: Option<SessionFacts> =
        facts.map(serde_json::from_value).transpose().map_err(|e| Error::Unreadable(WHAT, e.into()))?;
    let subject = facts.as_ref().and_then(|facts| facts.subject.clone());
    Ok(session::ActiveModel {
        id: NotSet,
        data: NotSet,
        expires_at: NotSet,
        ends_at: NotSet,
        person: Set(facts.as_ref().map(|facts| kept::person(&facts.person))),
        holder: Set(facts.as_ref().map(|facts| kept::json(WHAT, facts)).transpose()?),
        issuer: Set(subject.as_ref().map(|subject| kept::text(&subject.issuer))),
        subject: Set(subject.as_ref().map(|subject| kept::text(&subject.subject))),
        sid: Set(facts.as_ref().and_then(|facts| facts.sid.as_deref()).map(kept::text)),
        began_at: Set(facts.as_ref().map(|facts| kept::millis(facts.began_at))),
        used_at: Set(facts.as_ref().map(|facts| kept::millis(facts.used_at))),
    })
}

impl Store {
    /// Open sessions, the one used last first: those of a person known by these keys, or all.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn open_sessions(
        &self,
        of: Option<&[PersonKey]>,
        page: PageRequest,
        now: Timestamp,
    ) -> Result<Page<OpenSession>, Error> {
        let now = kept::millis(now);
        let open = Condition::all()
            .add(Person.is_not_null())
            .add(ExpiresAt.gt(now))
            .add(EndsAt.gt(now))
            .add_option(of.map(|keys| Person.is_in(keys.iter().map(kept::person))));
        let open = session::Entity::find().filter(open);
        let rows = open.order_by_desc(UsedAt).order_by_desc(BeganAt).order_by_asc(Id);
        let Page { items, total, number, size } = page.of(rows, self.reader()).await?;
        let items = items.into_iter().map(read).collect::<Result<_, _>>()?;
        Ok(Page { items, total, number, size })
    }

    /// Ends a session, of one of these people where they are named; says whose it was.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn end_session(&self, id: &str, of: Option<&[PersonKey]>) -> Result<Option<SessionFacts>, Error> {
        let this = Condition::all()
            .add(Id.eq(id))
            .add(Person.is_not_null())
            .add_option(of.map(|keys| Person.is_in(keys.iter().map(kept::person))));
        let Some(row) = session::Entity::find().filter(this).one(self.reader()).await? else { return Ok(None) };
        session::Entity::delete_by_id(id).exec(self.writer()).await?;
        read(row).map(|session| Some(session.facts))
    }

    /// Ends what a sign-in provider has ended: its session of this id, or all of this person. Says how many there were.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn end_provider_sessions(
        &self,
        issuer: &str,
        subject: Option<&str>,
        sid: Option<&str>,
    ) -> Result<u64, Error> {
        let mut theirs = Condition::all().add(Issuer.eq(issuer));
        theirs = match (sid, subject) {
            // A provider that names both means its session (OpenID Connect Back-Channel Logout, section 2.4).
            (Some(sid), Some(subject)) => theirs.add(Sid.eq(sid)).add(Subject.eq(subject)),
            (Some(sid), None) => theirs.add(Sid.eq(sid)),
            (None, Some(subject)) => theirs.add(Subject.eq(subject)),
            (None, None) => return Ok(0),
        };
        Ok(session::Entity::delete_many().filter(theirs).exec(self.writer()).await?.rows_affected)
    }
}

/// What a session of the cookie's id is kept under.
pub fn kept_under(id: &SessionId) -> String {
    digest(id)
}

fn read(row: session::Model) -> Result<OpenSession, Error> {
    const WHAT: &str = "whose a session is";
    let facts = kept::from_json(WHAT, &row.holder.unwrap_or_default())?;
    let ends_at = row.ends_at.map(|at| kept::from_millis("when a session ends", at)).transpose()?;
    Ok(OpenSession { id: row.id, facts, ends_at })
}

/// What a session is kept under. An id is random, so it needs no salt.
pub(super) fn digest(id: &SessionId) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(id.to_string()))
}
