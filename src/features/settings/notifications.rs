//! How the channels stand that people are told by, and what was given up.

use super::actions::{SendAgain, TestChannel};
use crate::{
    domain::{Capability, Channel, Outcome, headline},
    notify::{self, ChannelStanding},
    store::Delivery,
    ui::{count, icon::Icon, moment, number, panel::Panel},
    web::{AppError, AuditEntry, RequestContext, Severity, paths},
};
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::{prelude::*, server_fn::ServerFn};

/// Given-up deliveries that are shown; all of them can be sent again.
const SHOWN: u64 = 20;

/// What the panel shows.
pub struct Notifications {
    channels: Vec<ChannelStanding>,
    dead: Vec<Delivery>,
    may_manage: bool,
}

impl Notifications {
    /// As it is now.
    ///
    /// # Errors
    /// Failures of the database.
    pub async fn of(cx: &RequestContext) -> Result<Self, AppError> {
        Ok(Self {
            channels: cx.app.notify.standing().await?,
            dead: cx.app.store.dead_deliveries(SHOWN).await?,
            may_manage: cx.can(Capability::ManageNotifications),
        })
    }

    /// The panel of channels, and of what was given up.
    pub fn panel(self) -> impl IntoView + use<> {
        let Self { channels, dead, may_manage } = self;
        let given_up: u64 = channels.iter().map(|one| one.counts.dead).sum();
        let rows = channels.iter().map(|one| channel(one, may_manage)).collect_view();
        view! {
            <Panel id="notifications" title="Notifications" class="table-box">
                <table class="table">
                    <caption class="vh">"Channels"</caption>
                    <thead><tr>
                        <th scope="col">"Channel"</th><th scope="col">"State"</th>
                        <th scope="col" class="num">"Waiting"</th><th scope="col" class="num">"Not delivered"</th>
                        <th scope="col" class="acts"><span class="vh">"Test"</span></th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
                {(!dead.is_empty()).then(|| given_up_list(&dead, given_up, may_manage))}
            </Panel>
        }
    }
}

fn channel(standing: &ChannelStanding, may_manage: bool) -> impl IntoView + use<> {
    let ChannelStanding { channel, target, health, counts } = standing;
    let time = |at: Timestamp| view! { <time datetime=at.to_string()>{moment(at)}</time> };
    let state = match (target, health.failures, health.worked_at) {
        (None, ..) => view! { <span class="muted">"Not set up"</span> }.into_any(),
        (Some(_), 0, None) => view! { <span class="status is-planned">"Not used yet"</span> }.into_any(),
        (Some(_), 0, Some(at)) => {
            view! { <span class="status is-done">"Works"</span>" "<small class="muted">{time(at)}</small> }.into_any()
        }
        (Some(_), ..) => {
            let again = health.paused_until.map(|at| view! { " Tried again "{time(at)}"." });
            view! {
                <span class="status is-failed">"Unreachable"</span>" "
                <small class="muted">{health.error.clone()}{again}</small>
            }
            .into_any()
        }
    };
    let test = (may_manage && target.is_some()).then(|| {
        let label = format!("Test {}", channel.label());
        view! {
            <form method="post" action=TestChannel::url()>
                <input type="hidden" name="channel" value=channel.slug()/>
                <button class="btn btn-sm" aria-label=label>"Test"</button>
            </form>
        }
    });
    let target = target.clone().map(|target| view! { " "<small class="muted"><bdi>{target}</bdi></small> });
    let figure = |n: u64| (n > 0).then(|| number(usize::try_from(n).unwrap_or(usize::MAX)));
    view! {
        <tr>
            <th scope="row" class="lead">{channel.label()}{target}</th>
            <td>{state}</td>
            <td data-label="Waiting" class="num">{figure(counts.waiting)}</td>
            <td data-label="Not delivered" class="num">{figure(counts.dead)}</td>
            <td class="acts">{test}</td>
        </tr>
    }
}

