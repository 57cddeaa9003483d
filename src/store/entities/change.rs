//! Rows of `changes`: changes, with their leases.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "changes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub kind: String,
    pub title: String,
    pub state: String,
    pub reason: String,
    pub intent: String,
    pub actor: String,
    pub actor_email: String,
    pub actor_key: Option<String>,
    pub warnings: String,
    pub search: String,
    pub created_at: i64,
    pub ended_at: Option<i64>,
    pub accepted_at: Option<i64>,
    pub waiting: Option<String>,
    pub lease_owner: Option<String>,
    pub lease_until: Option<i64>,
    pub wanted: String,
    pub fence: i64,
    pub ordered_by: Option<String>,
    pub stopped: Option<String>,
    pub mandate: Option<String>,
    pub seal: Option<String>,
    pub ordered_seal: Option<String>,
    pub handled: Option<String>,
    pub undone_by: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
