//! Values that calls replace, with what is held now.

use crate::{
    directory::Snapshot,
    domain::{
        AttributeCall, Connection, ConnectionCall, ConnectionPermission, Consequences, DocumentRef, FieldChange,
        FilePatch, Grantee, Member, MemberId, MemberPatch, PathCall, ResourceRef, Subject, TeamId, TeamPatch,
        ThingChange, UserAttributeId, WorkspaceId,
    },
};

/// Adds a value that is replaced.
struct Fields<'a> {
    told: &'a mut Consequences,
    subject: Subject,
    of: String,
}

impl Fields<'_> {
    fn add(&mut self, field: &str, before: Option<String>, after: Option<String>) {
        let (of, subject, field) = (self.of.clone(), self.subject.clone(), field.to_owned());
        self.told.fields.push(FieldChange { of, subject, field, before, after });
    }

    fn replaced(&mut self, field: &str, before: Option<String>, after: Option<&String>) {
        if let Some(after) = after {
            let before = before.filter(|before| !before.is_empty());
            self.add(field, before, Some(after.clone()).filter(|after| !after.is_empty()));
        }
    }
}

/// Names and address; the account type is told with the person.
pub fn member(told: &mut Consequences, id: &MemberId, patch: &MemberPatch, snapshot: &Snapshot) {
    let held = snapshot.member(id);
    let of = held.map_or_else(|| id.to_string(), Member::full_name);
    let mut fields = Fields { told, subject: Subject::Member(id.clone()), of };
    fields.replaced("first name", held.map(|m| m.first_name.clone()), patch.first_name.as_ref());
    fields.replaced("last name", held.map(|m| m.last_name.clone()), patch.last_name.as_ref());
    let email = patch.email.as_ref().map(ToString::to_string);
    fields.replaced("e-mail", held.map(|m| m.email.clone()), email.as_ref());
}

/// Name, description and visibility of a team.
pub fn team(told: &mut Consequences, id: &TeamId, patch: &TeamPatch, snapshot: &Snapshot) {
    let held = snapshot.team(id);
    let of = format!("Team {}", held.map_or_else(|| id.to_string(), |team| team.name.clone()));
    let mut fields = Fields { told, subject: Subject::Team(id.clone()), of };
    fields.replaced("name", held.map(|team| team.name.clone()), patch.name.as_ref());
    fields.replaced("description", held.and_then(|team| team.description.clone()), patch.description.as_ref());
    let visibility = patch.visibility.as_ref().map(|to| to.label().to_owned());
    fields.replaced("visibility", held.map(|team| team.visibility().label().to_owned()), visibility.as_ref());
}

/// Name of a workspace.
pub fn workspace(told: &mut Consequences, id: &WorkspaceId, name: &str, snapshot: &Snapshot) {
    let held = snapshot.resource_name(&ResourceRef::Workspace(id.clone())).map(str::to_owned);
    let of = format!("Workspace {}", held.as_deref().unwrap_or(id.as_str()));
    Fields { told, subject: Subject::Workspace(id.clone()), of }.add("name", held, Some(name.to_owned()));
}

/// Name of a connection, and how people sign in to the warehouse.
pub fn connection(told: &mut Consequences, call: &ConnectionCall, snapshot: &Snapshot) {
    let ConnectionCall::Update { connection_id: id, patch, .. } = call;
    let held: Option<&Connection> = snapshot.connection(id);
    let of = format!("Connection {}", held.map_or_else(|| id.to_string(), |c| c.name.clone()));
    let mut fields = Fields { told, subject: Subject::Connection(id.clone()), of };
    fields.replaced("name", held.map(|c| c.name.clone()), patch.name.as_ref());
    let words = |oauth: bool| if oauth { "each person signs in" } else { "shared service account" }.to_owned();
    let oauth = patch.use_oauth.map(words);
    fields.replaced("authentication", held.map(|c| words(c.use_oauth)), oauth.as_ref());
}

