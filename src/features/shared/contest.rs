//! Fields that somebody else has changed since a form was opened and this person has changed too: both values are
//! shown, and it is asked which holds. Part of an edit form, or above a page for what a button of it wants.

use crate::{
    domain::{
        Baseline, Call, ConnectionCall, DocumentCall, Edited, EmailAddress, InodeId, Invalid, MemberCall, SetBy,
        Subject, TeamCall, TeamVisibility, WorkspaceCall,
    },
    store::{self, ChangeFilter, PageRequest, Store},
    ui::{field, icon::Icon, moment},
    web::ShownAgain,
};
use icondata_lu as lu;
use leptos::prelude::*;
use std::collections::BTreeSet;

pub use crate::domain::Contest;

/// The name under which it is said that a question was not answered.
pub const FIELD: &str = "contest";

/// What is said where somebody chose the value that was set meanwhile.
pub const STAYS: &str = "Nothing was changed: what someone else has set stays.";

/// Changes looked through for who set a value.
const LOOKED_THROUGH: u32 = 10;

/// A field of an edit form: what it is called in the form and for people, what was typed and what is held by now.
pub struct Field {
    /// Its name in the form.
    pub name: String,
    /// What people call it: “First name”.
    pub label: String,
    /// What the form posts.
    pub typed: String,
    /// What is held.
    pub now: String,
}

/// What a form's fields come to.
#[derive(Default)]
pub struct Compared {
    touched: BTreeSet<String>,
    /// Fields that both sides have changed.
    pub contests: Vec<Contest>,
}

impl Compared {
    /// Compares the fields with what the form showed; `words` says a value for people.
    pub fn new(base: &Baseline, fields: impl IntoIterator<Item = Field>, words: impl Fn(&str) -> String) -> Self {
        let mut compared = Self::default();
        for Field { name, label, typed, now } in fields {
            match base.edited(&name, &typed, &now) {
                Edited::Untouched => {}
                Edited::Written => _ = compared.touched.insert(name),
                Edited::Contested => {
                    let is_unanswered = base.is_unanswered(&name, &now);
                    let (mine, theirs) = (words(&typed), words(&now));
                    compared.contests.push(Contest { name, label, mine, theirs, now, is_unanswered, by: None });
                }
            }
        }
        compared
    }

    /// Whether this person alone has changed the field: it is written.
    pub fn writes(&self, name: &str) -> bool {
        self.touched.contains(name)
    }

    /// What to say where a question was not answered.
    pub fn unanswered(&self) -> Invalid {
        let open: Vec<&str> = self
            .contests
            .iter()
            .filter(|contest| contest.is_unanswered)
            .map(|contest| contest.label.as_str())
            .collect();
        match open.as_slice() {
            [] => Invalid::new(),
            open => Invalid::one(FIELD, format!("Choose which value holds: {}.", open.join(", "))),
        }
    }
}

impl From<Compared> for Invalid {
    /// Asks which value holds of the fields that both sides have changed.
    fn from(compared: Compared) -> Self {
        let unanswered = compared.unanswered();
        Self { contests: compared.contests, ..unanswered }
    }
}

/// A text for people.
pub fn quoted(value: &str) -> String {
    if value.is_empty() { "nothing".to_owned() } else { format!("“{value}”") }
}

/// Finds out who set the values that are held: the newest change about the subject with a call that `sets` the field to
/// what it holds.
///
/// # Errors
/// Failures of the database.
pub async fn named(
    store: &Store,
    subject: &Subject,
    mut contests: Vec<Contest>,
    sets: impl Fn(&Call, &Contest) -> bool,
) -> Result<Vec<Contest>, store::Error> {
    if contests.is_empty() {
        return Ok(contests);
    }
    let filter = ChangeFilter { subject: Some(subject.clone()), ..ChangeFilter::default() };
    let found = store.changes(&filter, PageRequest { number: 1, size: LOOKED_THROUGH }).await?.items;
    for summary in found {
        let Some(change) = store.change(&summary.change.id).await? else { continue };
        for contest in contests.iter_mut().filter(|contest| contest.by.is_none()) {
            let is_it = change.steps.iter().any(|step| step.state.is_met() && sets(&step.call, contest));
            if is_it {
                let at = moment(change.ended_at.unwrap_or(change.created_at));
                contest.by = Some(SetBy { name: change.actor.name.clone(), at });
            }
        }
    }
    Ok(contests)
}

