//! The portal's side: account types, timed work, guards, versions.

use super::reading::wait;
use crate::{
    auth::{Auth, SessionLimits, SignOut},
    directory::{ManagersSee, PeopleRules, Snapshot},
    domain::MemberStatus,
    requests,
    store::{Retention, Task},
    ui::{
        count,
        empty::Empty,
        moment, number,
        panel::{Panel, fact},
    },
    web::{AppState, Mode, paths},
};
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::prelude::*;
use std::{collections::BTreeSet, time::Duration};

/// Account types with how many people hold each.
pub fn account_types(snapshot: Option<&Snapshot>) -> impl IntoView + use<> {
    let types = snapshot.map_or(&[][..], Snapshot::account_types);
    let Some(snapshot) = snapshot.filter(|_| !types.is_empty()) else {
        return view! {
            <Panel id="account-types" title="Account types">
                <Empty icon=lu::LuIdCard title="Not synced yet" text="Account types come with the directory. Sigma gives them to admins’ credentials only."/>
            </Panel>
        }
        .into_any();
    };
    let rows = types.iter().map(|account_type| {
        let people = snapshot.seats().iter().find(|(name, _)| *name == account_type.name).map_or(0, |(_, n)| *n);
        let permissions = snapshot.permissions_of(account_type).len();
        let origin = if account_type.is_custom { "Custom" } else { "Built-in" };
        view! {
            <tr>
                <th scope="row" class="lead"><a href=paths::account_type(&account_type.id)>{account_type.name.clone()}</a></th>
                <td data-label="People" class="num">{number(people)}</td>
                <td data-label="Permissions" class="num">{number(permissions)}</td>
                <td class="muted">{origin}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let n = types.len().to_string();
    view! {
        <Panel id="account-types" title="Account types" count=n class="table-box">
            <table class="table">
                <caption class="vh">"Account types"</caption>
                <thead><tr>
                    <th scope="col">"Name"</th><th scope="col" class="num">"Active people"</th>
                    <th scope="col" class="num">"Permissions"</th><th scope="col">"Origin"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Panel>
    }
    .into_any()
}

/// What is done again and again, by one process at a time.
pub fn tasks(tasks: &[Task], now: Timestamp) -> impl IntoView + use<> {
    let rows = tasks.iter().map(|task| {
        let time = |at: Timestamp| view! { <time datetime=at.to_string()>{moment(at)}</time> };
        let state = match (&task.last_error, task.is_running(now)) {
            (_, true) => view! { <span class="status is-running">"Running"</span> }.into_any(),
            (Some(error), _) => {
                view! { <span class="status is-failed">"Failed"</span>" "<small class="muted">{error.clone()}</small> }
                    .into_any()
            }
            (None, _) if task.last_ended_at.is_some() => {
                view! { <span class="status is-done">"Done"</span> }.into_any()
            }
            (None, _) => view! { <span class="status is-planned">"Not run yet"</span> }.into_any(),
        };
        let due = task.due_at.map(|at| wait(now, at));
        view! {
            <tr>
                <th scope="row" class="lead"><code>{task.name.clone()}</code></th>
                <td data-label="Last" class="nowrap muted">{task.last_ended_at.map(time)}</td>
                <td data-label="Next" class="nowrap muted">{due}</td>
                <td>{state}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let n = tasks.len().to_string();
    view! {
        <Panel id="tasks" title="Background jobs" count=n class="table-box">
            <table class="table">
                <caption class="vh">"Background jobs"</caption>
                <thead><tr>
                    <th scope="col">"Task"</th><th scope="col">"Last ended"</th><th scope="col">"Next"</th><th scope="col">"State"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Panel>
    }
}

/// Who signs in, and who has a role by the configuration.
pub fn people(app: &AppState, snapshot: Option<&Snapshot>) -> impl IntoView + use<> {
    let authority = &app.authority;
    let admins = snapshot.map(|snapshot| authority.configured_only(snapshot));
    let admins = match admins {
        None => "Known once the members have been read".into_any(),
        Some(admins) if admins.is_empty() => "Nobody: every admin holds the account type Admin in Sigma".into_any(),
        Some(admins) => {
            let rows = admins.into_iter().map(|admin| {
                view! { <li><bdi>{admin.address}</bdi>" "<small class="muted">{admin.standing}</small></li> }
            });
            view! { <ul class="bare-list">{rows.collect_view()}</ul> }.into_any()
        }
    };
    let auditors: Vec<_> =
        authority.rules().auditors.iter().map(|address| view! { <li><bdi>{address.clone()}</bdi></li> }).collect();
    let auditors = if auditors.is_empty() {
        "Nobody".into_any()
    } else {
        view! { <ul class="bare-list">{auditors}</ul> }.into_any()
    };
    let guests = if authority.rules().guests_sign_in { "Sign in like members" } else { "Cannot sign in" };
    let facts = view! {
        <dl class="facts">
            {fact("Admins by configuration only", admins)}
            {fact("Auditors by configuration", auditors)}
            {group_list(&authority.rules().admin_groups).map(|groups| fact("Admins by group", groups))}
            {group_list(&authority.rules().auditor_groups).map(|groups| fact("Auditors by group", groups))}
            {fact("Guests", guests)}
            {fact("People without an account in Sigma", visitors(authority.rules()))}
        </dl>
    };
    view! {
        <Panel id="people" title="Roles by configuration">
            {facts}
            <p class="panel-foot"><a href=paths::ROLES>"What each role may do"</a></p>
        </Panel>
    }
}

/// Groups of the sign-in provider that come with a role.
fn group_list(groups: &BTreeSet<String>) -> Option<AnyView> {
    let rows = groups.iter().map(|name| view! { <li><bdi>{name.clone()}</bdi></li> }).collect::<Vec<_>>();
    (!rows.is_empty()).then(|| view! { <ul class="bare-list">{rows}</ul> }.into_any())
}

/// Who is let in without an account in Sigma.
fn visitors(rules: &PeopleRules) -> AnyView {
    if !rules.admit_visitors() {
        return "Cannot sign in".into_any();
    }
    let domains = rules.visitor_domains.iter().map(|name| (name.clone(), "e-mail domain"));
    let groups = rules.visitor_groups.iter().map(|name| (name.clone(), "group"));
    let rows = domains.chain(groups).map(|(name, kind)| {
        view! { <li><bdi>{name}</bdi>" "<small class="muted">{kind}</small></li> }
    });
    view! { <ul class="bare-list">{rows.collect_view()}</ul> }.into_any()
}

/// What this installation forbids or wants confirmed, and how requests are decided.
pub fn guards(app: &AppState, snapshot: Option<&Snapshot>) -> impl IntoView + use<> {
    let (rules, requests) = (app.changes.rules(), app.requests.settings());
    let scim = |managed: bool, what: &str| {
        if managed {
            format!(
                "Managed by your identity provider (SCIM): the portal does not change {what}, with the exceptions that it says where they are offered"
            )
        } else {
            "Managed here".to_owned()
        }
    };
    let managers = match app.managers_see {
        ManagersSee::Own => "Their teams, the workspaces they manage, and the people in those",
        ManagersSee::All => "The whole organization",
    };
    let scim_admins: Vec<_> = rules.scim_admins.iter().map(|address| scim_admin(address, snapshot)).collect();
    let scim_admins = if scim_admins.is_empty() {
        "Not named in PORTAL_SCIM_ADMINS".into_any()
    } else {
        view! { <ul class="bare-list">{scim_admins}</ul> }.into_any()
    };
    let facts = view! {
        <dl class="facts">
            {fact("Team managers see", managers)}
            {fact("Members", scim(rules.scim_members, "them"))}
            {fact("Teams", scim(rules.scim_teams, "who is in them"))}
            {fact("Admins who set up SCIM", scim_admins)}
            {fact("Confirmation", confirmation(rules.confirm_above))}
            {fact("Requests without an answer", unanswered(requests))}
            {fact("Own requests of the only admin", own_requests(requests))}
        </dl>
    };
    view! { <Panel id="guards" title="Guards">{facts}</Panel> }
}

/// When requests are closed that nobody decides about.
fn unanswered(requests: &requests::Settings) -> String {
    let days = usize::try_from(requests.unanswered_after.as_secs() / 86_400).unwrap_or(usize::MAX);
    format!("Closed after {}", count(days, "day", "days"))
}

/// Whether an organisation's only admin decides about what they ask for themselves.
fn own_requests(requests: &requests::Settings) -> &'static str {
    if requests.lone_admin_approves {
        "Decided by that admin; the audit log says so"
    } else {
        "Wait for a second admin"
    }
}

/// Which changes are confirmed by typing.
fn confirmation(above: Option<usize>) -> String {
    let also = above.map(|people| format!(", and every change that reaches more than {} people", number(people)));
    format!("Dangerous changes and those that reach more than a tenth of the organization{}", also.unwrap_or_default())
}

/// An address that the configuration names for the admin who set SCIM up; and whether that protects anybody.
fn scim_admin(address: &str, snapshot: Option<&Snapshot>) -> impl IntoView + use<> {
    let doubt = match snapshot.map(|snapshot| snapshot.member_by_email(address)) {
        None => "",
        Some(None) => "is not a member of the organization in Sigma",
        Some(Some(member)) if !member.has_account_type("admin") => "is not an admin in Sigma",
        Some(Some(member)) if member.status() != MemberStatus::Active => "is deactivated in Sigma",
        Some(Some(_)) => "keeps account and account type",
    };
    view! { <li><bdi>{address.to_owned()}</bdi>" "<small class="muted">{doubt}</small></li> }
}

/// Which portal this is.
pub fn versions(app: &AppState) -> impl IntoView + use<> {
    let sign_in = match &app.auth {
        Auth::Demo => "As a persona of the demo".to_owned(),
        Auth::Proxy(_) => "Through a trusted reverse proxy".to_owned(),
        Auth::Assertion(assertion) => {
            format!("Through a reverse proxy that signs, at {}", assertion.config.expected.issuer)
        }
        Auth::Oidc(oidc) => format!("By OpenID Connect, at {}", oidc.config.issuer),
    };
    let mode = match app.mode {
        Mode::Demo => badge_demo().into_any(),
        Mode::Serve => "Against Sigma itself".into_any(),
    };
    let facts = view! {
        <dl class="facts">
            {fact("Version", env!("CARGO_PKG_VERSION"))}
            {fact("Mode", mode)}
            {fact("Database", app.store.kind())}
            {fact("Sign-in", sign_in)}
            {(app.auth.sign_out() == SignOut::Session).then(|| fact("Sessions", view! { <a href=paths::SESSIONS>"Everyone’s sessions"</a> }))}
            {app.public_url.as_ref().map(|url| fact("Public address", url.to_string()))}
        </dl>
    };
    view! { <Panel id="versions" title="This portal">{facts}</Panel> }
}

/// How long what is kept is kept, and when sessions end.
pub fn retention(app: &AppState) -> impl IntoView + use<> {
    let Retention { changes, audit, history, requests, notices } = app.retention;
    let kept = |time: Option<Duration>| match time {
        Some(time) => count(usize::try_from(time.as_secs() / 86_400).unwrap_or(usize::MAX), "day", "days"),
        None => "For good".to_owned(),
    };
    let facts = view! {
        <dl class="facts">
            {fact("Changes", kept(changes))}
            {fact("Audit log", kept(audit))}
            {fact("Changes made in Sigma", kept(history))}
            {fact("Finished requests", kept(requests))}
            {fact("Notifications", kept(Some(notices)))}
            {fact("Sessions end", session_limits(app.sessions))}
        </dl>
    };
    view! { <Panel id="retention" title="Retention">{facts}</Panel> }
}

/// When sessions end.
fn session_limits(limits: SessionLimits) -> String {
    let long = |time: Duration| match time.as_secs() {
        seconds if seconds % 3_600 == 0 => {
            count(usize::try_from(seconds / 3_600).unwrap_or(usize::MAX), "hour", "hours")
        }
        seconds => count(usize::try_from(seconds / 60).unwrap_or(usize::MAX), "minute", "minutes"),
    };
    format!("After {} without use, and after {} in any case", long(limits.idle), long(limits.longest))
}

fn badge_demo() -> impl IntoView {
    view! { <span class="tag t-copper">"Demo"</span>" nothing reaches Sigma" }
}
