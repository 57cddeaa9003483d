//! Help: a page for each subject, reached from the pages where it is needed.

mod topics;

use crate::{
    ui::{head::Head, icon::Icon, panel::Panel},
    web::{AppError, NavItem, PageParts, Pages, RequestContext, get, navigation, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;
use topics::{TOPICS, Topic, topic};

pub fn routes() -> Pages {
    Pages::new().route(paths::HELP, get(index)).route(paths::HELP_TOPIC, get(show))
}

/// Shows all subjects with a sentence about each.
async fn index(cx: RequestContext) -> Result<Response, AppError> {
    let body = || {
        let rows: Vec<_> = TOPICS
            .iter()
            .map(|topic| {
                let href = paths::help_topic(topic.slug);
                view! { <li><Icon icon=lu::LuCircleHelp/><div class="row-text"><a href=href>{topic.title}</a><small>{topic.about}</small></div></li> }
            })
            .collect();
        view! {
            <Head title="Help" sub="How the portal works, subject by subject.".into_any()/>
            <Panel id="topics" title="Subjects"><ul class="rows">{rows}</ul></Panel>
        }
    };
    Ok(cx.render_page(PageParts::new("Help", NavItem::None), body).await)
}

/// Shows what is to be known about one subject.
async fn show(cx: RequestContext, Path(slug): Path<String>) -> Result<Response, AppError> {
    let topic = topic(&slug).ok_or(AppError::NotFound)?;
    let open: Vec<&str> =
        navigation(&cx.actor, false).into_iter().flat_map(|(_, links)| links).map(|link| link.href).collect();
    Ok(cx.render_page(PageParts::new(topic.title, NavItem::None), move || view(topic, &open)).await)
}

/// The page; of the places where it is done those within what `open` leads to.
fn view(topic: &'static Topic, open: &[&str]) -> impl IntoView + use<> {
    let parts: Vec<_> = topic
        .parts
        .iter()
        .map(|(heading, text)| view! { <section class="panel-body"><h2>{*heading}</h2><p>{*text}</p></section> })
        .collect();
    let places = topic.places.iter().filter(|(_, href)| open.iter().any(|open| is_within(href, open)));
    let places = places.map(|(label, href)| view! { <a class="btn" href=*href>{*label}</a> }).collect_view();
    let subjects = TOPICS.iter().map(|other| {
        let here = (other.slug == topic.slug).then_some("page");
        view! { <li><div class="row-text"><a href=paths::help_topic(other.slug) aria-current=here>{other.title}</a></div></li> }
    });
    let subjects = subjects.collect_view();
    view! {
        <Head title=topic.title crumbs=vec![("Help", paths::HELP)] sub=topic.about.into_any()>{places}</Head>
        <div class="cols">
            <article class="panel help">{parts}</article>
            <Panel id="subjects" title="Subjects"><ul class="rows">{subjects}</ul></Panel>
        </div>
    }
}

/// Whether a page is the one at `open`, or below it.
fn is_within(href: &str, open: &str) -> bool {
    href.strip_prefix(open).is_some_and(|rest| rest.is_empty() || (open != "/" && rest.starts_with(['/', '?'])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_place_has_a_subject_and_no_subject_comes_twice() {
        for place in NavItem::ALL {
            if let Some(slug) = place.help() {
                assert!(topic(slug).is_some(), "{place:?} leads to {slug}");
            }
        }
        assert!(is_within("/members/select", "/members") && is_within("/members", "/members"));
        assert!(
            !is_within("/members", "/me") && !is_within("/members", "/"),
            "who has a page of their own has no list"
        );
        let slugs: BTreeSet<&str> = TOPICS.iter().map(|topic| topic.slug).collect();
        assert_eq!(slugs.len(), TOPICS.len());
    }
}
