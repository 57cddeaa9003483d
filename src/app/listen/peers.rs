//! How many connections each address has.

use crate::web;
use std::{
    collections::HashMap,
    net::IpAddr,
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
        let of = web::network(address);
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
