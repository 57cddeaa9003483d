//! Sending what is due: each thing once, whatever becomes of the process, the channel and the other processes.
//!
//! What is due is claimed for a while, sent, and noted. A process that stops in between leaves the claim to run out, and it
//! is sent again: at least once, and with the same id, by which a mail program or another program knows it.

use super::{Error, Notify, channel::SendError, message::Mail, plan, retry};
use crate::{
    domain::{Channel, Member, MemberStatus, PersonKey},
    store::{ChannelHealth, Delivery, DeliveryState},
};
use futures::future::try_join_all;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// How much of a channel is looked at at once.
const BATCH: u64 = 500;

/// For how long what is being sent is claimed: longer than sending may take.
const CLAIM: Duration = Duration::from_secs(45);

/// Mails to one person within an hour; what comes besides is put into one mail at the full hour.
const MAILS_AN_HOUR: u64 = 5;

const HOUR: SignedDuration = SignedDuration::from_hours(1);

impl Notify {
    /// Sends what is due by each channel; a slow one does not hold up the others.
    pub(super) async fn send_due(&self) -> Result<(), Error> {
        let set_up = Channel::ALL.into_iter().filter(|channel| self.0.channels.load_full().has(*channel));
        try_join_all(set_up.map(|channel| self.send_by(channel))).await.map(drop)
    }

    async fn send_by(&self, channel: Channel) -> Result<(), Error> {
        let store = &self.0.store;
        let now = store.clock().now();
        if store.channel_health(channel).await?.paused_until.is_some_and(|until| until > now) {
            return Ok(());
        }
        // What is due a moment later goes with what is due.
        let due = store.due_deliveries(channel, now + self.0.timing.gather, BATCH).await?;
        for parcel in parcels(due) {
            if parcel.iter().all(|one| one.due_at > now) {
                continue;
            }
            let goes_on = match parcel.first().and_then(|one| one.person.clone()) {
                Some(person) => self.send_mail(parcel, &person).await?,
                None => self.send_event(channel, parcel).await?,
            };
            if !goes_on {
                break;
            }
        }
        Ok(())
    }

    /// Sends what one person is told in one mail. Whether the channel goes on.
    async fn send_mail(&self, parcel: Vec<Delivery>, person: &PersonKey) -> Result<bool, Error> {
        let store = &self.0.store;
        let now = store.clock().now();
        let full_hour = plan::beginning(now, HOUR);
        let (parcel, ids) = self.claimed(parcel, now).await?;
        if ids.is_empty() {
            return Ok(true);
        }
        if store.sent_since(Channel::Email, person, full_hour).await? >= MAILS_AN_HOUR {
            store.postpone_deliveries(&ids, full_hour + HOUR, None, false).await?;
            return Ok(true);
        }
        let Some((name, address)) = self.address(person).await? else {
            let why = "No e-mail address is known, or the account is deactivated.";
            store.end_deliveries(&ids, DeliveryState::Dropped, Some(why), now).await?;
            return Ok(true);
        };
        let mail = Mail::of(&parcel, &name, &address, &self.0.site);
        let sent = self.0.channels.load_full().mail(&mail, now).await;
        self.note(Channel::Email, &parcel, &ids, sent).await
    }

    /// Sends one event to a channel that is the recipient itself. Whether the channel goes on.
    async fn send_event(&self, channel: Channel, parcel: Vec<Delivery>) -> Result<bool, Error> {
        let now = self.0.store.clock().now();
        let (parcel, ids) = self.claimed(parcel, now).await?;
        let Some(delivery) = parcel.first() else { return Ok(true) };
        let sent = self.0.channels.load_full().event(channel, &delivery.notice, &self.0.site, now).await;
        self.note(channel, &parcel, &ids, sent).await
    }

    /// As much of it as no other process has claimed.
    async fn claimed(&self, parcel: Vec<Delivery>, now: Timestamp) -> Result<(Vec<Delivery>, Vec<String>), Error> {
        let ids = self.0.store.claim_deliveries(&parcel, now + CLAIM).await?;
        Ok((parcel.into_iter().filter(|one| ids.contains(&one.id)).collect(), ids))
    }

