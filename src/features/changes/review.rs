//! The page between a wish and its change: the plan, what to know before applying it, and why it is wanted.

use super::actions::AcceptPlan;
use crate::{
    domain::{Actor, ChangeId, Confirmation, Invalid, Plan},
    features::shared::plan,
    ui::{
        avatar::Who,
        count, field,
        head::Head,
        icon::Icon,
        panel::{Panel, fact},
    },
    web::{self, Refilled, paths},
};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

const STALE: &str =
    "The organisation has changed since you reviewed this plan. This is the plan for how things are now.";

/// The page; `typed` is the form as it was filled in where it was not accepted.
pub fn view(
    back: String,
    plan: Plan,
    id: &ChangeId,
    typed: Option<Refilled<AcceptPlan>>,
    actor: Actor,
    number: u32,
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
    let calls = count(plan.cost(), "call to Sigma", "calls to Sigma");
    let remarks = match plan.warnings.len() {
        0 => String::new(),
        n => format!(" {} above.", count(n, "remark", "remarks")),
    };
    let path = paths::review(id);
    let id = id.to_string();
    let people = (plan.people > 1).then(|| fact("Reaches", count(plan.people, "person", "people")));
    let steps = count(plan.steps.len(), "step", "steps");
    let confirm = plan.confirm.clone().map(|wanted| confirmation(wanted, typed, &errors));
    let must_explain = plan.reason_needed.is_some();
    let kept = if must_explain { "required, kept in the audit log" } else { "optional, kept in the audit log" };
    let hint = plan.reason_needed.clone().map(|why| view! { <p class="hint" id="reason-hint">{why}</p> });
    let wrong = errors.of("reason").map(|why| field::field_error("reason", why.to_owned()));
    let described = [hint.is_some().then_some("reason-hint"), wrong.is_some().then_some("reason-error")];
    let described = described.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let described = (!described.is_empty()).then_some(described);
    let invalid = wrong.is_some().then_some("true");
    let sub = view! { <span class="status is-planned">"Not applied yet"</span> };
    view! {
        <Head title=plan.title.clone() crumbs=vec![("Changes", paths::CHANGES)] sub=sub.into_any()/>
        {stale}
        {field::summary(&errors)}
        <div class="cols">
            <div class="stack">
                <Panel id="plan" title="Plan" count=steps>
                    {plan::planned(&plan.steps, number, &path)}
                    <div class="notes">{plan::warnings(&plan.warnings)}</div>
                    <form class="verdict" id="apply" method="post" action=AcceptPlan::url()>
                        <p><b>{calls}"."</b>{remarks}</p>
                        <input type="hidden" name="id" value=id.clone()/>
                        <input type="hidden" name="fingerprint" value=plan.fingerprint()/>
                        {confirm}
                        <a class="btn" href=back><Icon icon=lu::LuPencil/>" Edit"</a>
                        <button class="btn btn-primary"><Icon icon=lu::LuPlay/>" Apply change"</button>
                    </form>
                </Panel>
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
                            <label for="reason">"Why "<small>{kept}</small></label>
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
