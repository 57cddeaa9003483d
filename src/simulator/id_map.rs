//! Maps from ids, with a hash as cheap as random ids allow.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map from ids. They are made here and not by callers, so there is nothing to defend the usual slower hash against.
pub type IdMap<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;

/// Spreads the one number that an id hashes as.
#[derive(Default)]
pub struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        // An odd number without a pattern: 2^64 divided by the golden ratio.
        let mixed = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }
}
