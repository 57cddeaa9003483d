//! The way from a document to another owner.

use crate::{
    directory::Snapshot,
    domain::{Actor, Capability, DocumentRef},
    web::paths,
};
use leptos::prelude::*;

/// A button that leads to the question whose the document is to be, and from there back to `at`; nothing for those who
/// may not ask it, and for what lies in somebody's own folder, where Sigma lets nobody else change it.
pub fn change_owner(of: &DocumentRef, at: String, actor: &Actor, snapshot: &Snapshot) -> Option<AnyView> {
    let document = snapshot.document(of)?;
    let is_open = snapshot.kept_to_themselves(of, document.path(), &document.owner()).is_none();
    (is_open && actor.role.can(Capability::WriteDocuments)).then(|| {
        view! {
            <form method="post" action=paths::START_OWNER_CHANGE>
                <input type="hidden" name="document[]" value=of.key()/>
                <input type="hidden" name="at" value=at/>
                <button class="btn btn-sm">"Change owner"</button>
            </form>
        }
        .into_any()
    })
}
