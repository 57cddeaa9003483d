//! How the audit log stands: where its chain ends, and how far other systems have it.

use crate::{
    store::ChainPlace,
    ui::{
        number,
        panel::{Panel, fact},
    },
    web::{AppError, RequestContext, paths},
};
use leptos::prelude::*;

/// What the panel shows.
pub struct AuditLog {
    head: ChainPlace,
    streams: Vec<(&'static str, String, i64)>,
}

impl AuditLog {
    /// As it is now.
    ///
    /// # Errors
    /// Failures of the database.
    pub async fn of(cx: &RequestContext) -> Result<Self, AppError> {
        Ok(Self { head: cx.app.store.audit_head().await?, streams: cx.app.audit_streams.standing().await? })
    }

    /// The panel about it.
    pub fn panel(self) -> impl IntoView + use<> {
        let Self { head, streams } = self;
        let figure = |n: i64| number(usize::try_from(n).unwrap_or_default());
        let (events, end) = (figure(head.number), head.number);
        let systems: Vec<_> = streams
            .into_iter()
            .map(|(name, target, taken)| {
                let waiting = figure((end - taken).max(0));
                let says = format!("{} events sent, {waiting} waiting", figure(taken));
                view! { <li><code>{name}</code>" "<bdi>{target}</bdi>" "<small class="muted">{says}</small></li> }
            })
            .collect();
        let systems = if systems.is_empty() {
            "Not sent to other systems".into_any()
        } else {
            view! { <ul class="bare-list">{systems}</ul> }.into_any()
        };
        let hash = (!head.hash.is_empty())
            .then(|| fact("Head", view! { <code>{format!("{}:{}", head.number, head.hash)}</code> }));
        view! {
            <Panel id="audit-log" title="Audit log">
                <dl class="facts">{fact("Events", events)}{hash}{fact("Sent to", systems)}</dl>
                <p class="panel-foot"><a href=paths::AUDIT_LINES download="">"Download as JSON Lines"</a></p>
            </Panel>
        }
    }
}
