//! Rows of `requests`: requests for access.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "requests")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub state: String,
    pub requester_key: String,
    pub beneficiary_key: String,
    pub thing: Option<String>,
    pub open_key: Option<String>,
    pub search: String,
    pub asked_at: i64,
    pub ends_at: Option<i64>,
    pub written_at: i64,
    pub version: i64,
    pub body: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
