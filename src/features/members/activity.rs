//! What was done to a person lately, and the ways into the audit log that begin with them.

use super::tabs::{MemberTab, Person};
use crate::{
    domain::{Capability, Member, Subject},
    features::shared::history,
    ui::{icon::Icon, panel::Panel},
    web::{AppError, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;

/// The page, for those who read the directory; one's own for everybody.
pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let person = Person::of_request(&cx, id).await?;
    // By id alone: a change that invited them is about them too, and one about their address need not be.
    let history = history::lately(&cx, &Subject::Member(person.member.id.clone())).await;
    let audits = cx.can(Capability::ReadAudit);
    let page = person.page(Some("Activity"));
    let view = move || {
        let history = history::history(history, "this person");
        let body = if audits {
            let audit = audit(&person.member);
            view! { <div class="cols"><div class="stack">{history}</div><div class="stack">{audit}</div></div> }
                .into_any()
        } else {
            history.into_any()
        };
        view! { {person.head(MemberTab::Activity)}{body} }
    };
    Ok(cx.render_page(page, view).await)
}

/// The ways into the audit log that begin with this person.
fn audit(member: &Member) -> impl IntoView + use<> {
    let about = paths::audit_about(&Subject::Member(member.id.clone()).key());
    let by = paths::audit_by(&member.id);
    view! {
        <Panel id="audit" title="Audit log">
            <ul class="rows">
                <li><Icon icon=lu::LuUserPen/><div class="row-text"><a href=by>"Done by this person"</a><small>"Last 7 days"</small></div></li>
                <li><Icon icon=lu::LuUserSearch/><div class="row-text"><a href=about>"Done to this person"</a><small>"All entries"</small></div></li>
            </ul>
        </Panel>
    }
}
