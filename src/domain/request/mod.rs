//! Self-service: what can be asked for, by which policy it is decided, and what becomes of a request.

mod policy;
mod route;
mod state;
mod target;
mod term;

pub use policy::{Approvers, Asking, Automatic, Policy, PolicyEntry};
pub use route::{Facts, NoRoute, Party, Route, Stage, route};
pub use state::{AccessRequest, Beneficiary, RequestEvent, RequestEventKind, RequestState};
pub use target::{Requestable, RequestableKind, Target};
pub use term::{Ending, Held, ending, held_before};
