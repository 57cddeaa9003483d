//! One account type: who holds it, and what it allows.

use crate::{
    directory::Snapshot,
    domain::{AccountType, AccountTypeId, Capability, Ceiling, FeaturePermission},
    ui::{
        count,
        empty::Empty,
        head::Head,
        number,
        panel::{self, Panel, fact},
    },
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::Serialize;

/// The members list's filter by account type.
#[derive(Serialize)]
struct Holders<'a> {
    r#type: &'a str,
    status: &'a str,
}

pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::ReadAudit)?;
    let snapshot = cx.snapshot()?;
    let id = AccountTypeId::new(id);
    let account_type = snapshot.account_types().iter().find(|t| t.id == id).cloned().ok_or(AppError::NotFound)?;
    let page = PageParts::new(account_type.name.clone(), NavItem::Settings);
    Ok(cx.render_page(page, move || view(&account_type, &snapshot)).await)
}

fn view(account_type: &AccountType, snapshot: &Snapshot) -> impl IntoView + use<> {
    let sub = account_type.description.clone();
    let people = snapshot.seats().iter().find(|(name, _)| *name == account_type.name).map_or(0, |(_, n)| *n);
    let holders = paths::with_query(paths::MEMBERS, &Holders { r#type: &account_type.name, status: "active" });
    let held = view! { <a href=holders>{count(people, "active person", "active people")}</a> };
    let origin = if account_type.is_custom { "Custom" } else { "Built-in" };
    let ceiling = match Ceiling::of(&account_type.name) {
        Some(ceiling) => view! {
            {fact("Highest workspace level", ceiling.workspace.label())}
            {fact("Connections", if ceiling.uses_connections { "Grants apply" } else { "Grants have no effect" })}
        }
        .into_any(),
        None => fact("Highest workspace level", "Depends on the custom type’s permissions in Sigma").into_any(),
    };
    let facts = view! {
        <dl class="facts">
            {fact("Held by", held)}
            {fact("Origin", origin)}
            {ceiling}
            {fact("Account type id", panel::id(account_type.id.as_str()))}
        </dl>
    };
    let permissions = permissions(snapshot.permissions_of(account_type));
    view! {
        <Head title=account_type.name.clone() crumbs=vec![("Settings", paths::SETTINGS)] sub=sub.into_any()/>
        <div class="cols">
            <div class="stack">{permissions}</div>
            <div class="stack"><Panel id="about" title="About">{facts}</Panel></div>
        </div>
    }
}

fn permissions(all: &[FeaturePermission]) -> AnyView {
    if all.is_empty() {
        return view! {
            <Panel id="permissions" title="Permissions" count="0">
                <Empty icon=lu::LuKeyRound title="None are known" text="Sigma lists no permission of this account type, or they could not be read yet."/>
            </Panel>
        }
        .into_any();
    }
    let n = number(all.len());
    let rows = all.iter().map(|permission| {
        view! {
            <li><div class="row-text"><code>{permission.permission.clone()}</code><small>{permission.description.clone()}</small></div></li>
        }
    });
    let rows = rows.collect_view();
    view! { <Panel id="permissions" title="Permissions" count=n><ul class="rows">{rows}</ul></Panel> }.into_any()
}
