//! Why somebody can reach a thing, and taking that away: each reason with its price, for those who may.

use crate::support::TestApp;
use reqwest::StatusCode;
use sigma_portal::{
    directory::Snapshot,
    domain::{GrantSource, Grantee, Member, MemberStatus, ResourceRef, TeamId},
};

/// Somebody who is no admin and has a workspace by one team alone, which gives more than that: the person, the team, and
/// all that only this team gives.
fn through_one_team(snapshot: &Snapshot) -> (Member, TeamId, Vec<ResourceRef>) {
    let people =
        snapshot.people().filter(|member| member.status() == MemberStatus::Active && !member.has_account_type("admin"));
    let of_one = |member: &Member| {
        let access = snapshot.access_of(member);
        let (team, _) = snapshot.teams_of(&member.id).next()?;
        let only = access.into_iter().filter(|access| {
            access.paths.iter().all(|path| path.via == GrantSource::Team(team.id.clone()))
                && matches!(access.resource, ResourceRef::Workspace(_))
        });
        let only: Vec<ResourceRef> = only.map(|access| access.resource).collect();
        (only.len() > 1).then(|| (member.clone(), team.id.clone(), only))
    };
    people.into_iter().find_map(of_one).expect("somebody with two workspaces by one team alone")
}

fn why(member: &Member, of: &ResourceRef) -> String {
    format!("/members/{}/why?of={}", member.id, of.key().replace(':', "%3A"))
}

#[tokio::test]
async fn each_reason_has_its_price_and_leads_to_a_plan() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let (member, team, only) = through_one_team(&snapshot);
    let (name, first) = (snapshot.team_name(&team).unwrap(), snapshot.resource_name(&only[0]).unwrap());
    let path = why(&member, &only[0]);

    let person = admin.get(&format!("/members/{}", member.id)).await;
    assert!(person.links_to(&path), "their page does not lead there");
    let everyone = admin.get(&format!("/workspaces/{}/people?q={}", only[0].id(), member.email)).await;
    assert!(everyone.links_to(&path), "the list of everyone does not lead there");

    let page = admin.get(&path).await;
    let text = page.text();
    assert!(text.contains(&format!("Why {} can open {first}", member.full_name())), "{text}");
    assert!(text.contains(&format!("Member of team {name}")), "{text}");
    assert!(text.contains(&format!("Loses {first}.")), "{text}");
    assert!(text.contains("Also loses"), "{text}");
    for other in &only[1..] {
        assert!(text.contains(snapshot.resource_name(other).unwrap()), "the price leaves out {other:?}: {text}");
    }
    assert!(text.contains("of the team lose access"), "what the team loses: {text}");

    let review = admin.press(&path, &format!("Remove from {name}"), &[]).await;
    admin.apply(&review, "").await;
    assert!(!app.snapshot().is_in_team(&member.id, &team));
    let after = admin.get(&path).await;
    assert!(after.text().contains(&format!("{} can’t open {first}", member.full_name())), "{}", after.text());
    assert!(after.links_to(&format!("/workspaces/{}/access", only[0].id())), "{}", after.text());
}

#[tokio::test]
async fn a_teams_grant_can_be_revoked_from_there() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let (member, team, only) = through_one_team(&app.snapshot());
    let name = app.snapshot().team_name(&team).unwrap().to_owned();
    let review = admin.press(&why(&member, &only[0]), &format!("Revoke access of team {name}"), &[]).await;
    admin.apply(&review, "").await;
    assert!(app.snapshot().grant_of(&only[0], &Grantee::Team(team)).is_none());
}

