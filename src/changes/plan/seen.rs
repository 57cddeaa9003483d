//! A plan is made on what its author saw: where that has changed since, it is refused and the author is told.

use super::super::{attributes, guard::Refusal, labels};
use crate::{
    directory::Snapshot,
    domain::{AttributeWish, Grantee, Intent, MemberId, Seen, text::isolated},
};

/// What each field that the intent was decided on holds by now is what it held then.
///
/// # Errors
/// [`Refusal::Blocked`], naming every field that was changed since with both values.
pub fn unchanged(intent: &Intent, snapshot: &Snapshot) -> Result<(), Refusal> {
    match intent {
        Intent::EditMember { member_id, before, .. } => {
            let member = snapshot.member(member_id);
            let what = |field: &str| format!("{} of {}", words(field), labels::member(member_id, snapshot));
            check(before, |field| member?.value(field), what)
        }
        Intent::SetAccountType { before, .. } => {
            let now = |id: &str| snapshot.member(&MemberId::new(id)).map(|member| member.account_type.clone());
            let what = |id: &str| format!("account type of {}", labels::member(&MemberId::new(id), snapshot));
            check(before, now, what)
        }
        Intent::EditTeam { team_id, before, .. } => {
            let what = |field: &str| format!("{} of team {}", words(field), labels::team(team_id, snapshot));
            check(before, |field| snapshot.team(team_id)?.value(field), what)
        }
        Intent::RenameWorkspace { workspace_id, before, .. } => {
            let now = |field: &str| snapshot.workspace(workspace_id)?.value(field);
            check(before, now, |field| format!("{} of the workspace", words(field)))
        }
        Intent::EditConnection { connection_id, before, .. } => {
            let now = |field: &str| snapshot.connection(connection_id)?.value(field);
            check(before, now, |field| format!("{} of the connection", words(field)))
        }
        Intent::SetAccess { resource, before, .. } => {
            let now = |key: &str| {
                let grant = snapshot.grant_of(resource, &Grantee::from_key(key)?)?;
                Some(grant.permission.slug().to_owned())
            };
            let what = |key: &str| {
                let who = Grantee::from_key(key).map_or_else(|| key.to_owned(), |who| labels::grantee(&who, snapshot));
                format!("access of {who} to {}", labels::resource(resource, snapshot))
            };
            check(before, now, what)
        }
        // By the key alone: of the values only those are left that are not held already.
        Intent::SetAttributes { before, .. } => {
            let now = |key: &str| {
                let (attribute, holder) = AttributeWish::from_key(key)?;
                attributes::plan::held(&attribute, &holder, snapshot)
            };
            let what = |key: &str| {
                AttributeWish::from_key(key).map_or_else(
                    || key.to_owned(),
                    |(attribute, holder)| {
                        let attribute = labels::attribute(&attribute, snapshot);
                        format!("{attribute} of {}", labels::grantee(&holder, snapshot))
                    },
                )
            };
            check(before, now, what)
        }
        // Of documents the handlers ask Sigma itself what is there, right before the plan, and the calls look once more; of
        // many, planning says who owns them by now.
        // The others overwrite no value: they make or end something, or move people in and out.
        Intent::EditDocument { .. }
        | Intent::ChangeOwner { .. }
        | Intent::SetPathAccess { .. }
        | Intent::ShareDocument { .. }
        | Intent::Onboard { .. }
        | Intent::Offboard { .. }
        | Intent::Reactivate { .. }
        | Intent::DeleteMember { .. }
        | Intent::CreateTeam { .. }
        | Intent::DeleteTeam { .. }
        | Intent::EditTeamMembers { .. }
        | Intent::CreateWorkspace { .. }
        | Intent::DeleteWorkspace { .. }
        | Intent::CreateAttribute { .. }
        | Intent::SetSwitch { .. }
        | Intent::RenewCredentials { .. }
        | Intent::DeleteLeftCredentials { .. }
        | Intent::AdjustMembers { .. }
        | Intent::Materialize { .. }
        | Intent::Undo { .. } => Ok(()),
    }
}

fn check(before: &Seen, now: impl Fn(&str) -> Option<String>, what: impl Fn(&str) -> String) -> Result<(), Refusal> {
    let moved = before.changed(now);
    if moved.is_empty() {
        return Ok(());
    }
    let quoted =
        |value: Option<&str>| value.map_or_else(|| "nothing".to_owned(), |value| format!("“{}”", isolated(value)));
    let sentences: Vec<String> = moved
        .iter()
        .map(|moved| {
            let (now, seen) = (quoted(moved.now.as_deref()), quoted(moved.seen));
            format!("The {} is {now} by now; it was {seen} when you filled in the form.", what(moved.field))
        })
        .collect();
    Err(Refusal::Blocked(format!("{} Open the form again to decide.", sentences.join(" "))))
}

/// A form field's name as words.
fn words(field: &str) -> &str {
    match field {
        "first_name" => "first name",
        "last_name" => "last name",
        "email" => "e-mail",
        "account_type" => "account type",
        "oauth" => "way of signing in",
        other => other,
    }
}
