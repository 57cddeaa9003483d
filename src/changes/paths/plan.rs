//! Giving somebody a level on one path, setting it to another, taking it away.

use super::super::{
    guard::{self, Refusal},
    labels,
    plan::Draft,
};
use crate::{
    directory::{Snapshot, caveats},
    domain::{
        Call, ConnectionPath, ConnectionPermission, Grantee, Invalid, PathCall, Permission, ResourceRef, Subject,
    },
};

pub fn set(
    path: &ConnectionPath,
    grantee: &Grantee,
    before: Option<ConnectionPermission>,
    permission: Option<ConnectionPermission>,
    snapshot: &Snapshot,
) -> Result<Draft, Refusal> {
    let connection = ResourceRef::Connection(path.connection_id.clone());
    if snapshot.resource_name(&connection).is_none() {
        return Err(Invalid::one("path", "This connection is no longer in the directory.").into());
    }
    let (who, what) = (labels::grantee(grantee, snapshot), name(path, snapshot));
    if before == permission {
        return Err(Refusal::Nothing(match permission {
            Some(level) => format!("{who} already has “{}” on {what}.", level.label()),
            None => format!("{who} holds no grant of their own on {what}."),
        }));
    }
    let title = turn(path, grantee, before, permission, snapshot);
    let mut draft = Draft::new(title.clone());
    draft.about(Subject::from(&connection));
    let grant = |permission, held| {
        Call::Path(PathCall::Grant { path: path.clone(), grantee: grantee.clone(), permission, held })
    };
    let revoke = |permission| Call::Path(PathCall::Revoke { path: path.clone(), grantee: grantee.clone(), permission });
    match (before, permission) {
        (None, None) => {}
        (Some(held), None) => {
            draft.step(title, revoke(held)).undone_by(format!("Grants {} again.", held.label()), [grant(held, None)]);
        }
        (None, Some(level)) => {
            guard::grantable(grantee, "who", snapshot)?;
            draft.step(title, grant(level, None)).undone_by("Revokes the grant.", [revoke(level)]);
        }
        (Some(old), Some(level)) => {
            guard::grantable(grantee, "who", snapshot)?;
            let back = [grant(old, Some(level))];
            draft.step(title, grant(level, before)).undone_by(format!("Changes back to {}.", old.label()), back);
            if old > level {
                draft
                    .note(format!("{who} has no access to {what} by this grant for the moment between the two calls."));
            }
        }
    }
    match permission {
        Some(level) => {
            let caveat = caveats::of_grantee(grantee, &Permission::Connection(level), snapshot);
            if let Some(caveat) = caveat {
                draft.warn(format!("{who}: {caveat}"));
            }
        }
        None => {
            draft.note(format!("{who} keeps what grants on the connection, above this path or through teams give."));
        }
    }
    Ok(draft)
}

/// One grant in words: what it was, and what it is to be.
pub fn turn(
    path: &ConnectionPath,
    grantee: &Grantee,
    from: Option<ConnectionPermission>,
    to: Option<ConnectionPermission>,
    snapshot: &Snapshot,
) -> String {
    let (who, what) = (labels::grantee(grantee, snapshot), name(path, snapshot));
    match (from, to) {
        (None, Some(to)) => format!("Grant {who} {} on {what}", to.label()),
        (Some(from), Some(to)) if to > from => format!("Raise {who} from {} to {} on {what}", from.label(), to.label()),
        (Some(from), Some(to)) => format!("Lower {who} from {} to {} on {what}", from.label(), to.label()),
        (_, None) => format!("Remove {who} from {what}"),
    }
}

/// “LUMEN.SALES of Lumen Warehouse”.
pub fn name(path: &ConnectionPath, snapshot: &Snapshot) -> String {
    let connection = labels::place(&ResourceRef::Connection(path.connection_id.clone()), snapshot);
    format!("{} of {connection}", path.name())
}
