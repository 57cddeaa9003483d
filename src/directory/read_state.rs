//! What is known of how old a reading is.

/// What can be read in parts.
pub trait ReadState {
    /// Whether every row has been asked for its details once.
    fn is_complete(&self) -> bool {
        true
    }

    /// Whether another reading has brought the same, apart from when it was read.
    fn has_same_rows(&self, other: &Self) -> bool;
}