/// The hidden fields that say what the form showed.
pub fn shown(base: &Baseline) -> impl IntoView + use<> {
    let fields: Vec<_> = base
        .shown
        .iter()
        .map(|(name, value)| view! { <input type="hidden" name=format!("base[shown][{name}]") value=value.clone()/> })
        .collect();
    let whole = base.whole.then(|| view! { <input type="hidden" name="base[whole]" value="true"/> });
    view! { {fields}{whole} }
}

/// The question within a form; nothing where nothing is contested.
pub fn question(contests: Vec<Contest>) -> Option<impl IntoView + use<>> {
    if contests.is_empty() {
        return None;
    }
    let fields = contests.into_iter().enumerate().map(|(at, contest)| choice(at, contest)).collect_view();
    Some(view! {
        <fieldset class="set" id="contest">
            <legend>"Changed since you opened this form"</legend>
            <p class="hint">"Nothing has been sent. Choose which value holds."</p>
            {fields}
        </fieldset>
    })
}

fn choice(at: usize, contest: Contest) -> impl IntoView {
    let Contest { name, label, mine, theirs, now, by, .. } = contest;
    let label_id = format!("contest-{at}");
    let said = match by {
        Some(SetBy { name, at }) => format!("You chose {mine}. {name} set {theirs} on {at}."),
        None => format!("You chose {mine}. It is {theirs} by now, changed outside the portal."),
    };
    let keep = format!("base[keep][{name}]");
    view! {
        <div class="field" role="radiogroup" aria-labelledby=label_id.clone()>
            <span class="label" id=label_id.clone()>{label}</span>
            <p class="hint">{said}</p>
            <input type="hidden" name=format!("base[asked][{name}]") value=now/>
            <div class="cards">
                <label class="card">
                    <input type="radio" name=keep.clone() value="mine"/>
                    <span><b>"Keep mine"</b><small>{mine.clone()}</small></span>
                </label>
                <label class="card">
                    <input type="radio" name=keep.clone() value="theirs"/>
                    <span><b>"Take theirs"</b><small>{theirs.clone()}</small></span>
                </label>
            </div>
        </div>
    }
}

/// The question about the form that a page shows again, above what the page is about: for what a button of a row wants,
/// or a form that adds one thing. None where nothing of it is contested.
pub fn asked(again: &ShownAgain) -> Option<impl IntoView + use<>> {
    let kept = again.kept()?;
    let errors = again.errors().filter(|errors| !errors.contests.is_empty())?;
    let is_answer = |name: &str| name.starts_with("base[asked]") || name.starts_with("base[keep]");
    let carried: Vec<_> = kept
        .fields()
        .into_iter()
        .filter(|(name, _)| !is_answer(name))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect();
    let (action, back) = (kept.posted_to.clone(), kept.page.clone());
    Some(view! {
        <form class="form" method="post" action=action novalidate>
            {carried}
            {field::summary(errors)}
            {question(errors.contests.clone())}
            <div class="form-end">
                <button class="btn btn-primary">"Review change "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn btn-quiet" href=back>"Cancel"</a>
            </div>
        </form>
    })
}

/// Whether a call sets this field of a member, team, workspace, connection or document to the value that is held.
pub fn sets(call: &Call, contest: &Contest) -> bool {
    let now = contest.now();
    let is = |value: Option<&str>| value == Some(now);
    match call {
        Call::Member(MemberCall::Update { patch, .. }) => match contest.name() {
            "first_name" => is(patch.first_name.as_deref()),
            "last_name" => is(patch.last_name.as_deref()),
            "email" => is(patch.email.as_ref().map(EmailAddress::as_str)),
            "account_type" => patch.account_type.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(now)),
            _ => false,
        },
        Call::Team(TeamCall::Update { patch, .. }) => match contest.name() {
            "name" => is(patch.name.as_deref()),
            "description" => is(patch.description.as_deref()),
            "visibility" => is(patch.visibility.as_ref().map(TeamVisibility::slug)),
            _ => false,
        },
        Call::Workspace(WorkspaceCall::Rename { name, .. }) => contest.name() == "name" && name == now,
        Call::Connection(ConnectionCall::Update { patch, .. }) => match contest.name() {
            "name" => is(patch.name.as_deref()),
            "oauth" => patch.use_oauth == Some(now == "on"),
            _ => false,
        },
        Call::Document(DocumentCall::Update { patch, .. }) => match contest.name() {
            "name" => is(patch.name.as_deref()),
            "description" => is(patch.description.as_deref()),
            // The form has an address where the call has an id.
            "owner" => patch.owner_id.is_some(),
            "place" => is(patch.parent_id.as_ref().map(InodeId::as_str)),
            _ => false,
        },
        _ => false,
    }
}
