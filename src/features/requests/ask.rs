//! The form that asks for something: at which level, for whom, why.

use super::{actions::AskAccess, catalogue::icon};
use crate::{
    domain::{AppError, Invalid, MemberId, NoRoute, RequestId, RequestState, Requestable, Role, text},
    features::shared::picker::{CandidateSource, People, PickFrom, PickerField, Resolved},
    requests::{Ask, Choice, Deciders, Error},
    ui::{empty::Empty, field, head::Head, icon::Icon, panel::Panel},
    web::{self, NavItem, PageParts, Refilled, RequestContext, Severity, decode, fulfil, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    /// The key of the thing.
    r#for: String,
}

/// Whether somebody may ask for other people.
fn asks_for_others(cx: &RequestContext) -> bool {
    matches!(cx.actor.role, Role::Admin | Role::TeamManager)
}

/// Makes the request and leads to its page.
///
/// # Errors
/// [`AppError::Invalid`] for what is wrong with the form, [`AppError::Refused`] for what cannot be asked for, and
/// [`AppError::NotFound`] for what is not there or not offered.
pub async fn ask(
    cx: &RequestContext,
    thing: Requestable,
    level: &str,
    (who, pick): (&str, &str),
    reason: String,
    days: &str,
) -> Result<RequestId, AppError> {
    let days = match days.trim() {
        "" => None,
        text => Some(text.parse().map_err(|_| AppError::field("days", "Choose for how long."))?),
    };
    let beneficiary = beneficiary(cx, who, pick)?;
    let target = thing.at(level).ok_or_else(|| AppError::field("level", "Choose a level of access."))?;
    made(cx, Ask { target, beneficiary, reason, days, renews: None }).await
}

/// Makes the request and leads to its page.
///
/// # Errors
/// As [`ask`].
pub async fn made(cx: &RequestContext, wish: Ask) -> Result<RequestId, AppError> {
    let asked = cx.app.requests.ask(wish, &cx.actor).await;
    let request = match asked {
        Ok(request) => request,
        // Their request is there: that is what they want to see.
        Err(Error::NoRoute(NoRoute::Asked(id))) => {
            let text = "You have asked for this already. Nothing was sent again.";
            cx.lead_to(&paths::request(&id), Severity::Info, text).await;
            return Ok(id);
        }
        Err(error) => return Err(error.into()),
    };
    let id = request.id.clone();
    let (severity, text) = if request.state == RequestState::Approved {
        let request = fulfil(&cx.app.requests, &cx.app.changes, request).await?;
        super::decision::outcome(cx, request).await?
    } else {
        (Severity::Success, "Your request is on its way to the people who decide. This page follows it.".to_owned())
    };
    cx.lead_to(&paths::request(&id), severity, text).await;
    Ok(id)
}

/// Whom it is for; `None` for oneself.
fn beneficiary(cx: &RequestContext, who: &str, pick: &str) -> Result<Option<MemberId>, AppError> {
    if who.trim().is_empty() && pick.is_empty() {
        return match &cx.actor.member_id {
            Some(_) => Ok(None),
            None => Err(AppError::field("who", "You have no account in Sigma. Say who it is for.")),
        };
    }
    if !asks_for_others(cx) {
        return Err(AppError::Forbidden);
    }
    let snapshot = cx.snapshot()?;
    let people = People { snapshot: &snapshot };
    let resolved = resolved(&people, who, pick);
    match resolved.id() {
        Some(id) => Ok(Some(MemberId::new(id))),
        None => Err(AppError::field("who", resolved.resolution.problem("person", who).unwrap_or_default())),
    }
}

fn resolved(people: &People<'_>, who: &str, pick: &str) -> Resolved {
    people.resolve(if pick.is_empty() { who } else { pick })
}

/// What was typed.
#[derive(Default)]
struct Typed {
    level: String,
    who: String,
    who_pick: String,
    reason: String,
    /// Days as a word; `None` as the page is opened first.
    days: Option<String>,
}

pub async fn form(cx: RequestContext) -> Result<Response, AppError> {
    let Query { r#for: key } = decode(cx.parts.uri.query());
    let thing = Requestable::from_key(&key).ok_or(AppError::NotFound)?;
    let (typed, errors) = match cx.refilled::<AskAccess>().await? {
        Some(Refilled { form: AskAccess { level, who, who_pick, reason, days, .. }, errors, .. }) => {
            (Typed { level, who, who_pick, reason, days: Some(days) }, errors)
        }
        None => (Typed::default(), Invalid::new()),
    };
    let snapshot = cx.snapshot()?;
    let people = People { snapshot: &snapshot };
    let whom = asks_for_others(&cx).then(|| resolved(&people, &typed.who, &typed.who_pick));
    let beneficiary = whom.as_ref().and_then(Resolved::id).map(MemberId::new);
    let (name, choices) = cx.app.requests.choices(&thing, beneficiary.as_ref(), &cx.actor).await?;
    let is_for_another = beneficiary.is_some();
    let has_account = cx.actor.member_id.is_some();
    let page = PageParts::new(format!("Request {name}"), NavItem::GetAccess);
    let page = if whom.is_some() { page.islands() } else { page };
    let body = move || {
        let can_ask = choices.iter().any(|choice| choice.outcome.is_ok());
        let kind = thing.kind();
        let sub = view! { <Icon icon=icon(kind)/>" "{kind.label()} };
        let view = if can_ask || is_for_another || (whom.is_some() && !has_account) {
            fields(&thing, &choices, typed, whom, has_account, &errors).into_any()
        } else {
            let who = whom.map(|resolved| fields(&thing, &[], typed, Some(resolved), has_account, &errors).into_any());
            view! { {refused(&choices)}{who} }.into_any()
        };
        view! {
            <Head title=format!("Request {name}") crumbs=vec![("Get access", paths::GET_ACCESS)] sub=sub.into_any()/>
            {view}
        }
    };
    Ok(cx.render_page(page, body).await)
}

/// Why nothing can be asked for.
fn refused(choices: &[Choice]) -> impl IntoView + use<> {
    let why = choices.iter().rev().find_map(|choice| choice.outcome.as_ref().err()).cloned();
    let (title, text, link) = match why {
        Some(NoRoute::Held(text)) => ("You have this access already", text, None),
        Some(NoRoute::Asked(id)) => {
            ("You have asked for this already", NoRoute::Asked(id.clone()).to_string(), Some(paths::request(&id)))
        }
        Some(why) => ("You can’t request this", why.to_string(), None),
        None => ("You can’t request this", NoRoute::NotOffered.to_string(), None),
    };
    let link = link.map(|href| view! { <a class="btn btn-primary" href=href>"See the request"</a> });
    view! {
        <section class="panel">
            <Empty icon=lu::LuShieldCheck title=title text=text>
                {link}<a class="btn" href=paths::GET_ACCESS>"Back to the catalogue"</a>
            </Empty>
        </section>
    }
}

fn fields(
    thing: &Requestable,
    choices: &[Choice],
    typed: Typed,
    whom: Option<Resolved>,
    has_account: bool,
    errors: &Invalid,
) -> impl IntoView + use<> {
    let chosen = choices.iter().position(|choice| choice.level == typed.level && choice.outcome.is_ok());
    let chosen = chosen.or_else(|| choices.iter().position(|choice| choice.outcome.is_ok()));
    let reason_required = choices.iter().any(|choice| choice.reason_required);
    let level = level_cards(choices, chosen, errors);
    let whom = whom.map(|resolved| {
        PickerField {
            function: AskAccess::url().to_owned(),
            name: "who",
            from: PickFrom::People,
            label: "For",
            hint: if has_account { "Leave empty to ask for yourself." } else { "The person who needs the access." },
            placeholder: "Name or e-mail",
            resolved,
            likely: Vec::new(),
            error: errors.of("who").map(str::to_owned),
        }
        .view()
    });
    let term = term(choices, chosen, typed.days.as_deref(), errors);
    let wrong = errors.of("reason").map(|why| field::field_error("reason", why.to_owned()));
    let described = if wrong.is_some() { "reason-hint reason-error" } else { "reason-hint" };
    let invalid = wrong.is_some().then_some("true");
    let optional = (!reason_required).then(|| view! { " "<small>"optional"</small> });
    let decides = chosen.and_then(|at| choices[at].outcome.as_ref().ok()).map(|stages| what_happens(stages));
    view! {
        <div class="cols">
            <form class="form" method="post" action=AskAccess::url() novalidate>
                <input type="hidden" name="thing" value=thing.key()/>
                {field::summary(errors)}
                <fieldset class="set">
                    <legend>"Your request"</legend>
                    {whom}
                    {level}
                    {term}
                    <div class="field">
                        <label for="reason">"Reason"{optional}</label>
                        <p class="hint" id="reason-hint">"What you need it for. The people who decide read it, and the audit log keeps it."</p>
                        <textarea class="input" id="reason" name="reason" rows="3" maxlength=text::NOTE required=reason_required
                            aria-describedby=described aria-invalid=invalid inner_html=web::escaped(&typed.reason)></textarea>
                        {wrong}
                    </div>
                </fieldset>
                <div class="form-end">
                    <button class="btn btn-primary"><Icon icon=lu::LuSend/>" Send request"</button>
                    <a class="btn btn-quiet" href=paths::GET_ACCESS>"Cancel"</a>
                </div>
            </form>
            <div class="stack aside">{decides}</div>
        </div>
    }
}

/// The levels that can be asked for; nothing where there is one thing to ask for only.
fn level_cards(choices: &[Choice], chosen: Option<usize>, errors: &Invalid) -> Option<AnyView> {
    let has_levels = choices.iter().any(|choice| !choice.level.is_empty());
    let single = |choice: &Choice| choice.caveat.clone().map(|caveat| view! { <p class="note t-warn">{caveat}</p> });
    if !has_levels {
        return choices.first().and_then(single).map(IntoAny::into_any);
    }
    let cards: Vec<_> = choices
        .iter()
        .enumerate()
        .map(|(at, choice)| {
            let note = match &choice.outcome {
                Ok(stages) => stages.first().map_or("No approval needed".to_owned(), |first| {
                    format!("Decided by {}", first.role.to_lowercase())
                }),
                Err(NoRoute::Asked(_)) => "Already requested".to_owned(),
                Err(why) => why.to_string(),
            };
            let caveat = choice.caveat.clone().filter(|_| choice.outcome.is_ok());
            let caveat = caveat.map(|caveat| view! { <small class="t-warn">{caveat}</small> });
            view! {
                <label class="card">
                    <input type="radio" name="level" value=choice.level.clone() checked=chosen == Some(at) disabled=choice.outcome.is_err()/>
                    <span><b>{choice.label.clone()}</b><small>{note}</small>{caveat}</span>
                </label>
            }
        })
        .collect();
    let wrong = errors.of("level").map(|why| field::field_error("level", why.to_owned()));
    Some(
        view! {
            <div class="field" id="level" role="radiogroup" aria-labelledby="level-label">
                <span class="label" id="level-label">"Level of access"</span>
                <div class="cards">{cards}</div>
                {wrong}
            </div>
        }
        .into_any(),
    )
}

/// Terms that can be chosen, in days, with their words.
const TERMS: [(u32, &str); 6] =
    [(1, "1 day"), (7, "1 week"), (30, "30 days"), (90, "90 days"), (180, "180 days"), (365, "1 year")];

/// For how long, as far as the policy allows it.
fn term(choices: &[Choice], chosen: Option<usize>, typed: Option<&str>, errors: &Invalid) -> Option<AnyView> {
    let choice = choices.get(chosen.unwrap_or_default())?;
    let longest = choice.longest_days;
    let usual = choice.usual_days.map(|days| days.to_string()).unwrap_or_default();
    let wanted = typed.unwrap_or(&usual).to_owned();
    let mut terms: Vec<(String, String)> = TERMS
        .iter()
        .filter(|(days, _)| longest.is_none_or(|longest| *days <= longest))
        .map(|(days, words)| (days.to_string(), (*words).to_owned()))
        .collect();
    for days in choice.usual_days.into_iter().chain(longest) {
        if !terms.iter().any(|(known, _)| *known == days.to_string()) {
            terms.push((days.to_string(), format!("{days} days")));
        }
    }
    if longest.is_none() {
        terms.push((String::new(), "Until revoked".to_owned()));
    }
    let options = terms.into_iter().map(|(value, words)| {
        let selected = value == wanted;
        view! { <option value=value selected=selected>{words}</option> }
    });
    let options = options.collect_view();
    let hint = match longest {
        Some(days) => format!("It ends by itself, and can be renewed. At most {days} days."),
        None => "It ends by itself, and can be renewed.".to_owned(),
    };
    let wrong = errors.of("days").map(|why| field::field_error("days", why.to_owned()));
    let described = if wrong.is_some() { "days-hint days-error" } else { "days-hint" };
    Some(
        view! {
            <div class="field">
                <label for="days">"For how long"</label>
                <p class="hint" id="days-hint">{hint}</p>
                <select class="input" id="days" name="days" aria-describedby=described>{options}</select>
                {wrong}
            </div>
        }
        .into_any(),
    )
}

/// The way of a request, before it is sent.
fn what_happens(stages: &[Deciders]) -> impl IntoView + use<> {
    let decisions: Vec<_> = stages
        .iter()
        .map(|stage| {
            let (role, names) = (stage.role, stage.words());
            view! {
                <li class="is-planned">
                    <span class="station"><Icon icon=lu::LuUserCheck/></span>
                    <p><b>{role}" decide"</b></p><p class="when"><bdi>{names}</bdi></p>
                </li>
            }
        })
        .collect();
    let none = stages.is_empty().then(|| {
        view! {
            <li class="is-planned">
                <span class="station"><Icon icon=lu::LuZap/></span>
                <p><b>"No approval needed"</b></p><p class="when">"The policy grants it at once."</p>
            </li>
        }
    });
    view! {
        <Panel id="next" title="What happens next">
            <ol class="line line-sm timeline panel-body">
                <li class="is-planned">
                    <span class="station"><Icon icon=lu::LuSend/></span><p><b>"You send the request"</b></p>
                    <p class="when">"You can follow and cancel it under Requests."</p>
                </li>
                {decisions}
                {none}
                <li class="is-planned">
                    <span class="station"><Icon icon=lu::LuKeyRound/></span><p><b>"Access is granted in Sigma"</b></p>
                    <p class="when">"Moments after the approval."</p>
                </li>
            </ol>
        </Panel>
    }
}
