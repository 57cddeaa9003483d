//! The form that takes a file, as a page.

use super::super::file::{Column, Defaults, MAX_ROWS};
use crate::{
    changes::{AccountDeed, Rules, TeamDeed},
    directory::Snapshot,
    domain::{Invalid, UserKind},
    ui::{
        field::{self, TextField, field_error},
        head::Head,
        icon::Icon,
        number,
        panel::Panel,
    },
    web::{self, paths},
};
use icondata_lu as lu;
use leptos::prelude::*;

/// The longest file that is given back to be corrected in the form, in bytes.
const GIVEN_BACK: usize = 100_000;

/// The page: the rows as they were typed, the defaults, and what is wrong with both.
pub fn view(
    text: String,
    defaults: Defaults,
    errors: &Invalid,
    rules: &Rules,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let crumbs = vec![("Members", paths::MEMBERS), ("Onboard a person", paths::ONBOARD)];
    let sub = "You check every row before anything is sent to Sigma.";
    let managed = rules.account(&UserKind::Internal, AccountDeed::Invite).obstacle();
    let guests_only = managed.map(|why| {
        view! { <p class="note t-info"><Icon icon=lu::LuInfo/>" "<span><b>"Guests only. "</b>{why}</span></p> }
    });
    view! {
        <Head title="Onboard from a file" crumbs=crumbs sub=sub.into_any()/>
        <div class="cols">
            <form class="form" method="post" enctype="multipart/form-data" novalidate>
                {field::summary(errors)}
                {guests_only}
                {rows(text, errors)}
                {defaults_for_all(defaults, errors, rules, snapshot)}
                <div class="form-end">
                    <button class="btn btn-primary">"Check the rows "<Icon icon=lu::LuArrowRight/></button>
                    <a class="btn btn-quiet" href=paths::MEMBERS>"Cancel"</a>
                </div>
            </form>
            {columns()}
        </div>
    }
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
    let hint = format!("CSV with a line of headings, up to {} people.", number(MAX_ROWS));
    let paste = format!(
        "Copied from a spreadsheet, headings included, up to {} people. A file, if one is chosen, counts instead.",
        number(MAX_ROWS)
    );
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
                    <p class="hint" id="rows-hint">{paste}</p>
                    <textarea class="input" id="rows" name="rows" rows="8" spellcheck="false" autocomplete="off"
                        aria-describedby=described("rows") aria-invalid=invalid("rows") inner_html=web::escaped(&text)></textarea>
                    {wrong("rows")}
                </div>
            </details>
        </fieldset>
    }
}

fn defaults_for_all(defaults: Defaults, errors: &Invalid, rules: &Rules, snapshot: &Snapshot) -> impl IntoView + use<> {
    let Defaults { account_type, invite, teams, workspaces, connections } = defaults;
    let option = |name: String| {
        let selected = name.eq_ignore_ascii_case(&account_type);
        view! { <option value=name.clone() selected=selected>{name.clone()}</option> }
    };
    let types = snapshot.account_types().iter().map(|t| option(t.name.clone())).collect_view();
    let wrong = errors.of("account_type").map(|why| field_error("account_type", why.to_owned()));
    let invalid = errors.of("account_type").is_some().then_some("true");
    let teams = match rules.team(TeamDeed::Join).obstacle() {
        None => view! {
            <TextField name="teams" label="Teams" value=teams errors=errors.clone() optional=true max=2000
                hint="Added to those in the row. Example: Analysts; Finance: admin"/>
        }
        .into_any(),
        Some(why) => view! { <p class="hint"><b>"Teams. "</b>{why}</p> }.into_any(),
    };
    view! {
        <fieldset class="set">
            <legend>"Defaults"</legend>
            <div class="field">
                <label for="account_type">"Account type "<small>"optional"</small></label>
                <p class="hint" id="account_type-hint">"Used when a row has none"</p>
                <select class="input" id="account_type" name="account_type" aria-describedby="account_type-hint" aria-invalid=invalid>
                    <option value="">"No default"</option>
                    {types}
                </select>
                {wrong}
            </div>
            <label class="check">
                <input type="checkbox" name="invite" value="on" checked=invite == "on"/>
                <span>"Send invitations"<small>"Sigma e-mails a link to sign in, unless a row says no"</small></span>
            </label>
            {teams}
            <TextField name="workspaces" label="Workspaces" value=workspaces errors=errors.clone() optional=true max=2000
                hint="Example: Sales: can explore; Marketing"/>
            <TextField name="connections" label="Connections" value=connections errors=errors.clone() optional=true max=2000
                hint="Example: Warehouse: can use"/>
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
            <p class="panel-body hint">"In any order, under any usual heading; you can assign columns on the next page. Other columns are ignored. Separate names with semicolons."</p>
        </Panel>
    }
}
