//! The form that asks for something: at which level, for whom, why.

use super::{
    actions::AskAccess,
    ask_fields::{account_type, level_cards, newcomer, reason, split_name, term as term_of, what_happens},
    catalogue::icon,
};
use crate::{
    domain::{
        AppError, EmailAddress, Invalid, MemberId, NoRoute, RequestId, RequestState, Requestable, Role, Target, text,
    },
    features::shared::picker::{CandidateSource, People, PickFrom, PickerField, Resolved},
    requests::{Ask, Choice, Colleague, Error},
    ui::{
        empty::Empty,
        field::{self, TextField},
        head::Head,
        icon::Icon,
    },
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
    let AskFields { thing, level, with_type, who, who_pick, first_name, last_name, reason, days } = fields;
    let thing = Requestable::from_key(&thing).ok_or(AppError::NotFound)?;
    let days = days_of(&days)?;
    let (beneficiary, colleague) = match for_whom(cx, &who, &who_pick)? {
        ForWhom::Myself => (None, None),
        ForWhom::Member(id) => (Some(id), None),
        ForWhom::Colleague(email) => (None, Some(email)),
    };
    let target = thing.at(&level).ok_or_else(|| AppError::field("level", "Choose a level of access."))?;
    let wish = Ask { target, beneficiary, reason, days, renews: None };
    let account_type = if with_type.is_empty() { None } else { ask_account_type(cx, &wish).await? };
    let id = made(cx, wish, (&first_name, &last_name), colleague.as_deref()).await?;
    if let Some(account_type) = account_type {
        let text = format!("Two requests were made: for the access, and for the account type {account_type}.");
        cx.lead_to(paths::REQUESTS, Severity::Success, text).await;
    }
    Ok(id)
}

