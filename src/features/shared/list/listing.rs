//! One page of a list.

use super::{
    super::picker::{Resolution, Resolved},
    Bulk, List, ListQuery, Offer, PAGE_SIZE, SavedList,
    bar::{self, Offers},
    pages::pager_of,
    table::{bulk, table},
};
use crate::{
    domain::Page,
    ui::{empty::Empty, icon::Icon, islands::RESULTS, number},
    web::part,
};
use icondata_lu as lu;
use leptos::prelude::*;

/// One page of a list with its filter bar: what a feature shows below its head. The live filter swaps the element
/// `results` in it.
pub struct Listing<R: 'static> {
    list: &'static List<R>,
    query: ListQuery,
    page: Page<R>,
    all: Option<usize>,
    /// Up to where the rows were counted.
    counted_to: u64,
    offers: Offers,
    unmatched: Option<Unmatched>,
    bulk: Option<Bulk>,
    saved: Option<SavedList>,
}

struct Unmatched {
    title: String,
    text: &'static str,
    actions: AnyView,
}

impl<R> Listing<R> {
    /// The page of rows that answers the query.
    pub fn new(list: &'static List<R>, query: ListQuery, page: Page<R>) -> Self {
        let counted_to = u64::MAX;
        Self { list, query, page, all: None, counted_to, offers: Vec::new(), unmatched: None, bulk: None, saved: None }
    }

    /// The page that the query asks for, of all the rows that answer it.
    pub fn cut(list: &'static List<R>, query: ListQuery, rows: Vec<R>) -> Self {
        let page = Page::cut(rows, query.page(), PAGE_SIZE);
        Self::new(list, query, page)
    }

    /// Says of how many rows those found are a part.
    #[must_use]
    pub fn of(self, all: usize) -> Self {
        Self { all: Some(all), ..self }
    }

    /// Says of a longer list that it has more rows than these.
    #[must_use]
    pub fn counted_to(self, most: u64) -> Self {
        Self { counted_to: most, ..self }
    }

    /// What a filter offers.
    #[must_use]
    pub fn offer(mut self, filter: &'static str, offer: Offer) -> Self {
        self.offers.push((filter, offer));
        self
    }

    /// What to say when nothing matches, instead of the usual, with further buttons beside “Clear all”.
    #[must_use]
    pub fn when_unmatched(self, title: String, text: &'static str, actions: AnyView) -> Self {
        Self { unmatched: Some(Unmatched { title, text, actions }), ..self }
    }

    /// What can be done to picked rows; the list declares [`List::picks`].
    #[must_use]
    pub fn bulk(self, bulk: Bulk) -> Self {
        Self { bulk: Some(bulk), ..self }
    }

    /// What whoever looks keeps of the list: offers their views, and remembers the columns they choose.
    #[must_use]
    pub fn saved(self, saved: SavedList) -> Self {
        Self { saved: Some(saved), ..self }
    }

    /// Filter bar and results.
    pub fn view(self) -> impl IntoView + use<R> {
        let bar = bar::bar(self.list, &self.query, &self.offers);
        view! { {bar}{part(RESULTS, self.results())} }
    }

    fn results(mut self) -> AnyView {
        let (total, more) = (self.page.total, if self.page.total > self.counted_to { "+" } else { "" });
        let counted = format!("{}{more}", number(usize::try_from(total.min(self.counted_to)).unwrap_or(usize::MAX)));
        let found = found(self.list, counted.clone(), total, self.all);
        let applied = bar::applied(self.list, &self.query, (&self.offers, self.saved.as_ref()), found);
        let query = self.query.clone();
        let pages = pager_of(&self.page, &counted, move |n| query.with_page(n).url());
        let total = usize::try_from(total).unwrap_or(usize::MAX);
        if self.page.items.is_empty() {
            // What is picked is still there when nothing is found.
            if let Some(bulk_bar) = self.bulk.take_if(|_| !self.query.picks().is_empty()) {
                let action = bulk_bar.action;
                let bar = bulk(self.list, &self.query, &self.page.items, total, bulk_bar);
                return view! {
                    {applied}
                    <div class="panel table-box">{self.vacancy()}{pages}</div>
                    <form class="panel table-box" id="list" method="post" action=action>{bar}</form>
                }
                .into_any();
            }
            return view! { {applied}<div class="panel table-box" id="list">{self.vacancy()}{pages}</div> }.into_any();
        }
        let table = table(self.list, &self.query, &self.page.items, self.bulk.is_some());
        match self.bulk {
            None => view! { {applied}<div class="panel table-box" id="list">{table}{pages}</div> }.into_any(),
            Some(bar) => {
                let action = bar.action;
                let bulk = bulk(self.list, &self.query, &self.page.items, total, bar);
                view! {
                    {applied}
                    <form class="panel table-box" id="list" method="post" action=action>{table}{bulk}{pages}</form>
                }
                .into_any()
            }
        }
    }

