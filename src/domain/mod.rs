//! Sigma's nouns and the portal's own, as plain types with their rules and validators.
//!
//! Compiled for server and browser. Does no I/O and knows no framework.
