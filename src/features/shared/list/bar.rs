//! The filter bar, and the line that says what is found and which filters are in force.

use super::{
    Filter, List, ListQuery, Offer, SavedList,
    filter::Values,
    menu::{hidden, tools},
};
use crate::ui::{icon::Icon, islands::LiveFilter, search_note::search_note};
use icondata_lu as lu;
use leptos::prelude::*;

/// What the filters of this page offer, by their slugs.
pub(super) type Offers = Vec<(&'static str, Offer)>;

/// Search and filters, as a form that leads to the same list narrowed down.
pub(super) fn bar<R>(list: &List<R>, query: &ListQuery, offers: &Offers) -> impl IntoView + use<R> {
    let search = &list.search;
    let fields: Vec<_> = list.filters.iter().map(|filter| field(filter, query, offer(offers, filter))).collect();
    let own: Vec<_> = list.filters.iter().map(|filter| filter.slug).chain([ListQuery::SEARCH]).collect();
    let form = view! {
        <form class="filters" role="search" aria-label=search.form method="get">
            <label class="search">
                <Icon icon=lu::LuSearch/>
                <span class="vh">{search.label}</span>
                <input type="search" name=ListQuery::SEARCH value=query.q().to_owned() placeholder=search.placeholder autocomplete="off"/>
            </label>
            {fields}
            {hidden(query.carried(&own))}
            <button class="btn">"Filter"</button>
        </form>
    };
    view! { <LiveFilter>{form}</LiveFilter> }
}

fn offer<'a>(offers: &'a Offers, filter: &Filter) -> Option<&'a Offer> {
    offers.iter().find(|(slug, _)| *slug == filter.slug).map(|(_, offer)| offer)
}

fn field(filter: &Filter, query: &ListQuery, offer: Option<&Offer>) -> AnyView {
    let value = query.filter(filter.slug).unwrap_or_default();
    let class = if value.is_empty() { "choose" } else { "choose is-set" };
    let (name, label) = (filter.slug, filter.label);
    if matches!(filter.values, Values::Day) {
        let day = value.to_owned();
        return view! { <label class=class><span>{label}</span><input type="date" name=name value=day/></label> }
            .into_any();
    }
    if let Some(Offer::Named(named)) = offer {
        let typed = named.text.clone();
        return view! {
            <label class=class><span>{label}</span><input name=name value=typed placeholder="Any" autocomplete="off"/></label>
        }
        .into_any();
    }
    let option = |(slug, word): (String, String)| {
        let selected = slug == value;
        view! { <option value=slug selected=selected>{word}</option> }
    };
    let options = choices(filter, offer).into_iter().map(option).collect_view();
    view! {
        <label class=class><span>{label}</span><select name=name><option value="">{filter.unset}</option>{options}</select></label>
    }
    .into_any()
}

fn choices(filter: &Filter, offer: Option<&Offer>) -> Vec<(String, String)> {
    match (&filter.values, offer) {
        (Values::Fixed(known), _) => known.iter().map(|(slug, word)| ((*slug).into(), (*word).into())).collect(),
        (_, Some(Offer::Choices(choices))) => choices.clone(),
        _ => Vec::new(),
    }
}

/// A filter's value for people.
fn word(filter: &Filter, value: &str, offer: Option<&Offer>) -> String {
    if let Some(Offer::Named(resolved)) = offer
        && let Some(thing) = resolved.one()
    {
        return thing.name.clone();
    }
    choices(filter, offer).into_iter().find(|(slug, _)| slug == value).map_or(value.to_owned(), |(_, word)| word)
}

/// What is found, which filters are in force, and what can be done with the list as it is.
pub(super) fn applied<R>(
    list: &List<R>,
    query: &ListQuery,
    (offers, saved): (&Offers, Option<&SavedList>),
    found: AnyView,
) -> impl IntoView + use<R> {
    let search = Some(query.q().trim()).filter(|q| !q.is_empty());
    let search = search.map(|q| ("Search", q.to_owned(), query.without_search()));
    let filters = list.filters.iter().filter_map(|filter| {
        let value = query.filter(filter.slug)?;
        Some((filter.label, word(filter, value, offer(offers, filter)), query.with(filter.slug, "")))
    });
    let chips: Vec<_> = search
        .into_iter()
        .chain(filters)
        .map(|(label, value, without)| {
            let remove = format!("Remove filter: {} {value}", label.to_lowercase());
            view! {
                <li class="chip"><span>{label}</span>" "{value}" "<a href=without.url() aria-label=remove><Icon icon=lu::LuX/></a></li>
            }
        })
        .collect();
    let any = !chips.is_empty();
    let clear = query.cleared().url();
    view! {
        <div class="applied">
            <p class="found" role="status">{found}</p>
            {search_note(query.q())}
            {any.then(|| view! { <ul class="chips" aria-label="Filters">{chips}</ul> <a href=clear>"Clear all"</a> })}
            {tools(list, query, saved)}
        </div>
    }
}