    /// Why there is no row.
    fn vacancy(self) -> AnyView {
        if let Some((slug, named)) = self.unsettled() {
            return choose(&self.query, slug, named).into_any();
        }
        if self.page.is_out_of_range() {
            let first = self.query.with_page(1).url();
            return view! {
                <Empty icon=lu::LuSearchX title="The list is shorter than that" text="This page lies behind the last one.">
                    <a class="btn" href=first>"First page"</a>
                </Empty>
            }
            .into_any();
        }
        let nothing = &self.list.nothing;
        if !self.query.is_narrowed() {
            return view! { <Empty icon=nothing.icon title=nothing.title text=nothing.text/> }.into_any();
        }
        let clear = self.query.cleared().url();
        let (title, text, actions) = match self.unmatched {
            Some(Unmatched { title, text, actions }) => (title, text, Some(actions)),
            None => (format!("No {} matches", self.list.one), "Try fewer words, or lift a filter.", None),
        };
        view! {
            <Empty icon=lu::LuSearchX title=title text=text>
                <a class="btn" href=clear>"Clear all"</a>
                {actions}
            </Empty>
        }
        .into_any()
    }

    /// A filter whose typed name does not stand for one thing.
    fn unsettled(&self) -> Option<(&'static str, &Resolved)> {
        self.offers.iter().find_map(|(slug, offer)| match offer {
            Offer::Named(named) if !named.is_settled() => Some((*slug, named)),
            _ => None,
        })
    }
}

fn found<R>(list: &List<R>, counted: String, total: u64, all: Option<usize>) -> AnyView {
    let total = usize::try_from(total).unwrap_or(usize::MAX);
    let of = all.map(|all| format!(" of {}", number(all)));
    let noun = if all.unwrap_or(total) == 1 { list.one } else { list.many };
    view! { <b>{counted}</b>{of}" "{noun} }.into_any()
}

