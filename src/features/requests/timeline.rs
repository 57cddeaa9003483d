//! The line of a request: what happened, and what is still ahead.

use crate::{
    domain::{AccessRequest, RequestEvent, RequestEventKind, RequestState},
    requests::Case,
    ui::{icon::Icon, moment, more, panel::Panel},
};
use icondata_core::Icon as Drawing;
use icondata_lu as lu;
use leptos::prelude::*;

/// Names of approvers in view before one asks for the others.
pub const APPROVERS: usize = 3;

/// The panel with the whole line.
pub fn panel(case: &Case) -> impl IntoView + use<> {
    let request = &case.request;
    let past = request.events.iter().map(|event| item(event, request)).collect_view();
    let ahead = ahead(case);
    view! { <Panel id="timeline" title="History"><ol class="line line-sm timeline panel-body">{past}{ahead}</ol></Panel> }
}

fn item(event: &RequestEvent, request: &AccessRequest) -> impl IntoView + use<> {
    let (tone, icon, what) = looks(event, request);
    let who = event.by.as_ref().map(|actor| view! { " · "<bdi>{actor.name.clone()}</bdi> });
    let note = (!event.note.is_empty()).then(|| view! { <p class="quote"><bdi>{event.note.clone()}</bdi></p> });
    let at = event.at;
    view! {
        <li class=tone>
            <span class="station"><Icon icon=icon/></span>
            <p><b>{what}</b></p>
            {note}
            <p class="when"><time datetime=at.to_string()>{moment(at)}</time>{who}</p>
        </li>
    }
}

fn looks(event: &RequestEvent, request: &AccessRequest) -> (&'static str, Drawing, String) {
    match event.kind {
        RequestEventKind::Asked if request.is_for_another() => {
            ("t-accent", lu::LuSend, format!("Requested for {}", request.beneficiary.name))
        }
        RequestEventKind::Asked => ("t-accent", lu::LuSend, "Requested".to_owned()),
        RequestEventKind::StageApproved => ("t-ok", lu::LuCheck, "Stage approved".to_owned()),
        RequestEventKind::Approved if event.by.is_none() => ("t-ok", lu::LuZap, "Approved by policy".to_owned()),
        RequestEventKind::Approved => ("t-ok", lu::LuCheck, "Approved".to_owned()),
        RequestEventKind::Denied => ("t-bad", lu::LuX, "Denied".to_owned()),
        RequestEventKind::Cancelled => ("is-skipped", lu::LuMinus, "Cancelled".to_owned()),
        RequestEventKind::Closed => ("is-skipped", lu::LuMinus, "Closed".to_owned()),
        RequestEventKind::Applying => ("t-info", lu::LuPlay, "Being applied in Sigma".to_owned()),
        RequestEventKind::Granted => ("t-ok", lu::LuKeyRound, "Granted".to_owned()),
        RequestEventKind::Renewed => ("t-ok", lu::LuCalendarPlus, "Renewed".to_owned()),
        RequestEventKind::Shortened => ("t-warn", lu::LuCalendarX, "End brought forward".to_owned()),
        RequestEventKind::Lapses => ("is-skipped", lu::LuCalendarX, "Meant to lapse".to_owned()),
        RequestEventKind::Reminded => ("t-info", lu::LuBell, "Reminder".to_owned()),
        RequestEventKind::Ending => ("t-info", lu::LuPlay, "Being taken back in Sigma".to_owned()),
        RequestEventKind::Ended => ("is-skipped", lu::LuCalendarX, "Ended".to_owned()),
        RequestEventKind::Offered => ("t-info", lu::LuPackage, "Update planned".to_owned()),
        RequestEventKind::Updated => ("t-ok", lu::LuPackageCheck, "Brought to the package".to_owned()),
        RequestEventKind::Attention => ("t-bad", lu::LuTriangleAlert, "Needs attention".to_owned()),
    }
}

/// What is still ahead of a pending request: the decisions, then the grant.
fn ahead(case: &Case) -> Option<AnyView> {
    let request = &case.request;
    if request.state != RequestState::Pending {
        return None;
    }
    let stages = case.outcome.as_ref().ok()?;
    let decisions: Vec<_> = stages
        .iter()
        .skip(request.stage)
        .enumerate()
        .map(|(at, stage)| {
            let what = if at == 0 {
                format!("Waiting for {}", stage.role.to_lowercase())
            } else {
                format!("{} decide", stage.role)
            };
            view! {
                <li class=if at == 0 { "is-open" } else { "is-planned" }>
                    <span class="station"><Icon icon=lu::LuUserCheck/></span>
                    <p><b>{what}</b></p><p class="when">{more::names(stage.names.clone(), APPROVERS)}</p>
                </li>
            }
        })
        .collect();
    Some(
        view! {
            {decisions}
            <li class="is-planned"><span class="station"><Icon icon=lu::LuKeyRound/></span><p>"Access is granted in Sigma"</p></li>
        }
        .into_any(),
    )
}
