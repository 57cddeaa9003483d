//! Fetching one element of a page anew. Browser only.

use super::{PART, fetch};
use leptos::prelude::*;
use web_sys::{DomParser, SupportedType};

/// Fetches `url` and puts its element `id` in the place of this page's; `None` when that cannot be done and the
/// browser should go there instead. A late answer, for which `current` is false, changes nothing.
pub async fn swap(url: &str, id: &str, current: impl Fn() -> bool) -> Option<()> {
    let response = fetch::get(url, PART, id).await?;
    if !response.ok() || response.redirected() {
        return None;
    }
    let text = fetch::text(&response).await?;
    if !current() {
        return Some(());
    }
    let page = DomParser::new().ok()?.parse_from_string(&text, SupportedType::TextHtml).ok()?;
    let (fresh, old) = (page.get_element_by_id(id)?, document().get_element_by_id(id)?);
    old.replace_with_with_node_1(&fresh).ok()
}