/// The things that the words typed into a filter may stand for, as links.
fn choose(query: &ListQuery, slug: &'static str, named: &Resolved) -> impl IntoView + use<> {
    let typed = &named.text;
    let (choices, more) = match &named.resolution {
        Resolution::Several { first, more } => (first.as_slice(), *more),
        Resolution::Nothing | Resolution::One(_) | Resolution::Unknown => (&[][..], 0),
    };
    let any = !choices.is_empty();
    let title = if any { format!("Which {slug} is it?") } else { format!("No {slug} matches “{typed}”") };
    let text = if any { format!("Several match “{typed}”.") } else { "Try fewer letters.".to_owned() };
    let links: Vec<_> = choices
        .iter()
        .map(|thing| {
            let href = query.with(slug, thing.id()).url();
            view! { <li><a class="btn btn-sm" href=href>{thing.name.clone()}</a></li> }
        })
        .collect();
    let more =
        (more > 0).then(|| view! { <p class="muted">{format!("{} more: type on to see them.", number(more))}</p> });
    let without = query.with(slug, "").url();
    view! {
        <div class="empty">
            <Icon icon=if any { lu::LuListFilter } else { lu::LuSearchX }/>
            <h2>{title}</h2>
            <p>{text}</p>
            {any.then(|| view! { <ul class="which">{links}</ul> })}
            {more}
            <div class="actions"><a class="btn" href=without>"Any "{slug}</a></div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        super::{
            picker::{CandidateSource, Listed},
            subject::Name,
        },
        Column, Filter, Nothing, Picks, Search,
    };
    use super::*;
    use crate::web::rendered;

    static LIST: List<&str> = List {
        path: "/things",
        one: "thing",
        many: "things",
        caption: "Things",
        search: Search { form: "Filter things", label: "Search things", placeholder: "Name" },
        filters: &[Filter::named("box", "Box")],
        columns: &[Column::text("name", "Name", |name: &&str| (*name).to_owned()).lead().sorts()],
        order: "name",
        group: Some(|name| vec![Name { text: name.chars().take(1).collect(), href: None }]),
        picks: Some(Picks { name: "thing", value: |name| format!("id-{name}"), label: |name| (*name).to_owned() }),
        nothing: Nothing { icon: lu::LuBox, title: "No things yet", text: "They come." },
    };

    fn page(items: Vec<&'static str>) -> Page<&'static str> {
        Page { total: items.len() as u64, items, number: 1, size: 50 }
    }

    fn html(
        query: &str,
        prepare: impl FnOnce(Listing<&'static str>) -> Listing<&'static str>,
        items: Vec<&'static str>,
    ) -> String {
        let listing = Listing::new(&LIST, ListQuery::read(&LIST, Some(query)), page(items));
        rendered(|| prepare(listing).view())
    }

    #[test]
    fn rows_stand_under_the_heading_of_their_group() {
        let html = html("", |listing| listing, vec!["ant", "ape", "bee"]);
        assert_eq!(html.matches("scope=\"rowgroup\"").count(), 2);
        assert!(html.contains("<b>3<"), "{html}");
        assert!(!html.contains("type=\"checkbox\" name=\"thing\""), "nothing is done to several rows: {html}");
    }

    #[test]
    fn picked_rows_post_their_ids_or_the_whole_question() {
        let bulk = |listing: Listing<&'static str>| {
            listing.bulk(Bulk {
                action: "/things/plan",
                keep: "/things/keep",
                buttons: view! { <button>"Go"</button> }.into_any(),
                names: Vec::new(),
            })
        };
        let html = html("q=a&page=1", bulk, vec!["ant", "ape"]);
        for part in [
            "method=\"post\" action=\"/things/plan\"",
            "name=\"thing\" value=\"id-ape\" aria-label=\"Select ape\"",
            "name=\"all\" value=\"q=a\"",
            "All 2 things",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }

    #[test]
    fn what_was_picked_elsewhere_goes_along_and_can_be_let_go() {
        let bulk = |listing: Listing<&'static str>| {
            let names = vec![("id-bee".to_owned(), "Bee".to_owned())];
            listing.bulk(Bulk { action: "/things/plan", keep: "/things/keep", buttons: ().into_any(), names })
        };
        let page = html("q=a&pick=id-bee&pick=id-ape", bulk, vec!["ant", "ape"]);
        for part in [
            "name=\"thing\" value=\"id-ape\" checked",
            "name=\"thing\" value=\"id-bee\"",
            "1 not on this page",
            "href=\"/things?q=a\"",
            "name=\"at\" value=\"/things?q=a&amp;pick=id-bee&amp;pick=id-ape\"",
            "<input type=\"hidden\" name=\"pick\" value=\"id-bee\"",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }

        let nothing = html("q=zzz&pick=id-bee", bulk, vec![]);
        assert!(nothing.contains("name=\"thing\" value=\"id-bee\""), "what was picked is lost: {nothing}");
    }

    #[test]
    fn a_list_that_is_not_counted_to_its_end_says_so() {
        let long = |listing: Listing<&'static str>| {
            let page = Page { total: 1_001, number: 1, size: 2, ..listing.page };
            Listing { page, ..listing }.counted_to(1_000)
        };
        let html = html("", long, vec!["ant", "ape"]);
        assert!(html.contains("<b>1,000+<") && html.contains("1–2 of 1,000+"), "{html}");
    }

    #[test]
    fn every_empty_state_says_its_own() {
        assert!(html("", |l| l, vec![]).contains("No things yet"));
        assert!(html("q=x", |l| l, vec![]).contains("No thing matches"));
        assert!(
            html("page=7", |l| Listing { page: Page { number: 7, ..l.page }, ..l }, vec![])
                .contains("shorter than that")
        );
        let unclear = |listing: Listing<&'static str>| {
            let boxes = Listed::new("box", [("b1", "Red"), ("b2", "Reed")].into_iter());
            listing.offer("box", Offer::Named(boxes.resolve("re")))
        };
        let html = html("box=re&q=x", unclear, vec![]);
        assert!(html.contains("Which box is it?") && html.contains("href=\"/things?q=x&amp;box=b2\""), "{html}");
    }
}
