//! The page between a wish and its change: what it means for people, its calls, and why it is wanted.

use super::actions::AcceptPlan;
use crate::{
    directory::Snapshot,
    domain::{Actor, ChangeId, Confirmation, Consequences, Invalid, Plan, WarningLevel},
    features::shared::plan::{self, Leaf},
    ui::{
        avatar::Who,
        count, field,
        head::Head,
        icon::Icon,
        panel::{Panel, fact},
        style_sheet::StyleSheet,
    },
    web::{self, Refilled, paths},
};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use std::sync::Arc;

const STALE: &str =
    "The organization has changed since you reviewed this. Check the updated change below, then apply it.";

/// What the page shows.
pub struct Shown {
    /// Path and query of the form that it came from.
    pub back: String,
    pub plan: Plan,
    pub told: Consequences,
    pub id: ChangeId,
    pub actor: Actor,
    /// What whoever reads may open.
    pub snapshot: Option<Arc<Snapshot>>,
    /// The page's own query.
    pub query: Option<String>,
}

/// The page; `typed` is the form as it was filled in where it was not accepted.
pub fn view(
    Shown { back, plan, told, id, actor, snapshot, query }: Shown,
    typed: Option<Refilled<AcceptPlan>>,
) -> impl IntoView + use<> {
    let is_stale = typed.as_ref().is_some_and(|typed| typed.is_stale);
    let (reason, typed, errors) = match typed {
        // Another plan is confirmed anew.
        Some(Refilled { form, errors, .. }) if is_stale => (form.reason, String::new(), errors),
        Some(Refilled { form, errors, .. }) => (form.reason, form.confirmation, errors),
        None => (String::new(), String::new(), Invalid::new()),
    };
    let stale = is_stale.then(|| {
        view! { <div class="flash t-warn" role="alert"><Icon icon=lu::LuTriangleAlert/><p>{STALE}</p></div> }
    });
    let calls = count(plan.cost(), "API call", "API calls");
    let warnings = plan.warnings.iter().filter(|warning| warning.level != WarningLevel::Note).count();
    let remarks = (warnings > 0).then(|| format!(" {} above.", count(warnings, "warning", "warnings")));
    let path = paths::review(&id);
    let leaf = Leaf::of(&path, query.as_deref());
    let id = id.to_string();
    let people = (plan.people > 1).then(|| fact("Affects", count(plan.people, "person", "people")));
    let is_dangerous = plan.confirm.is_some();
    let button = if is_dangerous { "btn btn-danger" } else { "btn btn-primary" };
    let confirm = plan.confirm.clone().map(|wanted| confirmation(wanted, typed, &errors));
    let must_explain = plan.reason_needed.is_some();
    let kept = if must_explain { "required, kept in the audit log" } else { "optional, kept in the audit log" };
    let hint = plan.reason_needed.clone().map(|why| view! { <p class="hint" id="reason-hint">{why}</p> });
    let wrong = errors.of("reason").map(|why| field::field_error("reason", why.to_owned()));
    let described = [hint.is_some().then_some("reason-hint"), wrong.is_some().then_some("reason-error")];
    let described = described.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let described = (!described.is_empty()).then_some(described);
    let invalid = wrong.is_some().then_some("true");
    StyleSheet::Changes.link();
    let sub = view! { <span class="status is-planned">"Not applied yet"</span> };
    view! {
        <Head title=plan.title.clone() crumbs=vec![("Changes", paths::CHANGES)] sub=sub.into_any()/>
        {stale}
        {field::summary(&errors)}
        <div class="cols">
            <div class="stack">
                {plan::consequences("What changes", &told, &plan.warnings, snapshot.as_deref(), &leaf)}
                {plan::planned(&plan.steps, plan.cost(), &leaf)}
                <section class="panel verdict-panel" aria-label="Apply">
                    <form class="verdict" id="apply" method="post" action=AcceptPlan::url()>
                        <p><b>{calls}"."</b>{remarks}</p>
                        <input type="hidden" name="id" value=id.clone()/>
                        <input type="hidden" name="fingerprint" value=plan.fingerprint()/>
                        {confirm}
                        <a class="btn" href=back><Icon icon=lu::LuPencil/>" Edit"</a>
                        <button class=button><Icon icon=lu::LuPlay/>" Apply change"</button>
                    </form>
                </section>
            </div>
            <div class="stack">
                <Panel id="about" title="About this change">
                    <dl class="facts">
                        {fact("Requested by", view! { <Who name=actor.name email=actor.email href=None short=true/> })}
                        {people}
                        {fact("If a step fails", "Dependent steps wait; everything else continues. You can retry.")}
                    </dl>
                    <div class="panel-body">
                        <div class="field">
                            <label for="reason">"Reason "<small>{kept}</small></label>
                            {hint}
                            <textarea class="input" id="reason" name="reason" form="apply" rows="3" maxlength="1000" required=must_explain
                                aria-describedby=described aria-invalid=invalid inner_html=web::escaped(&reason)></textarea>
                            {wrong}
                        </div>
                    </div>
                </Panel>
            </div>
        </div>
    }
}

/// What must be typed before the plan is applied.
fn confirmation(wanted: Confirmation, typed: String, errors: &Invalid) -> impl IntoView + use<> {
    let wrong = errors.of("confirmation").map(|why| field::field_error("confirmation", why.to_owned()));
    let described = wrong.is_some().then_some("confirmation-error");
    let invalid = wrong.is_some().then_some("true");
    view! {
        <div class="field confirm">
            <label for="confirmation">{wanted.why}" Type "<b>{wanted.phrase}</b>" to confirm"</label>
            <input class="input" id="confirmation" name="confirmation" value=typed autocomplete="off" required
                aria-describedby=described aria-invalid=invalid/>
            {wrong}
        </div>
    }
}
