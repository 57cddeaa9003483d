//! Rows of `change_steps`: the steps of changes.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change_steps")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub change_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    pub title: String,
    pub call: String,
    pub needs: String,
    pub precondition: Option<String>,
    pub undo: Option<String>,
    pub inverse: String,
    pub undoes: Option<i64>,
    pub state: String,
    pub error: Option<String>,
    pub created: Option<String>,
    pub request_id: Option<String>,
    pub attempts: i64,
    pub started_at: Option<i64>,
    pub sent_at: Option<i64>,
    pub spared: Option<String>,
    pub ended_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
