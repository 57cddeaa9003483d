//! Editing what Sigma lets a connection change without its secrets: name and way of signing in (BEHAVIOUR.md
//! section 12).

use super::actions::EditConnection;
use crate::{
    domain::{
        AppError, Baseline, Capability, Connection, ConnectionId, ConnectionPatch, Intent, Invalid, Subject, text,
    },
    features::shared::{
        contest::{self, Compared, Contest},
        live_plan,
    },
    ui::{
        field::{self, TextField},
        head::Head,
        icon::Icon,
    },
    web::{NavItem, PageParts, Refilled, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// The fields as they were filled in, right or wrong.
pub struct Fields {
    pub name: String,
    /// Not empty when the box is ticked, as browsers send it.
    pub oauth: String,
}

impl Fields {
    fn of(connection: &Connection) -> Self {
        let oauth = if connection.use_oauth { "on" } else { "" };
        Self { name: connection.name.clone(), oauth: oauth.to_owned() }
    }

    /// What was done to each field since the form was shown.
    fn compared(&self, connection: &Connection, base: &Baseline) -> Compared {
        let field = |name: &str, label: &str, typed: &str| contest::Field {
            name: name.to_owned(),
            label: label.to_owned(),
            typed: typed.to_owned(),
            now: connection.value(name).unwrap_or_default(),
        };
        let fields = [field("name", "Name", &self.name), field("oauth", "Sign in with OAuth", &self.oauth)];
        Compared::new(base, fields, |value| match value {
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

/// The edit that a form wants.
///
/// # Errors
/// That there is no name; no field is named where somebody else has changed one too, which the page asks about.
pub fn intent(connection: &Connection, fields: &Fields, base: &Baseline) -> Result<Intent, Invalid> {
    let compared = fields.compared(connection, base);
    if !compared.contests.is_empty() {
        return Err(compared.unanswered());
    }
    let patch = fields.patch(&compared)?.against(connection);
    let written = FIELDS.into_iter().filter(|name| compared.writes(name));
    let before = written.map(|name| (name.to_owned(), connection.value(name))).collect();
    Ok(Intent::EditConnection { connection_id: connection.id.clone(), patch, before })
}

/// The connection, for those who may edit it.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::NotReady`] and [`AppError::NotFound`].
pub fn editable(cx: &RequestContext, id: &ConnectionId) -> Result<Connection, AppError> {
    cx.require(Capability::WriteConnections)?;
    cx.snapshot()?.connection(id).cloned().ok_or(AppError::NotFound)
}

/// The form with the connection's present values, or as it was filled in.
pub async fn form(cx: RequestContext, Path(id): Path<ConnectionId>) -> Result<Response, AppError> {
    let connection = editable(&cx, &id)?;
    let refilled = cx.refilled::<EditConnection>().await?;
    let (fields, base, errors) = if let Some(Refilled { form, errors, .. }) = refilled {
        let EditConnection { name, oauth, base, .. } = form;
        (Fields { name, oauth }, base, errors)
    } else {
        let base = Baseline::of(FIELDS.map(|name| (name, connection.value(name).unwrap_or_default())));
        (Fields::of(&connection), base, Invalid::new())
    };
    let contests = fields.compared(&connection, &base).contests;
    let contests = contest::named(&cx.app.store, &Subject::Connection(id), contests, contest::sets).await?;
    let page = PageParts::new(format!("Edit {}", connection.name), NavItem::Connections).islands();
    Ok(cx.render_page(page, move || view(&connection, fields, &base, &errors, contests)).await)
}

fn view(
    connection: &Connection,
    fields: Fields,
    base: &Baseline,
    errors: &Invalid,
    contests: Vec<Contest>,
) -> impl IntoView + use<> {
    let Fields { name, oauth } = fields;
    let oauth = !oauth.is_empty();
    let form = view! {
        <form class="form" method="post" action=EditConnection::url() novalidate>
            <input type="hidden" name="connection_id" value=connection.id.to_string()/>
            {contest::shown(base)}
            {field::summary(errors)}
            {contest::question(contests)}
            <fieldset class="set">
                <legend>"Connection"</legend>
                <p class="hint">"Credentials and the warehouse’s address can only be changed in Sigma."</p>
                <TextField name="name" label="Name" value=name errors=errors.clone() max=text::THING_NAME/>
                <label class="check">
                    <input type="checkbox" name="oauth" checked=oauth/>" "
                    <span>"Sign in with OAuth "<small>"Everyone queries with their own account in the warehouse."</small></span>
                </label>
            </fieldset>
            <div class="form-end">
                <button class="btn btn-primary">"Review change "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=paths::connection(&connection.id)>"Cancel"</a>
            </div>
        </form>
    };
    view! {
        <Head title=format!("Edit {}", connection.name) crumbs=vec![("Connections", paths::CONNECTIONS)]
            sub="You review the change before anything is sent to Sigma.".into_any()/>
        {live_plan::beside::<EditConnection>(form, None)}
    }
}
