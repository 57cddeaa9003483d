//! People as sign-in providers know them: which id is whose, so that an address that changes hands is noticed.

use super::{Error, Store, entities::provider_subject, kept};
use crate::domain::{MemberId, ProviderSubject};
use jiff::Timestamp;
use provider_subject::Column::{Email, Groups, Issuer, LastAt, MemberId as Member, Subject};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::{Condition, OnConflict},
};
use std::collections::BTreeSet;

/// Somebody as a sign-in provider knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownSubject {
    /// The provider's id of them.
    pub subject: ProviderSubject,
    /// The member of the organization that they are, once there is one.
    pub member_id: Option<MemberId>,
    /// The address they had last, in lower case.
    pub email: String,
    /// The groups they were in last.
    pub groups: BTreeSet<String>,
}

impl Store {
    /// What is known of this id.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn known_subject(&self, subject: &ProviderSubject) -> Result<Option<KnownSubject>, Error> {
        let key = (subject.issuer.clone(), subject.subject.clone());
        provider_subject::Entity::find_by_id(key).one(self.reader()).await?.map(read).transpose()
    }

    /// Whether another id of the same provider belongs to this member.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn is_anothers(&self, member: &MemberId, subject: &ProviderSubject) -> Result<bool, Error> {
        let other = Condition::all()
            .add(Member.eq(member.as_str()))
            .add(Issuer.eq(&subject.issuer))
            .add(Subject.ne(&subject.subject));
        Ok(provider_subject::Entity::find().filter(other).limit(1).one(self.reader()).await?.is_some())
    }

    /// Keeps what a sign-in says. The member that an id belongs to stays, once there is one.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn keep_subject(&self, known: &KnownSubject, now: Timestamp) -> Result<(), Error> {
        let row = provider_subject::Model {
            issuer: kept::text(&known.subject.issuer),
            subject: kept::text(&known.subject.subject),
            member_id: known.member_id.as_ref().map(|id| kept::text(id.as_str())),
            email: kept::text(&known.email.to_lowercase()),
            groups: kept::json("a person’s groups", &known.groups)?,
            first_at: kept::millis(now),
            last_at: kept::millis(now),
        };
        let update = match known.member_id {
            Some(_) => vec![Member, Email, Groups, LastAt],
            None => vec![Email, Groups, LastAt],
        };
        let again = OnConflict::columns([Issuer, Subject]).update_columns(update).to_owned();
        provider_subject::Entity::insert(row.into_active_model())
            .on_conflict(again)
            .exec_without_returning(self.writer())
            .await?;
        Ok(())
    }

    /// Forgets which ids belong to a member, so that the next one that signs in with their address is theirs; says how
    /// many were forgotten.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn forget_subjects(&self, member: &MemberId) -> Result<u64, Error> {
        let theirs = Member.eq(member.as_str());
        let deleted = provider_subject::Entity::delete_many().filter(theirs).exec(self.writer()).await?;
        Ok(deleted.rows_affected)
    }
}

fn read(row: provider_subject::Model) -> Result<KnownSubject, Error> {
    Ok(KnownSubject {
        groups: kept::from_json("a person’s groups", &row.groups)?,
        subject: ProviderSubject { issuer: row.issuer, subject: row.subject },
        member_id: row.member_id.map(MemberId::new),
        email: row.email,
    })
}
