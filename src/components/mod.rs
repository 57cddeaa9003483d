//! Building blocks that know no feature, and the shared islands.
