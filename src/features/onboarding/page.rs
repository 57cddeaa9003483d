//! The onboarding form as a page.

use super::{
    actions::Onboard,
    colleague, foresee,
    form::{OnboardingForm, PersonFields},
    live::OnboardingLive,
    missing::{self, CreateMissing, MISSING},
    panel,
    preview::PlanPreview,
    questions::PreviewOnboarding,
    sheet,
    wish::Settled,
};
use crate::{
    changes::{AccountDeed, Rules, TeamDeed},
    directory::Snapshot,
    domain::{
        AccessPackage, Actor, Capability, Invalid, PackageContents, PackageId, ResourceRef, TeamChoice, UserKind, text,
    },
    features::shared::{
        attribute_lines::{self, AttributeLines},
        grant_editor::{EditorParts, EditorSubject, GrantEditor, GrantRow, GrantRows},
        onboard,
    },
    ui::{
        field::TextField,
        head::Head,
        icon::Icon,
        islands::{LiveError, LiveSummary, Question, told},
    },
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
    let like = colleague::named(&chosen.like, &snapshot);
    let refilled = cx.refilled::<Onboard>().await?;
    let package = refilled.as_ref().map_or_else(|| chosen.package.clone(), |refilled| refilled.form.package.clone());
    let package = packages.iter().find(|known| known.id == package);
    let (form, errors) = if let Some(refilled) = refilled {
        (OnboardingForm::from(refilled.form), refilled.errors)
    } else {
        let person = PersonFields { invite: "on".into(), ..web::decode(cx.parts.uri.query()) };
        let colleague = like.id().and_then(|id| snapshot.member(&id.into()));
        let contents = match package {
            Some(package) => Some(package.contents.clone()),
            None => colleague.map(|colleague| colleague::contents(colleague, &snapshot)),
        };
        let form = match contents {
            Some(contents) => with_package(person, &contents, &snapshot),
            None => OnboardingForm { person, ..OnboardingForm::default() },
        };
        (form, Invalid::new())
    };
    let form = Settled::of(form, &cx.actor, &snapshot);
    let preview = foresee::of(&cx, &form, &snapshot).await?;
    let page = PageParts::new("Onboard a person", NavItem::Onboard).islands();
    let actor = cx.actor.clone();
    let rules = cx.app.changes.rules();
    let email = form.person.email.clone();
    let note = super::package::chosen(package);
    let begin = view! { <div class="fill-in">{choice(&packages, package)}{colleague::choice(&like, &email)}</div> };
    let begin = begin.into_any();
    Ok(cx.render_page(page, move || view(form, errors, preview, (begin, note), &actor, &rules, &snapshot)).await)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Chosen {
    /// The access package that the form begins with.
    package: PackageId,
    /// The colleague whose access the form begins with, as typed or by id.
    like: String,
}

/// The form with all that a package gives.
fn with_package(person: PersonFields, contents: &PackageContents, snapshot: &Snapshot) -> OnboardingForm {
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
        attributes: attribute_lines::lines(&contents.attributes, snapshot),
    }
}

