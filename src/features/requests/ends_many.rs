//! Several terms at once: what renewing them or letting them lapse would do, each by itself, and doing it.

use super::{actions::SettleTerms, ask_fields::split_name, decision::extension_words, pages};
use crate::{
    domain::{AccessRequest, AppError, RequestId, RequestState},
    requests::{self, Deciders, Renewal},
    ui::{avatar::Avatar, count, date, empty::Empty, head::Head, icon::Icon, panel::Panel},
    web::{NavItem, PageParts, RequestContext, Severity, decode, fulfil, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};

/// Id of the form that the boxes of the list belong to.
const FORM: &str = "ticked";

/// Terms that are looked at at once: as many as a page of the list has.
const MOST: usize = 50;

/// Reasons that are named of those that were left out, at most.
const SAID: usize = 3;

/// What is to become of terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Renew,
    Lapse,
}

impl Deed {
    fn of(word: &str) -> Result<Self, AppError> {
        match word {
            "renew" => Ok(Self::Renew),
            "lapse" => Ok(Self::Lapse),
            _ => Err(AppError::Unreadable),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Renew => "renew",
            Self::Lapse => "lapse",
        }
    }

    /// “Renew 2 terms”.
    fn title(self, terms: usize) -> String {
        let terms = count(terms, "term", "terms");
        match self {
            Self::Renew => format!("Renew {terms}"),
            Self::Lapse => format!("Let {terms} lapse"),
        }
    }
}

/// A term as it was shown.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TermFields {
    pub id: RequestId,
    pub version: i64,
}

/// Which terms are meant, and what is to become of them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Query {
    deed: String,
    term: Vec<RequestId>,
}

/// The box of a term in the list.
pub fn tick(request: &AccessRequest) -> impl IntoView + use<> {
    let label = format!("Select {} for {}", request.title, request.beneficiary.name);
    view! { <input type="checkbox" form=FORM name="term[]" value=request.id.to_string() aria-label=label autocomplete="off"/> }
}

/// The buttons for the terms that are ticked.
pub fn bar() -> impl IntoView {
    view! {
        <form class="panel-foot actions" id=FORM action=paths::ENDS_SELECTED aria-label="Selected terms">
            <button class="btn btn-sm btn-primary" name="deed" value="renew">"Renew selected"</button>
            <button class="btn btn-sm" name="deed" value="lapse">"Let selected lapse"</button>
        </form>
    }
}

/// A term, and what would become of it: a sentence, or why nothing would.
struct Foreseen {
    request: AccessRequest,
    outcome: Result<String, String>,
}

