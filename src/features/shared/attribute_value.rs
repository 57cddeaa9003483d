//! Setting a value of a user attribute or taking it away, as forms on the pages of people, teams and attributes want it.

use super::{
    contest::{self, Compared, Contest, Field},
    grantee, live_plan, review,
};
use crate::{
    directory::Snapshot,
    domain::{
        AppError, AttributeCall, AttributeValue, AttributeWish, Baseline, Call, ChangeId, Grantee, Intent, Invalid,
        Subject, UserAttribute, UserAttributeId,
    },
    ui::{field::field_error, icon::Icon},
    web::{NavItem, RequestContext, paths},
};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// Longest value, in characters; Sigma publishes no limit.
pub const MAX_LENGTH: u32 = 500;

/// All values of their own that somebody has.
fn all_of<'s>(holder: &Grantee, snapshot: &'s Snapshot) -> Vec<(&'s UserAttribute, &'s AttributeValue)> {
    match holder {
        Grantee::Member(id) => snapshot.attributes_of_member(id),
        Grantee::Team(id) => snapshot.attributes_of_team(id),
    }
}

/// The value that somebody has of their own.
fn held(attribute: &UserAttributeId, holder: &Grantee, snapshot: &Snapshot) -> Option<String> {
    let mut all = all_of(holder, snapshot).into_iter();
    all.find(|(known, _)| known.id == *attribute).map(|(_, value)| value.value.clone())
}

/// Plans it and leads to the review.
///
/// # Errors
/// As [`RequestContext::propose`], in words; [`AppError::Invalid`] with a contest where somebody else has set the value
/// since the page was shown.
pub async fn propose(
    cx: &RequestContext,
    wish: AttributeWish,
    base: &Baseline,
    place: NavItem,
) -> Result<ChangeId, AppError> {
    let snapshot = cx.snapshot()?;
    let AttributeWish { attribute_id, holder, value } = &wish;
    let key = AttributeWish::key(attribute_id, holder);
    let now = held(attribute_id, holder, &snapshot);
    let name = snapshot.user_attribute(attribute_id).map_or_else(|| attribute_id.to_string(), |a| a.name.clone());
    let field = Field {
        name: key.clone(),
        label: format!("{name} of {}", grantee::name(holder, &snapshot)),
        typed: value.clone().unwrap_or_default(),
        now: now.clone().unwrap_or_default(),
    };
    let mut compared = Compared::new(base, [field], contest::quoted);
    if !compared.contests.is_empty() {
        let sets = |call: &Call, contest: &Contest| match call {
            Call::Attribute(AttributeCall::Set { attribute_id: of, values, .. }) => {
                let is = |value: &AttributeValue| value.value == contest.now();
                of == attribute_id && values.iter().any(|(who, value)| who == holder && is(value))
            }
            Call::Attribute(AttributeCall::Unset { attribute_id: of, holders, .. }) => {
                of == attribute_id && contest.now().is_empty() && holders.contains(holder)
            }
            _ => false,
        };
        compared.contests = contest::named(&cx.app.store, &Subject::from(holder), compared.contests, sets).await?;
        return Err(Invalid::from(compared).into());
    }
    // Wanted is what was shown, or somebody else's was chosen: what they have set since stays.
    if !compared.writes(&key) && now != *value {
        return Err(AppError::Refused(contest::STAYS.to_owned()));
    }
    let before = [(key, now)].into_iter().collect();
    cx.propose(Intent::SetAttributes { values: vec![wish], before }, place).await.map_err(review::in_words)
}

/// The form of somebody's page that sets a value, as it was filled in.
#[derive(Default)]
pub struct Entered {
    /// The attribute that was chosen.
    pub attribute_id: UserAttributeId,
    /// The value that was typed.
    pub value: String,
    /// What the page had shown.
    pub base: Baseline,
    /// What was wrong with it.
    pub errors: Invalid,
}

impl Entered {
    /// What is wanted of somebody.
    ///
    /// # Errors
    /// What was left out.
    pub fn wish(attribute_id: UserAttributeId, value: &str, holder: Grantee) -> Result<AttributeWish, AppError> {
        if attribute_id.is_empty() {
            return Err(AppError::field("attribute_id", "Choose a user attribute first."));
        }
        match value.trim() {
            "" => Err(AppError::field("value", "Enter a value, or take the present one away.")),
            value => Ok(AttributeWish { attribute_id, holder, value: Some(value.to_owned()) }),
        }
    }
}

/// The form of somebody's page that sets a value of their own, by the function `F`.
pub fn set_form<F: ServerFn<Output = ChangeId, Error = AppError>>(
    holder: &Grantee,
    entered: Option<Entered>,
    snapshot: &Snapshot,
) -> impl IntoView + use<F> {
    let Entered { attribute_id, value, base, errors } = entered.unwrap_or_else(|| {
        let key = |attribute: &UserAttributeId| AttributeWish::key(attribute, holder);
        let shown =
            all_of(holder, snapshot).into_iter().map(|(attribute, value)| (key(&attribute.id), value.value.clone()));
        Entered { base: Baseline::of_all(shown), ..Entered::default() }
    });
    let options = snapshot.user_attributes().iter().map(|attribute| {
        let chosen = attribute.id == attribute_id;
        view! { <option value=attribute.id.to_string() selected=chosen>{attribute.name.clone()}</option> }
    });
    let options = options.collect_view();
    let wrong = errors.fields.into_iter().find(|error| error.field != contest::FIELD);
    let (field, id) = grantee::field(holder);
    let form = view! {
        <form class="panel-foot adder" method="post" action=F::url()>
            <input type="hidden" name=field value=id/>
            {contest::shown(&base)}
            <select class="input" name="attribute_id" aria-label="User attribute to set" required><option value="">"Set an attribute"</option>{options}</select>
            <input class="input" name="value" value=value aria-label="Value" placeholder="Value" maxlength=MAX_LENGTH autocomplete="off" required/>
            <button class="btn">"Set"</button>
            {new_link(holder)}
            {wrong.map(|wrong| field_error("value", wrong.message))}
        </form>
    };
    live_plan::below::<F>(form)
}

/// The way to make an attribute for somebody, and back to their page.
pub fn new_link(holder: &Grantee) -> impl IntoView + use<> {
    let page = match holder {
        Grantee::Member(id) => paths::member_attributes(id),
        Grantee::Team(id) => paths::team(id),
    };
    view! { <a class="btn btn-quiet" href=paths::new_attribute("", &page)>"New attribute"</a> }
}

/// The button of a row that takes somebody's own value away.
pub fn unset_form(
    action: &'static str,
    attribute: &UserAttributeId,
    holder: &Grantee,
    label: String,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let value = held(attribute, holder, snapshot).unwrap_or_default();
    let base = Baseline::of([(AttributeWish::key(attribute, holder), value)]);
    let (field, id) = grantee::field(holder);
    view! {
        <form method="post" action=action>
            <input type="hidden" name=field value=id/>
            <input type="hidden" name="attribute_id" value=attribute.to_string()/>
            {contest::shown(&base)}
            <button class="btn btn-quiet btn-icon btn-sm" aria-label=label><Icon icon=lu::LuX/></button>
        </form>
    }
}