/// Fills the form in with what a package gives.
fn choice(packages: &[AccessPackage], chosen: Option<&AccessPackage>) -> Option<AnyView> {
    if packages.is_empty() {
        return None;
    }
    let options = packages.iter().map(|package| {
        let selected = chosen.is_some_and(|chosen| chosen.id == package.id);
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
    preview: PlanPreview,
    (begin, note): (AnyView, Option<AnyView>),
    actor: &Actor,
    rules: &Rules,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let sub = "You review the change before anything is sent to Sigma.";
    let wrong = errors.fields.iter().map(|error| error.field.clone()).collect();
    let question = Question::of::<PreviewOnboarding>();
    let person = who(&form.person, &errors, rules);
    let account_types = account_types(&form.person, &errors, snapshot);
    let teams = teams(form.teams, &errors, actor, rules, snapshot);
    let access = access(form.workspaces, form.connections, &errors, actor, snapshot);
    let attributes = attributes(&form.attributes, &errors, snapshot);
    view! {
        <Head title=onboard::label(rules) crumbs=vec![("Members", paths::MEMBERS)] sub=sub.into_any()>
            <a class="btn" href=paths::ONBOARD_FILE><Icon icon=lu::LuFileSpreadsheet/>" From a file"</a>
        </Head>
        {begin}
        <OnboardingLive question=question unavailable=panel::UNAVAILABLE.to_owned() wrong=wrong>
            <form class="form" method="post" action=Onboard::url() novalidate>
                // Enter in a field presses the first button of a form: this one, not an editor's.
                <button class="vh" tabindex="-1" aria-hidden="true">"Review change"</button>
                <LiveSummary said=told(&errors.fields)/>
                {note}
                {person}
                {account_types}
                {teams}
                {access}
                {attributes}
                <div class="form-end">
                    <button class="btn btn-primary">"Review change "<Icon icon=lu::LuArrowRight/></button>
                    <a class="btn btn-quiet" href=paths::MEMBERS>"Cancel"</a>
                </div>
            </form>
            {panel::view(preview)}
        </OnboardingLive>
    }
}

fn who(person: &PersonFields, errors: &Invalid, rules: &Rules) -> impl IntoView + use<> {
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
    let errors = errors.clone();
    let kind_error = said(&errors, "kind");
    view! {
        <fieldset class="set">
            <legend>"Person"</legend>
            <TextField name="email" label="E-mail" kind="email" value=&person.email errors=errors.clone() live=true max=254
                hint="The invitation goes here. It is also used to sign in."/>
            <div class="fields">
                <TextField name="first_name" label="First name" value=&person.first_name errors=errors.clone() live=true max=text::PERSON_NAME/>
                <TextField name="last_name" label="Last name" value=&person.last_name errors live=true max=text::PERSON_NAME/>
            </div>
            {kind}
            <LiveError field="kind".into() error=kind_error/>
            <label class="check">
                <input type="checkbox" name="invite" value="on" checked=person.is_invited()/>
                <span>"Send the invitation now"<small>"Sigma e-mails a link to sign in"</small></span>
            </label>
        </fieldset>
    }
}

/// What is wrong with a field, as the page says it; empty where nothing is.
fn said(errors: &Invalid, field: &str) -> String {
    errors.of(field).unwrap_or_default().to_owned()
}

fn account_types(person: &PersonFields, errors: &Invalid, snapshot: &Snapshot) -> impl IntoView + use<> {
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
            <LiveError field="account_type".into() error=said(errors, "account_type")/>
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
            <div class="field"><span class="label">"Teams "<small>"optional"</small></span>{editor}<LiveError field="teams".into() error=said(errors, "teams")/></div>
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
            <div class="field"><span class="label">"Workspaces "<small>"optional"</small></span>{workspaces}<LiveError field="workspaces".into() error=said(errors, "workspaces")/></div>
            <div class="field"><span class="label">"Connections "<small>"optional"</small></span>{connections}<LiveError field="connections".into() error=said(errors, "connections")/></div>
        </fieldset>
    }
}

/// Values of user attributes, and the way to make one that was named and does not exist.
fn attributes(lines: &AttributeLines, errors: &Invalid, snapshot: &Snapshot) -> impl IntoView + use<> {
    let names: Vec<&str> = snapshot.user_attributes().iter().take(5).map(|a| a.name.as_str()).collect();
    let known = if names.is_empty() { "none yet".to_owned() } else { names.join(", ") };
    let hint = format!("One per line, such as “Region: EMEA”. Attributes: {known}.");
    let text = web::escaped(&lines.typed);
    let error = said(errors, "attributes");
    let missing = lines.missing().map(|name| missing::button(CreateMissing::url(), name));
    view! {
        <fieldset class="set">
            <legend>"User attributes"</legend>
            <div class="field">
                <label for="attributes">"Values "<small>"optional"</small></label>
                <p class="hint" id="attributes-hint">{hint}</p>
                <textarea class="input" id="attributes" name="attributes" rows="3" spellcheck="false" autocomplete="off"
                    aria-describedby="attributes-hint" inner_html=text></textarea>
                <LiveError field="attributes".into() error=error/>
                <div id=MISSING>{missing}</div>
            </div>
        </fieldset>
    }
}
