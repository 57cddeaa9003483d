use std::collections::HashSet;

use super::*;
use crate::simulator::state::member::UserKind;

fn of(members: usize, seed: u64) -> Organisation {
    organisation(&Options { members, seed, ..Options::default() })
}

fn text(organisation: &Organisation) -> String {
    serde_json::to_string(organisation).unwrap()
}

#[test]
fn one_number_gives_one_organisation() {
    assert_eq!(text(&of(400, 1)), text(&of(400, 1)));
    assert_ne!(text(&of(400, 1)), text(&of(400, 2)));
}

#[test]
fn the_fixed_people_are_there_at_any_size_and_seed() {
    for (members, seed) in [(0, 1), (6, 9), (400, 1), (2_000, 3)] {
        let organisation = of(members, seed);
        let team_names = |email: &str, admin_only: bool| -> HashSet<String> {
            let slot = organisation.members.with_email(email).expect(email);
            let teams = organisation.members[slot].teams.iter().filter_map(|team| organisation.teams.get(*team));
            teams
                .filter(|team| !admin_only || team.is_administered_by(slot))
                .map(|team| team.name.to_string())
                .collect()
        };
        let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<HashSet<_>>();
        assert_eq!(team_names("jonas.weber@lumen.example", true), named(&["Finance", "FP&A"]));
        assert_eq!(team_names("leo.martins@lumen.example", false), named(&["Sales EMEA"]));
        assert_eq!(team_names("priya.raman@lumen.example", false), named(&["Data Platform", "FP&A"]));
        assert_eq!(team_names("amara.okafor@lumen.example", true), named(&["Sigma Admins"]));
        let owner = &organisation.members[organisation.owner];
        assert_eq!(&*owner.email, "sigma-portal@lumen.example");
        assert_eq!(&*organisation.members[organisation.robot].first_name, "SigmaSchedulerRobot");
    }
}

#[test]
fn sizes_grow_with_the_company() {
    let small = of(400, 1);
    assert_eq!(small.members.table.len(), 400);
    assert_eq!((small.teams.len(), small.workspaces.len(), small.connections.len()), (24, 16, 8));
    let large = of(50_000, 1);
    assert_eq!(large.members.table.len(), 50_000);
    assert!((1_900..2_100).contains(&large.teams.len()));
    assert!((950..1_050).contains(&large.workspaces.len()));
}

#[test]
fn names_and_addresses_are_unique() {
    let organisation = of(5_000, 4);
    let teams: HashSet<_> = organisation.teams.iter().map(|(_, team)| team.name.clone()).collect();
    assert_eq!(teams.len(), organisation.teams.len());
    let workspaces: HashSet<_> = organisation.workspaces.iter().map(|(_, place)| place.name.clone()).collect();
    assert_eq!(workspaces.len(), organisation.workspaces.len());
    for (slot, member) in organisation.members.table.iter() {
        assert_eq!(organisation.members.with_email(&member.email), Some(slot));
    }
}

#[test]
fn people_come_in_believable_shares() {
    let organisation = of(2_000, 1);
    let people: Vec<_> = organisation.members.table.iter().map(|(_, member)| member).collect();
    let share = |is: &dyn Fn(&&&crate::simulator::state::member::Member) -> bool| people.iter().filter(is).count();
    assert!((60..140).contains(&share(&|member| member.is_archived)));
    assert!((5..50).contains(&share(&|member| member.is_inactive)));
    assert!((80..170).contains(&share(&|member| member.kind == UserKind::Guest)));
    assert!(share(&|member| member.audit.created_at > BASE.plus_ms(-14 * DAY_MS)) > 5);
    assert!(people.iter().all(|member| member.audit.updated_at <= BASE));
}

#[test]
fn a_contractor_was_forgotten_in_finance() {
    use crate::simulator::state::grant::{Grantee, Permission};
    for seed in 1..5 {
        let organisation = of(400, seed);
        let (_, finance) = organisation.workspaces.iter().find(|(_, place)| &*place.name == "Finance").unwrap();
        let mut forgotten = organisation.grants.on(finance.id).filter(|(_, grant)| {
            let is_contractor = matches!(grant.grantee, Grantee::Member(slot)
                if organisation.members[slot].account_type == types::CONTRACTOR);
            is_contractor && grant.permission == Permission::Edit
        });
        assert!(forgotten.next().is_some(), "seed {seed}");
    }
}

#[test]
fn every_list_is_in_the_order_of_creation() {
    let organisation = of(2_000, 1);
    let in_order = |moments: Vec<Stamp>| moments.is_sorted();
    assert!(in_order(organisation.members.table.iter().map(|(_, row)| row.audit.created_at).collect()));
    assert!(in_order(organisation.teams.iter().map(|(_, row)| row.audit.created_at).collect()));
    assert!(in_order(organisation.workspaces.iter().map(|(_, row)| row.audit.created_at).collect()));
    assert!(in_order(organisation.documents.table.iter().map(|(_, row)| row.audit.created_at).collect()));
}
