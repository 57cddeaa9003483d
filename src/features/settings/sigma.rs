//! Sigma's side: whose credentials the portal uses and renewing them, where Sigma is, and how calls are doing.

use super::actions::{DeleteLeftCredentials, RenewCredentials};
use crate::{
    changes::NO_SECRET,
    directory::Snapshot,
    domain::{AppError, ChangeId, Intent},
    features::shared::{review, sigma_error_panel::sigma_error_panel},
    sigma::{self, Clocks, SigmaClient, WhoAmI},
    store::Renewed,
    ui::{
        avatar::Who,
        badge,
        icon::Icon,
        moment,
        panel::{self, Panel, fact},
    },
    web::{AppState, Mode, NavItem, RequestContext, paths},
};
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::{prelude::*, server_fn::ServerFn};

/// Plans to renew the portal's credentials and leads to the review.
///
/// # Errors
/// [`AppError::Refused`] without a secret to keep them by, and as [`RequestContext::propose`].
pub async fn propose_renewal(cx: &RequestContext) -> Result<ChangeId, AppError> {
    if !cx.app.store.keeps_secrets() {
        return Err(AppError::Refused(NO_SECRET.to_owned()));
    }
    // By this name they are found in Sigma's list, which no call reads.
    let name = format!("Sigma portal, {}", cx.now.strftime("%Y-%m-%d %H:%M:%S UTC"));
    cx.propose(Intent::RenewCredentials { name }, NavItem::Settings).await.map_err(review::in_words)
}

/// Plans to delete credentials that are left in Sigma and leads to the review.
///
/// # Errors
/// [`AppError::Refused`] for others than are left, and as [`RequestContext::propose`].
pub async fn propose_deletion(cx: &RequestContext, client_id: String) -> Result<ChangeId, AppError> {
    let left = cx.app.store.credentials_left(&cx.app.client.client_id()).await?;
    if !left.iter().any(|left| left.client_id == client_id) {
        return Err(AppError::Refused("Nothing was deleted. These credentials aren’t left any more.".to_owned()));
    }
    cx.propose(Intent::DeleteLeftCredentials { client_id }, NavItem::Settings).await.map_err(review::in_words)
}

/// What is known of the credentials in use, and whether whoever looks may renew them.
pub struct InUse {
    /// Set where the portal has made them itself.
    pub renewed: Option<Renewed>,
    /// Others that it has made, which its configuration uses no longer.
    pub left: Vec<Renewed>,
    pub may_renew: bool,
}

impl InUse {
    /// Where they come from.
    fn origin(&self) -> AnyView {
        let Some(renewed) = &self.renewed else { return "From the configuration".into_any() };
        let when = renewed.used_at.map(|at| view! { <time datetime=at.to_string()>{moment(at)}</time> });
        view! { <a href=paths::change(&renewed.change_id)>"Renewed by the portal"</a>" "{when} }.into_any()
    }

    /// What is left at Sigma of a configuration of before, which can be used there until it is deleted.
    fn left(&self) -> Option<AnyView> {
        let rows: Vec<_> = self.left.iter().map(|left| left_row(left, self.may_renew)).collect();
        (!rows.is_empty()).then(|| {
            view! {
                <div class="flash t-warn" role="note">
                    <Icon icon=lu::LuTriangleAlert/>
                    <p>
                        "The configuration names other credentials now. Those that the portal made before still work in Sigma. "
                        "Delete them once no portal uses them."
                    </p>
                </div>
                <ul class="rows">{rows}</ul>
            }
            .into_any()
        })
    }

    /// The button that renews them, or why it cannot be pressed.
    fn renew(&self, keeps_secrets: bool) -> Option<AnyView> {
        if !self.may_renew {
            return None;
        }
        let reason = (!keeps_secrets).then(|| view! { <p class="hint" id="renew-hint">{NO_SECRET}</p> });
        let described = reason.is_some().then_some("renew-hint");
        Some(
            view! {
                <form class="panel-foot" method="post" action=RenewCredentials::url()>
                    <button class="btn" disabled=!keeps_secrets aria-describedby=described>"Renew credentials"</button>
                    {reason}
                </form>
            }
            .into_any(),
        )
    }
}

/// Credentials that are left: the change that made them has the name they have in Sigma.
fn left_row(renewed: &Renewed, may_delete: bool) -> impl IntoView + use<> {
    let when = renewed.used_at.map(moment);
    let delete = may_delete.then(|| {
        view! {
            <form method="post" action=DeleteLeftCredentials::url()>
                <input type="hidden" name="client_id" value=renewed.client_id.clone()/>
                <button class="btn btn-sm btn-danger">"Delete credentials"</button>
            </form>
        }
    });
    view! {
        <li>
            <Icon icon=lu::LuKeyRound/>
            <div class="row-text">
                <a href=paths::change(&renewed.change_id)>"Renewed by the portal"</a>
                <small>{when.map(|when| format!("In use from {when}"))}</small>
            </div>
            {delete}
        </li>
    }
}

