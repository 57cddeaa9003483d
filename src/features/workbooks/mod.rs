//! Workbooks: the list, one workbook's pages, who may open it, and exports.

mod access;
mod contents;
mod edit;
mod export;
mod frame;
mod list;
mod outline;
mod show;

use crate::web::{App, paths};
use axum::{
    Router,
    routing::{get, post},
};

pub fn routes() -> Router<App> {
    let one = format!("{}/{{id}}", paths::WORKBOOKS);
    let people = format!("{one}/people");
    let export = format!("{}/{{id}}", paths::EXPORTS);
    Router::new()
        .route(paths::WORKBOOKS, get(list::list))
        .route(&paths::csv(paths::WORKBOOKS), get(list::csv))
        .route(&one, get(show::show))
        .route(&format!("{one}/contents"), get(contents::show))
        .route(&format!("{one}/edit"), get(edit::form).post(edit::submit))
        .route(&people, get(access::people))
        .route(&paths::csv(&people), get(access::csv))
        .route(&format!("{one}/access"), post(access::plan))
        .route(&format!("{one}/export"), get(export::form).post(export::start))
        .route(&export, get(export::show))
        .route(&format!("{export}/events"), get(export::follow))
        .route(&format!("{export}/file"), get(export::file))
}
