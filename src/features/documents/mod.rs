//! Documents of every kind: the list with the stale ones, giving documents to another owner, what leaves the
//! organisation by itself, and the pages of data models and reports.

pub(super) mod actions;
mod coverage;
mod embeds;
mod list;
mod one;
mod owner;
mod scheduled;
mod selection;

use crate::{
    domain::{DataModelId, ReportId},
    web::{Pages, get, paths},
};

pub fn routes() -> Pages {
    Pages::new()
        .list(paths::DOCUMENTS, list::list)
        .list(paths::SCHEDULED_EXPORTS, scheduled::list)
        .list(paths::EMBEDS, embeds::list)
        .route(paths::DOCUMENTS_OWNER, get(owner::form))
        .route(paths::DATA_MODEL, get(one::show::<DataModelId>))
        .list(paths::DATA_MODEL_PEOPLE, one::people::<DataModelId>)
        .route(paths::DATA_MODEL_ACTIVITY, get(one::activity::<DataModelId>))
        .route(paths::REPORT, get(one::show::<ReportId>))
        .list(paths::REPORT_PEOPLE, one::people::<ReportId>)
        .route(paths::REPORT_ACTIVITY, get(one::activity::<ReportId>))
}
