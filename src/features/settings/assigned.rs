//! The roles that were given inside the portal: a list for those who may see it, a form for those who give roles.

use super::{
    actions::{AssignRole, RemoveRole},
    assign::{AssignForm, Settled, in_words},
};
use crate::{
    directory::Snapshot,
    domain::{AssignedRole, Capability, Invalid, Member, MemberStatus, RoleAssignment},
    features::shared::picker::{PickFrom, PickerField},
    ui::{
        ago, badge,
        empty::Empty,
        field::{self, TextField},
        icon::Icon,
        moment,
        panel::Panel,
    },
    web::{AppError, RequestContext, paths},
};
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::{prelude::*, server_fn::ServerFn};
use std::sync::Arc;

/// What the page shows of assigned roles.
pub struct Assigned {
    all: Vec<RoleAssignment>,
    /// The form as it was filled in; `None` for those who give no roles.
    form: Option<(AssignForm, Settled, Invalid)>,
    snapshot: Arc<Snapshot>,
    now: Timestamp,
}

impl Assigned {
    /// As it is now.
    ///
    /// # Errors
    /// [`AppError::NotReady`], and failures of the database.
    pub async fn of(cx: &RequestContext) -> Result<Self, AppError> {
        let snapshot = cx.snapshot()?;
        let form = if cx.can(Capability::ManageRoles) {
            let typed = cx.refilled::<AssignRole>().await?;
            let (form, errors) = typed.map(|typed| (typed.form.form, typed.errors)).unwrap_or_default();
            let settled = form.settled(&cx.actor, &snapshot);
            Some((form, settled, errors))
        } else {
            None
        };
        Ok(Self { all: cx.app.store.role_assignments().await?, form, snapshot, now: cx.now })
    }

    /// The panel with all of them.
    pub fn list(&self) -> impl IntoView + use<> {
        let gives = self.form.is_some();
        let rows: Vec<_> = self.all.iter().map(|one| row(one, &self.snapshot, gives, self.now)).collect();
        let n = rows.len().to_string();
        let body = if rows.is_empty() {
            let text =
                "Roles follow from Sigma and the portal’s configuration. Roles assigned on this page appear here.";
            view! { <Empty icon=lu::LuUserCog title="No roles assigned" text=text/> }.into_any()
        } else {
            view! { <ul class="rows">{rows}</ul> }.into_any()
        };
        view! { <Panel id="assigned" title="Assigned roles" count=n>{body}</Panel> }
    }

    /// The form that assigns one, for those who may.
    pub fn form(self) -> Option<impl IntoView> {
        let (form, Settled { who, of }, errors) = self.form?;
        let function = AssignRole::url().to_owned();
        let error = |name: &str| errors.of(name).map(str::to_owned);
        let who = PickerField {
            function: function.clone(),
            name: "who",
            from: PickFrom::People,
            label: "Person",
            hint: "An active member of the organization.",
            placeholder: "Name or e-mail",
            resolved: who,
            likely: Vec::new(),
            error: error("who"),
        };
        let of = PickerField {
            function,
            name: "of",
            from: PickFrom::Manageable,
            label: "Team, workspace or connection",
            hint: "For a team manager: what they manage.",
            placeholder: "Name",
            resolved: of,
            likely: Vec::new(),
            error: error("of"),
        };
        Some(view! {
            <Panel id="assign" title="Assign a role">
                <form class="panel-body form" method="post" action=AssignRole::url() novalidate>
                    {field::summary(&errors)}
                    {who.view()}
                    {role_cards(&form.role, &errors)}
                    {of.view()}
                    <TextField name="reason" label="Reason" value=form.reason errors=errors hint="Kept in the audit log."/>
                    <div class="form-end"><button class="btn btn-primary">"Assign role"</button></div>
                </form>
            </Panel>
        })
    }
}

const CHOICES: [(&str, &str, &str); 3] = [
    ("manager", "Team manager", "Manages the team, workspace or connection below, and sees the people in it."),
    (
        "auditor",
        "Auditor",
        "Reads everything, the audit log included; changes nothing, not even what they manage in Sigma.",
    ),
    ("admin", "Admin", "May do everything in the portal, with any account type in Sigma."),
];

fn role_cards(chosen: &str, errors: &Invalid) -> impl IntoView + use<> {
    let chosen = if chosen.is_empty() { "manager" } else { chosen }.to_owned();
    let cards = CHOICES.into_iter().map(|(value, label, says)| {
        let checked = value == chosen;
        view! {
            <label class="card"><input type="radio" name="role" value=value checked=checked/><span><b>{label}</b><small>{says}</small></span></label>
        }
    });
    let cards = cards.collect_view();
    let wrong = errors.of("role").map(|why| field::field_error("role", why.to_owned()));
    view! {
        <div class="field" id="role" role="radiogroup" aria-labelledby="role-label">
            <span class="label" id="role-label">"Role"</span>
            <div class="cards">{cards}</div>
            {wrong}
        </div>
    }
}

fn row(one: &RoleAssignment, snapshot: &Snapshot, gives: bool, now: Timestamp) -> impl IntoView + use<> {
    let member = snapshot.member(&one.member);
    let name = member.map_or_else(|| "A former member".to_owned(), Member::full_name);
    let words = in_words(&one.role, snapshot);
    let obstacle = match (one.counts, member.map(Member::status)) {
        (false, _) => Some(
            "Not in effect: the portal’s secret has changed since, or the database was altered. Remove it and assign it again.",
        ),
        (true, None) => Some("Not in effect: no longer a member of the organization."),
        (true, Some(MemberStatus::Inactive | MemberStatus::Archived)) => {
            Some("Not in effect: the account is deactivated.")
        }
        (true, Some(MemberStatus::Active)) => None,
    };
    let obstacle = obstacle.map(|why| view! { <small class="t-warn">{why}</small> });
    let person = match member {
        Some(member) => view! { <a href=paths::member(&member.id)><bdi>{name.clone()}</bdi></a> }.into_any(),
        None => view! { <b>{name.clone()}</b> }.into_any(),
    };
    let of = match &one.role {
        AssignedRole::Manager(_) => words.strip_prefix("manager ").map(|of| format!(" {of}")),
        AssignedRole::Admin | AssignedRole::Auditor => None,
    };
    let label = format!("Remove {name} as {words}");
    let remove = gives.then(|| {
        view! {
            <form method="post" action=RemoveRole::url()>
                <input type="hidden" name="member" value=one.member.to_string()/>
                <input type="hidden" name="role" value=one.role.to_string()/>
                <button class="btn btn-sm" aria-label=label>"Remove"</button>
            </form>
        }
    });
    view! {
        <li>
            <Icon icon=lu::LuUserCog/>
            <div class="row-text">
                <span>{person}" "{badge::role(one.role.role())}{of}</span>
                <small>"Assigned by "<bdi>{one.given_by.name.clone()}</bdi>" "<time datetime=one.given_at.to_string() title=moment(one.given_at)>{ago(one.given_at, now)}</time>". "<bdi>{one.reason.clone()}</bdi></small>
                {obstacle}
            </div>
            {remove}
        </li>
    }
}
