//! Rows of `deliveries`: what is sent by which channel.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deliveries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub outbox_id: String,
    pub subject: String,
    pub channel: String,
    pub person: String,
    pub because: String,
    pub state: String,
    pub attempts: i64,
    pub due_at: i64,
    pub ended_at: Option<i64>,
    pub error: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
