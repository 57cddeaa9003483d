//! The form that asks for something: at which level, for whom, why.

use super::{
    actions::AskAccess,
    ask_fields::{level_cards, newcomer, reason, split_name, term as term_of, what_happens},
    catalogue::icon,
};
use crate::{
    domain::{AppError, Invalid, MemberId, NoRoute, RequestId, RequestState, Requestable, Role},
    features::shared::picker::{CandidateSource, People, PickFrom, PickerField, Resolved},
    requests::{Ask, Choice, Error},
    ui::{empty::Empty, field, head::Head, icon::Icon},
    web::{NavItem, PageParts, RequestContext, Severity, decode, fulfil, paths},
};
use axum::response::{IntoResponse, Redirect, Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};

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
pub async fn ask(cx: &RequestContext, fields: AskFields) -> Result<RequestId, AppError> {
    let AskFields { thing, level, who, who_pick, first_name, last_name, reason, days } = fields;
    let thing = Requestable::from_key(&thing).ok_or(AppError::NotFound)?;
    let days = days_of(&days)?;
    let beneficiary = beneficiary(cx, &who, &who_pick)?;
    let target = thing.at(&level).ok_or_else(|| AppError::field("level", "Choose a level of access."))?;
    made(cx, Ask { target, beneficiary, reason, days, renews: None }, (&first_name, &last_name)).await
}

/// For how many days, as it was chosen; `None` for until it is revoked.
///
/// # Errors
/// [`AppError::Invalid`] for what is no number.
pub fn days_of(chosen: &str) -> Result<Option<u32>, AppError> {
    match chosen.trim() {
        "" => Ok(None),
        text => Ok(Some(text.parse().map_err(|_| AppError::field("days", "Choose for how long."))?)),
    }
}

/// Makes the request and leads to its page; `name` is the first and last name to invite whoever has no account by.
///
/// # Errors
/// As [`ask`].
pub async fn made(cx: &RequestContext, wish: Ask, name: (&str, &str)) -> Result<RequestId, AppError> {
    let asked = cx.app.requests.ask_named(wish, name, &cx.actor).await;
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
            None if cx.actor.role == Role::Visitor => Ok(None),
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
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AskFields {
    /// The key of the thing.
    pub thing: String,
    /// Slug of the level; empty where there is none to choose.
    pub level: String,
    /// Whom it is for; empty for oneself.
    pub who: String,
    pub who_pick: String,
    /// The name to be invited by, of somebody without an account.
    pub first_name: String,
    pub last_name: String,
    pub reason: String,
    /// Days as a word; empty for until it is revoked.
    pub days: String,
}

/// How whoever asks stands: whether they have an account, and for whom they may ask.
struct Asker {
    has_account: bool,
    /// Their address, where they are to be invited to Sigma.
    invited: Option<String>,
    /// Whom they ask for, where they may ask for others.
    whom: Option<Resolved>,
}

pub async fn form(cx: RequestContext) -> Result<Response, AppError> {
    let Query { r#for: key } = decode(cx.parts.uri.query());
    let thing = Requestable::from_key(&key).ok_or(AppError::NotFound)?;
    let is_newcomer = cx.actor.role == Role::Visitor && cx.actor.member_id.is_none();
    // Whoever has no account asks for one, and for the thing with it; a package can bring one.
    if is_newcomer && !matches!(thing, Requestable::Package(_)) {
        return Ok(Redirect::to(&paths::ask_account(&thing)).into_response());
    }
    let refilled = cx.refilled::<AskAccess>().await?;
    let is_first = refilled.is_none();
    let (first, last) = split_name(&cx.actor.name);
    let (first_name, last_name) = (first.to_owned(), last.to_owned());
    let opened = || (AskFields { first_name, last_name, ..AskFields::default() }, Invalid::new());
    let (typed, errors) = refilled.map_or_else(opened, |refilled| (refilled.form.fields, refilled.errors));
    let snapshot = cx.snapshot()?;
    let people = People { snapshot: &snapshot };
    let whom = asks_for_others(&cx).then(|| resolved(&people, &typed.who, &typed.who_pick));
    let beneficiary = whom.as_ref().and_then(Resolved::id).map(MemberId::new);
    let (name, choices) = cx.app.requests.choices(&thing, beneficiary.as_ref(), &cx.actor).await?;
    let is_for_another = beneficiary.is_some();
    let has_account = cx.actor.member_id.is_some();
    let has_whom = whom.is_some();
    let asker = Asker { has_account, invited: is_newcomer.then(|| cx.actor.email.clone()), whom };
    let page = PageParts::new(format!("Request {name}"), NavItem::GetAccess);
    let page = if has_whom { page.islands() } else { page };
    let body = move || {
        let can_ask = choices.iter().any(|choice| choice.outcome.is_ok());
        let kind = thing.kind();
        let sub = view! { <Icon icon=icon(kind)/>" "{kind.label()} };
        let view = if can_ask || is_for_another || (has_whom && !has_account) {
            fields(&thing, &choices, (typed, is_first), asker, &errors).into_any()
        } else {
            let refused = refused(&choices);
            let who = has_whom.then(|| fields(&thing, &[], (typed, is_first), asker, &errors).into_any());
            view! { {refused}{who} }.into_any()
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
            let link = ("See the request", paths::request(&id));
            ("You have asked for this already", NoRoute::Asked(id).to_string(), Some(link))
        }
        Some(why @ NoRoute::Inactive) => (
            "Your account is deactivated",
            why.to_string(),
            Some(("Request its return", paths::ask(&Requestable::Account))),
        ),
        Some(why @ NoRoute::NoAccount) => {
            let link = ("Request an account", paths::ask_account(&Requestable::Account));
            ("You need an account in Sigma first", why.to_string(), Some(link))
        }
        Some(why) => ("You can’t request this", why.to_string(), None),
        None => ("You can’t request this", NoRoute::NotOffered.to_string(), None),
    };
    let link = link.map(|(words, href)| view! { <a class="btn btn-primary" href=href>{words}</a> });
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
    (typed, is_first): (AskFields, bool),
    asker: Asker,
    errors: &Invalid,
) -> impl IntoView + use<> {
    let Asker { has_account, invited, whom } = asker;
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
    let has_term = !matches!(thing, Requestable::Account);
    let term = choices.get(chosen.unwrap_or_default()).filter(|_| has_term);
    let term = term.map(|choice| term_of(choice, (!is_first).then_some(typed.days.as_str()), errors));
    let reason = reason(&typed.reason, reason_required, errors);
    let you = invited.map(|email| newcomer(&typed.first_name, &typed.last_name, &email, errors));
    let decides = chosen.and_then(|at| choices[at].outcome.as_ref().ok()).map(|stages| what_happens(stages));
    view! {
        <div class="cols">
            <form class="form" method="post" action=AskAccess::url() novalidate>
                <input type="hidden" name="thing" value=thing.key()/>
                {field::summary(errors)}
                {you}
                <fieldset class="set">
                    <legend>"Your request"</legend>
                    {whom}
                    {level}
                    {term}
                    {reason}
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
