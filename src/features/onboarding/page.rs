//! The onboarding form as a page.

use super::{
    actions::Onboard,
    fields::{LiveError, LiveField, LiveSummary},
    foresee,
    form::{OnboardingForm, PersonFields},
    live::{OnboardingLive, Shown},
    preview::PlanPreview,
    sheet,
    wish::Settled,
};
use crate::{
    changes::{AccountDeed, Rules, TeamDeed},
    directory::Snapshot,
    domain::{
        AccessPackage, Actor, Capability, Invalid, PackageContents, PackageId, ResourceRef, TeamChoice, UserKind,
    },
    features::shared::{
        grant_editor::{EditorParts, EditorSubject, GrantEditor, GrantRow, GrantRows},
        onboard,
    },
    ui::{head::Head, icon::Icon},
    web::{self, AppError, NavItem, PageParts, Pages, RequestContext, get, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::Deserialize;

/// The routes of onboarding.
pub fn routes() -> Pages {
    Pages::new().route(paths::ONBOARD, get(show)).merge(sheet::routes())
}

/// Shows the form, fresh or as it was filled in, with what is wrong with it and what it comes to.
async fn show(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::WriteMembers)?;
    let snapshot = cx.snapshot()?;
    let chosen: Chosen = web::decode(cx.parts.uri.query());
    let packages = cx.app.requests.all_packages().await?;
    let refilled = cx.refilled::<Onboard>().await?;
    let package = refilled.as_ref().map_or_else(|| chosen.package.clone(), |refilled| refilled.form.package.clone());
    let (form, errors, preview) = if let Some(refilled) = refilled {
        let form = Settled::of(OnboardingForm::from(refilled.form), &cx.actor, &snapshot);
        let preview = foresee::of(&cx, &form, &snapshot).await?;
        (form, refilled.errors, Some(preview))
    } else {
        let person = PersonFields { invite: "on".into(), ..web::decode(cx.parts.uri.query()) };
        let form = match packages.iter().find(|known| known.id == package) {
            Some(known) => with_package(person, &known.contents),
            None => OnboardingForm { person, ..OnboardingForm::default() },
        };
        (Settled::of(form, &cx.actor, &snapshot), Invalid::new(), None)
    };
    let page = PageParts::new("Onboard a person", NavItem::Onboard).islands();
    let actor = cx.actor.clone();
    let rules = cx.app.changes.rules();
    let note = super::package::chosen(packages.iter().find(|known| known.id == package));
    let packages = (choice(&packages, &package), note);
    Ok(cx.render_page(page, move || view(form, errors, preview, packages, &actor, &rules, &snapshot)).await)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Chosen {
    /// The access package that the form begins with.
    package: PackageId,
}

/// The form with all that a package gives, but for values of user attributes, which are no field of it.
fn with_package(person: PersonFields, contents: &PackageContents) -> OnboardingForm {
    let team = |choice: &TeamChoice| GrantRow {
        id: format!("team:{}", choice.team_id),
        level: if choice.is_team_admin { "admin" } else { "member" }.to_owned(),
    };
    let access = |is_workspace: bool| {
        let of = contents
            .access
            .iter()
            .filter(move |(resource, _)| matches!(resource, ResourceRef::Workspace(_)) == is_workspace);
        GrantRows::of(
            of.map(|(resource, level)| GrantRow { id: resource.key(), level: level.slug().to_owned() }).collect(),
        )
    };
    let account_type = contents.account_type.clone().unwrap_or(person.account_type);
    OnboardingForm {
        person: PersonFields { account_type, ..person },
        teams: GrantRows::of(contents.teams.iter().map(team).collect()),
        workspaces: access(true),
        connections: access(false),
    }
}

/// Fills the form in with what a package gives.
fn choice(packages: &[AccessPackage], chosen: &PackageId) -> Option<AnyView> {
    if packages.is_empty() {
        return None;
    }
    let options = packages.iter().map(|package| {
        let selected = package.id == *chosen;
        view! { <option value=package.id.to_string() selected=selected>{package.name.clone()}</option> }
    });
    let options = options.collect_view();
    Some(
        view! {
            <form class="adder" action=paths::ONBOARD>
                <label class="vh" for="package">"Access package"</label>
                <select class="input" id="package" name="package"><option value="">"No package"</option>{options}</select>
                <button class="btn"><Icon icon=lu::LuPackage/>" Fill in from a package"</button>
            </form>
        }
        .into_any(),
    )
}

fn view(
    form: Settled,
    errors: Invalid,
    preview: Option<PlanPreview>,
    (packages, note): (Option<AnyView>, Option<AnyView>),
    actor: &Actor,
    rules: &Rules,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let sub = "You review every step before anything is sent to Sigma.";
    // The fields are made before the island around them, which shares the same in the browser.
    provide_context(Shown::new(errors.clone()));
    let person = who(&form.person, rules);
    let account_types = account_types(&form.person, snapshot);
    let teams = teams(form.teams, &errors, actor, rules, snapshot);
    let access = access(form.workspaces, form.connections, &errors, actor, snapshot);
    view! {
        <Head title=onboard::label(rules) crumbs=vec![("Members", paths::MEMBERS)] sub=sub.into_any()>
            <a class="btn" href=paths::ONBOARD_FILE><Icon icon=lu::LuFileSpreadsheet/>" From a file"</a>
        </Head>
        {packages}
        <OnboardingLive preview=preview errors=errors>
            <form class="form" method="post" action=Onboard::url() novalidate>
                // Enter in a field presses the first button of a form: this one, not an editor's.
                <button class="vh" tabindex="-1" aria-hidden="true">"Review change"</button>
                <LiveSummary/>
                {note}
                {person}
                {account_types}
                {teams}
                {access}
                <div class="form-end">
                    <button class="btn btn-primary">"Review change "<Icon icon=lu::LuArrowRight/></button>
                    <a class="btn btn-quiet" href=paths::MEMBERS>"Cancel"</a>
                </div>
            </form>
        </OnboardingLive>
    }
}

fn who(person: &PersonFields, rules: &Rules) -> impl IntoView + use<> {
    let kind = match rules.account(&UserKind::Internal, AccountDeed::Invite).obstacle() {
        None => view! {
            <label class="check">
                <input type="checkbox" name="kind" value="guest" checked=person.is_guest()/>
                <span>"Guest"<small>"External user; gets access only through teams"</small></span>
            </label>
        }
        .into_any(),
        Some(why) => {
            view! { <input type="hidden" name="kind" value="guest"/><p class="hint"><b>"Guest. "</b>{why}</p> }
                .into_any()
        }
    };
    let field = |name: &str, label: &str, value: &str| {
        view! { <LiveField name=name.into() label=label.into() value=value.into() kind="text".into() max=200 hint=String::new()/> }
    };
    let hint = "The invitation goes here. It is also the name to sign in with.";
    view! {
        <fieldset class="set">
            <legend>"Person"</legend>
            <LiveField name="email".into() label="E-mail".into() value=person.email.clone() kind="email".into() max=254 hint=hint.into()/>
            <div class="fields">
                {field("first_name", "First name", &person.first_name)}
                {field("last_name", "Last name", &person.last_name)}
            </div>
            {kind}
            <LiveError name="kind".into()/>
            <label class="check">
                <input type="checkbox" name="invite" value="on" checked=person.is_invited()/>
                <span>"Send the invitation now"<small>"Sigma e-mails a link to sign in"</small></span>
            </label>
        </fieldset>
    }
}

fn account_types(person: &PersonFields, snapshot: &Snapshot) -> impl IntoView + use<> {
    let chosen = person.account_type.clone();
    let cards: Vec<_> = snapshot
        .account_types()
        .iter()
        .map(|t| {
            let checked = t.name.eq_ignore_ascii_case(&chosen);
            let (value, name) = (t.name.clone(), t.name.clone());
            view! {
                <label class="card">
                    <input type="radio" name="account_type" value=value checked=checked/>
                    <span><b>{name}</b><small>{t.description.clone()}</small></span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="set" id="account_type">
            <legend>"Account type"</legend>
            <p class="hint">"Limits everything below."</p>
            <div class="cards">{cards}</div>
            <LiveError name="account_type".into()/>
        </fieldset>
    }
}

fn teams(
    teams: GrantEditor,
    errors: &Invalid,
    actor: &Actor,
    rules: &Rules,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let editor = if let Some(why) = rules.team(TeamDeed::Join).obstacle() {
        view! { <p class="hint">{why}</p> }.into_any()
    } else {
        let subject = EditorSubject::Teams;
        let question = teams.unclear(subject.noun()).filter(|_| errors.of("teams").is_none());
        let candidates = subject.candidates(actor, snapshot, &[]);
        let (label, add) = ("Teams", "Add a team");
        let parts = EditorParts { name: "teams", label, add, subject: subject.clone(), function: Onboard::PATH };
        teams.view(parts, question, &*candidates, snapshot).into_any()
    };
    view! {
        <fieldset class="set">
            <legend>"Teams"</legend>
            <p class="hint">"Teams bring their own access. Team admins can manage the team in Sigma; that can only be set here, when the person joins."</p>
            <div class="field"><span class="label">"Teams "<small>"optional"</small></span>{editor}<LiveError name="teams".into()/></div>
        </fieldset>
    }
}

fn access(
    workspaces: GrantEditor,
    connections: GrantEditor,
    errors: &Invalid,
    actor: &Actor,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let editor = |rows: GrantEditor, name, label, add, subject: EditorSubject| {
        let question = rows.unclear(subject.noun()).filter(|_| errors.of(name).is_none());
        let candidates = subject.candidates(actor, snapshot, &[]);
        let parts = EditorParts { name, label, add, subject: subject.clone(), function: Onboard::PATH };
        rows.view(parts, question, &*candidates, snapshot)
    };
    let workspaces = editor(workspaces, "workspaces", "Workspaces", "Add a workspace", EditorSubject::Workspaces);
    let connections = editor(connections, "connections", "Connections", "Add a connection", EditorSubject::Connections);
    view! {
        <fieldset class="set">
            <legend>"Additional access"</legend>
            <p class="hint">"Direct access, on top of what teams bring."</p>
            <div class="field"><span class="label">"Workspaces "<small>"optional"</small></span>{workspaces}<LiveError name="workspaces".into()/></div>
            <div class="field"><span class="label">"Connections "<small>"optional"</small></span>{connections}<LiveError name="connections".into()/></div>
        </fieldset>
    }
}
