//! Access packages with their versions, each write with the audit event that says so.

use crate::domain::{AccessPackage, AuditEvent, PackageId, PackageVersion};
use crate::store::{
    Error, Store,
    entities::{package, package_version},
    kept,
};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};

impl Store {
    /// All packages, in the order in which they were made.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn packages(&self) -> Result<Vec<AccessPackage>, Error> {
        let rows = package::Entity::find().order_by_asc(package::Column::Id).all(self.reader()).await?;
        rows.into_iter().map(from_row).collect()
    }

    /// The package of this id, while there is one.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn package(&self, id: &PackageId) -> Result<Option<AccessPackage>, Error> {
        let row = package::Entity::find_by_id(kept::text(id.as_str())).one(self.reader()).await?;
        row.map(from_row).transpose()
    }

    /// What a package gave in each of its versions, the newest first.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn package_versions(&self, id: &PackageId) -> Result<Vec<PackageVersion>, Error> {
        let rows = package_version::Entity::find()
            .filter(package_version::Column::PackageId.eq(kept::text(id.as_str())))
            .order_by_desc(package_version::Column::Version)
            .all(self.reader())
            .await?;
        rows.iter().map(|row| kept::from_json("a package's version", &row.body)).collect()
    }

    /// Keeps a new package with its first version.
    ///
    /// # Errors
    /// [`Error::Exists`] when there is one with this id.
    pub async fn insert_package(&self, new: &AccessPackage, event: &AuditEvent) -> Result<(), Error> {
        let (row, version) = (row(new)?.into_active_model(), version(new)?.into_active_model());
        self.write_audited(event, move |transaction| {
            Box::pin(async move {
                package::Entity::insert(row).exec_without_returning(transaction).await?;
                package_version::Entity::insert(version).exec_without_returning(transaction).await?;
                Ok(true)
            })
        })
        .await
        .map(drop)
    }

    /// Writes a package and the version that it is at, if nobody has written it since it was read. Whether it was written.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn save_package(&self, package: &AccessPackage, event: &AuditEvent) -> Result<bool, Error> {
        use package::Column;
        let (row, version) = (row(package)?, version(package)?.into_active_model());
        self.write_audited(event, move |transaction| {
            Box::pin(async move {
                let written = package::Entity::update_many()
                    .col_expr(Column::Body, Expr::val(row.body))
                    .col_expr(Column::Written, Expr::val(row.written + 1))
                    .filter(Column::Id.eq(row.id))
                    .filter(Column::Written.eq(row.written))
                    .exec(transaction)
                    .await?;
                if written.rows_affected == 0 {
                    return Ok(false);
                }
                let key = [package_version::Column::PackageId, package_version::Column::Version];
                let known = OnConflict::columns(key).do_nothing().to_owned();
                let kept = package_version::Entity::insert(version).on_conflict(known);
                kept.exec_without_returning(transaction).await?;
                Ok(true)
            })
        })
        .await
    }

    /// Deletes a package; what it gave in its versions stays. Whether there was one.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delete_package(&self, id: &PackageId, event: &AuditEvent) -> Result<bool, Error> {
        let id = kept::text(id.as_str());
        self.write_audited(event, move |transaction| {
            Box::pin(async move {
                let gone = package::Entity::delete_by_id(id).exec(transaction).await?;
                Ok(gone.rows_affected > 0)
            })
        })
        .await
    }
}

fn row(package: &AccessPackage) -> Result<package::Model, Error> {
    let body = kept::text(&kept::json("a package", package)?);
    Ok(package::Model { id: kept::text(package.id.as_str()), written: package.written, body })
}

fn version(package: &AccessPackage) -> Result<package_version::Model, Error> {
    let version = PackageVersion {
        version: package.version,
        contents: package.contents.clone(),
        at: package.changed_at,
        by: package.changed_by.clone(),
    };
    Ok(package_version::Model {
        package_id: kept::text(package.id.as_str()),
        version: i64::from(package.version),
        body: kept::text(&kept::json("a package's version", &version)?),
    })
}

fn from_row(row: package::Model) -> Result<AccessPackage, Error> {
    let package: AccessPackage = kept::from_json("a package", &row.body)?;
    Ok(AccessPackage { written: row.written, ..package })
}
