//! Sigma's REST API, simulated over HTTP.
//!
//! Knows HTTP and Sigma's public documents; knows nothing of the portal or its client, and defines its own
//! wire structs, so that a mistake in the client cannot hide here. The contract is `openapi.yaml` in
//! `src/sigma/contract`; what a schema cannot say is in `BEHAVIOUR.md` beside it, whose sections the comments name.
//! Where the documents are silent the choice made is listed in `DIFFERENCES.md`.
//!
//! | module | owns |
//! |---|---|
//! | `api` | one file per resource: what each operation answers |
//! | `call` | what every operation shares: token, path, query, body |
//! | `state` | the organisation in memory |
//! | `seed` | the invented company that the organisation starts as |
//! | `content`, `sources`, `render` | what is inside documents, where it comes from, and the files it is exported as |
//! | `control` | faults, limits, the request journal and `/__simulator/` |

mod api;
mod body;
mod call;
mod clock;
mod content;
mod control;
mod failure;
mod handle;
mod id_map;
mod ids;
mod keep;
mod options;
mod page;
mod query;
mod render;
mod router;
mod seed;
mod serve;
mod sources;
mod state;
mod table;

pub use control::faults::{Answer, Effect, Faults, Latency, Rule, When};
pub use control::journal::{Count, Entry, Invitation};
pub use control::limits::Limits;
pub use handle::Simulator;
pub use options::Options;
pub use serve::{Running, serve, start};
