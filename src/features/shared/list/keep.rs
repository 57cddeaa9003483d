//! Going back to a list with what is ticked in its URL, so that it goes along to other pages of it.

use super::{List, ListQuery, query::MOST_PICKS};
use crate::web::{RequestContext, Severity};

impl<R> List<R> {
    /// Leads back to the list at the address `at` with these rows picked; how many go along is said where not all do.
    pub async fn keep_picks(&self, cx: &RequestContext, at: &str, ids: &[impl ToString + Sync]) {
        let query = ListQuery::read(self, at.split_once('?').map(|(_, query)| query));
        let with = query.with_picks(ids.iter().map(ToString::to_string));
        if with.picks().len() >= ids.len() {
            leptos_axum::redirect(&with.url());
            return;
        }
        let text =
            format!("Only the first {MOST_PICKS} are kept. For more, narrow the list down and take all that match.");
        cx.lead_to(&with.url(), Severity::Warning, text).await;
    }
}
