//! The question whether to delete a package, with what that means.

use super::actions::DeletePackage;
use crate::{
    domain::{Capability, PackageId},
    requests::HeldPackage,
    store::PageRequest,
    ui::{count, head::Head, icon::Icon, panel::Panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

pub async fn question(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::WriteMembers)?;
    let held = cx.app.requests.package(&PackageId::new(id), &cx.actor, PageRequest { number: 1, size: 1 }).await?;
    let page = PageParts::new(format!("Delete {}", held.package.name), NavItem::Packages);
    Ok(cx.render_page(page, move || view(&held)).await)
}

fn view(held: &HeldPackage) -> impl IntoView + use<> {
    let (id, name) = (held.package.id.clone(), held.package.name.clone());
    let holders = match usize::try_from(held.holders.total).unwrap_or(usize::MAX) {
        0 => "Nobody holds it.".to_owned(),
        n => format!(
            "{} what they have, with its term. Nothing is taken back in Sigma.",
            count(n, "person keeps", "people keep")
        ),
    };
    view! {
        <Head title=format!("Delete {name}") crumbs=vec![("Access packages", paths::PACKAGES)]/>
        <Panel id="consequences" title="What happens">
            <div class="panel-body stack">
                <p>"The package leaves the catalogue. Open requests for it are closed."</p>
                <p>{holders}</p>
                <form class="form-end" method="post" action=DeletePackage::url()>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <button class="btn btn-danger"><Icon icon=lu::LuTrash2/>" Delete package"</button>
                    <a class="btn btn-quiet" href=paths::package(&id)>"Cancel"</a>
                </form>
            </div>
        </Panel>
    }
}
