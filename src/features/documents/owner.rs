//! The page between picked documents and the plan: which they are, which are left out, and whose they are to be.

use super::{
    actions::ChangeOwner,
    selection::{Selection, Sorted},
};
use crate::{
    directory::Snapshot,
    domain::{Capability, Grantee, Invalid},
    features::shared::{document_access::icon, grantee, live_plan, new_owner, picker::Candidate},
    ui::{count, empty::Empty, field, head::Head, icon::Icon, more, number, panel::Panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// Documents in view before one asks for the others.
const SHOWN: usize = 20;

pub async fn form(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::WriteDocuments)?;
    let selection = Selection::find(&id, &cx).await?;
    let snapshot = cx.snapshot()?;
    let (typed, errors) = match cx.refilled::<ChangeOwner>().await? {
        Some(again) => {
            let ChangeOwner { new_owner, new_owner_pick, .. } = again.form;
            (if new_owner_pick.is_empty() { new_owner } else { new_owner_pick }, again.errors)
        }
        None => (String::new(), Invalid::new()),
    };
    let errors = if errors.is_empty() { new_owner::unknown(&typed, &snapshot) } else { errors };
    let sorted = selection.sorted(&snapshot);
    let title = match sorted.changeable.as_slice() {
        [one] => format!("Change the owner of {}", one.name),
        several => format!("Change the owner of {}", count(several.len(), "document", "documents")),
    };
    let likely = sorted.likely_owners(&snapshot);
    let page = PageParts::new(title.clone(), NavItem::Documents).islands();
    let body = move || {
        let sub = "You review the change before anything is sent to Sigma.";
        let also = view! { {left_out(&sorted)}{which(&sorted, &snapshot)} }.into_any();
        let main = if sorted.changeable.is_empty() {
            view! { <div class="cols">{nothing(selection.from)}<div class="stack">{also}</div></div> }.into_any()
        } else {
            let form = fields(&id, selection.from, &typed, likely, &errors, &snapshot);
            live_plan::beside::<ChangeOwner>(form, Some(also)).into_any()
        };
        view! {
            <Head title=title crumbs=vec![("Documents", paths::DOCUMENTS)] sub=sub.into_any()/>
            {main}
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn nothing(back: String) -> impl IntoView {
    let text = "The reasons are beside it. Select other documents.";
    view! {
        <Panel id="nothing" title="No document is left">
            <Empty icon=lu::LuFileX2 title="None of them can get another owner" text=text><a class="btn" href=back>"Back"</a></Empty>
        </Panel>
    }
}

fn fields(
    id: &str,
    back: String,
    typed: &str,
    likely: Vec<Candidate>,
    errors: &Invalid,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let hint = "An active member. They can do everything with the documents, wherever these are.";
    let owner = new_owner::field(ChangeOwner::url(), typed, hint, likely, errors, snapshot);
    view! {
        <form class="form" method="post" action=ChangeOwner::url() novalidate>
            // Enter in a field presses the first button of a form: this one, not the one that finds a person.
            <button class="vh" tabindex="-1" aria-hidden="true">"Review change"</button>
            <input type="hidden" name="selection" value=id.to_owned()/>
            {field::summary(errors)}
            <fieldset class="set"><legend>"Owner"</legend>{owner.view()}</fieldset>
            <div class="form-end">
                <button class="btn btn-primary">"Review change "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=back>"Cancel"</a>
            </div>
        </form>
    }
}

/// The documents, the first of them by name.
fn which(sorted: &Sorted, snapshot: &Snapshot) -> Option<impl IntoView + use<>> {
    let total = sorted.changeable.len();
    let rows: Vec<_> = sorted
        .changeable
        .iter()
        .map(|owned| {
            let (href, name) = (paths::document(&owned.document), owned.name.clone());
            let owner = grantee::name(&Grantee::Member(owned.owner.clone()), snapshot);
            let gone = if snapshot.is_gone(&owned.owner) { ", gone" } else { "" };
            let detail = format!("{}, owned by {owner}{gone}", owned.document.label());
            view! {
                <li>
                    <Icon icon=icon(&owned.document)/>
                    <div class="row-text"><a href=href>{name}</a><small>{detail}</small></div>
                </li>
            }
            .into_any()
        })
        .collect();
    let n = number(total);
    (total > 0).then(|| view! { <Panel id="which" title="Documents" count=n>{more::rows("rows", rows, SHOWN)}</Panel> })
}

fn left_out(sorted: &Sorted) -> Option<impl IntoView + use<>> {
    let reasons: Vec<_> = sorted
        .left_out
        .iter()
        .map(|(reason, n)| view! { <li>{count(*n, "document", "documents")}": "{*reason}</li> })
        .collect();
    (!reasons.is_empty()).then(|| {
        view! { <Panel id="left-out" title="Left out"><ul class="bullets panel-body">{reasons}</ul></Panel> }
    })
}
