//! Self-service: what can be asked for, by which policy it is decided, and what becomes of a request.

mod approvers;
mod package;
mod part;
mod policy;
mod route;
mod state;
mod target;
mod term;

pub use approvers::{ApproverGroup, PersonSet};
pub use package::{AccessPackage, GivenPackage, PackageContents, PackageUpdate, PackageVersion};
pub use part::{About, Given, Part};
pub use policy::{Approvers, Asking, Automatic, Policy, PolicyEntry};
pub use route::{Account, Facts, NoRoute, Party, Route, Stage, merged, route, stages};
pub use state::{AccessRequest, Beneficiary, Newcomer, RequestEvent, RequestEventKind, RequestState};
pub use target::{NewAccount, Requestable, RequestableKind, Target};
pub use term::{Ending, Held, ending, held_before};
