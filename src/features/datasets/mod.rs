//! Datasets, which Sigma has retired: the list, one dataset's page, and its materializations.

mod access;
pub(super) mod actions;
mod activity;
mod heading;
mod list;
mod runs;
mod runs_page;
mod show;

use crate::{
    directory::{Collection, Snapshot},
    ui::{icon::Icon, moment},
    web::{Pages, get, paths},
};
use icondata_lu as lu;
use leptos::prelude::*;

pub fn routes() -> Pages {
    Pages::new()
        .list(paths::DATASETS, list::list)
        .route(paths::DATASET, get(show::show))
        .list(paths::DATASET_PEOPLE, access::people)
        .route(paths::DATASET_RUNS, get(runs_page::show))
        .route(paths::DATASET_ACTIVITY, get(activity::show))
        .route(paths::DATASET_EVENTS, get(runs::follow))
}

/// What Sigma has decided about datasets (BEHAVIOUR.md section 14).
fn retired(snapshot: &Snapshot) -> AnyView {
    if snapshot.sections().withdrawn_at(Collection::Datasets).is_some() {
        let read = match snapshot.sections().as_of(Collection::Datasets) {
            Some(at) => {
                format!("What you see was read on {}, and can be neither opened nor materialized any more.", moment(at))
            }
            None => "The portal has never read any.".to_owned(),
        };
        return view! {
            <div class="flash t-warn">
                <Icon icon=lu::LuTriangleAlert/>
                <p><b>"Sigma no longer offers datasets."</b>" Data models have taken their place. "{read}</p>
            </div>
        }
        .into_any();
    }
    view! {
        <div class="flash t-warn">
            <Icon icon=lu::LuTriangleAlert/>
            <p>
                <b>"Sigma retired datasets on 2 June 2026."</b>" They can’t be created or edited any more; use data models instead. "
                "Existing datasets can still be read and materialized."
            </p>
        </div>
    }
    .into_any()
}
