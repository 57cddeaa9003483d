//! Which channels an event goes by, and when.

use super::{Notify, Timing};
use crate::{
    domain::{Because, Channel, Pace},
    store::{Error, NewDelivery, Outgoing},
};
use jiff::{SignedDuration, Timestamp};

/// Events that are settled at once.
const BATCH: u64 = 200;

const DAY: SignedDuration = SignedDuration::from_hours(24);

impl Notify {
    /// Settles what is sent of what happened.
    pub(super) async fn plan(&self) -> Result<(), Error> {
        let store = &self.0.store;
        loop {
            let outgoing = store.outgoing(BATCH).await?;
            for event in &outgoing {
                let now = store.clock().now();
                let new = deliveries(event, |channel| self.0.channels.load_full().has(channel), self.0.timing, now);
                store.plan_deliveries(&event.notice, &new, now).await?;
            }
            if outgoing.len() < usize::try_from(BATCH).unwrap_or(usize::MAX) {
                return Ok(());
            }
        }
    }
}

/// What is sent of an event by the channels that there are.
fn deliveries(event: &Outgoing, has: impl Fn(Channel) -> bool, timing: Timing, now: Timestamp) -> Vec<NewDelivery> {
    let mut new = Vec::new();
    if has(Channel::Email) {
        for (recipient, preference) in &event.recipients {
            let due_at = match preference.pace(recipient.because) {
                Pace::Immediately => now + timing.gather,
                Pace::Daily => next_digest(now, timing.digest_hour),
                Pace::Never => continue,
            };
            let person = Some(recipient.person.clone());
            new.push(NewDelivery { channel: Channel::Email, person, because: recipient.because, due_at });
        }
    }
    for channel in [Channel::Webhook, Channel::Slack, Channel::Teams] {
        let is_wanted = channel == Channel::Webhook || event.notice.is_for_chat();
        if has(channel) && is_wanted {
            new.push(NewDelivery { channel, person: None, because: Because::Owns, due_at: now });
        }
    }
    new
}

/// The last full hour or day in UTC, to the nanosecond: what is counted from there counts the first second too.
pub fn beginning(now: Timestamp, of: SignedDuration) -> Timestamp {
    now - SignedDuration::from_nanos_i128(now.as_nanosecond().rem_euclid(of.as_nanos()))
}

/// When the next daily mail goes out: at this hour, in UTC.
pub fn next_digest(now: Timestamp, hour: u8) -> Timestamp {
    let today = beginning(now, DAY);
    let at = today + SignedDuration::from_hours(i64::from(hour));
    let next = if at > now { at } else { at + DAY };
    // Without the fraction of the second of now.
    Timestamp::from_second(next.as_second()).unwrap_or(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Notice, PersonKey, Preference, Recipient, RequestEventKind};

    const TIMING: Timing = Timing { gather: std::time::Duration::from_secs(15), digest_hour: 7 };

    fn event(kind: RequestEventKind, people: &[(Because, Preference)]) -> Outgoing {
        let recipient = |(at, (because, preference)): (usize, &(Because, Preference))| {
            let person = PersonKey::configured(&format!("{at}@lumen.example"));
            (Recipient { person, because: *because }, *preference)
        };
        Outgoing {
            notice: Notice {
                id: "r/1".into(),
                at: Timestamp::UNIX_EPOCH,
                kind,
                request_id: "r".into(),
                title: "Membership of Finance".into(),
                requester: "Leo Martins".into(),
                beneficiary: "Leo Martins".into(),
                is_for_another: false,
                by: None,
                ends_at: None,
            },
            recipients: people.iter().enumerate().map(recipient).collect(),
        }
    }

    #[test]
    fn people_get_what_they_chose_and_chats_what_matters() {
        let now: Timestamp = "2026-11-30T10:00:00Z".parse().unwrap();
        let quiet = Preference { to_do: Pace::Daily, updates: Pace::Never };
        let asked = event(RequestEventKind::Asked, &[(Because::Acts, Preference::default()), (Because::Acts, quiet)]);
        let all = deliveries(&asked, |_| true, TIMING, now);
        let due: Vec<_> = all.iter().map(|new| (new.channel, new.due_at.to_string())).collect();
        assert_eq!(
            due,
            [
                (Channel::Email, "2026-11-30T10:00:15Z".to_owned()),
                (Channel::Email, "2026-12-01T07:00:00Z".to_owned()),
                (Channel::Webhook, now.to_string()),
                (Channel::Slack, now.to_string()),
                (Channel::Teams, now.to_string()),
            ]
        );
        let renewed = event(RequestEventKind::Renewed, &[(Because::Gets, quiet)]);
        let all = deliveries(&renewed, |_| true, TIMING, now);
        assert_eq!(all.iter().map(|new| new.channel).collect::<Vec<_>>(), [Channel::Webhook]);
        assert!(deliveries(&asked, |_| false, TIMING, now).is_empty());
    }

    #[test]
    fn the_daily_mail_comes_at_its_hour() {
        let next = |now: &str, hour| next_digest(now.parse().unwrap(), hour).to_string();
        assert_eq!(next("2026-11-30T06:59:59Z", 7), "2026-11-30T07:00:00Z");
        assert_eq!(next("2026-11-30T07:00:00Z", 7), "2026-12-01T07:00:00Z");
        assert_eq!(next("2026-12-31T23:30:00Z", 0), "2027-01-01T00:00:00Z");
    }
}
