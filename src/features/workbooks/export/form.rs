//! The form that asks for an export.

use super::{
    super::{actions::ExportWorkbook, heading::heading, outline::Outline},
    format::{Format, Scope},
    kept::Kept,
    wish::ExportFields,
};
use crate::{
    directory::Snapshot,
    domain::{Actor, Invalid, Workbook},
    sigma,
    ui::{
        field::{self, TextField},
        icon::Icon,
        moment,
        panel::Panel,
    },
    web::paths,
};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// The form, and what was asked for before.
pub fn view(
    workbook: &Workbook,
    (actor, snapshot): (&Actor, &Snapshot),
    outline: &Result<Outline, sigma::Error>,
    form: &ExportFields,
    errors: &Invalid,
    earlier: &[Kept],
) -> impl IntoView + use<> {
    let missing = outline.as_ref().err().map(|error| {
        let why = format!(
            "Its pages and elements could not be read, so only the whole workbook can be exported now. {}",
            error.sentence()
        );
        view! { <p class="note t-warn"><Icon icon=lu::LuTriangleAlert/>" "<span>{why}</span></p> }
    });
    let outline = outline.as_ref().ok();
    let cards = Scope::ALL.map(|scope| card(scope, form, outline)).collect_view();
    let parts = Scope::ALL.map(|scope| parts(scope, form, outline, errors)).collect_view();
    let scope_error = errors.of("scope").map(|error| field::field_error("scope", error.to_owned()));
    view! {
        {heading(workbook, actor, snapshot, &paths::workbook_export(&workbook.id))}
        <div class="cols">
            <form class="form export" method="post" action=ExportWorkbook::url() novalidate>
                <input type="hidden" name="workbook_id" value=workbook.id.to_string()/>
                {field::summary(errors)}
                {missing}
                <fieldset class="set" id="scope">
                    <legend>"Content"</legend>
                    <div class="cards">{cards}</div>
                    {scope_error}
                    {parts}
                </fieldset>
                {options(form, errors)}
                <div class="form-end">
                    <button class="btn btn-primary"><Icon icon=lu::LuDownload/>" Start export"</button>
                    <p>"The export runs in Sigma and is recorded in the audit log."</p>
                </div>
            </form>
            <div class="stack">{before(earlier)}</div>
        </div>
    }
}

fn card(scope: Scope, form: &ExportFields, outline: Option<&Outline>) -> impl IntoView + use<> {
    let (words, possible) = match (scope, outline) {
        (Scope::Workbook, _) => ("Every page, for print or as sheets".to_owned(), true),
        (_, None) => ("Sigma does not tell what there is".to_owned(), false),
        (Scope::Page, Some(outline)) => (format!("{} to choose from", outline.pages.len()), !outline.pages.is_empty()),
        (Scope::Element, Some(outline)) => {
            let n = outline.elements().count();
            (format!("{n} to choose from, also as rows"), n > 0)
        }
    };
    let checked = form.scope == scope.slug();
    view! {
        <label class="card">
            <input type="radio" name="scope" value=scope.slug() checked=checked disabled=!possible/>
            " "<span><b>{scope.label()}</b><small>{words}</small></span>
        </label>
    }
}

/// The fields of one scope; the style sheet shows those of the chosen one.
fn parts(scope: Scope, form: &ExportFields, outline: Option<&Outline>, errors: &Invalid) -> impl IntoView + use<> {
    let option = |id: &str, name: &str, chosen: &str| {
        let selected = id == chosen;
        view! { <option value=id.to_owned() selected=selected>{name.to_owned()}</option> }
    };
    let part = match (scope, outline) {
        (Scope::Workbook, _) | (_, None) => None,
        (Scope::Page, Some(outline)) => {
            let options = outline.pages.iter().map(|page| option(&page.id, &page.name, &form.page)).collect_view();
            Some(choose("page", "Page", options.into_any(), errors).into_any())
        }
        (Scope::Element, Some(outline)) => {
            let groups = outline.pages.iter().filter(|page| !page.elements.is_empty()).map(|page| {
                let options = page.elements.iter().map(|found| option(&found.id, &found.name, &form.element));
                view! { <optgroup label=page.name.clone()>{options.collect_view()}</optgroup> }
            });
            let groups = groups.collect_view();
            let loose = outline.loose.iter().map(|found| option(&found.id, &found.name, &form.element)).collect_view();
            Some(choose("element", "Element", view! { {groups}{loose} }.into_any(), errors).into_any())
        }
    };
    let field = match scope {
        Scope::Workbook => "workbook_format",
        Scope::Page => "page_format",
        Scope::Element => "element_format",
    };
    let typed = form.format_of(scope);
    let formats = scope.formats().iter().map(|format: &Format| option(format.slug(), format.label(), typed));
    let formats = select(field, "Format", formats.collect_view().into_any(), errors);
    view! { <div class=format!("fields export-{}", scope.slug())>{part}{formats}</div> }
}

fn choose(name: &'static str, label: &'static str, options: AnyView, errors: &Invalid) -> impl IntoView + use<> {
    let options = view! { <option value="">"Choose…"</option>{options} }.into_any();
    select(name, label, options, errors)
}

fn select(name: &'static str, label: &'static str, options: AnyView, errors: &Invalid) -> impl IntoView + use<> {
    let error = errors.of(name).map(|error| field::field_error(name, error.to_owned()));
    let invalid = error.is_some().then_some("true");
    let described = error.is_some().then(|| format!("{name}-error"));
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <select class="input" id=name name=name aria-invalid=invalid aria-describedby=described>{options}</select>
            {error}
        </div>
    }
}

fn options(form: &ExportFields, errors: &Invalid) -> impl IntoView + use<> {
    let layout = |value: &'static str, label: &'static str| {
        let selected = form.layout == value;
        view! { <option value=value selected=selected>{label}</option> }
    };
    let layouts = view! { {layout("landscape", "Landscape")}{layout("portrait", "Portrait")} }.into_any();
    view! {
        <fieldset class="set">
            <legend>"Options"</legend>
            <p class="hint">"Options that the format doesn’t have are ignored."</p>
            <div class="fields">
                {select("layout", "Layout of a PDF", layouts, errors)}
                <TextField name="width" label="Width of a picture" value=form.width.clone() errors=errors.clone() optional=true max=5
                    hint="In pixels; Sigma’s own when empty."/>
            </div>
            <div class="fields">
                <TextField name="rows" label="Row limit" value=form.rows.clone() errors=errors.clone() optional=true max=7
                    hint="All when empty, which Sigma limits to a million. For rows only, not for print."/>
                <TextField name="run_as" label="Run as" kind="email" value=form.run_as.clone() errors=errors.clone() optional=true max=254
                    hint="A member’s e-mail: the rows they may see. The portal’s own account when empty."/>
            </div>
        </fieldset>
    }
}

fn before(earlier: &[Kept]) -> Option<impl IntoView + use<>> {
    if earlier.is_empty() {
        return None;
    }
    let rows = earlier.iter().take(5).map(|kept| {
        view! {
            <li>
                <Icon icon=lu::LuFileDown/>
                <div class="row-text"><a href=paths::export(&kept.id)>{kept.file_name.clone()}</a><small><time datetime=kept.at.to_string()>{moment(kept.at)}</time></small></div>
            </li>
        }
    });
    let rows = rows.collect_view();
    let list = view! { <ul class="rows">{rows}</ul> };
    Some(view! { <Panel id="earlier" title="Your last exports">{list}</Panel> })
}
