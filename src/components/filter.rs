//! The filter bar of a list: search, choices, and what is applied.

use super::icon::Icon;
use icondata_lu as lu;
use leptos::prelude::*;

/// One choice of a filter bar.
pub struct Choice {
    /// Name in the URL.
    pub name: &'static str,
    /// Word for people.
    pub label: &'static str,
    /// Values and their words; the empty value, “Any”, comes by itself.
    pub options: Vec<(String, String)>,
    /// The value in force; empty for any.
    pub value: String,
}

/// A filter in force, with the link that lifts it.
pub struct Applied {
    /// What it filters.
    pub label: &'static str,
    /// Its value, for people.
    pub value: String,
    /// The list without it.
    pub without: String,
}

/// The filters in force out of all of a list: label, value for people (empty when not in force), the list without it.
pub fn in_force(all: impl IntoIterator<Item = (&'static str, String, String)>) -> Vec<Applied> {
    let given = all.into_iter().filter(|(_, value, _)| !value.is_empty());
    given.map(|(label, value, without)| Applied { label, value, without }).collect()
}

/// The search field of a filter bar.
pub fn search(label: &'static str, placeholder: &'static str, value: &str) -> impl IntoView + use<> {
    view! {
        <label class="search">
            <Icon icon=lu::LuSearch/>
            <span class="vh">{label}</span>
            <input type="search" name="q" value=value.to_owned() placeholder=placeholder autocomplete="off"/>
        </label>
    }
}

/// A choice of a filter bar.
pub fn choice(choice: Choice) -> impl IntoView {
    let class = if choice.value.is_empty() { "choose" } else { "choose is-set" };
    let options = choice.options.into_iter().map(|(value, label)| {
        let selected = value == choice.value;
        view! { <option value=value selected=selected>{label}</option> }
    });
    view! {
        <label class=class>
            <span>{choice.label}</span>
            <select name=choice.name><option value="">"Any"</option>{options.collect_view()}</select>
        </label>
    }
}

/// What is found and which filters are in force.
pub fn applied(found: AnyView, filters: Vec<Applied>, clear: &'static str) -> impl IntoView {
    let any = !filters.is_empty();
    let chips = filters.into_iter().map(|f| {
        let remove = format!("Remove filter: {} {}", f.label.to_lowercase(), f.value);
        view! {
            <li class="chip"><span>{f.label}</span>" "{f.value}" "<a href=f.without aria-label=remove><Icon icon=lu::LuX/></a></li>
        }
    });
    let chips = chips.collect_view();
    view! {
        <div class="applied">
            <p class="found" role="status">{found}</p>
            {any.then(|| view! { <ul class="chips" aria-label="Filters">{chips}</ul> <a href=clear>"Clear all"</a> })}
        </div>
    }
}
