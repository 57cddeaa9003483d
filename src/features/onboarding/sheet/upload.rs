//! The form that takes a file, or pasted rows, and what holds for everybody in it.

use super::{
    cell::Names,
    column::Column,
    model::{Defaults, MOST, Sheet},
    table,
};
use crate::{
    components::{
        field::{self, TextField, field_error},
        head::Head,
        icon::Icon,
        number,
        panel::Panel,
    },
    directory::Snapshot,
    domain::Invalid,
    web::{self, Cx, Fault, PageParts, Place, paths},
};
use axum::{
    extract::{
        Multipart,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
    response::Response,
};
use icondata_lu as lu;
use leptos::prelude::*;

/// The largest file, in bytes: a thousand for each person.
const BYTES: usize = 5_000_000;

/// The largest upload that is read to its end, in bytes: a file that is too large does not cost what was typed below it.
pub const UPLOAD: usize = 50_000_000;

/// The longest file that is given back to be corrected in the form, in bytes.
const GIVEN_BACK: usize = 100_000;

/// The form as it was filled in, right or wrong.
#[derive(Debug, Default)]
pub struct Form {
    /// The name of the file; empty for pasted rows.
    name: String,
    /// The rows.
    text: String,
    /// What holds for everybody.
    defaults: Defaults,
}

impl Form {
    /// The form before anybody has filled it in.
    pub fn fresh() -> Self {
        Self { defaults: Defaults { invite: "on".into(), ..Defaults::default() }, ..Self::default() }
    }

    /// Takes what was posted, as far as it can be read.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub async fn read(&mut self, mut body: Multipart) -> Result<(), Invalid> {
        let mut file = Ok(());
        while let Some(part) = body.next_field().await.map_err(|error| unreadable(&error))? {
            let field = part.name().unwrap_or_default().to_owned();
            if field == "file" {
                file = self.read_file(part).await;
                continue;
            }
            let text = part.text().await.map_err(|error| unreadable(&error))?;
            match field.as_str() {
                "rows" if self.name.is_empty() => self.text = text,
                "account_type" => self.defaults.account_type = text,
                "invite" => self.defaults.invite = text,
                "teams" => self.defaults.teams = text,
                "workspaces" => self.defaults.workspaces = text,
                "connections" => self.defaults.connections = text,
                _ => {}
            }
        }
        file
    }

    /// A file that was chosen stands for what was pasted.
    async fn read_file(&mut self, mut part: Field<'_>) -> Result<(), Invalid> {
        let name = part.file_name().unwrap_or_default().to_owned();
        let (mut bytes, mut size) = (Vec::new(), 0);
        while let Some(chunk) = part.chunk().await.map_err(|error| unreadable(&error))? {
            size += chunk.len();
            if size <= BYTES {
                bytes.extend(chunk);
            }
        }
        if size > BYTES {
            return Err(too_large());
        }
        if !bytes.is_empty() {
            self.text = table::decode(&bytes).map_err(|why| Invalid::one("file", why))?;
            self.name = name;
        }
        Ok(())
    }

    /// The rows by column.
    ///
    /// # Errors
    /// Every field that needs attention.
    pub fn sheet(&self, snapshot: &Snapshot) -> Result<Sheet, Invalid> {
        let mut errors = Invalid::new();
        let Defaults { account_type, teams, workspaces, connections, .. } = &self.defaults;
        let names = Names::new(snapshot);
        if !account_type.is_empty() {
            errors.keep("account_type", names.account_type(account_type));
        }
        errors.keep("teams", names.teams(teams, ""));
        errors.keep("workspaces", names.workspaces(workspaces, ""));
        errors.keep("connections", names.connections(connections, ""));
        let field = if self.name.is_empty() { "rows" } else { "file" };
        if self.text.trim().is_empty() {
            errors.add("file", "Choose a file, or paste rows.");
            return Err(errors);
        }
        let table = table::read(&self.text);
        let sheet = table.and_then(|table| Sheet::new(self.name.clone(), table, self.defaults.clone()));
        match errors.keep(field, sheet) {
            Some(sheet) if errors.is_empty() => Ok(sheet),
            _ => Err(errors),
        }
    }

    /// The form as a page, with what is wrong with it.
    pub async fn show(self, cx: Cx, errors: Invalid) -> Result<Response, Fault> {
        let snapshot = cx.snapshot()?;
        let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let page = PageParts::new("Onboard from a file", Place::Onboard).status(status).islands();
        Ok(cx.show(page, move || self.view(&errors, &snapshot)).await)
    }

    fn view(self, errors: &Invalid, snapshot: &Snapshot) -> impl IntoView + use<> {
        let crumbs = vec![("Members", paths::MEMBERS), ("Onboard a person", paths::ONBOARD)];
        let sub = "You see what every row means before anything is sent to Sigma.";
        view! {
            <Head title="Onboard from a file" crumbs=crumbs sub=sub.into_any()/>
            <div class="cols">
                <form class="form" method="post" enctype="multipart/form-data" novalidate>
                    {field::summary(errors)}
                    {rows(self.text, errors)}
                    {for_everybody(self.defaults, errors, snapshot)}
                    <div class="form-end">
                        <button class="btn btn-primary">"Check the rows "<Icon icon=lu::LuArrowRight/></button>
                        <a class="btn btn-quiet" href=paths::MEMBERS>"Cancel"</a>
                    </div>
                </form>
                {columns()}
            </div>
        }
    }
}