    /// Notes what became of it. Whether the channel goes on: not where it could not be reached.
    async fn note(
        &self,
        channel: Channel,
        parcel: &[Delivery],
        ids: &[String],
        sent: Result<(), SendError>,
    ) -> Result<bool, Error> {
        let store = &self.0.store;
        let now = store.clock().now();
        match sent {
            Ok(()) => {
                store.end_deliveries(ids, DeliveryState::Sent, None, now).await?;
                self.worked(channel, now).await?;
                Ok(true)
            }
            Err(SendError::Refused { why, is_final }) => {
                let refusals = parcel.iter().map(|one| one.attempts).max().unwrap_or_default() + 1;
                if is_final || refusals >= retry::REFUSALS {
                    tracing::warn!(channel = channel.slug(), error = why, "A notice was given up");
                    store.end_deliveries(ids, DeliveryState::Dead, Some(&why), now).await?;
                } else {
                    store
                        .postpone_deliveries(
                            ids,
                            now + retry::after_refusals(self.0.timing.gather, refusals),
                            Some(&why),
                            true,
                        )
                        .await?;
                }
                self.worked(channel, now).await?;
                Ok(true)
            }
            Err(SendError::Down(why)) => {
                let rest = self.failed(channel, &why, now).await?;
                store.postpone_deliveries(ids, now + rest, Some(&why), false).await?;
                Ok(false)
            }
        }
    }

    pub(super) async fn worked(&self, channel: Channel, now: Timestamp) -> Result<(), Error> {
        let before = self.0.store.channel_health(channel).await?;
        let health = ChannelHealth { worked_at: Some(now), failures: 0, paused_until: None, ..before };
        Ok(self.0.store.set_channel_health(channel, &health).await?)
    }

    /// Notes that a channel could not be reached; says how long it rests.
    pub(super) async fn failed(&self, channel: Channel, why: &str, now: Timestamp) -> Result<Duration, Error> {
        let before = self.0.store.channel_health(channel).await?;
        let failures = before.failures.saturating_add(1);
        if failures == 1 {
            tracing::warn!(channel = channel.slug(), error = why, "Notices wait: the channel cannot be reached");
        }
        let rest = retry::after_failures(self.0.timing.gather, failures);
        let health = ChannelHealth {
            failed_at: Some(now),
            error: Some(why.to_owned()),
            failures,
            paused_until: Some(now + rest),
            ..before
        };
        self.0.store.set_channel_health(channel, &health).await?;
        Ok(rest)
    }

    /// Name and address of somebody now.
    async fn address(&self, person: &PersonKey) -> Result<Option<(String, String)>, Error> {
        Ok(match person {
            PersonKey::Member(id) => {
                let snapshot = self.0.directory.snapshot();
                let member = snapshot.as_ref().and_then(|snapshot| snapshot.member(id));
                let reads = |member: &&Member| member.status() == MemberStatus::Active;
                member.filter(reads).map(|member| (member.full_name(), member.email.clone()))
            }
            PersonKey::Provider(subject) => {
                self.0.store.known_subject(subject).await?.map(|known| (known.email.clone(), known.email))
            }
            PersonKey::Configured(address) => Some((address.clone(), address.clone())),
        })
    }
}

/// What is sent together: all that one person is told, and each event by itself where the channel is the recipient.
fn parcels(due: Vec<Delivery>) -> Vec<Vec<Delivery>> {
    let mut parcels: Vec<Vec<Delivery>> = Vec::new();
    for delivery in due {
        let same = |parcel: &&mut Vec<Delivery>| {
            delivery.person.is_some() && parcel.first().is_some_and(|one| one.person == delivery.person)
        };
        match parcels.iter_mut().find(same) {
            Some(parcel) => parcel.push(delivery),
            None => parcels.push(vec![delivery]),
        }
    }
    parcels
}
