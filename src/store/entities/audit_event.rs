//! Rows of `audit_events`: the audit log.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub at: i64,
    pub actor: String,
    pub actor_email: String,
    pub actor_key: Option<String>,
    pub action: String,
    pub summary: String,
    pub outcome: String,
    pub change_id: Option<String>,
    pub sigma_request_id: Option<String>,
    pub search: String,
    pub seal: Option<String>,
    pub chain_number: Option<i64>,
    pub chain_hash: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