/// Values of user attributes.
pub fn attribute(told: &mut Consequences, call: &AttributeCall, snapshot: &Snapshot) {
    let (id, values): (&UserAttributeId, Vec<(&Grantee, Option<String>)>) = match call {
        AttributeCall::Create { attribute } => {
            let (kind, name) = ("user attribute".to_owned(), attribute.name.clone());
            return told.things.push(ThingChange { kind, name, is_made: true });
        }
        AttributeCall::Set { attribute_id, values, .. } => {
            (attribute_id, values.iter().map(|(who, value)| (who, Some(value.value.clone()))).collect())
        }
        // Whoever is invited is no member yet whose fields could change.
        AttributeCall::SetForNew { .. } => return,
        AttributeCall::Unset { attribute_id, holders, .. } => {
            (attribute_id, holders.iter().map(|who| (who, None)).collect())
        }
    };
    let attribute = snapshot.user_attribute(id).map_or_else(|| id.to_string(), |known| known.name.clone());
    for (who, after) in values {
        let of = match who {
            Grantee::Member(id) => snapshot.member(id).map_or_else(|| id.to_string(), Member::full_name),
            Grantee::Team(id) => format!("Team {}", snapshot.team_name(id).unwrap_or(id.as_str())),
        };
        let before = super::super::attributes::plan::held(id, who, snapshot);
        Fields { told: &mut *told, subject: who.into(), of }.add(&attribute, before, after);
    }
}

/// Somebody's level on a database, schema or table. Who reaches it otherwise the directory does not know, so it is told
/// as a value and not as access that somebody gains or loses.
pub fn path(told: &mut Consequences, call: &PathCall, snapshot: &Snapshot) {
    let (path, who) = call.about();
    let (before, after) = match call {
        PathCall::Grant { permission, held, .. } => (*held, Some(*permission)),
        PathCall::Revoke { permission, .. } => (Some(*permission), None),
    };
    let field = match who {
        Grantee::Member(id) => snapshot.member(id).map_or_else(|| id.to_string(), Member::full_name),
        Grantee::Team(id) => format!("team {}", snapshot.team_name(id).unwrap_or(id.as_str())),
    };
    let level = |level: Option<ConnectionPermission>| level.map_or("no grant", ConnectionPermission::label).to_owned();
    let subject = Subject::Connection(path.connection_id.clone());
    let mut fields = Fields { told, subject, of: path.parts.join(".") };
    fields.add(&format!("access of {field}"), Some(level(before)), Some(level(after)));
}

/// What becomes of a document; a new owner is a handover too.
pub fn document(
    told: &mut Consequences,
    document: &DocumentRef,
    patch: &FilePatch,
    before: &FilePatch,
    snapshot: &Snapshot,
) {
    let name = document_name(document, snapshot).or_else(|| before.name.clone());
    let name = name.unwrap_or_else(|| document.key());
    let person = |id: &MemberId| snapshot.member(id).map_or_else(|| id.to_string(), Member::full_name);
    let of = format!("{} {name}", document.label());
    let mut fields = Fields { told, subject: document.into(), of };
    fields.replaced("name", before.name.clone(), patch.name.as_ref());
    fields.replaced("description", before.description.clone(), patch.description.as_ref());
    let owner = patch.owner_id.as_ref().map(person);
    fields.replaced("owner", before.owner_id.as_ref().map(person), owner.as_ref());
    let place = |id: &crate::domain::InodeId| {
        snapshot.workspace(&id.as_str().into()).map_or_else(|| "a folder".to_owned(), |w| w.name.clone())
    };
    let to = patch.parent_id.as_ref().map(place);
    fields.replaced("location", before.parent_id.as_ref().map(place), to.as_ref());
    if patch.restore {
        fields.add("state", Some("archived".to_owned()), Some("restored".to_owned()));
    }
    if let (Some(from), Some(to)) = (&before.owner_id, owner) {
        told.hand_over(person(from), Some(to), 1);
    }
}

/// What a document is called; `None` for one that the directory does not know.
pub fn document_name(document: &DocumentRef, snapshot: &Snapshot) -> Option<String> {
    snapshot.document(document).map(|document| document.name().to_owned())
}
