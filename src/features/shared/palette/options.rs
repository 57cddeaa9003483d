//! What was found, as options of the palette's list: links, so that Enter and a press lead there.

use super::results::{Group, Hit};
use crate::{
    ui::{count, icon::Icon, islands::Parts},
    web,
};
use leptos::prelude::*;

/// What answers `typed`, group by group, or that nothing does.
pub fn parts(typed: &str, groups: Vec<Group>) -> Parts {
    let typed = typed.to_owned();
    Parts::new(web::rendered(move || view(&typed, groups)))
}

fn view(typed: &str, groups: Vec<Group>) -> impl IntoView + use<> {
    let all: usize = groups.iter().map(|group| group.hits.len()).sum();
    let nothing = (all == 0).then(|| view! { <p class="find-none">{format!("No results for “{typed}”")}</p> });
    let mut at = 0;
    let groups: Vec<AnyView> = groups
        .into_iter()
        .map(|Group { label, hits, .. }| {
            let id = format!("find-{}", label.to_lowercase());
            let hits = hits.into_iter().map(|hit| {
                at += 1;
                option(at, hit)
            });
            let hits = hits.collect_view();
            view! {
                <div role="group" aria-labelledby=id.clone()>
                    <p class="find-head" id=id.clone() role="presentation">{label}</p>
                    {hits}
                </div>
            }
            .into_any()
        })
        .collect();
    let list = (all > 0)
        .then(|| view! { <div class="find-list" id="palette-list" role="listbox" aria-label="Results">{groups}</div> });
    view! { <p class="vh" role="status">{count(all, "result", "results")}</p>{nothing}{list} }
}

fn option(at: usize, Hit { label, detail, href, icon }: Hit) -> impl IntoView {
    let detail = (!detail.is_empty()).then(|| view! { <small>{detail}</small> });
    view! {
        <a class="find" role="option" id=format!("find-{at}") tabindex="-1" href=href aria-selected="false">
            <Icon icon=icon/><span>{label}</span>{detail}
        </a>
    }
}
