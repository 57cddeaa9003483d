//! The policies page: defaults by kind, exceptions by thing, and what would become of a request.

use super::{asking, deciding};
use crate::{
    directory::Snapshot,
    domain::{
        AccessPackage, Asking, Capability, MemberId, Policy, PolicyEntry, Requestable, RequestableKind, ResourceKind,
        text::isolated,
    },
    features::shared::picker::{self, CandidateSource, People, Resolution, Resources},
    requests::{PolicySource, Trial},
    ui::{count, empty::Empty, head::Head, icon::Icon, panel::Panel},
    web::{AppError, NavItem, PageParts, RequestContext, decode, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;
use serde::Deserialize;

/// The question “what if they ask for this?”.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Question {
    who: String,
    what: String,
    level: String,
}

pub async fn show(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadAudit)?;
    let question: Question = decode(cx.parts.uri.query());
    let kinds = cx.app.requests.kind_policies().await?;
    let own = cx.app.requests.own_policies().await?;
    let answer = answer(&cx, &question).await?;
    let edits = cx.can(Capability::WriteGrants);
    let page = PageParts::new("Request policies", NavItem::Policies);
    let body = move || {
        view! {
            <Head title="Request policies" sub="Who may request what, and who decides. Items without their own policy use the policy of their kind.".into_any()>
                <a class="btn" href=paths::POLICIES_EXPORT><Icon icon=lu::LuDownload/>" Export"</a>
            </Head>
            <div class="cols">
                <div class="stack">{defaults(&kinds, edits)}{exceptions(&own, edits)}</div>
                <div class="stack">{trial(question, answer)}{edits.then(find)}</div>
            </div>
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn defaults(kinds: &[(RequestableKind, Policy, PolicySource)], edits: bool) -> impl IntoView + use<> {
    let rows = kinds.iter().map(|(kind, policy, source)| {
        let built_in = (*source == PolicySource::BuiltIn).then(|| view! { " "<span class="tag">"Built in"</span> });
        let note = match kind {
            RequestableKind::Team => " Private teams are offered only with a policy of their own.",
            RequestableKind::Account => " New accounts, and the return of deactivated ones.",
            RequestableKind::AccountType => " Admin is offered only with a policy of its own.",
            RequestableKind::Package | RequestableKind::Workspace | RequestableKind::Connection => "",
        };
        let key = Requestable::kind_key(*kind);
        let edit = edits.then(|| view! { <a class="btn btn-sm" href=paths::policy_edit(&key) aria-label=format!("Edit the policy of {}", kind.plural().to_lowercase())>"Edit"</a> });
        view! { <li><div class="row-text"><b>{kind.plural()}</b>{built_in}<small>{summary(policy)}{note}</small></div>{edit}</li> }
    });
    let rows = rows.collect_view();
    view! { <Panel id="defaults" title="Defaults by kind"><ul class="rows">{rows}</ul></Panel> }
}

fn summary(policy: &Policy) -> String {
    let reason = if policy.reason_required { "reason required" } else { "reason optional" };
    match policy.asking {
        Asking::Nobody => "Not offered for requests.".to_owned(),
        Asking::Everyone | Asking::Teams(_) => {
            let term = policy.longest_days.map(|days| format!(" At most {days} days.")).unwrap_or_default();
            format!("{} can request. {}, {reason}.{term}", asking(policy), deciding(policy))
        }
    }
}

fn exceptions(own: &[(Requestable, String, PolicyEntry)], edits: bool) -> impl IntoView + use<> {
    let rows: Vec<_> = own
        .iter()
        .map(|(thing, name, entry)| {
            let kind = thing.kind().label();
            let rules = entry.policy.as_ref().map_or_else(|| "Uses the policy of its kind.".to_owned(), summary);
            let owners = match entry.owners.len() {
                0 => String::new(),
                n => format!(" {} set here.", count(n, "owner", "owners")),
            };
            let edit = edits.then(|| view! { <a class="btn btn-sm" href=paths::policy_edit(&thing.key()) aria-label=format!("Edit the policy of {name}")>"Edit"</a> });
            view! {
                <li><div class="row-text"><b><bdi>{name.clone()}</bdi></b>" "<span class="tag">{kind}</span><small>{rules}{owners}</small></div>{edit}</li>
            }
        })
        .collect();
    let n = own.len().to_string();
    let body = if rows.is_empty() {
        view! { <Empty icon=lu::LuScale title="No exceptions" text="Everything follows the default of its kind. Set a policy or owners for one thing to see it here."/> }.into_any()
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    view! { <Panel id="exceptions" title="Exceptions and owners" count=n>{body}</Panel> }
}

/// Leads to the policy of one thing.
fn find() -> impl IntoView {
    view! {
        <Panel id="set" title="Set a policy or owners">
            <form class="panel-body form" action=paths::POLICY_EDIT>
                <div class="field">
                    <label for="find">"Package, team, workspace, connection or account type"</label>
                    <input class="input" id="find" name="find" autocomplete="off" required=true placeholder="Finance"/>
                </div>
                <div class="form-end"><button class="btn">"Continue"</button></div>
            </form>
        </Panel>
    }
}

/// The thing that is called so, or why it is not clear which.
pub fn thing_called(name: &str, packages: &[AccessPackage], snapshot: &Snapshot) -> Result<Requestable, String> {
    let name = name.trim();
    if let Some(package) = packages.iter().find(|package| package.name.eq_ignore_ascii_case(name)) {
        return Ok(Requestable::Package(package.id.clone()));
    }
    if let Some(thing) = Requestable::from_key(name) {
        return Ok(thing);
    }
    if let Some(kind) = snapshot.account_type(name) {
        return Ok(Requestable::account_type(&kind.name));
    }
    // A word of its kind before it, where the name alone is not clear.
    let after = |word: &str| {
        name.get(..word.len()).filter(|first| first.eq_ignore_ascii_case(word)).map(|_| name[word.len()..].trim())
    };
    let (team, workspace, connection) = (after("team "), after("workspace "), after("connection "));
    let kind = workspace.map(|_| ResourceKind::Workspace).or(connection.map(|_| ResourceKind::Connection));
    let name = team.or(workspace).or(connection).unwrap_or(name);
    let teams = picker::teams(snapshot);
    let found = match teams.meant(name) {
        Resolution::One(team) if kind.is_none() => Some(Requestable::Team(team.id().into())),
        Resolution::One(_) | Resolution::Nothing | Resolution::Several { .. } | Resolution::Unknown => None,
    };
    let resource = if team.is_some() { Resolution::Unknown } else { Resources { snapshot, kind }.meant(name) };
    match (found, resource) {
        (Some(_), Resolution::One(resource)) => {
            let word = if resource.key.starts_with("workspace:") { "workspace" } else { "connection" };
            let name = isolated(name);
            Err(format!("There is a team and a {word} of this name. Type “team {name}” or “{word} {name}”."))
        }
        (Some(team), Resolution::Nothing | Resolution::Several { .. } | Resolution::Unknown) => Ok(team),
        (None, Resolution::One(resource)) => Requestable::from_key(&resource.key).ok_or_else(String::new),
        (None, unclear @ (Resolution::Nothing | Resolution::Several { .. } | Resolution::Unknown)) => {
            Err(unclear.problem("team, workspace or connection", name).unwrap_or_default())
        }
    }
}

/// What would become of the request that the question is about; `None` where nothing was asked.
async fn answer(cx: &RequestContext, question: &Question) -> Result<Option<Result<Trial, String>>, AppError> {
    if question.who.trim().is_empty() && question.what.trim().is_empty() {
        return Ok(None);
    }
    let snapshot = cx.snapshot()?;
    let people = People { snapshot: &snapshot };
    let person = match people.meant(&question.who) {
        Resolution::One(person) => MemberId::new(person.id()),
        unclear @ (Resolution::Nothing | Resolution::Several { .. } | Resolution::Unknown) => {
            return Ok(Some(Err(unclear.problem("person", &question.who).unwrap_or_default())));
        }
    };
    let packages = cx.app.requests.all_packages().await?;
    let thing = match thing_called(&question.what, &packages, &snapshot) {
        Ok(thing) => thing,
        Err(why) => return Ok(Some(Err(why))),
    };
    let lowest = match thing.kind() {
        RequestableKind::Workspace => "view",
        RequestableKind::Connection => "usage",
        RequestableKind::Package | RequestableKind::Account | RequestableKind::Team | RequestableKind::AccountType => {
            ""
        }
    };
    let target = thing.at(&question.level).or_else(|| thing.at(lowest)).ok_or(AppError::NotFound)?;
    Ok(Some(Ok(cx.app.requests.trial(&target, &person).await?)))
}

fn trial(question: Question, answer: Option<Result<Trial, String>>) -> impl IntoView + use<> {
    let shown = answer.map(|answer| match answer {
        Err(why) => {
            view! { <p class="note t-warn" role="status"><Icon icon=lu::LuTriangleAlert/>" "<span>{why}</span></p> }
                .into_any()
        }
        Ok(trial) => outcome(&trial).into_any(),
    });
    view! {
        <Panel id="trial" title="What if…">
            <form class="panel-body form" action=paths::POLICIES>
                <div class="field">
                    <label for="who">"Person"</label>
                    <input class="input" id="who" name="who" value=question.who autocomplete="off" placeholder="Name or e-mail"/>
                </div>
                <div class="field">
                    <label for="what">"Requests"</label>
                    <input class="input" id="what" name="what" value=question.what autocomplete="off" placeholder="Package, team, workspace or account type"/>
                </div>
                <div class="form-end"><button class="btn"><Icon icon=lu::LuFlaskConical/>" Test the policy"</button></div>
                {shown}
            </form>
        </Panel>
    }
}

fn outcome(trial: &Trial) -> impl IntoView + use<> {
    let (name, title) = (trial.name.clone(), trial.title.clone());
    let source = match trial.source {
        PolicySource::Own => "By the policy set for it",
        PolicySource::Kind => "By the policy of its kind",
        PolicySource::BuiltIn => "By the built-in policy",
    };
    let reason = if trial.reason_required { ", with a reason" } else { "" };
    let (tone, text) = match &trial.outcome {
        Err(why) => ("note t-warn", format!("Not possible. {why}")),
        Ok(stages) if stages.is_empty() => ("note t-ok", "Granted automatically, without a decision.".to_owned()),
        Ok(stages) => {
            let stages: Vec<String> =
                stages.iter().map(|stage| format!("{} decide: {}", stage.role, stage.words())).collect();
            ("note t-ok", format!("{}.", stages.join("; then ")))
        }
    };
    view! {
        <div class="trial" role="status">
            <p><b><bdi>{name}</bdi></b>" requests "<b><bdi>{title}</bdi></b>"."</p>
            <p class=tone><Icon icon=lu::LuArrowRight/>" "<span>{text}</span></p>
            <p class="hint">{source}{reason}"."</p>
        </div>
    }
}
