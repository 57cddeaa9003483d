//! The calls a plan consists of, as data: what is sent, not how. One enum for each kind of thing.

mod access;
mod alterations;
mod attributes;
mod connections;
mod documents;
mod members;
mod organization;
mod paths;
mod teams;
mod workspaces;

pub use access::{AccessCall, GranteeRef};
pub use attributes::AttributeCall;
pub use connections::ConnectionCall;
pub use documents::DocumentCall;
pub use members::MemberCall;
pub use organization::OrganizationCall;
pub use paths::PathCall;
pub use teams::TeamCall;
pub use workspaces::WorkspaceCall;

use super::{Grantee, MemberId, Ref, Subject, TeamId, WorkspaceId};
use serde::{Deserialize, Serialize};

/// One call to Sigma; two where lowering a level takes two. Kept with the name of the call beside its fields, whatever
/// its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Call {
    Member(MemberCall),
    Team(TeamCall),
    Workspace(WorkspaceCall),
    Connection(ConnectionCall),
    Access(AccessCall),
    Document(DocumentCall),
    Attribute(AttributeCall),
    Organization(OrganizationCall),
    Path(PathCall),
}

impl Call {
    /// How many requests it takes when nothing goes wrong, reads not counted.
    pub fn cost(&self) -> u32 {
        if matches!(self, Self::Access(AccessCall::Lower { .. })) { 2 } else { 1 }
    }

    /// What the call is about, as far as it exists.
    pub fn subjects(&self) -> Vec<Subject> {
        match self {
            Self::Member(call) => call.subjects(),
            Self::Team(call) => call.subjects(),
            Self::Workspace(call) => call.subjects(),
            Self::Connection(call) => call.subjects(),
            Self::Access(call) => call.subjects(),
            Self::Document(call) => call.subjects(),
            Self::Attribute(call) => call.subjects(),
            // Nothing in the directory stands for the organisation.
            Self::Organization(_) => Vec::new(),
            Self::Path(call) => call.subjects(),
        }
    }

    /// The call with the ids that earlier steps have created in place; references to what does not exist yet stay.
    #[must_use]
    pub fn resolved<'a>(mut self, created: impl Fn(u32) -> Option<&'a Subject>) -> Self {
        let created = |step| created(step).cloned();
        let created = Created(&created);
        match &mut self {
            Self::Member(call) => call.resolve(&created),
            Self::Team(call) => call.resolve(&created),
            Self::Workspace(call) => call.resolve(&created),
            Self::Access(call) => call.resolve(&created),
            Self::Attribute(call) => call.resolve(&created),
            // These are about what exists when they are planned.
            Self::Connection(_) | Self::Document(_) | Self::Organization(_) | Self::Path(_) => {}
        }
        self
    }

    /// The call without those whom it is not to touch; `None` when nobody is left, or nothing would be sent.
    #[must_use]
    pub fn sparing(self, spared: &[Subject]) -> Option<Self> {
        let spared = Spared(spared);
        match self {
            Self::Member(call) => call.sparing().map(Self::Member),
            Self::Team(call) => call.sparing(spared).map(Self::Team),
            Self::Workspace(_) | Self::Organization(_) => Some(self),
            Self::Connection(call) => call.sparing().map(Self::Connection),
            Self::Access(call) => call.sparing(spared).map(Self::Access),
            Self::Document(call) => call.sparing(spared).map(Self::Document),
            Self::Attribute(call) => call.sparing(spared).map(Self::Attribute),
            Self::Path(call) => call.sparing(spared).map(Self::Path),
        }
    }
}

/// What earlier steps of the same change have created.
struct Created<'a>(&'a dyn Fn(u32) -> Option<Subject>);

