//! Asking for an account in Sigma: the form of somebody who has none.

use super::{
    actions::AskAccount,
    ask::{days_of, made},
    ask_fields::{newcomer, reason, split_name, term, what_happens},
};
use crate::{
    changes::AccountDeed,
    domain::{
        AppError, Ceiling, ConnectionPermission, Invalid, NewAccount, NoRoute, Permission, RequestId, Requestable,
        RequestableKind, ResourceRef, Role, Target, UserKind, WorkspacePermission,
    },
    features::shared::grant_editor::{EditorParts, EditorSubject, GrantEditor, GrantRow, GrantRows},
    requests::{Ask, Choice, Offer},
    ui::{empty::Empty, field, head::Head, icon::Icon, panel::Panel},
    web::{NavItem, PageParts, Refilled, RequestContext, decode, paths},
};
use axum::response::{IntoResponse, Redirect, Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was typed, but for teams and workspaces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountFields {
    pub first_name: String,
    pub last_name: String,
    /// Name of the account type.
    pub account_type: String,
    pub reason: String,
    /// Days that what comes with the account lasts, as a word; empty for until it is revoked.
    pub days: String,
}

/// The form as it was filled in, right or wrong.
#[derive(Clone, Debug, Default)]
pub struct AccountForm {
    pub fields: AccountFields,
    pub teams: GrantRows,
    pub workspaces: GrantRows,
    /// Levels by the keys of connections; empty for none.
    pub connections: BTreeMap<String, String>,
}

/// The form with typed names resolved and its buttons followed.
struct Settled {
    fields: AccountFields,
    teams: GrantEditor,
    workspaces: GrantEditor,
    connections: BTreeMap<String, String>,
}

impl Settled {
    fn of(form: AccountForm, cx: &RequestContext, offers: &[Offer]) -> Result<Self, AppError> {
        let (snapshot, AccountForm { fields, teams, workspaces, connections }) = (cx.snapshot()?, form);
        let settled = |subject: EditorSubject, posted| {
            GrantEditor::settled(posted, &*subject.candidates(&cx.actor, &snapshot, offers))
        };
        let (teams, workspaces) =
            (settled(EditorSubject::OfferedTeams, teams), settled(EditorSubject::OfferedWorkspaces, workspaces));
        Ok(Self { fields, teams, workspaces, connections })
    }

    /// The account that it stands for.
    ///
    /// # Errors
    /// Every field that needs attention.
    fn account(&self, offers: &[Offer]) -> Result<NewAccount, Invalid> {
        let mut errors = Invalid::new();
        let wanted = Requestable::account_type(&self.fields.account_type);
        if !offers.iter().any(|offer| offer.thing == wanted) {
            errors.add("account_type", "Choose an account type. You can ask for another one later.");
        }
        for (name, what, editor) in [("teams", "team", &self.teams), ("workspaces", "workspace", &self.workspaces)] {
            if let Some(why) = editor.unclear(what) {
                errors.add(name, why);
            }
        }
        let level = |row: &GrantRow| {
            let level = WorkspacePermission::from_slug(&row.level)?;
            Some((ResourceRef::Workspace(row.id().into()), Permission::Workspace(level)))
        };
        let access: Option<Vec<_>> = self.workspaces.rows.iter().map(level).collect();
        let access = access.ok_or_else(|| "Choose a level for every workspace.".to_owned());
        let mut access = errors.keep("workspaces", access).unwrap_or_default();
        for (key, level) in self.connections.iter().filter(|(_, level)| !level.is_empty()) {
            let offered = offers.iter().find(|offer| offer.thing.key() == *key);
            match (offered.and_then(|offer| offer.thing.resource()), ConnectionPermission::from_slug(level)) {
                (Some(resource @ ResourceRef::Connection(_)), Some(level)) => {
                    access.push((resource, Permission::Connection(level)));
                }
                (Some(_) | None, _) => errors.add("connections", "One of the connections is no longer offered."),
            }
        }
        let teams = self.teams.rows.iter().map(|row| row.id().into()).collect();
        let account_type = self.fields.account_type.trim().to_lowercase();
        if errors.is_empty() { Ok(NewAccount { account_type, teams, access }) } else { Err(errors) }
    }
}

/// Goes on only where an account can be asked for here: whoever asks has none, and no identity provider makes them.
fn require_newcomer(cx: &RequestContext) -> Result<(), AppError> {
    if cx.actor.role != Role::Visitor || cx.actor.member_id.is_some() {
        return Err(AppError::Refused("You have an account in Sigma already.".to_owned()));
    }
    cx.done_here(cx.app.changes.rules().account(&UserKind::Internal, AccountDeed::Invite))
}

/// Makes the request and leads to its page.
///
/// # Errors
/// [`AppError::Invalid`] for what is wrong with the form, [`AppError::Refused`] for what cannot be asked for.
pub async fn ask(cx: &RequestContext, form: AccountForm) -> Result<RequestId, AppError> {
    require_newcomer(cx)?;
    let offers = cx.app.requests.catalogue(&cx.actor).await?;
    let form = Settled::of(form, cx, &offers)?;
    let account = form.account(&offers)?;
    let Settled { fields: AccountFields { first_name, last_name, reason, days, .. }, .. } = form;
    let wish = Ask { target: Target::Account(account), beneficiary: None, reason, days: days_of(&days)?, renews: None };
    made(cx, wish, (&first_name, &last_name), None).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    /// The key of a thing to come with the account.
    with: String,
}

/// The form as it is opened first: with the thing that led here.
fn opened(with: &str, name: &str) -> AccountForm {
    let (first, last) = split_name(name);
    let fields = AccountFields { first_name: first.to_owned(), last_name: last.to_owned(), ..AccountFields::default() };
    let mut form = AccountForm { fields, ..AccountForm::default() };
    let row = |level: &str| GrantRows::of(vec![GrantRow { id: with.to_owned(), level: level.to_owned() }]);
    match Requestable::from_key(with) {
        Some(Requestable::Team(_)) => form.teams = row("member"),
        Some(Requestable::Workspace(_)) => form.workspaces = row("view"),
        Some(Requestable::AccountType(name)) => form.fields.account_type = name,
        Some(connection @ Requestable::Connection(_)) => {
            form.connections.insert(connection.key(), ConnectionPermission::Usage.slug().to_owned());
        }
        Some(Requestable::Package(_) | Requestable::Account) | None => {}
    }
    form
}

pub async fn form(cx: RequestContext) -> Result<Response, AppError> {
    if cx.actor.member_id.is_some() {
        return Ok(Redirect::to(&paths::ask(&Requestable::Account)).into_response());
    }
    require_newcomer(&cx)?;
    let offers = cx.app.requests.catalogue(&cx.actor).await?;
    let Query { with } = decode(cx.parts.uri.query());
    let (posted, errors) = match cx.refilled::<AskAccount>().await? {
        Some(Refilled { form: AskAccount { fields, teams, workspaces, connections }, errors, .. }) => {
            (AccountForm { fields, teams, workspaces, connections }, errors)
        }
        None => (opened(&with, &cx.actor.name), Invalid::new()),
    };
    let form = Settled::of(posted, &cx, &offers)?;
    // As far as it is filled in: with the first of the account types where none is chosen.
    let first = offers.iter().find(|offer| offer.thing.kind() == RequestableKind::AccountType);
    let account_type = first.map(|offer| offer.name.to_lowercase()).unwrap_or_default();
    let account = form.account(&offers).unwrap_or_else(|_| NewAccount { account_type, ..NewAccount::default() });
    let outcome = cx.app.requests.account_outcome(account, &cx.actor).await?;
    let page = PageParts::new("Request an account", NavItem::GetAccess).islands();
    let (actor, snapshot) = (cx.actor.clone(), cx.snapshot()?);
    let body = move || {
        let sub = "An account, with the teams and workspaces that you need from the first day.";
        let content = match &outcome.outcome {
            Err(why @ NoRoute::Asked(id)) => {
                closed(&why.to_string(), Some(("See the request", paths::request(id)))).into_any()
            }
            Err(why) => closed(&why.to_string(), None).into_any(),
            Ok(_) => {
                let editor = |rows: GrantEditor, name, label, add, subject: EditorSubject| {
                    let candidates = subject.candidates(&actor, &snapshot, &offers);
                    let question = rows.unclear(subject.noun()).filter(|_| errors.of(name).is_none());
                    let function = AskAccount::PATH;
                    let parts = EditorParts { name, label, add, subject: subject.clone(), function };
                    rows.view(parts, question, &*candidates, &snapshot).into_any()
                };
                let Settled { fields, teams, workspaces, connections } = form;
                let connections = connection_fields(&connections, &offers, &errors).into_any();
                let teams = editor(teams, "teams", "Teams", "Add a team", EditorSubject::OfferedTeams);
                let subject = EditorSubject::OfferedWorkspaces;
                let workspaces = editor(workspaces, "workspaces", "Workspaces", "Add a workspace", subject);
                view(&fields, (teams, workspaces, connections), &offers, &outcome, &actor.email, &errors).into_any()
            }
        };
        view! {
            <Head title="Request an account" crumbs=vec![("Get access", paths::GET_ACCESS)] sub=sub.into_any()/>
            {content}
        }
    };
    Ok(cx.render_page(page, body).await)
}

/// Why no account can be asked for.
fn closed(why: &str, link: Option<(&'static str, String)>) -> impl IntoView + use<> {
    let link = link.map(|(words, href)| view! { <a class="btn btn-primary" href=href>{words}</a> });
    view! {
        <section class="panel">
            <Empty icon=lu::LuIdCard title="You can’t request an account now" text=why.to_owned()>
                {link}<a class="btn" href=paths::HOME>"Start page"</a>
            </Empty>
        </section>
    }
}

fn view(
    fields: &AccountFields,
    (teams, workspaces, connections): (AnyView, AnyView, AnyView),
    offers: &[Offer],
    outcome: &Choice,
    email: &str,
    errors: &Invalid,
) -> impl IntoView + use<> {
    let error = |name: &str| errors.of(name).map(|why| field::field_error(name, why.to_owned()));
    let you = newcomer(&fields.first_name, &fields.last_name, email, errors);
    let account_types = account_types(&fields.account_type, offers);
    let term = term(outcome, Some(&fields.days).filter(|days| !days.is_empty()).map(String::as_str), errors);
    let reason = reason(&fields.reason, outcome.reason_required, errors);
    let decides = outcome.outcome.as_ref().ok().map(|stages| what_happens(stages));
    let packages = packages(offers);
    let (wrong_type, wrong_teams, wrong_workspaces) = (error("account_type"), error("teams"), error("workspaces"));
    view! {
        <div class="cols">
            <form class="form" method="post" action=AskAccount::url() novalidate>
                // Enter in a field presses the first button of a form: this one, not an editor's.
                <button class="vh" tabindex="-1" aria-hidden="true">"Send request"</button>
                {field::summary(errors)}
                {you}
                <fieldset class="set" id="account_type">
                    <legend>"Account type"</legend>
                    <p class="hint">"What you can do in Sigma. It limits everything below."</p>
                    <div class="cards">{account_types}</div>
                    {wrong_type}
                </fieldset>
                <fieldset class="set">
                    <legend>"What you need to start"</legend>
                    <p class="hint">"You can ask for more at any time."</p>
                    <div class="field"><span class="label">"Teams "<small>"optional"</small></span>{teams}{wrong_teams}</div>
                    <div class="field"><span class="label">"Workspaces "<small>"optional"</small></span>{workspaces}{wrong_workspaces}</div>
                    {connections}
                </fieldset>
                <fieldset class="set">
                    <legend>"Your request"</legend>
                    {term}
                    <p class="hint">"When the time is over, teams, workspaces and connections are taken back. The account stays."</p>
                    {reason}
                </fieldset>
                <div class="form-end">
                    <button class="btn btn-primary"><Icon icon=lu::LuSend/>" Send request"</button>
                    <a class="btn btn-quiet" href=paths::HOME>"Cancel"</a>
                </div>
            </form>
            <div class="stack aside">{packages}{decides}</div>
        </div>
    }
}

/// The connections that are offered, each with its levels; nothing where none is.
fn connection_fields(
    chosen: &BTreeMap<String, String>,
    offers: &[Offer],
    errors: &Invalid,
) -> Option<impl IntoView + use<>> {
    let fields = offers.iter().filter_map(|offer| {
        let Requestable::Connection(id) = &offer.thing else { return None };
        let key = offer.thing.key();
        let wanted = chosen.get(&key).map_or("", String::as_str);
        let levels = ConnectionPermission::ALL.iter().map(|level| {
            view! { <option value=level.slug() selected=level.slug() == wanted>{level.label()}</option> }
        });
        let (field, levels) = (format!("connection-{id}"), levels.collect_view());
        Some(view! {
            <div class="field">
                <label for=field.clone()>{offer.name.clone()}</label>
                <select class="input" id=field name=format!("connections[{key}]")>
                    <option value="">"Not needed"</option>{levels}
                </select>
            </div>
        })
    });
    let fields: Vec<_> = fields.collect();
    let wrong = errors.of("connections").map(|why| field::field_error("connections", why.to_owned()));
    let is_open = wrong.is_some() || chosen.values().any(|level| !level.is_empty());
    (!fields.is_empty()).then(|| {
        view! {
            <details class="more" id="connections" open=is_open>
                <summary>"Connections "<small>"optional"</small></summary>
                <p class="hint">"For people who work with the data itself. Workspaces need none."</p>
                <div class="fields">{fields}</div>
                {wrong}
            </details>
        }
    })
}

fn account_types(chosen: &str, offers: &[Offer]) -> impl IntoView + use<> {
    let types = offers.iter().filter(|offer| offer.thing.kind() == RequestableKind::AccountType);
    let cards = types.map(|offer| {
        let checked = offer.name.eq_ignore_ascii_case(chosen.trim());
        let (name, description) = (offer.name.clone(), sentence(&offer.description));
        let limits = Ceiling::of(&name).map(|ceiling| {
            let connections = if ceiling.uses_connections { "connections as granted" } else { "no connections" };
            format!(" Workspaces up to “{}”, {connections}.", ceiling.workspace.label())
        });
        view! {
            <label class="card">
                <input type="radio" name="account_type" value=offer.name.clone() checked=checked/>
                <span><b>{name}</b><small>{description}{limits}</small></span>
            </label>
        }
    });
    cards.collect_view()
}

/// A description that something can follow.
fn sentence(text: &str) -> String {
    let ends = text.is_empty() || text.ends_with(['.', '!', '?']);
    if ends { text.to_owned() } else { format!("{text}.") }
}

/// Packages that bring an account too: often what somebody needs is there already.
fn packages(offers: &[Offer]) -> Option<impl IntoView + use<>> {
    let packages = offers.iter().filter(|offer| offer.thing.kind() == RequestableKind::Package);
    let rows = packages.map(|offer| {
        view! {
            <li>
                <Icon icon=lu::LuPackage/>
                <div class="row-text"><a href=paths::ask(&offer.thing)><bdi>{offer.name.clone()}</bdi></a><small>{offer.description.clone()}</small></div>
            </li>
        }
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| {
        view! { <Panel id="packages" title="Is there a package for your job?"><ul class="rows">{rows}</ul></Panel> }
    })
}