fn unreadable(error: &MultipartError) -> Invalid {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => Invalid::one("file", "The upload broke off. Try again."),
    }
}

fn too_large() -> Invalid {
    Invalid::one("file", format!("This file is larger than {} MB. Split it.", BYTES / 1_000_000))
}

fn rows(text: String, errors: &Invalid) -> impl IntoView + use<> {
    let wrong = |name| errors.of(name).map(|why| field_error(name, why.to_owned()));
    let invalid = |name| errors.of(name).is_some().then_some("true");
    let described = |name: &str| match errors.of(name) {
        Some(_) => format!("{name}-hint {name}-error"),
        None => format!("{name}-hint"),
    };
    let text = if text.len() > GIVEN_BACK { String::new() } else { text };
    let is_open = !text.is_empty();
    let hint = format!("CSV with headings in the first line, up to {} people.", number(MOST));
    view! {
        <fieldset class="set">
            <legend>"Who"</legend>
            <div class="field">
                <label for="file">"File"</label>
                <p class="hint" id="file-hint">{hint}</p>
                <input class="input" id="file" name="file" type="file" accept=".csv,.tsv,.txt,text/csv"
                    aria-describedby=described("file") aria-invalid=invalid("file")/>
                {wrong("file")}
            </div>
            <details class="paste" open=is_open>
                <summary>"Paste rows instead"</summary>
                <div class="field">
                    <label for="rows">"Rows"</label>
                    <p class="hint" id="rows-hint">"Copied from a spreadsheet, headings included. A file, if one is chosen, counts instead."</p>
                    <textarea class="input" id="rows" name="rows" rows="8" spellcheck="false" autocomplete="off"
                        aria-describedby=described("rows") aria-invalid=invalid("rows") inner_html=web::escaped(&text)></textarea>
                    {wrong("rows")}
                </div>
            </details>
        </fieldset>
    }
}

fn for_everybody(defaults: Defaults, errors: &Invalid, snapshot: &Snapshot) -> impl IntoView + use<> {
    let Defaults { account_type, invite, teams, workspaces, connections } = defaults;
    let option = |name: String| {
        let selected = name.eq_ignore_ascii_case(&account_type);
        view! { <option value=name.clone() selected=selected>{name.clone()}</option> }
    };
    let types = snapshot.account_types().iter().map(|t| option(t.name.clone())).collect_view();
    let wrong = errors.of("account_type").map(|why| field_error("account_type", why.to_owned()));
    let invalid = errors.of("account_type").is_some().then_some("true");
    view! {
        <fieldset class="set">
            <legend>"For everybody"</legend>
            <div class="field">
                <label for="account_type">"Account type "<small>"optional"</small></label>
                <p class="hint" id="account_type-hint">"Of those whose row names none."</p>
                <select class="input" id="account_type" name="account_type" aria-describedby="account_type-hint" aria-invalid=invalid>
                    <option value="">"Every row names one"</option>
                    {types}
                </select>
                {wrong}
            </div>
            <label class="check">
                <input type="checkbox" name="invite" value="on" checked=invite == "on"/>
                <span>"Send invitations"<small>"Sigma e-mails a link to sign in, unless a row says no"</small></span>
            </label>
            <TextField name="teams" label="Teams" value=teams errors=errors.clone() optional=true max=2000
                hint="On top of those in the row: Analysts; Finance: admin"/>
            <TextField name="workspaces" label="Workspaces" value=workspaces errors=errors.clone() optional=true max=2000
                hint="Sales: can explore; Marketing"/>
            <TextField name="connections" label="Connections" value=connections errors=errors.clone() optional=true max=2000
                hint="Warehouse: can use"/>
        </fieldset>
    }
}

/// What a file may say.
fn columns() -> impl IntoView {
    let column = |column: &Column| {
        view! { <div><dt>{column.heading()}</dt><dd>{column.explained()}</dd></div> }
    };
    let columns = Column::ALL.iter().filter(|column| !column.explained().is_empty()).map(column).collect_view();
    let template =
        view! { <a class="btn btn-sm" href=paths::ONBOARD_TEMPLATE><Icon icon=lu::LuDownload/>" Template"</a> };
    view! {
        <Panel id="columns" title="Columns" actions=template.into_any()>
            <dl class="facts">{columns}</dl>
            <p class="panel-body hint">"In any order; other columns are left aside. Between several names in a cell stands a semicolon."</p>
        </Panel>
    }
}
