use super::*;
use crate::domain::{MemberId, NewAccount, Permission, RequestableKind, ResourceRef, WorkspacePermission};

fn person(id: &str) -> PersonKey {
    PersonKey::Member(MemberId::new(id))
}

fn party(id: &str, role: Role) -> Party {
    Party { key: person(id), role, teams: vec!["sales".into()], account: Account::Active, is_guest: false }
}

fn policy() -> Policy {
    Policy::built_in(RequestableKind::Team)
}

fn facts() -> Facts {
    Facts {
        owners: [person("owner")].into_iter().collect(),
        admins: [person("admin"), person("second")].into_iter().collect(),
        ..Facts::default()
    }
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

type Stages = &'static [&'static [&'static str]];

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
    let unowned = Facts { owners: PersonSet::default(), ..facts() };
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
    let two = Facts { owners: [person("owner"), person("other")].into_iter().collect(), ..facts() };
    let alone = Facts { admins: [person("admin")].into_iter().collect(), ..facts() };
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
    let gone = Party { account: Account::Deactivated, ..mia.clone() };
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

#[test]
fn accounts_are_asked_for_by_those_who_have_none() {
    let noor = Party { account: Account::None, teams: vec![], ..party("noor", Role::Visitor) };
    let gone = Party { account: Account::Deactivated, ..party("gone", Role::Visitor) };
    let leo = party("leo", Role::Member);
    let (account, package) = (Target::Account(NewAccount::default()), Target::Package("p".into()));
    let brings = Facts { brings_account: true, ..facts() };
    let elsewhere = Facts { returns_elsewhere: true, ..facts() };
    let held = |who: &Party, target: &Target, facts: &Facts| route(&policy(), who, who, target, facts).map(drop);
    let rows = [
        ("a new account", &noor, &account, &facts(), Ok(())),
        ("a package with an account type", &noor, &package, &brings, Ok(())),
        ("a package without one", &noor, &package, &facts(), Err(NoRoute::NoAccount)),
        ("a team alone", &noor, &team(), &facts(), Err(NoRoute::NoAccount)),
        ("a team with the account", &noor, &team(), &brings, Ok(())),
        ("the return of none", &noor, &Target::Return, &facts(), Err(NoRoute::NoAccount)),
        ("the return of one's own", &gone, &Target::Return, &facts(), Ok(())),
        ("what only the provider brings back", &gone, &Target::Return, &elsewhere, Err(NoRoute::Elsewhere)),
        ("a team for the deactivated", &gone, &team(), &brings, Err(NoRoute::Inactive)),
        ("a package for a member", &leo, &package, &facts(), Ok(())),
    ];
    for (what, who, target, facts, expected) in rows {
        assert_eq!(held(who, target, facts), expected, "{what}");
    }
    for (who, target) in [(&leo, &account), (&gone, &account), (&leo, &Target::Return)] {
        assert!(matches!(held(who, target, &facts()), Err(NoRoute::Held(_))), "{target:?}");
    }
}

#[test]
fn everybody_is_heard_about_several_things_and_nobody_twice() {
    let stage = |ids: &[&str]| Stage {
        by: Approvers::Owners,
        approvers: ids.iter().map(|id| person(id)).collect::<PersonSet>().without([]),
        is_fallback: false,
        is_own: false,
    };
    let of = |stages: &[&[&str]], longest_days| Route {
        stages: stages.iter().map(|ids| stage(ids)).collect(),
        reason_required: longest_days == Some(30),
        longest_days,
    };
    let admins = [person("admin"), person("second")].into_iter().collect();
    let rows: [(&str, Vec<Route>, Stages); 6] = [
        (
            "an admin decides for owners too",
            vec![of(&[&["admin", "second"]], None), of(&[&["owner"]], None)],
            &[&["admin", "second"]],
        ),
        ("owners do not for admins", vec![of(&[&["owner"]], None), of(&[&["admin"]], None)], &[&["owner"], &["admin"]]),
        (
            "the same owner once",
            vec![of(&[&["owner"]], None), of(&[&["hr"]], None), of(&[&["hr", "cfo"]], None)],
            &[&["owner"], &["hr"]],
        ),
        (
            "two about one stay two",
            vec![of(&[&["admin"]], None), of(&[&["admin"], &["admin"]], None)],
            &[&["admin"], &["admin"]],
        ),
        ("automatic where all are", vec![of(&[], None), of(&[], None)], &[]),
        ("owners where only the rest is automatic", vec![of(&[], None), of(&[&["owner"]], None)], &[&["owner"]]),
    ];
    for (what, routes, expected) in rows {
        let expected: Vec<Vec<String>> =
            expected.iter().map(|ids| ids.iter().map(|id| (*id).to_owned()).collect()).collect();
        assert_eq!(approvers(&merged(routes, &admins)), expected, "{what}");
    }
    let strictest = merged(vec![of(&[], Some(90)), of(&[], None), of(&[], Some(30))], &admins);
    assert_eq!((strictest.longest_days, strictest.reason_required), (Some(30), true));
}

#[test]
fn a_policy_lets_everybody_ask_for_a_colleague_who_has_no_account_and_somebody_decides() {
    let (leo, mia, amara) = (party("leo", Role::Member), party("mia", Role::Member), party("amara", Role::Admin));
    let new = Party { account: Account::None, ..party("new", Role::Visitor) };
    let brings = Facts { brings_account: true, ..facts() };
    let open = Policy { for_colleagues: true, ..policy() };
    let at_once = Policy { automatic: Automatic::Always, ..open.clone() };
    let owner: Expected = Ok(&[&["owner"]]);
    check("not unless it does", &policy(), [&leo, &new], &brings, Err(NoRoute::NotForOthers));
    check("a colleague to come", &open, [&leo, &new], &brings, owner.clone());
    check("not one who is there", &open, [&leo, &mia], &brings, Err(NoRoute::NotForOthers));
    check(
        "nor by a visitor",
        &open,
        [&Party { account: Account::None, ..leo.clone() }, &new],
        &brings,
        Err(NoRoute::NotForOthers),
    );
    check("only what brings an account", &open, [&leo, &new], &facts(), Err(NoRoute::NoAccount));
    check("nobody invites others by themselves", &at_once, [&leo, &new], &brings, owner);
    check("but admins, who may invite", &at_once, [&amara, &new], &brings, Ok(&[]));
}
