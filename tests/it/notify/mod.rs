//! Telling people: what is sent, to whom, once, and what becomes of what cannot be sent.

mod audit_streams;
mod bell;
mod failures;
mod mail;
mod next_day;
mod preferences;
mod services;

use crate::{
    requests::{JONAS, LEO, actor, ask, decided_by, member, offer_finance},
    support::{TestApp, smtp::SmtpServer},
};
use sigma_portal::{
    domain::{AccessRequest, Approvers},
    notify::{Settings, SmtpSettings, Timing},
};
use std::{net::SocketAddr, time::Duration};

/// Mail by this server, at once.
fn by_mail(addr: SocketAddr) -> Settings {
    Settings {
        smtp: Some(SmtpSettings {
            url: SmtpServer::url(addr).into(),
            from: "Sigma portal <sigma@lumen.example>".parse().unwrap(),
        }),
        timing: Timing { gather: Duration::ZERO, ..Timing::default() },
        ..Settings::default()
    }
}

/// A portal that sends by this server.
async fn mailing(addr: SocketAddr) -> TestApp {
    TestApp::start_set(|installation| installation.notify = by_mail(addr)).await
}

/// Leo asks for Finance, about which Jonas alone decides.
async fn asked(app: &TestApp) -> AccessRequest {
    let jonas = member(app, JONAS).id;
    let finance = offer_finance(app, decided_by(&[Approvers::People(vec![jonas])])).await;
    ask(app, &finance, LEO).await
}

/// Jonas denies it.
async fn denied(app: &TestApp, request: &AccessRequest) -> AccessRequest {
    let requests = &app.running.app.requests;
    requests.deny(&request.id, request.version, "Not this quarter", &actor(app, JONAS)).await.unwrap()
}

/// Has everything sent that is due.
async fn work_off(app: &TestApp) {
    app.running.app.notify.work_off().await.unwrap();
}
