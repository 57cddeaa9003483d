//! Rows of `credentials`: API credentials that the portal has made for itself.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credentials")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub change_id: String,
    pub client_id: String,
    pub secret: String,
    pub made_at: i64,
    pub used_at: Option<i64>,
    pub stands_for: Option<String>,
    pub replaced: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
