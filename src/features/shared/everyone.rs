//! Everybody who can reach something, and why: a list of people with every way that lets each in.
//!
//! Owns the list and its CSV, not the paths they are found under: the features of what is reached mount them.

use super::{
    access::{self, AccessPathText, ways, ways_of},
    list::{Column, Filter, List, ListQuery, Listing, Nothing, Offer, PAGE_SIZE, Search},
    picker::{self, CandidateSource, Listed, Resolved},
};
use crate::{
    directory::{EffectKind, Reach, ReachQuery, Reachable, Snapshot, caveats},
    domain::{Effect, Member, Page, Permission},
    ui::{avatar::Who, badge, count, panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;

/// A person with their access.
struct Row {
    member: Member,
    account_type: String,
    permission: Permission,
    effect: Effect,
    ways: Vec<AccessPathText>,
    /// Where it is explained, and can be taken away.
    explained: String,
}

/// What is reached, and where its list of people stands.
#[derive(Clone, Debug)]
pub struct Reached<R> {
    pub of: R,
    pub name: String,
    /// Its place in the navigation.
    pub place: NavItem,
    /// The path of the list.
    pub path: String,
    /// The levels it can be reached at, lowest first.
    pub levels: picker::Levels,
}

static LIST: List<Row> = List {
    // Where the list really is depends on what is reached, see `read`.
    path: "",
    one: "person",
    many: "people",
    caption: "Everyone with access",
    search: Search { form: "Filter people", label: "Search people", placeholder: "Name or e-mail" },
    filters: &[
        Filter::open("level", "Level"),
        Filter::named("team", "Team"),
        Filter::fixed(
            "effect",
            "Account type",
            &[("full", "Full effect"), ("lowered", "Reduced"), ("nothing", "No effect")],
        ),
    ],
    columns: &[
        Column::new("name", "Name", who, |row| row.member.full_name()).lead(),
        Column::within_lead("email", "E-mail", |row: &Row| row.member.email.clone()),
        Column::new("level", "Level", level, |row| row.permission.label().to_owned()),
        Column::new("why", "Why", why, |row| row.ways.iter().map(AccessPathText::words).collect::<Vec<_>>().join("; ")),
        Column::text("effect", "In effect", in_effect).offered(),
        Column::new("type", "Account type", account_type, |row| row.account_type.clone()).label("Type"),
        Column::new("status", "Status", status, |row| row.member.status().label().to_owned()).unlabelled(),
        Column::new("id", "Member id", id, |row| row.member.id.to_string()).offered(),
    ],
    order: "",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuLock,
        title: "Nobody has access",
        text: "Neither a grant of their own nor one to a team lets anybody in.",
    },
};

const EFFECTS: [(&str, EffectKind); 3] =
    [("full", EffectKind::Full), ("lowered", EffectKind::Lowered), ("nothing", EffectKind::Nothing)];

impl<R: Reachable + Send + Sync + 'static> Reached<R> {
    /// The page, under the head of what is reached; or the list as CSV.
    ///
    /// # Errors
    /// [`AppError::NotReady`].
    pub async fn page(
        self,
        cx: RequestContext,
        head: impl FnOnce(&Snapshot) -> AnyView + Send + 'static,
    ) -> Result<Response, AppError> {
        let snapshot = cx.snapshot()?;
        let query = self.read(&cx);
        let team = self.team(&query, &snapshot);
        if query.is_csv() {
            let asked = query.clone();
            let rows = move |number, size| std::future::ready(Ok(self.find(&asked, &team, &snapshot, number, size)));
            return LIST.csv_by_pages(&query, cx.now, rows).await;
        }
        let people = self.find(&query, &team, &snapshot, query.page(), PAGE_SIZE);
        let levels = self.levels.iter().map(|(slug, label)| ((*slug).to_owned(), (*label).to_owned())).collect();
        let unseen = snapshot.reached_unseen(&self.of);
        let all = snapshot.reach_count(&self.of) - unseen;
        let page = PageParts::new(format!("Everyone with access to {}", self.name), self.place).islands();
        let body = move || {
            let listing = Listing::new(&LIST, query, people)
                .of(all)
                .offer("level", Offer::Choices(levels))
                .offer("team", Offer::Named(team))
                .view();
            let unseen = (unseen > 0).then(|| {
                let who = count(unseen, "more person has access", "more people have access");
                view! { <p class="hint">{format!("{who} through teams that you don’t administer. They aren’t listed.")}</p> }
            });
            view! { {head(&snapshot)}{unseen}{listing} }
        };
        Ok(cx.render_page(page, body).await)
    }

    fn read(&self, cx: &RequestContext) -> ListQuery {
        ListQuery::of(&LIST, &cx.parts.uri).at(self.path.clone())
    }

    /// A team among those that a grant lets in.
    fn team(&self, query: &ListQuery, snapshot: &Snapshot) -> Resolved {
        let holders = snapshot.teams_let_in(&self.of);
        let holders = holders.iter().map(|team| (team.id.as_str(), team.name.as_str()));
        Listed::new("team", holders).resolve(query.filter("team").unwrap_or_default())
    }

    fn find(&self, query: &ListQuery, team: &Resolved, snapshot: &Snapshot, number: u32, size: u32) -> Page<Row> {
        if !team.is_settled() {
            return Page::empty(size);
        }
        let effect = query.filter("effect");
        let is_level = |slug: &str| self.levels.iter().any(|(known, _)| *known == slug);
        let question = ReachQuery {
            q: query.q().to_owned(),
            level: query.filter("level").filter(|slug| is_level(slug)).map(|slug| Permission::from(slug.to_owned())),
            team: team.id().map(Into::into),
            effect: EFFECTS.into_iter().find(|(slug, _)| Some(*slug) == effect).map(|(_, effect)| effect),
            page: number,
            size,
        };
        let Page { items, total, number, size } = snapshot.find_reach(&self.of, &question);
        let row = |reach: Reach<R>| {
            let member = snapshot.member(&reach.member)?.clone();
            let account_type = snapshot.account_type_name(&member).to_owned();
            let ways = ways_of(&reach.access, snapshot, snapshot);
            let explained = paths::why(&member.id, &self.of.subject().key());
            Some(Row {
                ways,
                explained,
                account_type,
                permission: reach.access.permission,
                effect: reach.access.effect,
                member,
            })
        };
        Page { items: items.into_iter().filter_map(row).collect(), total, number, size }
    }
}

fn who(row: &Row) -> AnyView {
    let member = &row.member;
    view! { <Who name=member.full_name() email=member.email.clone() href=Some(paths::member(&member.id))/> }.into_any()
}

fn level(row: &Row) -> AnyView {
    access::level(&row.permission, &row.effect, &row.account_type)
}

fn why(row: &Row) -> AnyView {
    let (href, name) = (row.explained.clone(), row.member.full_name());
    view! {
        {ways(&row.ways)}
        <a class="why" href=href>"Details"<span class="vh">" of the access of "{name}</span></a>
    }
    .into_any()
}

fn in_effect(row: &Row) -> String {
    caveats::limit(&row.effect).unwrap_or_else(|| "all of it".to_owned())
}

fn account_type(row: &Row) -> AnyView {
    badge::account_type(&row.account_type).into_any()
}

fn status(row: &Row) -> AnyView {
    badge::member_status(&row.member).into_any()
}

fn id(row: &Row) -> AnyView {
    panel::id(row.member.id.as_str()).into_any()
}