/// What the channels work for and did not take.
fn given_up_list(dead: &[Delivery], all: u64, may_manage: bool) -> impl IntoView + use<> {
    let n = count(usize::try_from(all).unwrap_or(usize::MAX), "notification was", "notifications were");
    let all_again = (may_manage && all > 1).then(|| {
        view! {
            <form method="post" action=SendAgain::url()>
                <button class="btn btn-sm"><Icon icon=lu::LuRotateCw/>" Send all again"</button>
            </form>
        }
    });
    let rows = dead.iter().map(|one| given_up(one, may_manage)).collect_view();
    view! {
        <div class="panel-head"><h3>{n}" not delivered"</h3><div class="actions">{all_again}</div></div>
        <ul class="rows needs">{rows}</ul>
    }
}

fn given_up(delivery: &Delivery, may_manage: bool) -> impl IntoView + use<> {
    let text = headline(&delivery.notice, delivery.because).text;
    let at = delivery.ended_at.map(|at| view! { <time datetime=at.to_string()>{moment(at)}</time>": " });
    let again = may_manage.then(|| {
        let label = format!("Send again by {}: {text}", delivery.channel.label());
        view! {
            <form method="post" action=SendAgain::url()>
                <input type="hidden" name="id" value=delivery.id.clone()/>
                <button class="btn btn-sm" aria-label=label>"Send again"</button>
            </form>
        }
    });
    view! {
        <li class="t-bad">
            <Icon icon=lu::LuMailX/>
            <div class="row-text">
                <a href=paths::request(&delivery.notice.request_id)><bdi>{text.clone()}</bdi></a>
                <small>{delivery.channel.label()}", "{at}{delivery.error.clone()}</small>
            </div>
            {again}
        </li>
    }
}

/// Sends a test and says what came of it.
///
/// # Errors
/// [`AppError::Refused`] with what the channel said, [`AppError::NotFound`] for one that is not set up.
pub async fn test(cx: &RequestContext, channel: Channel) -> Result<(), AppError> {
    let sent = cx.app.notify.try_out(channel, &cx.actor).await;
    let outcome = if sent.is_ok() { Outcome::Succeeded } else { Outcome::Failed };
    cx.audit(entry("notifications.tested", format!("Sent a test by {}", channel.label()), outcome)).await?;
    match sent {
        Ok(()) => {
            let text = match channel {
                Channel::Email => format!("A test mail is on its way to {}.", cx.actor.email),
                Channel::Webhook | Channel::Slack | Channel::Teams => {
                    format!("{} took the test message.", channel.label())
                }
            };
            cx.lead_to(paths::SETTINGS, Severity::Success, text).await;
        }
        Err(notify::Error::Channel(why)) => {
            let text = format!("The test by {} failed. {why}", channel.label());
            cx.lead_to(paths::SETTINGS, Severity::Error, text).await;
        }
        Err(error @ (notify::Error::NotSetUp | notify::Error::Store(_))) => return Err(error.into()),
    }
    Ok(())
}

/// Has sent again what was given up.
///
/// # Errors
/// Failures of the database.
pub async fn send_again(cx: &RequestContext, id: Option<&str>) -> Result<(), AppError> {
    let again = cx.app.store.revive_deliveries(id, cx.now).await?;
    let n = count(usize::try_from(again).unwrap_or(usize::MAX), "notification", "notifications");
    if again == 0 {
        cx.lead_to(paths::SETTINGS, Severity::Info, "Nothing is left to send again.").await;
        return Ok(());
    }
    cx.audit(entry("notifications.sent_again", format!("Had {n} sent again"), Outcome::Succeeded)).await?;
    cx.lead_to(paths::SETTINGS, Severity::Success, format!("Sending {n} again.")).await;
    Ok(())
}

fn entry(action: &'static str, summary: String, outcome: Outcome) -> AuditEntry {
    AuditEntry { action, summary, subjects: Vec::new(), outcome, sigma_request_id: None }
}
