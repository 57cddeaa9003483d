//! The page between a selection and its plan: who is meant, who is left out, what else must be said.

use super::{Draft, Form, Selection, draft::Moved};
use crate::{
    directory::Snapshot,
    domain::{Actor, Member, MemberId},
    ui::{avatar::Who, badge, count, empty::Empty, field, head::Head, icon::Icon, number, panel::Panel},
    web::paths,
};
use icondata_lu as lu;
use leptos::prelude::*;

/// People shown by name.
const SHOWN: usize = 20;

/// People shown by name among those who came or went.
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
        let who = who(&selection, draft.all.is_some(), snapshot);
        let body = if selection.members.is_empty() {
            view! {
                <Panel id="nobody" title="Nobody is left">
                    <Empty icon=lu::LuUserX title="There is nobody to do this to" text="The reasons are beside it. Select other people.">
                        <a class="btn" href=back>"Back to the list"</a>
                    </Empty>
                </Panel>
            }
            .into_any()
        } else {
            let fields = form.view(&draft, &selection.members, actor, snapshot);
            view! {
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
            }
            .into_any()
        };
        view! {
            <Head title=title crumbs=vec![("Members", paths::MEMBERS)] sub=sub.into_any()/>
            {moved}
            <div class="cols">{body}<div class="stack">{who}</div></div>
        }
    }
}

/// Who it is done to, the first of them by name, and who is left out.
fn who(selection: &Selection, all: bool, snapshot: &Snapshot) -> impl IntoView + use<> {
    let total = selection.members.len();
    let rows: Vec<_> = selection
        .members
        .iter()
        .take(SHOWN)
        .filter_map(|id| snapshot.member(id))
        .map(|member| {
            let (name, email, href) = (member.full_name(), member.email.clone(), paths::member(&member.id));
            let kind = badge::account_type(snapshot.account_type_name(member));
            view! { <li><div class="row-text"><Who name=name email=email href=Some(href)/></div>{kind}</li> }
        })
        .collect();
    let more =
        (total > SHOWN).then(|| view! { <p class="panel-foot">{format!("and {} more", number(total - SHOWN))}</p> });
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
    view! { {left}<Panel id="who" title=title count=n><ul class="rows">{rows}</ul>{more}</Panel> }
}

/// Who came and who went while somebody filled in the form.
fn news(moved: &Moved, snapshot: &Snapshot) -> impl IntoView + use<> {
    let words = |ids: &[MemberId], what: &str| {
        let names: Vec<String> = ids
            .iter()
            .take(MOVED)
            .map(|id| snapshot.member(id).map_or_else(|| id.to_string(), Member::full_name))
            .collect();
        let more = ids.len().saturating_sub(MOVED);
        let more = if more > 0 { format!(" and {} more", number(more)) } else { String::new() };
        (!ids.is_empty()).then(|| view! { <li>{format!("{what}: {}{more}", names.join(", "))}</li> })
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
