//! Editing what Sigma lets a connection change without its secrets: name and way of signing in (BEHAVIOUR.md
//! section 12).

use crate::{
    components::{
        contest::{self, Compared, Contest},
        field::{self, TextField},
        head::Head,
        icon::Icon,
        review::{self, Back, Kept, Proposed},
    },
    domain::{Baseline, Capability, Connection, ConnectionId, ConnectionPatch, Intent, Invalid, Subject},
    web::{self, Cx, Fault, PageParts, Place, paths},
};
use axum::{
    extract::{Path, Request},
    http::StatusCode,
    response::Response,
};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The form as it was filled in, right or wrong.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Form {
    name: String,
    /// Not empty when the box is ticked, as browsers send it.
    oauth: String,
    /// What the form showed.
    base: Baseline,
    /// An earlier state of the form that the review brings back.
    #[serde(rename = "form", skip_serializing)]
    kept: Option<Kept>,
}

impl Form {
    fn of(connection: &Connection) -> Self {
        let oauth = if connection.use_oauth { "on" } else { "" };
        let base = Baseline::of(FIELDS.map(|name| (name, connection.value(name).unwrap_or_default())));
        Self { name: connection.name.clone(), oauth: oauth.to_owned(), base, kept: None }
    }

    /// What was done to each field since the form was shown.
    fn compared(&self, connection: &Connection) -> Compared {
        let field = |name: &str, label: &str, typed: &str| contest::Field {
            name: name.to_owned(),
            label: label.to_owned(),
            typed: typed.to_owned(),
            now: connection.value(name).unwrap_or_default(),
        };
        let fields = [field("name", "Name", &self.name), field("oauth", "Sign in with OAuth", &self.oauth)];
        Compared::new(&self.base, fields, |value| match value {
            "" => "off".to_owned(),
            "on" => "on".to_owned(),
            name => contest::quoted(name),
        })
    }

    /// New values of the fields that were touched; only these are new input.
    fn patch(&self, compared: &Compared) -> Result<ConnectionPatch, Invalid> {
        let name = match (compared.writes("name"), self.name.trim()) {
            (true, "") => return Err(Invalid::one("name", "Enter a name.")),
            (true, name) => Some(name.to_owned()),
            (false, _) => None,
        };
        Ok(ConnectionPatch { name, use_oauth: compared.writes("oauth").then_some(!self.oauth.is_empty()) })
    }
}

/// Fields of the form, by name.
const FIELDS: [&str; 2] = ["name", "oauth"];

/// The form with the connection's present values.
pub async fn form(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    let connection = find(&cx, id)?;
    let form = cx.kept_form().await?.unwrap_or_else(|| Form::of(&connection));
    show(cx, StatusCode::OK, connection, form, Invalid::new()).await
}

/// Checks the form and shows the plan.
pub async fn submit(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    let connection = find(&cx, id)?;
    let mut form: Form = web::form(request).await?;
    if let Some(kept) = form.kept.take() {
        let form = kept.form(&cx).await?;
        return show(cx, StatusCode::OK, connection, form, Invalid::new()).await;
    }
    let compared = form.compared(&connection);
    if !compared.contests.is_empty() {
        return show(cx, StatusCode::CONFLICT, connection, form, compared.unanswered()).await;
    }
    let patch = match form.patch(&compared) {
        Ok(patch) => patch.against(&connection),
        Err(errors) => return show(cx, StatusCode::UNPROCESSABLE_ENTITY, connection, form, errors).await,
    };
    let written = FIELDS.into_iter().filter(|name| compared.writes(name));
    let before = written.map(|name| (name.to_owned(), connection.value(name))).collect();
    let intent = Intent::EditConnection { connection_id: connection.id.clone(), patch, before };
    let back = Back::to_form(paths::connection_edit(&connection.id), &form);
    match review::propose(cx, intent, back, Place::Connections).await? {
        Proposed::Shown(response) => Ok(response),
        Proposed::Refused(cx, errors) => show(*cx, StatusCode::UNPROCESSABLE_ENTITY, connection, form, errors).await,
    }
}

fn find(cx: &Cx, id: String) -> Result<Connection, Fault> {
    cx.require(Capability::WriteConnections)?;
    cx.snapshot()?.connection(&ConnectionId::new(id)).cloned().ok_or(Fault::NotFound)
}

async fn show(
    cx: Cx,
    status: StatusCode,
    connection: Connection,
    form: Form,
    errors: Invalid,
) -> Result<Response, Fault> {
    let page = PageParts::new(format!("Edit {}", connection.name), Place::Connections).status(status);
    let subject = Subject::Connection(connection.id.clone());
    let contests = contest::named(&cx.app.store, &subject, form.compared(&connection).contests, contest::sets).await?;
    Ok(cx.show(page, move || view(&connection, &form, &errors, contests)).await)
}

fn view(connection: &Connection, form: &Form, errors: &Invalid, contests: Vec<Contest>) -> impl IntoView + use<> {
    let oauth = !form.oauth.is_empty();
    view! {
        <Head title=format!("Edit {}", connection.name) crumbs=vec![("Connections", paths::CONNECTIONS)]
            sub="You see the plan before anything is sent to Sigma.".into_any()/>
        <form class="form" method="post" novalidate>
            {contest::shown(&form.base)}
            {field::summary(errors)}
            {contest::question(contests)}
            <fieldset class="set">
                <legend>"Connection"</legend>
                <p class="hint">"Credentials and the warehouse's address can be changed in Sigma only."</p>
                <TextField name="name" label="Name" value=form.name.clone() errors=errors.clone()/>
                <label class="check">
                    <input type="checkbox" name="oauth" checked=oauth/>" "
                    <span>"Sign in with OAuth "<small>"Everybody queries with their own account in the warehouse."</small></span>
                </label>
            </fieldset>
            <div class="form-end">
                <button class="btn btn-primary">"See the plan "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=paths::connection(&connection.id)>"Cancel"</a>
            </div>
        </form>
    }
}
