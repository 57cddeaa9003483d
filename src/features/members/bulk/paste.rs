//! Selecting people by a pasted list: who is meant, and what is said of lines that mean nobody.

use super::{
    super::{actions::SelectList, list},
    Action,
    view::person,
};
use crate::{
    directory::{
        Snapshot,
        resolve::{
            list::MAX_ENTRIES,
            lookup::{Entry, Found, look_up},
        },
    },
    domain::{Capability, Invalid, Member, MemberId},
    ui::{count, field, head::Head, icon::Icon, more, number, panel::Panel},
    web::{self, AppError, NavItem, PageParts, Refilled, RequestContext, SHOW_AGAIN, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// People in view before one asks for the others.
const SHOWN: usize = 20;

/// Lines that are in view before one asks for the others.
const ASKED: usize = 50;

/// The word of a button that settles all lines at once.
const ALL: &str = "all";

/// The list as it was filled in, with the button that was pressed about one of its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PastedList {
    list: String,
    /// The place of a line and the address to put there, `3 ann@lumen.example`; or `all` for every suggestion.
    #[serde(skip_serializing)]
    fix: String,
    /// The place of a line to take off the list; or `all` for every line that means nobody.
    #[serde(skip_serializing)]
    skip: String,
}

/// Whom a list means, and the lines that mean nobody clearly, each with its place.
struct Meant<'s> {
    people: Vec<&'s Member>,
    unclear: Vec<(usize, Entry<'s>)>,
}

impl PastedList {
    /// The list with what the buttons about its lines have settled.
    fn settled(self, snapshot: &Snapshot) -> Self {
        if self.fix.is_empty() && self.skip.is_empty() {
            return self;
        }
        let (at, address) = self.fix.split_once(' ').unwrap_or((&self.fix, ""));
        let lines = look_up(&self.list, snapshot).into_iter().enumerate().filter_map(|(place, entry)| {
            let is_here = |chosen: &str| chosen == place.to_string();
            let is_clear = matches!(entry.found, Found::One(_));
            if is_here(&self.skip) || (self.skip == ALL && !is_clear) {
                return None;
            }
            Some(match entry.found {
                Found::Nobody(_) | Found::Several(_) if is_here(at) => address.to_owned(),
                Found::Nobody(Some(member)) if at == ALL => member.email.clone(),
                Found::One(_) | Found::Nobody(_) | Found::Several(_) => entry.text,
            })
        });
        let list = lines.collect::<Vec<_>>().join("\n");
        Self { list, ..Self::default() }
    }

    fn meant<'s>(&self, snapshot: &'s Snapshot) -> Meant<'s> {
        let mut meant = Meant { people: Vec::new(), unclear: Vec::new() };
        let mut met: HashSet<&MemberId> = HashSet::new();
        for (at, entry) in look_up(&self.list, snapshot).into_iter().enumerate() {
            match entry.found {
                Found::One(member) if met.insert(&member.id) => meant.people.push(member),
                Found::One(_) => {}
                Found::Several(_) | Found::Nobody(_) => meant.unclear.push((at, entry)),
            }
        }
        meant
    }

    /// The people of the list.
    ///
    /// # Errors
    /// That there is nobody on it, that it is too long, or that some lines mean nobody.
    pub fn people(&self, snapshot: &Snapshot) -> Result<Vec<MemberId>, Invalid> {
        if self.list.lines().filter(|line| !line.trim().is_empty()).count() > MAX_ENTRIES {
            let most = number(MAX_ENTRIES);
            return Err(Invalid::one(
                "list",
                format!("At most {most} people can be selected at once. Split the list."),
            ));
        }
        let Meant { people, unclear } = self.meant(snapshot);
        if !unclear.is_empty() {
            let lines = count(unclear.len(), "line doesn’t", "lines don’t");
            return Err(Invalid::one("list", format!("{lines} match anyone clearly. Fix or skip them below.")));
        }
        if people.is_empty() {
            return Err(Invalid::one("list", "Paste at least one address or name."));
        }
        Ok(people.into_iter().map(|member| member.id.clone()).collect())
    }
}

/// The form, and what was found for the list that was typed.
pub async fn page(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::WriteTeams)?;
    let snapshot = cx.snapshot()?;
    let (form, errors, is_asked) = match cx.refilled::<SelectList>().await? {
        Some(Refilled { form, errors, .. }) => (form.pasted.settled(&snapshot), errors, true),
        None => (PastedList::default(), Invalid::new(), false),
    };
    let buttons = list::bulk_buttons(cx.actor.role, &cx.app.changes.rules(), &snapshot).into_any();
    let page = PageParts::new("Select from a list", NavItem::Members);
    Ok(cx.render_page(page, move || view(&form, &errors, is_asked, buttons, &snapshot)).await)
}

