//! The page between a selection and its plan: who is meant, who is left out, what else must be said.

use super::{Draft, Form, Selection, draft::Moved};
use crate::{
    directory::Snapshot,
    domain::{Actor, Member, MemberId},
    ui::{avatar::Who, badge, count, empty::Empty, field, head::Head, icon::Icon, more, number, panel::Panel},
    web::paths,
};
use icondata_lu as lu;
use leptos::prelude::*;

/// People in view before one asks for the others.
const SHOWN: usize = 20;

/// People in view among those who came or went before one asks for the others.
const MOVED: usize = 5;

/// What the page shows.
pub struct Middle {
    /// Id of the selection.
    pub id: String,
    /// Stands for everybody who is meant.
    pub seen: String,
    /// Who was meant when the selection was made, and what is to be done.
    pub draft: Draft,
    /// Whom it can be done to.
    pub selection: Selection,
    /// What else must be said.
    pub form: Form,
    /// Who came or went, where that is to be looked at first.
    pub moved: Option<Moved>,
}

impl Middle {
    /// “Offboard 37 people”.
    pub fn title(&self) -> String {
        self.draft.action.title(&count(self.selection.members.len(), "person", "people"))
    }

    pub fn view(self, actor: &Actor, snapshot: &Snapshot) -> impl IntoView + use<> {
        let title = self.title();
        let Self { id, seen, draft, selection, form, moved } = self;
        let (sub, button) = form.next();
        let back = draft.list_url();
        let moved = moved.map(|moved| news(&moved, snapshot));
        let who = who(&selection, draft.all.is_some(), snapshot).into_any();
        let body = if selection.members.is_empty() {
            view! {
                <div class="cols">
                    <Panel id="nobody" title="Nobody is left">
                        <Empty icon=lu::LuUserX title="No one left to change" text="The reasons are listed beside this. Select other people.">
                            <a class="btn" href=back>"Back to the list"</a>
                        </Empty>
                    </Panel>
                    <div class="stack">{who}</div>
                </div>
            }
            .into_any()
        } else {
            let fields = form.view(&draft, &selection.members, actor, snapshot);
            let filled = view! {
                <form class="form" method="post" action=form.function() novalidate>
                    <input type="hidden" name="selection" value=id/>
                    <input type="hidden" name="seen" value=seen/>
                    {field::summary(&form.errors)}
                    {fields}
                    <div class="form-end">
                        <button class="btn btn-primary">{button}<Icon icon=lu::LuArrowRight/></button>
                        <a class="btn btn-quiet" href=back>"Cancel"</a>
                    </div>
                </form>
            };
            form.beside(filled.into_any(), who)
        };
        view! {
            <Head title=title crumbs=vec![("Members", paths::MEMBERS)] sub=sub.into_any()/>
            {moved}
            {body}
        }
    }
}

/// Who it is done to, the first of them by name, and who is left out.
fn who(selection: &Selection, all: bool, snapshot: &Snapshot) -> impl IntoView + use<> {
    let total = selection.members.len();
    let rows: Vec<_> =
        selection.members.iter().filter_map(|id| snapshot.member(id)).map(|member| person(member, snapshot)).collect();
    let left: Vec<_> = selection
        .left_out
        .iter()
        .map(|(reason, n)| view! { <li>{count(*n, "person", "people")}": "{*reason}</li> })
        .collect();
    let left = (!left.is_empty()).then(|| {
        view! { <Panel id="left-out" title="Left out"><ul class="bullets panel-body">{left}</ul></Panel> }
    });
    let n = number(total);
    let title = if all { "All that match" } else { "Selected" };
    view! { {left}<Panel id="who" title=title count=n>{more::rows("rows", rows, SHOWN)}</Panel> }
}

/// One of the people, with their account type.
pub fn person(member: &Member, snapshot: &Snapshot) -> AnyView {
    let (name, email, href) = (member.full_name(), member.email.clone(), paths::member(&member.id));
    let kind = badge::account_type(snapshot.account_type_name(member));
    view! { <li><div class="row-text"><Who name=name email=email href=Some(href)/></div>{kind}</li> }.into_any()
}

/// Who came and who went while somebody filled in the form.
fn news(moved: &Moved, snapshot: &Snapshot) -> impl IntoView + use<> {
    let words = |ids: &[MemberId], what: &'static str| {
        let names = ids.iter().map(|id| snapshot.member(id).map_or_else(|| id.to_string(), Member::full_name));
        (!ids.is_empty()).then(|| view! { <li>{what}": "{more::names(names.collect(), MOVED)}</li> })
    };
    view! {
        <div class="flash t-warn" role="alert">
            <Icon icon=lu::LuTriangleAlert/>
            <div>
                <p><b>"The selection has changed since you looked."</b>" Look once more, then go on."</p>
                <ul class="bullets">{words(&moved.came, "Match now")}{words(&moved.went, "Match no longer")}</ul>
            </div>
        </div>
    }
}
