//! The page between a wish and its change: the plan, what to know before applying it, and why it is wanted.

use super::{
    avatar::Who,
    count,
    head::Head,
    icon::Icon,
    panel::{Panel, fact},
    plan,
};
use crate::{
    changes::Changes,
    domain::{Actor, Intent, Plan},
    web::paths,
};
use icondata_lu as lu;
use leptos::prelude::*;

/// Where “Back to the form” leads, with what was entered.
pub struct Back {
    /// Path of the form.
    pub path: String,
    /// Fields it posts to show itself again as it was; empty to go there by a link.
    pub fields: Vec<(String, String)>,
}

/// What the review shows and posts on.
pub struct Review {
    /// What is wanted.
    pub intent: Intent,
    /// How it would be done.
    pub plan: Plan,
    /// Who wants it.
    pub actor: Actor,
    /// The way back.
    pub back: Back,
    /// Why it is wanted, when the review is shown again.
    pub reason: String,
    /// Why the review is shown again.
    pub note: Option<&'static str>,
}

/// The review.
pub fn review(review: Review) -> impl IntoView {
    let Review { intent, plan, actor, back, reason, note } = review;
    let calls = count(plan.steps.len(), "call to Sigma", "calls to Sigma");
    let remarks = match plan.warnings.len() {
        0 => String::new(),
        n => format!(" {} above.", count(n, "remark", "remarks")),
    };
    let intent = serde_json::to_string(&intent).unwrap_or_default();
    let steps = count(plan.steps.len(), "step", "steps");
    let sub = view! { <span class="status is-planned">"Nothing has been sent yet"</span> };
    view! {
        <Head title=plan.title.clone() crumbs=vec![("Changes", paths::CHANGES)] sub=sub.into_any()/>
        {note.map(|note| view! { <div class="flash t-warn" role="alert"><Icon icon=lu::LuTriangleAlert/><p>{note}</p></div> })}
        <div class="cols">
            <div class="stack">
                <Panel id="plan" title="Plan" count=steps>
                    {plan::planned(&plan.steps)}
                    <div class="notes">{plan::warnings(&plan.warnings)}</div>
                    <form class="verdict" id="apply" method="post" action=paths::CHANGES>
                        <p><b>{calls}"."</b>{remarks}</p>
                        <input type="hidden" name="id" value=Changes::fresh_id().to_string()/>
                        <input type="hidden" name="intent" value=intent/>
                        <input type="hidden" name="fingerprint" value=plan.fingerprint()/>
                        {way_back(back)}
                        <button class="btn btn-primary"><Icon icon=lu::LuPlay/>" Apply the plan"</button>
                    </form>
                </Panel>
            </div>
            <div class="stack">
                <Panel id="about" title="About this change">
                    <dl class="facts">
                        {fact("Asked for by", view! { <Who name=actor.name email=actor.email href=None short=true/> })}
                        {fact("If a step fails", "The steps that need it wait, the others go on. You can retry.")}
                    </dl>
                    <div class="panel-body">
                        <div class="field">
                            <label for="reason">"Why "<small>"optional, kept in the audit log"</small></label>
                            <textarea class="input" id="reason" name="reason" form="apply" rows="3" maxlength="1000">{reason}</textarea>
                        </div>
                    </div>
                </Panel>
            </div>
        </div>
    }
}

/// A link, or a button that posts the form's fields back to it.
fn way_back(back: Back) -> AnyView {
    let label = || view! { <Icon icon=lu::LuPencil/>" Back to the form" };
    if back.fields.is_empty() {
        return view! { <a class="btn" href=back.path>{label()}</a> }.into_any();
    }
    let fields: Vec<_> = back
        .fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=format!("form[{name}]") value=value/> })
        .collect();
    view! { {fields}<button class="btn" formaction=back.path formnovalidate=true name="do" value="edit">{label()}</button> }.into_any()
}