async fn foreseen(cx: &RequestContext, id: &RequestId, deed: Deed) -> Result<Option<Foreseen>, AppError> {
    let renewal = match cx.app.requests.renewal(id, &cx.actor).await {
        Ok(renewal) => renewal,
        // It has ended in this moment, or was never theirs to see.
        Err(requests::Error::Changed(_) | requests::Error::NotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let Renewal { granted, outcome, extension, may_end, .. } = renewal;
    let outcome = match (deed, outcome) {
        (Deed::Renew, Ok(stages)) => Ok(format!("{} {}", extension_words(extension), decided(&stages))),
        (Deed::Renew, Err(why)) => Err(why.to_string()),
        (Deed::Lapse, _) if !may_end => Err("Its holder, its owners and admins decide about that.".to_owned()),
        (Deed::Lapse, _) if granted.lapses => Err("It is meant to lapse already.".to_owned()),
        (Deed::Lapse, _) => Ok(match granted.ends_at {
            Some(ends) => format!("Access ends on {}, and nobody is reminded.", date(ends)),
            None => "Nobody is reminded.".to_owned(),
        }),
    };
    Ok(Some(Foreseen { request: granted, outcome }))
}

/// Who decides about a renewal.
fn decided(stages: &[Deciders]) -> String {
    match stages {
        [] => "No approval needed.".to_owned(),
        stages => {
            let words: Vec<_> = stages.iter().map(|one| format!("{} ({})", one.role, one.words())).collect();
            format!("Needs approval: {}.", words.join(", then "))
        }
    }
}

pub async fn show(cx: RequestContext) -> Result<Response, AppError> {
    let Query { deed, term } = decode(cx.parts.uri.query());
    let deed = Deed::of(&deed)?;
    let mut all = Vec::new();
    for id in term.iter().take(MOST) {
        all.extend(foreseen(&cx, id, deed).await?);
    }
    let tabs = pages(&cx, paths::ENDS_SOON);
    let page = PageParts::new(deed.title(all.len()), NavItem::Requests);
    let body = move || {
        let title = deed.title(all.len());
        let sub = match deed {
            Deed::Renew => "Each renewal is requested under the policy of that access, for as long as before.",
            Deed::Lapse => "Access ends on its day. It can still be renewed until then.",
        };
        let list = if all.is_empty() { nothing().into_any() } else { form(&all, deed).into_any() };
        view! {
            <Head title=title crumbs=vec![("Ends soon", paths::ENDS_SOON)] sub=sub.into_any()/>
            {tabs}{list}
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn nothing() -> impl IntoView {
    let text = "Select terms in the list first. Those that have ended meanwhile are left out.";
    view! {
        <section class="panel">
            <Empty icon=lu::LuCalendarClock title="No term selected" text=text>
                <a class="btn" href=paths::ENDS_SOON>"Back to Ends soon"</a>
            </Empty>
        </section>
    }
}

fn form(all: &[Foreseen], deed: Deed) -> impl IntoView + use<> {
    let possible: Vec<_> = all.iter().filter(|one| one.outcome.is_ok()).collect();
    let fields: Vec<_> = possible
        .iter()
        .enumerate()
        .map(|(at, one)| {
            let name = |field: &str| format!("terms[{at}][{field}]");
            view! {
                <input type="hidden" name=name("id") value=one.request.id.to_string()/>
                <input type="hidden" name=name("version") value=one.request.version/>
            }
        })
        .collect();
    let rows = all.iter().map(row).collect_view();
    let (n, left_out) = (possible.len(), all.len() - possible.len());
    let left_out = (left_out > 0).then(|| {
        view! { <p class="hint">{count(left_out, "term is", "terms are")}" left out, for the reason beside it."</p> }
    });
    let apply =
        (n > 0).then(|| view! { <button class="btn btn-primary"><Icon icon=lu::LuCheck/>" "{deed.title(n)}</button> });
    view! {
        <div class="stack">
            <Panel id="terms" title="What happens" count=all.len().to_string()><ul class="rows">{rows}</ul></Panel>
            <form class="form-end" method="post" action=SettleTerms::url()>
                <input type="hidden" name="deed" value=deed.word()/>
                {fields}{left_out}{apply}
                <a class="btn btn-quiet" href=paths::ENDS_SOON>"Cancel"</a>
            </form>
        </div>
    }
}

fn row(one: &Foreseen) -> impl IntoView + use<> {
    let person = &one.request.beneficiary;
    let outcome = match &one.outcome {
        Ok(text) => view! { <small>{text.clone()}</small> }.into_any(),
        Err(why) => view! { <small class="t-warn">"Left out. "{why.clone()}</small> }.into_any(),
    };
    view! {
        <li>
            <Avatar name=person.name.clone() key=person.email.clone()/>
            <div class="row-text">
                <a href=paths::request(&one.request.id)><bdi>{person.name.clone()}</bdi>": "<bdi>{one.request.title.clone()}</bdi></a>
                {outcome}
            </div>
        </li>
    }
}

/// What came of one of several.
enum Settled {
    Done,
    /// A request was made, about which somebody decides.
    Asked,
    Not(String),
}

/// Renews these terms or lets them lapse, and says how many and what stood against the others.
///
/// # Errors
/// [`AppError::Refused`] where none is meant; failures of the database.
pub async fn settle(cx: &RequestContext, terms: Vec<TermFields>, deed: &str) -> Result<(), AppError> {
    let deed = Deed::of(deed)?;
    if terms.is_empty() {
        return Err(AppError::Refused("Nothing was changed. Select at least one term.".to_owned()));
    }
    let (mut done, mut asked, mut not) = (0, 0, Vec::new());
    for term in terms.iter().take(MOST) {
        match settled(cx, term, deed).await? {
            Settled::Done => done += 1,
            Settled::Asked => asked += 1,
            Settled::Not(why) => not.push(why),
        }
    }
    let mut said = Vec::new();
    let verb = if deed == Deed::Renew { "renewed" } else { "left to lapse" };
    said.extend((done > 0).then(|| format!("{} {verb}.", count(done, "term", "terms"))));
    said.extend((asked > 0).then(|| format!("{} sent to the people who decide.", count(asked, "request", "requests"))));
    let others = not.len();
    if others > 0 {
        not.sort();
        not.dedup();
        not.truncate(SAID);
        said.push(format!("{} not changed: {}", count(others, "term was", "terms were"), not.join(" ")));
    }
    let severity = if others == 0 { Severity::Success } else { Severity::Warning };
    cx.lead_to(paths::ENDS_SOON, severity, said.join(" ")).await;
    Ok(())
}

async fn settled(cx: &RequestContext, term: &TermFields, deed: Deed) -> Result<Settled, AppError> {
    let app = &cx.app;
    let known = match app.requests.renewal(&term.id, &cx.actor).await {
        Ok(known) => known,
        Err(error) => return plainly(error),
    };
    if known.granted.version != term.version {
        return Ok(Settled::Not("A term has changed since you looked.".to_owned()));
    }
    let asked = match deed {
        Deed::Lapse => app.requests.let_lapse(&term.id, &cx.actor).await,
        Deed::Renew => app.requests.ask_named(known.wish, split_name(&cx.actor.name), &cx.actor).await,
    };
    match asked {
        Ok(request) if request.state == RequestState::Approved => {
            fulfil(&app.requests, &app.changes, request).await?;
            Ok(Settled::Done)
        }
        Ok(request) if request.state == RequestState::Pending => Ok(Settled::Asked),
        Ok(_) => Ok(Settled::Done),
        Err(error) => plainly(error),
    }
}

/// What stood against one of several.
fn plainly(error: requests::Error) -> Result<Settled, AppError> {
    match error {
        requests::Error::Changed(_) | requests::Error::NotFound => {
            Ok(Settled::Not("A term has ended or changed since you looked.".to_owned()))
        }
        requests::Error::Forbidden => Ok(Settled::Not("Others decide about a term.".to_owned())),
        error @ (requests::Error::NoRoute(_)
        | requests::Error::TooMany(_)
        | requests::Error::Reason(_)
        | requests::Error::Term(_)) => Ok(Settled::Not(error.to_string())),
        error @ (requests::Error::Invalid(_)
        | requests::Error::Edited(_)
        | requests::Error::NotReady
        | requests::Error::Store(_)) => Err(error.into()),
    }
}
