//! Lists of people, held against a walk through everybody.

use super::{
    super::{MemberQuery, MemberSort, MemberTrait, Snapshot, fold, words},
    for_many,
};
use crate::domain::{Member, MemberId, MemberStatus, TeamId, UserKind};
use rand::{Rng, seq::IndexedRandom};

/// How well one word of a search fits a person: 0 is a word of theirs, 1 begins one, 2 lies inside one.
fn fit(member: &Member, word: &str) -> Option<u8> {
    let text = fold(&format!("{} {} {}", member.first_name, member.last_name, member.email));
    let tokens: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).collect();
    if tokens.contains(&word) {
        Some(0)
    } else if tokens.iter().any(|token| token.starts_with(word)) {
        Some(1)
    } else {
        text.contains(word).then_some(2)
    }
}

/// What is true of somebody, by looking at all teams, grants and documents.
fn is(snapshot: &Snapshot, member: &Member, wanted: MemberTrait) -> bool {
    let mine = || {
        snapshot.teams().iter().flat_map(|team| {
            snapshot.team_members(&team.id).iter().filter(|m| m.member_id == member.id).map(move |m| (&team.id, m))
        })
    };
    match wanted {
        MemberTrait::NoTeam => mine().next().is_none(),
        MemberTrait::TeamAdmin => mine().any(|(_, m)| m.is_team_admin),
        MemberTrait::NoAccess => snapshot.access_of(member).is_empty(),
        MemberTrait::OwnsDocuments => {
            snapshot.workbooks().iter().any(|workbook| workbook.owner_id == member.id)
                || snapshot.datasets().iter().any(|dataset| dataset.owner == member.id.as_str())
                || snapshot.data_models().iter().any(|model| model.owner_id == member.id)
                || snapshot.reports().iter().any(|report| report.owner_id == member.id)
        }
    }
}

fn expected(snapshot: &Snapshot, query: &MemberQuery) -> Vec<MemberId> {
    let words = words(&query.q);
    let mut found: Vec<(u8, &Member)> = Vec::new();
    for member in snapshot.everybody().iter().filter(|m| !m.is_system()) {
        let fits: Option<Vec<u8>> = words.iter().map(|word| fit(member, word)).collect();
        let Some(fits) = fits else { continue };
        let in_team =
            query.team.as_ref().is_none_or(|t| snapshot.team_members(t).iter().any(|m| m.member_id == member.id));
        let of_type = query.account_type.as_ref().is_none_or(|name| member.account_type.eq_ignore_ascii_case(name));
        let of_kind = query.kind.as_ref().is_none_or(|kind| member.user_kind == *kind);
        let is = query.having.is_none_or(|wanted| is(snapshot, member, wanted));
        if in_team && of_type && of_kind && is && query.status.is_none_or(|status| member.status() == status) {
            found.push((fits.into_iter().max().unwrap_or(0), member));
        }
    }
    // Names are in order already, and sorting keeps the order of equals.
    match query.sort {
        MemberSort::Name if !query.descending => found.sort_by_key(|(fit, _)| *fit),
        // Nobody is known to have been active here, and no query asks for it.
        MemberSort::Name | MemberSort::LastActive => {}
        MemberSort::Email => found.sort_by_key(|(_, m)| fold(&m.email)),
        MemberSort::AccountType => found.sort_by_key(|(_, m)| m.account_type.to_lowercase()),
        MemberSort::Created => found.sort_by_key(|(_, m)| m.created_at),
    }
    if query.descending {
        found.reverse();
    }
    found.into_iter().map(|(_, m)| m.id.clone()).collect()
}

#[test]
fn lists_show_what_a_walk_through_everybody_finds() {
    for_many(|snapshot, rng| {
        let names: Vec<String> = snapshot.people().map(|m| fold(&m.full_name())).collect();
        assert!(names.is_sorted(), "{names:?}");
        for _ in 0..40 {
            let words = ["", "ann", "a", "an", "ANNA lumen", "soren", "ø", "hann", "ann ex", "zzz", "maria ann"];
            let query = MemberQuery {
                q: (*words.choose(rng).unwrap()).to_owned(),
                account_type: rng
                    .random_bool(0.3)
                    .then(|| (*["view", "Build", "none"].choose(rng).unwrap()).to_owned()),
                team: rng.random_bool(0.3).then(|| TeamId::new(format!("t{}", rng.random_range(0..13)))),
                status: rng.random_bool(0.3).then(|| *MemberStatus::ALL.choose(rng).unwrap()),
                active: None,
                kind: rng.random_bool(0.2).then_some(UserKind::Guest),
                having: rng.random_bool(0.4).then(|| {
                    *[MemberTrait::NoTeam, MemberTrait::NoAccess, MemberTrait::OwnsDocuments, MemberTrait::TeamAdmin]
                        .choose(rng)
                        .unwrap()
                }),
                sort: *[MemberSort::Name, MemberSort::Email, MemberSort::AccountType, MemberSort::Created]
                    .choose(rng)
                    .unwrap(),
                descending: rng.random_bool(0.5),
                page: rng.random_range(1..4),
                size: rng.random_range(1..30),
            };
            let all = expected(snapshot, &query);
            let skip = (query.page as usize - 1) * query.size as usize;
            let page: Vec<MemberId> = all.iter().skip(skip).take(query.size as usize).cloned().collect();
            let found = snapshot.find_members(&query);
            let shown: Vec<MemberId> = found.items.iter().map(|m| m.id.clone()).collect();
            assert_eq!((found.total, shown), (all.len() as u64, page), "{query:?}");
        }
    });
}

#[test]
fn people_are_found_by_address_whatever_its_case_and_by_no_other() {
    for_many(|snapshot, _| {
        for member in snapshot.everybody() {
            let found = snapshot.member_by_email(&member.email.to_uppercase()).unwrap();
            assert_eq!(found.email.to_lowercase(), member.email.to_lowercase());
            assert!(snapshot.member_by_email(&format!("x{}", member.email)).is_none());
        }
        // Accents fold away, but they are part of an address.
        assert!(snapshot.member_by_email("zoe.7@lumen.example").is_none_or(|m| m.email.starts_with("Zoe")));
    });
}
