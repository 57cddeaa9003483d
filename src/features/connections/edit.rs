//! Editing what Sigma lets a connection change without its secrets: name and way of signing in (BEHAVIOUR.md
//! section 12).

use crate::{
    components::{
        field::{self, TextField},
        head::Head,
        icon::Icon,
        review::{self, Back, Kept, Proposed},
    },
    domain::{Capability, Connection, ConnectionId, ConnectionPatch, Intent, Invalid, Seen},
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
    /// An earlier state of the form that the review brings back.
    #[serde(rename = "form", skip_serializing)]
    kept: Option<Kept>,
}

impl Form {
    fn of(connection: &Connection) -> Self {
        let oauth = if connection.use_oauth { "on" } else { "" };
        Self { name: connection.name.clone(), oauth: oauth.to_owned(), kept: None }
    }

    fn patch(&self) -> Result<ConnectionPatch, Invalid> {
        match self.name.trim() {
            "" => Err(Invalid::one("name", "Enter a name.")),
            name => Ok(ConnectionPatch { name: Some(name.to_owned()), use_oauth: Some(!self.oauth.is_empty()) }),
        }
    }
}

/// The form with the connection's present values.
pub async fn form(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    let connection = find(&cx, id)?;
    let form = Form::of(&connection);
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
    let patch = match form.patch() {
        Ok(patch) => patch.against(&connection),
        Err(errors) => return show(cx, StatusCode::UNPROCESSABLE_ENTITY, connection, form, errors).await,
    };
    let intent = Intent::EditConnection { connection_id: connection.id.clone(), patch, before: Seen::default() };
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
    Ok(cx.show(page, move || view(&connection, &form, &errors)).await)
}

fn view(connection: &Connection, form: &Form, errors: &Invalid) -> impl IntoView + use<> {
    let oauth = !form.oauth.is_empty();
    view! {
        <Head title=format!("Edit {}", connection.name) crumbs=vec![("Connections", paths::CONNECTIONS)]
            sub="You see the plan before anything is sent to Sigma.".into_any()/>
        <form class="form" method="post" novalidate>
            {field::summary(errors)}
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
