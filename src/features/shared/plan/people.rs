//! Everybody for whom a plan changes something, one row each: nobody is only counted.

use super::{super::list::pager, Leaf};
use crate::{
    directory::Snapshot,
    domain::{AccessChange, AccountChange, Consequences, Page, PersonChange, Shift, Subject, UserKind},
    features::shared::subject,
    ui::{avatar::Who, count, panel::Panel},
};
use leptos::prelude::*;

/// People on one page.
const PEOPLE_AT_ONCE: u32 = 50;

/// A column beside the person.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Account,
    Teams,
    Losses,
    Gains,
}

impl Column {
    const ALL: [Self; 4] = [Self::Account, Self::Teams, Self::Losses, Self::Gains];

    fn label(self) -> &'static str {
        match self {
            Self::Account => "Account",
            Self::Teams => "Teams",
            Self::Losses => "Loses",
            Self::Gains => "Gains",
        }
    }

    fn shifts(self) -> &'static [Shift] {
        match self {
            Self::Account | Self::Teams => &[],
            Self::Losses => &[Shift::Lowered, Shift::Lost],
            Self::Gains => &[Shift::Gained, Shift::Raised],
        }
    }

    /// Whether it says something about this person.
    fn is_filled(self, person: &PersonChange) -> bool {
        match self {
            Self::Account => person.account.is_some(),
            Self::Teams => !(person.joins.is_empty() && person.leaves.is_empty()),
            Self::Losses | Self::Gains => person.shifted(self.shifts()).next().is_some(),
        }
    }

    fn cell(self, person: &PersonChange, told: &Consequences) -> AnyView {
        let content = match self {
            Self::Account => person.account.as_ref().map(account).into_any(),
            Self::Teams => teams(person, told).into_any(),
            Self::Losses | Self::Gains => {
                let items: Vec<_> =
                    person.shifted(self.shifts()).map(|access| view! { <li>{one(access, told)}</li> }).collect();
                view! { <ul class="bare-list">{items}</ul> }.into_any()
            }
        };
        view! { <td data-label=self.label()>{content}</td> }.into_any()
    }
}

/// The table; `snapshot` is what whoever reads may open.
pub fn table(told: &Consequences, snapshot: Option<&Snapshot>, leaf: &Leaf) -> impl IntoView + use<> {
    let is_filled = |column: &Column| told.people.iter().any(|person| column.is_filled(person));
    let columns: Vec<Column> = Column::ALL.into_iter().filter(is_filled).collect();
    let all: Vec<&PersonChange> = told.people.iter().collect();
    let last = Page::cut(all.clone(), 1, PEOPLE_AT_ONCE).last();
    let page = Page::cut(all, leaf.people.min(last), PEOPLE_AT_ONCE);
    let rows: Vec<_> = page.items.iter().map(|person| row(person, told, &columns, snapshot)).collect();
    let leaf = leaf.clone();
    let pager = pager(&page.map(drop), move |n| leaf.of_people(n));
    let total = count(told.people.len(), "person", "people");
    let heads: Vec<_> = columns.iter().map(|column| view! { <th scope="col">{column.label()}</th> }).collect();
    view! {
        <Panel id="people" title="Who is affected" count=total class="table-box">
            <table class="table table-told">
                <caption class="vh">"What changes for each person"</caption>
                <thead><tr><th scope="col">"Person"</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {pager}
        </Panel>
    }
}

fn row(
    person: &PersonChange,
    told: &Consequences,
    columns: &[Column],
    snapshot: Option<&Snapshot>,
) -> impl IntoView + use<> {
    let href = match &person.who {
        Subject::Member(_) => subject::name(&person.who, snapshot).href,
        _ => None,
    };
    let cells: Vec<_> = columns.iter().map(|column| column.cell(person, told)).collect();
    view! {
        <tr><th scope="row" class="lead"><Who name=person.name.clone() email=person.email.clone() href=href/></th>{cells}</tr>
    }
}

fn teams(person: &PersonChange, told: &Consequences) -> impl IntoView + use<> {
    let team = |sign: &'static str, said: &'static str, at: &u32| {
        let name = told.at(*at).map(|named| named.name.clone()).unwrap_or_default();
        view! { <li><span aria-hidden="true">{sign}" "</span><span class="vh">{said}" "</span><bdi>{name}</bdi></li> }
    };
    let joins: Vec<_> = person.joins.iter().map(|at| team("+", "joins", at)).collect();
    let leaves: Vec<_> = person.leaves.iter().map(|at| team("−", "leaves", at)).collect();
    view! { <ul class="bare-list">{leaves}{joins}</ul> }
}

fn account(account: &AccountChange) -> AnyView {
    match account {
        AccountChange::Invited { account_type, user_kind, mailed } => {
            let kind = account_type.clone().unwrap_or_else(|| "Default account type".to_owned());
            let guest = (*user_kind == UserKind::Guest).then_some(", guest");
            let mail = if *mailed { "Invitation sent" } else { "No invitation" };
            view! { <bdi>{kind}</bdi>{guest}<small class="muted block">{mail}</small> }.into_any()
        }
        AccountChange::Retyped { from, to } => {
            let tone = if account.loses_admin() { "t-bad is-told" } else { "" };
            view! { <span class=tone><bdi>{from.clone()}</bdi>" → "<bdi>{to.clone()}</bdi></span> }.into_any()
        }
        AccountChange::Deactivated { account_type } => {
            let admin = account.loses_admin().then_some("Loses Admin");
            let detail = admin.map_or_else(|| account_type.clone(), str::to_owned);
            view! { <span class="t-bad is-told">"Deactivated"</span><small class="muted block">{detail}</small> }
                .into_any()
        }
        AccountChange::Reactivated { account_type } => {
            view! { "Reactivated"<small class="muted block"><bdi>{account_type.clone()}</bdi></small> }.into_any()
        }
    }
}

fn one(access: &AccessChange, told: &Consequences) -> impl IntoView + use<> {
    let name = told.at(access.at).map(|named| named.name.clone()).unwrap_or_default();
    let label = |level: &Option<crate::domain::Permission>| level.as_ref().map_or("", |level| level.label()).to_owned();
    let detail = match access.shift() {
        Shift::Gained => label(&access.after),
        Shift::Lost => format!("had {}", label(&access.before)),
        Shift::Raised | Shift::Lowered => format!("{} → {}", label(&access.before), label(&access.after)),
    };
    view! { <bdi>{name}</bdi>" "<small class="muted">{detail}</small> }
}
