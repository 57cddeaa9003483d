//! Roles that were given inside the portal, each with the audit event that says who gave it. A row carries a seal:
//! whoever can write to the database only makes nobody an admin.

use super::{Error, SealKey, Sealed, Store, entities::role_assignment, kept};
use crate::domain::{AssignedRole, AuditEvent, MemberId, RoleAssignment};
use role_assignment::Column::{GivenAt, GivenBy, MemberId as Member, Reason, Role, Seal};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, sea_query::OnConflict};

const WHAT: &str = "an assigned role";

impl Store {
    /// All roles that were given, the latest first. Which this version cannot read are left out, and give nothing.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn role_assignments(&self) -> Result<Vec<RoleAssignment>, Error> {
        let rows = role_assignment::Entity::find().order_by_desc(GivenAt).order_by_asc(Member).order_by_asc(Role);
        let rows = rows.all(self.reader()).await?;
        let read = |row: role_assignment::Model| {
            let role = AssignedRole::from_key(&row.role)?;
            Some(from_row(row, role, self.seals()))
        };
        rows.into_iter().filter_map(read).collect()
    }

    /// Gives a role, or gives it anew.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn assign_role(&self, new: &RoleAssignment, event: &AuditEvent) -> Result<(), Error> {
        let mut row = role_assignment::Model {
            member_id: kept::text(new.member.as_str()),
            role: kept::text(&new.role.to_string()),
            given_by: kept::json(WHAT, &new.given_by)?,
            given_at: kept::millis(new.given_at),
            reason: kept::text(&new.reason),
            seal: String::new(),
        };
        row.seal = sealed(&row, |parts| self.seals().seal(KIND, parts));
        let row = row.into_active_model();
        self.write_audited(event, move |transaction| {
            Box::pin(async move {
                let again =
                    OnConflict::columns([Member, Role]).update_columns([GivenBy, GivenAt, Reason, Seal]).to_owned();
                role_assignment::Entity::insert(row).on_conflict(again).exec_without_returning(transaction).await?;
                Ok(true)
            })
        })
        .await
        .map(drop)
    }

    /// Takes a role away. Whether it was there to be taken; without it nothing is written.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn remove_role(&self, member: &MemberId, role: &AssignedRole, event: &AuditEvent) -> Result<bool, Error> {
        let this = (kept::text(member.as_str()), kept::text(&role.to_string()));
        self.write_audited(event, move |transaction| {
            Box::pin(async move {
                let one = role_assignment::Entity::delete_many().filter(Member.eq(this.0)).filter(Role.eq(this.1));
                Ok(one.exec(transaction).await?.rows_affected > 0)
            })
        })
        .await
    }
}

const KIND: &str = "assigned role";

fn sealed<T>(row: &role_assignment::Model, use_them: impl FnOnce(&[&str]) -> T) -> T {
    use_them(&[&row.member_id, &row.role, &row.given_by, &row.given_at.to_string(), &row.reason])
}

fn from_row(row: role_assignment::Model, role: AssignedRole, key: &SealKey) -> Result<RoleAssignment, Error> {
    let counts = match sealed(&row, |parts| key.check(KIND, parts, Some(&row.seal))) {
        Sealed::Intact => true,
        Sealed::Unsealed | Sealed::OtherKey | Sealed::Altered => false,
    };
    Ok(RoleAssignment {
        role,
        counts,
        given_by: kept::from_json(WHAT, &row.given_by)?,
        given_at: kept::from_millis("when a role was given", row.given_at)?,
        member: MemberId::new(row.member_id),
        reason: row.reason,
    })
}
