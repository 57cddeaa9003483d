//! How many connections each address has.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, PoisonError},
};

/// Counts connections by address.
#[derive(Clone)]
pub(super) struct Peers {
    most: usize,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// One connection, counted until it is dropped.
pub(super) struct Counted {
    peers: Peers,
    of: IpAddr,
}

impl Peers {
    pub(super) fn new(most: usize) -> Self {
        Self { most, open: Arc::default() }
    }

    /// Counts a connection; `None` when its address has as many as it may.
    pub(super) fn enter(&self, address: IpAddr) -> Option<Counted> {
        let of = network(address);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(of).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Counted { peers: self.clone(), of })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut open = self.peers.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.of) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.of);
            }
        }
    }
}

/// What counts as one address: of IPv6 the network, within which anybody has more addresses than can be counted.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_no_more_than_it_may_and_is_forgotten_afterwards() {
        let peers = Peers::new(2);
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let held = [peers.enter(address("2001:db8::1")), peers.enter(address("2001:db8::2"))];
        assert!(held.iter().all(Option::is_some));
        assert!(peers.enter(address("2001:db8::3")).is_none(), "the same network");
        let other = peers.enter(address("::ffff:192.0.2.7")).unwrap();
        assert_eq!(other.of, address("192.0.2.7"));
        drop((held, other));
        assert!(peers.open.lock().unwrap().is_empty());
    }
}
