//! The review as a page.

use super::{
    super::{
        avatar::Who,
        count,
        head::Head,
        icon::Icon,
        panel::{Panel, fact},
        plan,
    },
    Again, Back,
};
use crate::{
    domain::{Actor, ChangeId, Confirmation, Plan},
    web::{self, paths},
};
use icondata_lu as lu;
use leptos::prelude::*;

/// The plan, what to know before applying it, and the form that applies it.
pub fn view(back: Back, plan: Plan, id: &ChangeId, again: Again, actor: Actor, number: u32) -> impl IntoView + use<> {
    let Again { note, reason } = again;
    let calls = count(plan.cost(), "call to Sigma", "calls to Sigma");
    let remarks = match plan.warnings.len() {
        0 => String::new(),
        n => format!(" {} above.", count(n, "remark", "remarks")),
    };
    let path = paths::review(id);
    let id = id.to_string();
    let people = (plan.people > 1).then(|| fact("Reaches", count(plan.people, "person", "people")));
    let steps = count(plan.steps.len(), "step", "steps");
    let confirm = plan.confirm.clone().map(confirmation);
    let must_explain = plan.reason_needed.is_some();
    let kept = if must_explain { "required, kept in the audit log" } else { "optional, kept in the audit log" };
    let hint = plan.reason_needed.clone().map(|why| view! { <p class="hint" id="reason-hint">{why}</p> });
    let sub = view! { <span class="status is-planned">"Nothing has been sent yet"</span> };
    view! {
        <Head title=plan.title.clone() crumbs=vec![("Changes", paths::CHANGES)] sub=sub.into_any()/>
        {note.map(|(_, note)| view! { <div class="flash t-warn" role="alert"><Icon icon=lu::LuTriangleAlert/><p>{note}</p></div> })}
        <div class="cols">
            <div class="stack">
                <Panel id="plan" title="Plan" count=steps>
                    {plan::planned(&plan.steps, number, &path)}
                    <div class="notes">{plan::warnings(&plan.warnings)}</div>
                    <form class="verdict" id="apply" method="post" action=paths::CHANGES>
                        <p><b>{calls}"."</b>{remarks}</p>
                        <input type="hidden" name="id" value=id.clone()/>
                        <input type="hidden" name="fingerprint" value=plan.fingerprint()/>
                        {confirm}
                        {way_back(back, &id)}
                        <button class="btn btn-primary"><Icon icon=lu::LuPlay/>" Apply the plan"</button>
                    </form>
                </Panel>
            </div>
            <div class="stack">
                <Panel id="about" title="About this change">
                    <dl class="facts">
                        {fact("Asked for by", view! { <Who name=actor.name email=actor.email href=None short=true/> })}
                        {people}
                        {fact("If a step fails", "The steps that need it wait, the others go on. You can retry.")}
                    </dl>
                    <div class="panel-body">
                        <div class="field">
                            <label for="reason">"Why "<small>{kept}</small></label>
                            {hint}
                            <textarea class="input" id="reason" name="reason" form="apply" rows="3" maxlength="1000" required=must_explain
                                aria-describedby=must_explain.then_some("reason-hint") inner_html=web::escaped(&reason)></textarea>
                        </div>
                    </div>
                </Panel>
            </div>
        </div>
    }
}

/// What must be typed before the plan is applied.
fn confirmation(wanted: Confirmation) -> impl IntoView {
    view! {
        <div class="field confirm">
            <label for="confirmation">{wanted.why}" Type "<b>{wanted.phrase}</b>" to confirm"</label>
            <input class="input" id="confirmation" name="confirmation" autocomplete="off" required/>
        </div>
    }
}

/// A link, or a button that has the form shown again as the review with this id remembers it.
fn way_back(back: Back, id: &str) -> AnyView {
    let label = || view! { <Icon icon=lu::LuPencil/>" Back to the form" };
    match back.kept {
        None => view! { <a class="btn" href=back.path>{label()}</a> }.into_any(),
        Some(_) => view! {
            <input type="hidden" name="form[review]" value=id.to_owned()/>
            <button class="btn" formaction=back.path formnovalidate=true name="do" value="edit">{label()}</button>
        }
        .into_any(),
    }
}
