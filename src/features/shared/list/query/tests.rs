use super::super::{Column, Filter, Nothing, Search};
use super::*;

static LIST: List<()> = LIST_OF_THINGS;

const LIST_OF_THINGS: List<()> = List {
    path: "/things",
    one: "thing",
    many: "things",
    caption: "Things",
    search: Search { form: "Filter things", label: "Search things", placeholder: "Name" },
    filters: &[Filter::open("kind", "Kind"), Filter::fixed("state", "State", &[("on", "On"), ("off", "Off")])],
    columns: &[
        Column::text("name", "Name", |()| String::new()).lead().sorts(),
        Column::within_lead("code", "Code", |()| String::new()).sorts(),
        Column::text("size", "Size", |()| String::new()).sorts(),
        Column::text("owner", "Owner", |()| String::new()),
        Column::text("id", "Id", |()| String::new()).offered(),
    ],
    order: "name",
    group: None,
    picks: None,
    nothing: Nothing { icon: icondata_lu::LuX, title: "", text: "" },
};

fn read(query: &str) -> ListQuery {
    ListQuery::read(&LIST, Some(query))
}

fn shown(query: &ListQuery) -> Vec<&'static str> {
    LIST.columns.iter().filter(|c| query.shows(c.slug, c.place)).map(|c| c.slug).collect()
}

#[test]
fn survives_the_round_trip() {
    for query in ["q=a+%26+b+%25+c", "kind=x%2Fy&state=off", "sort=-name", "sort=size&columns=owner.id&page=3"] {
        assert_eq!(read(query).url(), format!("/things?{query}"));
        assert_eq!(read(query).selection(), query.trim_end_matches("&page=3"));
    }
}

#[test]
fn defaults_and_the_unknown_stay_out_of_the_url() {
    for query in [
        "",
        "q=&kind=&state=",
        "state=gone",
        "sort=name",
        "sort=nonsense",
        "sort=owner",
        "page=1",
        "page=0",
        "page=-x",
        "columns=size.owner",
        "columns=nonsense",
        "columns=",
        "other=1",
        "%ff&&==&",
    ] {
        assert_eq!(read(query).url(), "/things", "{query}");
    }
    assert_eq!(read("q=%ff%fe").page(), 1, "text that is no text still reads");
}

#[test]
fn a_selection_of_everything_says_so() {
    assert_eq!(read("page=2").selection(), "*");
    assert_eq!(read("*"), read(""));
}

#[test]
fn columns_come_from_a_link_or_from_checkboxes() {
    assert_eq!(shown(&read("")), ["name", "size", "owner"]);
    assert_eq!(shown(&read("columns=id.size")), ["name", "size", "id"]);
    let ticked = read("columns=id&columns=size");
    assert_eq!(ticked, read("columns=size.id"));
    assert_eq!(ticked.url(), "/things?columns=size.id");
}

#[test]
fn headings_turn_the_order_and_begin_at_the_first_page() {
    let link = |query: &str, column| {
        let (now, next) = read(query).sorted_by(column);
        (now, next.url())
    };
    assert_eq!(link("page=3", "name"), (Some(false), "/things?sort=-name".into()));
    assert_eq!(link("page=3&kind=x", "size"), (None, "/things?kind=x&sort=size".into()));
    assert_eq!(link("sort=-name", "name"), (Some(true), "/things".into()));
}

#[test]
fn filters_are_lifted_one_by_one_and_all_at_once() {
    let query = read("q=a&kind=x&state=on&sort=size&columns=id&page=2");
    assert_eq!(query.with("kind", "").url(), "/things?q=a&state=on&sort=size&columns=id");
    assert_eq!(query.with("kind", "y").cleared(), query.cleared());
    assert_eq!(query.with("kind", "y").filter("kind"), Some("y"));
    assert_eq!(query.without_search().url(), "/things?kind=x&state=on&sort=size&columns=id");
    assert_eq!(query.cleared().url(), "/things?sort=size&columns=id");
    assert!(query.is_narrowed() && !query.cleared().is_narrowed());
}

#[test]
fn picked_rows_go_along_and_are_no_part_of_the_question() {
    static PICKED: List<()> = List {
        picks: Some(super::super::Picks { name: "thing", value: |()| String::new(), label: |()| String::new() }),
        ..LIST_OF_THINGS
    };
    let query = ListQuery::read(&PICKED, Some("q=a&pick=m1&pick=m2&pick=m1&page=2"));
    assert_eq!(query.picks(), ["m1", "m2"]);
    assert_eq!(query.with_page(3).url(), "/things?q=a&page=3&pick=m1&pick=m2");
    assert_eq!((query.selection(), query.csv_url()), ("q=a".into(), "/things/export.csv?q=a".into()));
    assert_eq!(query.with_picks([]).url(), "/things?q=a&page=2");
    let many = query.with_picks((0..MOST_PICKS + 5).map(|n| n.to_string()));
    assert_eq!(many.picks().len(), MOST_PICKS);
    assert!(read("pick=m1").picks().is_empty(), "a list without boxes has none");
}

#[test]
fn csv_has_all_pages_of_the_same_question() {
    assert_eq!(read("q=a&page=4").csv_url(), "/things/export.csv?q=a");
    assert_eq!(read("page=2").at("/boxes/7/things").url(), "/boxes/7/things?page=2");
}

mod anything {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// A query settles: what is made of it is read as the same.
        #[test]
        fn is_read_and_written_as_one_thing(query in "(\\PC{0,60}|([a-z]{1,8}|columns|sort|page|q|kind|state|pick)=[-a-z0-9.%&+=]{0,20}(&(q|sort|page|columns)=\\PC{0,12}){0,3})") {
            let url = read(&query).url();
            let again = url.strip_prefix("/things").unwrap().trim_start_matches('?').to_owned();
            prop_assert_eq!(read(&again).url(), url);
        }
    }
}
