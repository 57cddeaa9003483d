//! What people are told: written with the event itself, shown to each of them, and sent by the channels.
//!
//! An event and who is told of it are written in one transaction with what it is about. What is sent of it is settled
//! later, by whoever knows the channels and what people have chosen; each row of that has a key of event, channel and
//! recipient, so that however often it is settled, nothing is sent twice for it.

mod bell;
mod channels;
mod plan;
mod preferences;
mod send;
mod write;

pub use channels::{ChannelHealth, OutboxCounts};
pub use plan::{NewDelivery, Outgoing};
pub use send::{Delivery, DeliveryState};
pub(in crate::store) use write::{Rows, insert, rows};
