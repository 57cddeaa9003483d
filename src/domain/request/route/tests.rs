use super::*;
use crate::domain::{MemberId, Permission, RequestableKind, ResourceRef, WorkspacePermission};

fn person(id: &str) -> PersonKey {
    PersonKey::Member(MemberId::new(id))
}

fn party(id: &str, role: Role) -> Party {
    Party { key: person(id), role, teams: vec!["sales".into()], is_active: true, is_guest: false }
}

fn policy() -> Policy {
    Policy::built_in(RequestableKind::Team)
}

fn facts() -> Facts {
    Facts { owners: vec![person("owner")], admins: vec![person("admin"), person("second")], ..Facts::default() }
}

fn team() -> Target {
    Target::Team("finance".into())
}

fn workspace() -> Target {
    Target::Access(ResourceRef::Workspace("w".into()), Permission::Workspace(WorkspacePermission::View))
}

/// The approvers of each stage, by id.
fn approvers(route: &Route) -> Vec<Vec<String>> {
    let ids = |stage: &Stage| stage.approvers.iter().map(|key| key.to_string().replace("member:", "")).collect();
    route.stages.iter().map(ids).collect()
}

/// Each row: what is special, and who decides in each stage, or why nobody does.
#[test]
fn who_decides_about_which_request() {
    let leo = party("leo", Role::Member);
    let of = |stages: &[Approvers]| Policy { stages: stages.to_vec(), ..policy() };
    let people = |ids: &[&str]| Approvers::People(ids.iter().map(|id| MemberId::new(*id)).collect());
    let owned_by = |ids: &[&str]| Facts { owners: ids.iter().map(|id| person(id)).collect(), ..facts() };
    type Row = (&'static str, Policy, Party, Party, Facts, Result<&'static [&'static [&'static str]], NoRoute>);
    let rows: Vec<Row> = vec![
        ("owners decide", policy(), leo.clone(), leo.clone(), facts(), Ok(&[&["owner"]])),
        ("admins decide", of(&[Approvers::Admins]), leo.clone(), leo.clone(), facts(), Ok(&[&["admin", "second"]])),
        ("named people decide", of(&[people(&["ina"])]), leo.clone(), leo.clone(), facts(), Ok(&[&["ina"]])),
        (
            "two stages",
            of(&[Approvers::Owners, people(&["ina"])]),
            leo.clone(),
            leo.clone(),
            facts(),
            Ok(&[&["owner"], &["ina"]]),
        ),
        (
            "an owner who asks does not decide",
            policy(),
            party("owner", Role::TeamManager),
            party("owner", Role::TeamManager),
            owned_by(&["owner", "other"]),
            Ok(&[&["other"]]),
        ),
        (
            "where only the requester owns it, admins decide",
            policy(),
            party("owner", Role::TeamManager),
            party("owner", Role::TeamManager),
            facts(),
            Ok(&[&["admin", "second"]]),
        ),
        (
            "the beneficiary does not decide either",
            policy(),
            party("boss", Role::Admin),
            party("owner", Role::Member),
            facts(),
            Ok(&[&["admin", "second"]]),
        ),
        (
            "nobody owns it",
            policy(),
            leo.clone(),
            leo.clone(),
            Facts { owners: vec![], ..facts() },
            Ok(&[&["admin", "second"]]),
        ),
        (
            "an admin does not approve for themselves",
            of(&[Approvers::Admins]),
            party("admin", Role::Admin),
            party("admin", Role::Admin),
            facts(),
            Ok(&[&["second"]]),
        ),
        (
            "nor does the only admin",
            of(&[Approvers::Admins]),
            party("admin", Role::Admin),
            party("admin", Role::Admin),
            Facts { admins: vec![person("admin")], ..facts() },
            Err(NoRoute::NobodyDecides),
        ),
        (
            "unless the setting allows it",
            of(&[Approvers::Admins]),
            party("admin", Role::Admin),
            party("admin", Role::Admin),
            Facts { admins: vec![person("admin")], lone_admin_approves: true, ..facts() },
            Ok(&[&["admin"]]),
        ),
        ("a policy without a stage", of(&[]), leo.clone(), leo.clone(), facts(), Err(NoRoute::NobodyDecides)),
        ("not offered", policy().closed(), leo.clone(), leo.clone(), facts(), Err(NoRoute::NotOffered)),
        (
            "for members of a team they are in",
            Policy { asking: Asking::Teams(vec!["sales".into()]), ..policy() },
            leo.clone(),
            leo.clone(),
            facts(),
            Ok(&[&["owner"]]),
        ),
        (
            "for members of a team they are not in",
            Policy { asking: Asking::Teams(vec!["legal".into()]), ..policy() },
            leo.clone(),
            leo.clone(),
            facts(),
            Err(NoRoute::NotForThem),
        ),
        (
            "granted to everybody at once",
            Policy { automatic: Automatic::Always, ..policy() },
            leo.clone(),
            leo.clone(),
            facts(),
            Ok(&[]),
        ),
        (
            "granted at once to a team they are in",
            Policy { automatic: Automatic::Teams(vec!["sales".into()]), ..policy() },
            leo.clone(),
            leo.clone(),
            facts(),
            Ok(&[]),
        ),
        (
            "granted at once to a team they are not in",
            Policy { automatic: Automatic::Teams(vec!["legal".into()]), ..policy() },
            leo.clone(),
            leo.clone(),
            facts(),
            Ok(&[&["owner"]]),
        ),
        ("for a colleague", policy(), leo.clone(), party("mia", Role::Member), facts(), Err(NoRoute::NotForOthers)),
        (
            "for a colleague by a manager",
            policy(),
            party("jonas", Role::TeamManager),
            party("mia", Role::Member),
            facts(),
            Ok(&[&["owner"]]),
        ),
        (
            "for somebody who is deactivated",
            policy(),
            party("jonas", Role::Admin),
            Party { is_active: false, ..party("mia", Role::Member) },
            facts(),
            Err(NoRoute::Inactive),
        ),
        (
            "they have it",
            policy(),
            leo.clone(),
            leo.clone(),
            Facts { held: Some("You are in it.".into()), ..facts() },
            Err(NoRoute::Held("You are in it.".into())),
        ),
        (
            "it is asked for",
            policy(),
            leo.clone(),
            leo.clone(),
            Facts { open: Some("r-1".into()), ..facts() },
            Err(NoRoute::Asked("r-1".into())),
        ),
    ];
    for (what, policy, requester, beneficiary, facts, expected) in rows {
        let found = route(&policy, &requester, &beneficiary, &team(), &facts);
        let expected = expected.map(|stages| {
            stages.iter().map(|stage| stage.iter().map(|id| (*id).to_owned()).collect()).collect::<Vec<Vec<_>>>()
        });
        assert_eq!(found.as_ref().map(approvers).map_err(Clone::clone), expected, "{what}");
        // Whatever the policy: nobody decides about their own wish but the only admin with the setting.
        for stage in found.iter().flat_map(|route| &route.stages).filter(|stage| !stage.is_own) {
            let own = [&requester.key, &beneficiary.key];
            assert!(stage.approvers.iter().all(|approver| !own.contains(&approver)), "{what}");
        }
    }
}

#[test]
fn guests_ask_for_teams_only() {
    let guest = Party { is_guest: true, ..party("guest", Role::Member) };
    assert!(route(&policy(), &guest, &guest, &team(), &facts()).is_ok());
    assert_eq!(route(&policy(), &guest, &guest, &workspace(), &facts()), Err(NoRoute::GuestsByTeamOnly));
}
