//! Documents in people's own folders, which only their owners change in Sigma.

use super::Snapshot;
use crate::domain::{DocumentRef, Member, MemberId};

/// What Sigma calls everybody's own folder; it begins the path of what lies there.
const OWN_FOLDER: &str = "My Documents";

impl Snapshot {
    /// Whose own folder a document lies in, where the portal's account in Sigma is not let in: `/v2/files` shows what the
    /// credentials' owner can access and refuses everything else, even for admins (BEHAVIOUR.md section 14). `path` and
    /// `owner` are the document's.
    pub fn kept_to_themselves(&self, document: &DocumentRef, path: &str, owner: &MemberId) -> Option<&Member> {
        let is_in_own_folder = path == OWN_FOLDER || path.starts_with(&format!("{OWN_FOLDER}/"));
        let portal = self.token_owner();
        let is_let_in =
            owner == portal || self.member(portal).is_some_and(|portal| self.access_to(document, portal).is_some());
        self.findable(owner).filter(|_| is_in_own_folder && !is_let_in)
    }
}
