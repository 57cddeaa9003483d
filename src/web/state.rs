//! What every handler can reach.

use super::{Assets, FormKey, LoadLimiter, TrustedHops};
use crate::{
    auth::{Attempts, Auth, SessionLimits},
    changes::Changes,
    directory::{Authority, Directory, ManagersSee},
    domain::{Channel, Contact},
    notify::{AuditStreams, Notify},
    requests::Requests,
    sigma::SigmaClient,
    store::{Retention, Store},
};
use jiff::Timestamp;
use leptos::{config::LeptosOptions, prelude::AnyView};
use metrics_exporter_prometheus::PrometheusHandle;
use std::{ops::Deref, sync::Arc};
use url::Url;

/// The running portal, shared by all requests.
#[derive(Clone)]
pub struct AppState(Arc<Portal>);

/// The parts of the running portal.
pub struct Portal {
    /// The reading road.
    pub directory: Directory,
    /// The writing road.
    pub changes: Changes,
    /// Self-service: requests and who decides about them.
    pub requests: Requests,
    /// What people are told, and how.
    pub notify: Notify,
    /// Where the audit log is handed on to.
    pub audit_streams: AuditStreams,
    pub store: Store,
    /// When this process began to serve.
    pub started_at: Timestamp,
    /// The client. A handler takes it from its context, which decides whether Sigma may be asked.
    pub client: SigmaClient,
    /// How people sign in.
    pub auth: Auth,
    /// Which role each has now.
    pub authority: Authority,
    /// How long sessions last.
    pub sessions: SessionLimits,
    /// How long what is kept is kept.
    pub retention: Retention,
    /// Whose word is taken for where requests come from.
    pub trusted_hops: TrustedHops,
    /// Wrong secrets that came lately.
    pub attempts: Attempts,
    /// What kind of installation this is.
    pub mode: Mode,
    /// Signs whose page a form was on.
    pub form_key: FormKey,
    /// Name of the organisation.
    pub organization_name: String,
    /// Whom people ask for help.
    pub contact: Option<Contact>,
    /// What team managers are shown.
    pub managers_see: ManagersSee,
    /// What people type into the browser, when it is not what they reach.
    pub public_url: Option<Url>,
    /// The command palette, in the layout of every page that may find things. Handed in: it belongs to the features.
    pub palette: fn() -> AnyView,
    /// Names of the built assets.
    pub assets: Assets,
    /// What Leptos was built with.
    pub leptos: LeptosOptions,
    /// How much one person may ask of it, and everybody together.
    pub limits: LoadLimiter,
    /// Metrics as Prometheus reads them.
    pub metrics: PrometheusHandle,
}

/// What kind of installation this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Simulated organisation; anybody may be any persona.
    Demo,
    /// Against Sigma itself.
    Serve,
}

impl AppState {
    /// Shares the portal.
    pub fn new(portal: Portal) -> Self {
        Self(Arc::new(portal))
    }

    /// Whether people may move the clock on: in a demo whose mails go somewhere, as nothing there is meant in earnest.
    pub fn moves_clock(&self) -> bool {
        self.mode == Mode::Demo && self.notify.has(Channel::Email)
    }
}

impl Deref for AppState {
    type Target = Portal;

    fn deref(&self) -> &Portal {
        &self.0
    }
}