/// Whose credentials, which organisation, which region; and whether Sigma accepts them at this moment.
pub fn access(
    app: &AppState,
    whoami: Result<WhoAmI, sigma::Error>,
    in_use: &InUse,
    snapshot: Option<&Snapshot>,
) -> impl IntoView + use<> {
    let base_url = app.client.base_url();
    let region = match (app.mode, sigma::region(base_url)) {
        (Mode::Demo, _) => "Simulated in this process",
        (Mode::Serve, Some(region)) => region,
        (Mode::Serve, None) => "Not one that Sigma lists",
    };
    let owner = snapshot.and_then(|snapshot| {
        let member = snapshot.member(snapshot.token_owner())?;
        let href = Some(paths::member(&member.id));
        let kind = badge::account_type(snapshot.account_type_name(member));
        Some(view! { <Who name=member.full_name() email=member.email.clone() href=href/>{kind} })
    });
    let is_admin = snapshot.and_then(|s| Some(s.member(s.token_owner())?.has_account_type("admin"))).unwrap_or(true);
    let limits = (!is_admin).then(|| {
        let rows = sigma::FOR_ADMINS_ONLY.iter().map(|what| view! { <li>{*what}</li> }).collect_view();
        fact("Not an admin’s", view! { "With these credentials the portal cannot:"<ul>{rows}</ul> })
    });
    let owner = owner.map_or_else(|| "Not synced".into_any(), IntoAny::into_any);
    let (now, trouble) = match whoami {
        Ok(who) => {
            let changed = snapshot.filter(|s| *s.token_owner() != who.user_id).map(|_| {
                fact(
                    "Since then",
                    format!("Sigma now says that they belong to {}; the directory is older.", who.user_id),
                )
            });
            let answer = view! {
                {fact("Sigma says", view! { <span class="status is-done">"Accepted just now"</span> })}
                {fact("Organization id", panel::id(who.organization_id.as_str()))}
                {changed}
            };
            (Some(answer), None)
        }
        Err(error) => (None, Some(sigma_error_panel(&error))),
    };
    let facts = view! {
        <dl class="facts">
            {fact("Organization", app.organization_name.clone())}
            {fact("Credentials of", owner)}
            {fact("Credentials", in_use.origin())}
            {limits}
            {fact("Base URL", panel::id(base_url.as_str()))}
            {fact("Region", region)}
            {app.client.clocks().map(|clocks| fact("Clock", clock(clocks)))}
            {now}
        </dl>
        {trouble}
        {in_use.left()}
        {in_use.renew(app.store.keeps_secrets())}
    };
    view! { <Panel id="sigma" title="Sigma">{facts}</Panel> }
}

/// Whether Sigma's clock and the portal's agree.
fn clock(clocks: Clocks) -> AnyView {
    match clocks.warning() {
        Some(warning) => view! { <span class="status is-failed">{warning}"."</span> }.into_any(),
        None => "Agrees with Sigma's".into_any(),
    }
}

/// The access token, and what limits calls.
pub fn calls(client: &SigmaClient) -> impl IntoView + use<> {
    let (token, limiter) = (client.token_status(), client.limiter_status());
    let time = |at: Timestamp| view! { <time datetime=at.to_string()>{moment(at)}</time> };
    let issued = match token.issued_at {
        Some(at) => time(at).into_any(),
        None => "There is none at the moment".into_any(),
    };
    let pace = match limiter.per_second {
        None => "Unlimited: Sigma hasn’t throttled calls lately".to_owned(),
        Some(rate) => format!("{rate:.1} calls a second, after Sigma asked for fewer"),
    };
    let waiting = format!(
        "{} for people, {} for changes, {} for the sync",
        limiter.people_waiting, limiter.changes_waiting, limiter.sync_waiting
    );
    let facts = view! {
        <dl class="facts">
            {fact("Token issued", issued)}
            {token.expires_at.map(|at| fact("Token ends", time(at)))}
            {fact("Tokens since the start", token.issued_count.to_string())}
            {token.last_error.map(|error| fact("Last token error", error))}
            {fact("Calls in flight", format!("{} of {} at most", limiter.in_flight, limiter.most))}
            {fact("Waiting", waiting)}
            {fact("Pace", pace)}
            {limiter.pause.map(|pause| fact("Pause", format!("Sigma wants no call for {} s", pause.as_secs() + 1)))}
        </dl>
    };
    view! { <Panel id="calls" title="Calls to Sigma">{facts}</Panel> }
}
