//! What a simulator is started with. Faults and limits are not here: they change while it runs.

use std::fmt;
use std::path::PathBuf;

/// What a simulator is started with.
#[derive(Clone)]
pub struct Options {
    /// The client id that the token endpoint accepts.
    pub client_id: String,
    /// The secret that goes with it.
    pub client_secret: String,
    /// People in the organisation, the fixed ones included.
    pub members: usize,
    /// The number everything invented is derived from.
    pub seed: u64,
    /// Where the organisation is kept across restarts; nowhere when absent.
    pub state_file: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            client_id: "demo-client".to_owned(),
            client_secret: "demo-secret".to_owned(),
            members: 400,
            seed: 1,
            state_file: None,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("client_id", &self.client_id)
            .field("members", &self.members)
            .field("seed", &self.seed)
            .field("state_file", &self.state_file)
            .finish_non_exhaustive()
    }
}
