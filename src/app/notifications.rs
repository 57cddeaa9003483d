//! Telling people, as timed work: what is due is sent, and what was told long ago is cleared away.

use crate::{
    notify::Notify,
    schedule::{Failure, Next, Scheduler},
    store::Store,
};
use std::time::Duration;

/// How often it is looked for what is due to be sent, at least; as often as mails wait for others.
const SEND: Duration = Duration::from_secs(5);
const SOONEST: Duration = Duration::from_secs(1);
/// How often what was told long ago is cleared away.
const TIDY: Duration = Duration::from_hours(1);

/// Adds the tasks. What people were told is kept for so long.
pub fn add_to(scheduler: &mut Scheduler, notify: &Notify, store: &Store, kept: Duration) {
    let (every, notify) = (notify.timing().gather.clamp(SOONEST, SEND), notify.clone());
    scheduler.add("notifications.send", every, move |_| {
        let notify = notify.clone();
        async move {
            notify.work_off().await.map_err(Failure::new)?;
            Ok(Next::Regularly)
        }
    });
    let store = store.clone();
    scheduler.add("notifications.tidy", TIDY, move |cx| {
        let store = store.clone();
        async move {
            store.delete_told(cx.started_at.checked_sub(kept)?).await?;
            Ok(Next::Regularly)
        }
    });
}
