//! Sigma's REST API, simulated over HTTP.
//!
//! Knows HTTP and the documents; knows nothing of the portal or its client.
