//! What self-service does by itself: approved requests are seen through, and those that nobody can answer are closed.

use crate::{
    changes::Changes,
    requests::Requests,
    schedule::{Failure, Next, Scheduler},
    web,
};
use std::time::Duration;

/// How often approved requests are looked at. Whoever decides does not wait for it: only what was cut off, and changes
/// that take long.
const FOLLOW: Duration = Duration::from_secs(10);
/// How often requests are looked for that nobody can or will answer.
const CLOSE: Duration = Duration::from_hours(1);

/// How often it is looked for access whose term has ended, and for access that ends soon.
const ENDS: Duration = Duration::from_secs(15);
const REMIND: Duration = Duration::from_hours(1);

/// How often it is looked for people whose account was deactivated, here or elsewhere, and who hold or wait for something.
const LEAVERS: Duration = Duration::from_mins(1);

/// How often the invitations of the last day are looked through for packages whose holders were not written down, as when a
/// process stopped in between.
const ASSIGN: Duration = Duration::from_mins(5);
const ASSIGNED: Duration = Duration::from_hours(24);

/// Adds the tasks.
pub fn add_to(scheduler: &mut Scheduler, requests: &Requests, changes: &Changes) {
    let both = (requests.clone(), changes.clone());
    scheduler.add("requests.follow", FOLLOW, move |_| {
        let (requests, changes) = both.clone();
        async move {
            web::fulfil_all(&requests, &changes).await.map_err(Failure::new)?;
            Ok(Next::Regularly)
        }
    });
    let ending = (requests.clone(), changes.clone());
    scheduler.add("requests.end", ENDS, move |_| {
        let (requests, changes) = ending.clone();
        async move {
            web::end_due(&requests, &changes).await.map_err(Failure::new)?;
            Ok(Next::Regularly)
        }
    });
    let reminding = requests.clone();
    scheduler.add("requests.remind", REMIND, move |cx| {
        let requests = reminding.clone();
        async move {
            requests.remind(cx.started_at).await.map_err(Failure::new)?;
            Ok(Next::Regularly)
        }
    });
    let leaving = requests.clone();
    scheduler.add("requests.leavers", LEAVERS, move |cx| {
        let requests = leaving.clone();
        async move {
            match requests.end_for_deactivated(cx.started_at).await {
                Ok(_) | Err(crate::requests::Error::NotReady) => Ok(Next::Regularly),
                Err(error) => Err(Failure::new(error)),
            }
        }
    });
    let assigning = requests.clone();
    scheduler.add("requests.assign", ASSIGN, move |cx| {
        let requests = assigning.clone();
        async move {
            let since = cx.started_at.checked_sub(ASSIGNED).map_err(Failure::new)?;
            match requests.assign_since(since).await {
                Ok(()) | Err(crate::requests::Error::NotReady) => Ok(Next::Regularly),
                Err(error) => Err(Failure::new(error)),
            }
        }
    });
    let lapsing = requests.clone();
    scheduler.add("requests.close", CLOSE, move |cx| {
        let requests = lapsing.clone();
        async move {
            match requests.close_lapsed(cx.started_at).await {
                Ok(_) | Err(crate::requests::Error::NotReady) => Ok(Next::Regularly),
                Err(error) => Err(Failure::new(error)),
            }
        }
    });
}
