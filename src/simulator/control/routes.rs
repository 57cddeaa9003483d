//! `/__simulator/`: the same orders and questions as the methods of [`Simulator`], over HTTP.
//!
//! | path | methods | body |
//! |---|---|---|
//! | `faults` | GET, PUT, DELETE | [`Faults`], for example `{"latency": {"fixedMs": 80}, "rules": [{"operation": "POST /v2/members", "when": {"times": 1}, "effect": "cutAfter"}]}` |
//! | `limits` | GET, PUT | [`Limits`], for example `{"callsPerSecond": 20}` |
//! | `journal` | GET, DELETE | counts per operation, and the last calls |
//! | `invitations` | GET | mails that Sigma would have sent |
//! | `clock` | GET, POST | `{"forwardSeconds": 3600}` |
//! | `tokens/revoke` | POST | none |
//! | `reset` | POST | none |

use std::time::Duration;

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::faults::Faults;
use super::limits::Limits;
use crate::simulator::handle::Simulator;

type Here = State<Simulator>;

/// The control surface.
pub fn routes() -> Router<Simulator> {
    Router::new()
        .route(
            "/__simulator/faults",
            get(|State(simulator): Here| async move { Json(simulator.faults()) })
                .put(|State(simulator): Here, Json(faults): Json<Faults>| async move {
                    simulator.set_faults(faults);
                    Json(simulator.faults())
                })
                .delete(|State(simulator): Here| async move { simulator.set_faults(Faults::default()) }),
        )
        .route(
            "/__simulator/limits",
            get(|State(simulator): Here| async move { Json(simulator.limits()) }).put(
                |State(simulator): Here, Json(limits): Json<Limits>| async move {
                    simulator.set_limits(limits);
                    Json(simulator.limits())
                },
            ),
        )
        .route(
            "/__simulator/journal",
            get(|State(simulator): Here| async move {
                Json(json!({ "counts": simulator.counts(), "entries": simulator.journal() }))
            })
            .delete(|State(simulator): Here| async move { drop(simulator.clear_journal()) }),
        )
        .route("/__simulator/invitations", get(|State(simulator): Here| async move { Json(simulator.invitations()) }))
        .route(
            "/__simulator/clock",
            get(|State(simulator): Here| async move { clock(&simulator) }).post(
                |State(simulator): Here, Json(by): Json<Forward>| async move {
                    simulator.forward(Duration::from_secs(by.forward_seconds.into()));
                    clock(&simulator)
                },
            ),
        )
        .route("/__simulator/tokens/revoke", post(|State(simulator): Here| async move { simulator.revoke_tokens() }))
        .route("/__simulator/reset", post(|State(simulator): Here| async move { simulator.reset() }))
}

fn clock(simulator: &Simulator) -> Json<Value> {
    Json(json!({ "now": simulator.now() }))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Forward {
    forward_seconds: u32,
}
