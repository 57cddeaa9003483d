//! Slowing down whoever guesses the proxy's secret, and nobody else.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// Wrong secrets that a peer may send without being held up: a proxy that was set up wrongly shows this soon enough.
const AT_ONCE: u32 = 5;

/// One more is answered after each of these.
const EACH: Duration = Duration::from_secs(1);

/// Answers that are held back for a peer at once; more are refused without waiting.
const HELD: u32 = 8;

/// Peers remembered one by one; beyond them all others count as one.
const PEERS: usize = 1_000;

/// Wrong secrets of each peer. Time is a parameter.
#[derive(Debug, Default)]
pub struct Attempts(Mutex<HashMap<Option<IpAddr>, Peer>>);

#[derive(Debug)]
struct Peer {
    /// When everything that the peer has tried so far would be answered at a rate of one [`EACH`].
    until: Instant,
    /// Tries since the last that was reported.
    silent: u64,
}

/// What becomes of a request with a wrong secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is answered after this time, and logged with how many were not logged before it.
    Held(Duration, u64),
    /// The peer has so many unanswered already that it is refused at once, and not logged.
    Refused,
}

impl Attempts {
    /// Counts a wrong secret from this peer.
    pub fn wrong(&self, peer: Option<IpAddr>, now: Instant) -> Verdict {
        let mut peers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if peers.len() >= PEERS && !peers.contains_key(&peer) {
            peers.retain(|_, known| known.until > now);
        }
        let key = if peers.len() >= PEERS && !peers.contains_key(&peer) { None } else { peer };
        let known = peers.entry(key).or_insert(Peer { until: now, silent: 0 });
        let next = known.until.max(now) + EACH;
        let wait = (next - now).saturating_sub(EACH * AT_ONCE);
        if wait > EACH * HELD {
            known.silent += 1;
            return Verdict::Refused;
        }
        known.until = next;
        Verdict::Held(wait, std::mem::take(&mut known.silent))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn a_few_are_answered_at_once_and_more_one_a_second() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        let waits: Vec<Verdict> = (0..7).map(|_| attempts.wrong(Some(peer(1)), now)).collect();
        assert_eq!(waits[4], Verdict::Held(Duration::ZERO, 0));
        assert_eq!(waits[5], Verdict::Held(EACH, 0));
        assert_eq!(waits[6], Verdict::Held(EACH * 2, 0));
        assert_eq!(
            attempts.wrong(Some(peer(2)), now),
            Verdict::Held(Duration::ZERO, 0),
            "another peer waits for the first"
        );
    }

    #[test]
    fn a_flood_is_refused_and_counted_in_the_next_line_of_the_log() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        let refused = (0..100).filter(|_| attempts.wrong(Some(peer(1)), now) == Verdict::Refused).count();
        assert_eq!(refused, 100 - 13, "five at once and eight held");
        let later = now + Duration::from_mins(1);
        assert_eq!(attempts.wrong(Some(peer(1)), later), Verdict::Held(Duration::ZERO, 87));
    }

    #[test]
    fn many_peers_take_only_so_much_room() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for n in 0..3_000_u32 {
            attempts.wrong(Some(IpAddr::from(n.to_be_bytes())), now);
        }
        assert!(attempts.0.lock().unwrap().len() <= PEERS + 1);
    }
}