fn view(
    form: &PastedList,
    errors: &Invalid,
    is_asked: bool,
    buttons: AnyView,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let again = format!("{}?{SHOW_AGAIN}", SelectList::url());
    let meant = form.meant(snapshot);
    // What was settled since is not wrong any more.
    let none = Invalid::new();
    let errors = if meant.unclear.is_empty() && !meant.people.is_empty() { &none } else { errors };
    let error = errors.of("list").map(|error| field::field_error("list", error.to_owned()));
    let invalid = error.is_some().then_some("true");
    let described = if error.is_some() { "list-hint list-error" } else { "list-hint" };
    let most = number(MAX_ENTRIES);
    let hint = format!(
        "Addresses, names, or “Name <address>”; one per line or separated by commas or semicolons. Up to {most} people."
    );
    let found = (!meant.people.is_empty()).then(|| found(&meant.people, snapshot));
    let unclear = (!meant.unclear.is_empty()).then(|| unclear(&meant.unclear, &again));
    let do_it = (is_asked && !meant.people.is_empty() && meant.unclear.is_empty()).then(|| {
        view! { <div class="form-end" role="group" aria-label="Do with the people found">{buttons}</div> }
    });
    let class = if do_it.is_some() { "btn" } else { "btn btn-primary" };
    view! {
        <Head title="Select from a list" crumbs=vec![("Members", paths::MEMBERS)] sub="Paste people, check who is meant, then choose what to do with them.".into_any()/>
        <form class="cols" method="post" action=SelectList::url() novalidate>
            <div class="stack">
                {field::summary(errors)}
                <fieldset class="set">
                    <legend>"Who"</legend>
                    <div class="field">
                        <label for="list">"People"</label>
                        <p class="hint" id="list-hint">{hint}</p>
                        <textarea class="input" id="list" name="list" rows="10" spellcheck="false" autocomplete="off"
                            aria-describedby=described aria-invalid=invalid inner_html=web::escaped(&form.list)></textarea>
                        {error}
                    </div>
                </fieldset>
                <div class="form-end">
                    <button class=class formaction=again>"Check list"</button>
                    <a class="btn btn-quiet" href=paths::MEMBERS>"Cancel"</a>
                </div>
                {do_it}
            </div>
            <div class="stack">{unclear}{found}</div>
        </form>
    }
}

/// Who is meant, the first of them by name.
fn found(people: &[&Member], snapshot: &Snapshot) -> impl IntoView + use<> {
    let rows: Vec<_> = people.iter().map(|member| person(member, snapshot)).collect();
    view! { <Panel id="found" title="Found" count=number(people.len())>{more::rows("rows", rows, SHOWN)}</Panel> }
}

/// The lines that mean nobody clearly, each with who may be meant.
fn unclear(lines: &[(usize, Entry<'_>)], again: &str) -> impl IntoView + use<> {
    let suggested = lines.iter().filter(|(_, entry)| matches!(entry.found, Found::Nobody(Some(_)))).count();
    let rows: Vec<_> = lines.iter().map(|(at, entry)| line(*at, entry, again).into_any()).collect();
    let fix = (suggested > 1).then(|| {
        let words = format!("Use all {suggested} suggestions");
        view! { <button class="btn" formaction=again.to_owned() name="fix" value=ALL>{words}</button> }
    });
    let skip = if lines.len() == 1 { "Skip this line".to_owned() } else { format!("Skip all {}", number(lines.len())) };
    let skip_all = again.to_owned();
    view! {
        <Panel id="unclear" title="No clear match" count=number(lines.len())>
            {more::rows("rows", rows, ASKED)}
            <div class="panel-foot actions">
                {fix}
                <button class="btn" formaction=skip_all name="skip" value=ALL>{skip}</button>
            </div>
        </Panel>
    }
}

/// One line with what it is, and the buttons that settle it.
fn line(at: usize, entry: &Entry<'_>, again: &str) -> impl IntoView + use<> {
    let (why, offered): (String, Vec<&Member>) = match (&entry.found, entry.unseen()) {
        (_, Some(unseen)) => (unseen, Vec::new()),
        (Found::Several(people), None) => {
            (format!("{} have this name", count(people.len(), "person", "people")), people.clone())
        }
        (Found::Nobody(Some(member)), None) => (format!("Did you mean {}?", member.full_name()), vec![*member]),
        (Found::One(_) | Found::Nobody(None), None) => ("Nobody in the directory".to_owned(), Vec::new()),
    };
    let buttons: Vec<_> = offered
        .into_iter()
        .take(SHOWN)
        .map(|member| {
            let (value, words) = (format!("{at} {}", member.email), format!("Use {}", member.email));
            view! { <button class="btn btn-sm" formaction=again.to_owned() name="fix" value=value>{words}</button>" " }
        })
        .collect();
    let skip = format!("Skip “{}”", entry.text);
    view! {
        <li>
            <Icon icon=lu::LuCircleHelp/>
            <div class="row-text"><bdi>{entry.text.clone()}</bdi><small>{why}</small><div class="actions">{buttons}</div></div>
            <button class="btn btn-quiet btn-icon btn-sm" formaction=again.to_owned() name="skip" value=at.to_string() aria-label=skip>
                <Icon icon=lu::LuX/>
            </button>
        </li>
    }
}

/// What the form is for, where a button of it was pressed.
pub fn action(action: Option<Action>) -> Result<Action, AppError> {
    action.ok_or_else(|| AppError::Refused("Choose what to do with the people found.".to_owned()))
}