/// Asks for the account type that what is wanted needs, for the same person, reason and time. Its name, where there is one.
///
/// # Errors
/// As [`ask`].
async fn ask_account_type(cx: &RequestContext, wish: &Ask) -> Result<Option<String>, AppError> {
    let requests = &cx.app.requests;
    let wanted = requests.account_type_for(&wish.target, wish.beneficiary.as_ref(), &cx.actor).await?;
    let Some(name) = wanted else { return Ok(None) };
    let request =
        requests.ask(Ask { target: Target::AccountType(name.to_lowercase()), ..wish.clone() }, &cx.actor).await?;
    if request.state == RequestState::Approved {
        fulfil(requests, &cx.app.changes, request).await?;
    }
    Ok(Some(name))
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

/// Makes the request and leads to its page; `name` is the first and last name to invite whoever has no account by: oneself, or
/// the colleague who has this address.
///
/// # Errors
/// As [`ask`].
pub async fn made(
    cx: &RequestContext,
    wish: Ask,
    name: (&str, &str),
    colleague: Option<&str>,
) -> Result<RequestId, AppError> {
    let asked = match colleague {
        None => cx.app.requests.ask_named(wish, name, &cx.actor).await,
        Some(email) => {
            let colleague = Colleague { email, first_name: name.0, last_name: name.1 };
            cx.app.requests.ask_for(wish, colleague, &cx.actor).await
        }
    };
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

/// Whom somebody asks for.
enum ForWhom {
    Myself,
    Member(MemberId),
    /// Whoever has this address, or is to be invited to it.
    Colleague(String),
}

/// Whom it is for, as it was typed or picked.
fn for_whom(cx: &RequestContext, who: &str, pick: &str) -> Result<ForWhom, AppError> {
    if who.trim().is_empty() && pick.is_empty() {
        return match &cx.actor.member_id {
            Some(_) => Ok(ForWhom::Myself),
            None if cx.actor.role == Role::Visitor => Ok(ForWhom::Myself),
            None => Err(AppError::field("who", "You have no account in Sigma. Say who it is for.")),
        };
    }
    if !asks_for_others(cx) {
        // By address only: they see nobody else. Whether they may, the policy says.
        let email = EmailAddress::parse(who).map_err(|why| AppError::field("who", why))?;
        return Ok(ForWhom::Colleague(email.as_str().to_owned()));
    }
    let snapshot = cx.snapshot()?;
    let people = People { snapshot: &snapshot };
    let resolved = resolved(&people, who, pick);
    match (resolved.id(), to_invite(who, pick)) {
        (Some(id), _) => Ok(ForWhom::Member(MemberId::new(id))),
        (None, Some(email)) => Ok(ForWhom::Colleague(email)),
        (None, None) => Err(AppError::field("who", resolved.resolution.problem("person", who).unwrap_or_default())),
    }
}

/// The address that was typed where nobody was picked: of somebody who may have no account.
fn to_invite(who: &str, pick: &str) -> Option<String> {
    let email = EmailAddress::parse(who).ok().filter(|_| pick.is_empty())?;
    Some(email.as_str().to_owned())
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
    /// Filled in where the account type that the level needs is asked for, too.
    pub with_type: String,
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
    whom: Option<WhomField>,
}

/// How it is said for whom it is.
enum WhomField {
    /// By name or address, among all people.
    Anyone(Resolved),
    /// By the address of a colleague who has no account.
    Colleague,
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
    // The name of whoever is invited themselves; of others it is not known.
    let own = if is_newcomer { (first_name, last_name) } else { Default::default() };
    let opened = || (AskFields { first_name: own.0, last_name: own.1, ..AskFields::default() }, Invalid::new());
    let (typed, errors) = refilled.map_or_else(opened, |refilled| (refilled.form.fields, refilled.errors));
    let snapshot = cx.snapshot()?;
    let people = People { snapshot: &snapshot };
    let whom = asks_for_others(&cx).then(|| resolved(&people, &typed.who, &typed.who_pick));
    let beneficiary = whom.as_ref().and_then(Resolved::id).map(MemberId::new);
    let colleague = to_invite(&typed.who, &typed.who_pick).filter(|_| beneficiary.is_none());
    let (name, choices) =
        cx.app.requests.choices(&thing, beneficiary.as_ref(), colleague.as_deref(), &cx.actor).await?;
    let is_for_another = beneficiary.is_some() || colleague.is_some();
    let has_account = cx.actor.member_id.is_some();
    let has_whom = whom.is_some();
    let for_colleagues = choices.iter().any(|choice| choice.for_colleagues);
    let whom = match whom {
        Some(resolved) => Some(WhomField::Anyone(resolved)),
        None => (has_account && for_colleagues).then_some(WhomField::Colleague),
    };
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
    let with_type = account_type(choices, !typed.with_type.is_empty());
    let by_name = matches!(&whom, Some(WhomField::Anyone(_)));
    let whom = whom.map(|whom| match whom {
        WhomField::Anyone(resolved) => PickerField {
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
        .into_any(),
        WhomField::Colleague => {
            let hint = "Leave empty to ask for yourself. Or enter the address of a colleague who has no account in Sigma yet.";
            view! { <TextField name="who" label="For" kind="email" value=typed.who.clone() errors=errors.clone() hint=hint optional=true/> }
                .into_any()
        }
    });
    let to_invite = whom.is_some().then(|| to_be_invited(&typed, by_name, errors));
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
                    {to_invite}
                    {level}
                    {with_type}
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

/// The name to invite somebody else by, who has no account yet.
fn to_be_invited(typed: &AskFields, by_name: bool, errors: &Invalid) -> impl IntoView + use<> {
    let is_wanted = errors.of("first_name").is_some() || errors.of("last_name").is_some();
    let is_open = is_wanted || !by_name;
    view! {
        <details class="more" open=is_open>
            <summary>"They have no account in Sigma yet"</summary>
            <p class="hint">"Sigma invites them by this name when the request is granted."</p>
            <div class="fields">
                <TextField name="first_name" label="First name" value=typed.first_name.clone() errors=errors.clone() max=text::PERSON_NAME/>
                <TextField name="last_name" label="Last name" value=typed.last_name.clone() errors=errors.clone() max=text::PERSON_NAME/>
            </div>
        </details>
    }
}