#[tokio::test]
async fn several_ways_end_in_one_plan() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let (member, team, only) = through_one_team(&snapshot);
    let give = format!("/members/{}", member.id);
    let name = snapshot.resource_name(&only[0]).unwrap();
    let review = admin
        .fill(
            &give,
            "members/give-workspace",
            &[("workspace", name), ("workspace_pick", &only[0].key()), ("level", "view")],
        )
        .await;
    admin.apply(&review, "").await;

    let path = why(&member, &only[0]);
    let page = admin.get(&path).await;
    assert!(page.text().contains("Direct access"), "{}", page.text());
    assert!(page.text().contains("Keeps"), "one of two ways ends, and nothing says what stays: {}", page.text());
    let review = admin.press(&path, "Remove all of this access", &[]).await;
    admin.apply(&review, "").await;
    let after = app.snapshot();
    assert!(!after.is_in_team(&member.id, &team));
    assert!(after.access_to(&only[0], after.member(&member.id).unwrap()).is_none());
}

#[tokio::test]
async fn only_those_who_may_are_offered_something() {
    let app = TestApp::start_whole().await;
    let snapshot = app.snapshot();
    let (member, _, only) = through_one_team(&snapshot);
    let path = why(&member, &only[0]);
    let auditor = app.sign_in("auditor").await.get(&path).await;
    assert_eq!(auditor.status, StatusCode::OK);
    assert!(auditor.text().contains("Reasons"), "{}", auditor.text());
    assert!(!auditor.posts_to("members/leave-team") && !auditor.posts_to("access/revoke"));
    let visitor = app.sign_in("member").await;
    assert_eq!(visitor.get(&path).await.status, StatusCode::FORBIDDEN);

    // One's own access is explained to everybody, and nothing else is.
    let leo = snapshot.member_by_email("leo.martins@lumen.example").unwrap();
    let mine = snapshot.access_of(leo).into_iter().next().expect("the persona reaches something");
    let own = visitor.get(&why(leo, &mine.resource)).await;
    assert_eq!(own.status, StatusCode::OK, "{}", own.text());
    assert!(!own.posts_to("members/leave-team"));
    let reached: Vec<ResourceRef> = snapshot.access_of(leo).into_iter().map(|access| access.resource).collect();
    let other = snapshot.workspaces().iter().map(|w| ResourceRef::Workspace(w.id.clone()));
    let other = other.into_iter().find(|resource| !reached.contains(resource)).unwrap();
    assert_eq!(visitor.get(&why(leo, &other)).await.status, StatusCode::NOT_FOUND);
    for of in ["nonsense", "workspace%3Anone", "workbook%3Anone"] {
        let page = visitor.get(&format!("/members/{}/why?of={of}", leo.id)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{of}");
    }
}

#[tokio::test]
async fn a_manager_takes_people_out_of_their_own_teams_only() {
    let app = TestApp::start_whole().await;
    let manager = app.sign_in("manager").await;
    let whole = app.snapshot();
    let jonas = whole.member_by_email("jonas.weber@lumen.example").unwrap();
    let own: Vec<TeamId> =
        whole.teams_of(&jonas.id).filter(|(_, is_admin)| *is_admin).map(|(team, _)| team.id.clone()).collect();
    let mut met = 0;
    for member in own.iter().flat_map(|team| whole.team_members(team)).take(6) {
        let Some(person) = whole.member(&member.member_id).filter(|m| m.status() == MemberStatus::Active) else {
            continue;
        };
        for access in whole.access_of(person) {
            let page = manager.get(&why(person, &access.resource)).await;
            if page.status != StatusCode::OK {
                continue;
            }
            for form in page.forms("members/leave-team") {
                let (_, team) = form.iter().find(|(name, _)| name == "team_id").unwrap();
                assert!(own.iter().any(|own| own.as_str() == team), "offered to change a team that is not theirs");
                met += 1;
            }
        }
    }
    assert!(met > 0, "nothing is offered to a team manager");
}

#[tokio::test]
async fn documents_name_their_owner_and_what_they_inherit() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let workbook = &snapshot.workbooks()[0];
    let owner = snapshot.member(&workbook.owner_id).unwrap();
    let page = admin.get(&format!("/members/{}/why?of=workbook%3A{}", owner.id, workbook.id)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Owns it"), "{}", page.text());
    assert!(page.posts_to("documents/owner/start"), "{}", page.text());
}
