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

type Expected = Result<&'static [&'static [&'static str]], NoRoute>;

/// Asks the decision function, and holds the approvers of each stage against what is expected.
fn check(what: &str, policy: &Policy, [requester, beneficiary]: [&Party; 2], facts: &Facts, expected: Expected) {
    let found = route(policy, requester, beneficiary, &team(), facts);
    let ids = |stage: &&[&str]| stage.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    let expected = expected.map(|stages| stages.iter().map(ids).collect::<Vec<_>>());
    assert_eq!(found.as_ref().map(approvers).map_err(Clone::clone), expected, "{what}");
    // Whatever the policy: nobody decides about their own wish but the only admin with the setting.
    for stage in found.iter().flat_map(|route| &route.stages).filter(|stage| !stage.is_own) {
        let own = [&requester.key, &beneficiary.key];
        assert!(stage.approvers.iter().all(|approver| !own.contains(&approver)), "{what}");
    }
}

fn of(stages: &[Approvers]) -> Policy {
    Policy { stages: stages.to_vec(), ..policy() }
}

#[test]
fn the_policy_says_who_decides() {
    let leo = party("leo", Role::Member);
    let ina = Approvers::People(vec![MemberId::new("ina")]);
    let unowned = Facts { owners: vec![], ..facts() };
    let at_once = Policy { automatic: Automatic::Always, ..policy() };
    let for_team = |team: &str| Policy { automatic: Automatic::Teams(vec![team.into()]), ..policy() };
    let rows: [(&str, Policy, Facts, Expected); 9] = [
        ("owners", policy(), facts(), Ok(&[&["owner"]])),
        ("admins", of(&[Approvers::Admins]), facts(), Ok(&[&["admin", "second"]])),
        ("named people", of(std::slice::from_ref(&ina)), facts(), Ok(&[&["ina"]])),
        ("two stages", of(&[Approvers::Owners, ina]), facts(), Ok(&[&["owner"], &["ina"]])),
        ("admins where nobody owns it", policy(), unowned, Ok(&[&["admin", "second"]])),
        ("a policy without a stage", of(&[]), facts(), Err(NoRoute::NobodyDecides)),
        ("nobody needs to", at_once, facts(), Ok(&[])),
        ("nobody needs to for a team they are in", for_team("sales"), facts(), Ok(&[])),
        ("owners for a team they are not in", for_team("legal"), facts(), Ok(&[&["owner"]])),
    ];
    for (what, policy, facts, expected) in rows {
        check(what, &policy, [&leo, &leo], &facts, expected);
    }
}

#[test]
fn nobody_decides_about_their_own() {
    let (owner, admin, boss) =
        (party("owner", Role::TeamManager), party("admin", Role::Admin), party("boss", Role::Admin));
    let two = Facts { owners: vec![person("owner"), person("other")], ..facts() };
    let alone = Facts { admins: vec![person("admin")], ..facts() };
    let allowed = Facts { lone_admin_approves: true, ..alone.clone() };
    let admins = of(&[Approvers::Admins]);
    check("another owner", &policy(), [&owner, &owner], &two, Ok(&[&["other"]]));
    check("admins for the only owner", &policy(), [&owner, &owner], &facts(), Ok(&[&["admin", "second"]]));
    check("nor the beneficiary", &policy(), [&boss, &owner], &facts(), Ok(&[&["admin", "second"]]));
    check("another admin", &admins, [&admin, &admin], &facts(), Ok(&[&["second"]]));
    check("nor the only admin", &admins, [&admin, &admin], &alone, Err(NoRoute::NobodyDecides));
    check("unless the setting allows it", &admins, [&admin, &admin], &allowed, Ok(&[&["admin"]]));
}

#[test]
fn who_may_ask() {
    let (leo, mia, jonas) = (party("leo", Role::Member), party("mia", Role::Member), party("jonas", Role::TeamManager));
    let gone = Party { is_active: false, ..mia.clone() };
    let for_team = |team: &str| Policy { asking: Asking::Teams(vec![team.into()]), ..policy() };
    let held = Facts { held: Some("Leo is in it.".into()), ..facts() };
    let open = Facts { open: Some("r-1".into()), ..facts() };
    let owner: Expected = Ok(&[&["owner"]]);
    check("not offered", &policy().closed(), [&leo, &leo], &facts(), Err(NoRoute::NotOffered));
    check("members of a team", &for_team("sales"), [&leo, &leo], &facts(), owner.clone());
    check("not of another", &for_team("legal"), [&leo, &leo], &facts(), Err(NoRoute::NotForThem));
    check("not for a colleague", &policy(), [&leo, &mia], &facts(), Err(NoRoute::NotForOthers));
    check("but managers", &policy(), [&jonas, &mia], &facts(), owner);
    check("not for the deactivated", &policy(), [&jonas, &gone], &facts(), Err(NoRoute::Inactive));
    check("not what is held", &policy(), [&leo, &leo], &held, Err(NoRoute::Held("Leo is in it.".into())));
    check("not what is asked", &policy(), [&leo, &leo], &open, Err(NoRoute::Asked("r-1".into())));
}

#[test]
fn guests_ask_for_teams_only() {
    let guest = Party { is_guest: true, ..party("guest", Role::Member) };
    assert!(route(&policy(), &guest, &guest, &team(), &facts()).is_ok());
    assert_eq!(route(&policy(), &guest, &guest, &workspace(), &facts()), Err(NoRoute::GuestsByTeamOnly));
}