impl Created<'_> {
    fn fill<Id>(&self, reference: &mut Ref<Id>, id: impl Fn(Subject) -> Option<Id>) {
        if let Ref::CreatedBy(step) = reference
            && let Some(id) = (self.0)(*step).and_then(id)
        {
            *reference = Ref::Known(id);
        }
    }

    fn member(&self, reference: &mut Ref<MemberId>) {
        self.fill(reference, |subject| if let Subject::Member(id) = subject { Some(id) } else { None });
    }

    fn team(&self, reference: &mut Ref<TeamId>) {
        self.fill(reference, |subject| if let Subject::Team(id) = subject { Some(id) } else { None });
    }

    fn workspace(&self, reference: &mut Ref<WorkspaceId>) {
        self.fill(reference, |subject| if let Subject::Workspace(id) = subject { Some(id) } else { None });
    }
}

/// Whom a call is not to touch.
#[derive(Clone, Copy)]
struct Spared<'a>(&'a [Subject]);

impl Spared<'_> {
    fn has(self, grantee: &Grantee) -> bool {
        self.0.contains(&grantee.into())
    }

    fn has_member(self, id: &MemberId) -> bool {
        self.0.contains(&Subject::Member(id.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{MemberPatch, Permission, ResourceRef, WorkspacePermission};

    #[test]
    fn references_are_filled_in_where_there_is_something() {
        let invited = Subject::Member(MemberId::new("m-7"));
        let resource = ResourceRef::Workspace(WorkspaceId::new("w"));
        let level = || Permission::Workspace(WorkspacePermission::View);
        let to = |step| (GranteeRef::Member(Ref::CreatedBy(step)), level());
        let call =
            Call::Access(AccessCall::Grant { resource: resource.clone(), grants: vec![to(0), to(1)], held: None });
        let resolved = call.resolved(|step| (step == 0).then_some(&invited));
        let known = (GranteeRef::Member(Ref::Known(MemberId::new("m-7"))), level());
        assert_eq!(resolved, Call::Access(AccessCall::Grant { resource, grants: vec![known, to(1)], held: None }));
    }

    #[test]
    fn whom_a_step_has_left_alone_its_undoing_leaves_alone_too() {
        let (own, other) = (MemberId::new("own"), MemberId::new("other"));
        let spared = [Subject::Member(other.clone())];
        let back = |remove: Vec<MemberId>| {
            Call::Team(TeamCall::UpdateMembers { team_id: TeamId::new("t"), add: vec![], remove, keeps_admin: false })
        };
        assert_eq!(back(vec![own.clone(), other.clone()]).sparing(&spared), Some(back(vec![own.clone()])));
        assert_eq!(back(vec![other.clone()]).sparing(&spared), None);
        let revoke = |id: &MemberId| {
            Call::Access(AccessCall::Revoke {
                resource: ResourceRef::Workspace(WorkspaceId::new("w")),
                grantee: Grantee::Member(id.clone()).into(),
                permission: Permission::Workspace(WorkspacePermission::View),
            })
        };
        assert_eq!(revoke(&other).sparing(&spared), None);
        assert_eq!(revoke(&own).sparing(&spared), Some(revoke(&own)));
    }

    #[test]
    fn a_call_that_would_send_nothing_is_none() {
        let nothing = Call::Member(MemberCall::Update {
            member_id: MemberId::new("m"),
            patch: MemberPatch::default(),
            before: MemberPatch::default(),
        });
        assert_eq!(nothing.sparing(&[]), None);
    }

    #[test]
    fn a_journal_of_an_earlier_version_is_read() {
        let kept = r#"{"call":"update_team_members","team_id":"t","add":["m"],"remove":[]}"#;
        let call: Call = serde_json::from_str(kept).unwrap();
        let add = vec![MemberId::new("m")];
        let wanted = TeamCall::UpdateMembers { team_id: TeamId::new("t"), add, remove: vec![], keeps_admin: false };
        assert_eq!(call, Call::Team(wanted));
        let again = serde_json::to_value(&call).unwrap();
        assert_eq!(again["call"], "update_team_members");
        assert!(serde_json::from_str::<Call>(r#"{"call":"fly"}"#).is_err());
    }
}
