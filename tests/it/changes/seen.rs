//! A plan that was made on what somebody saw is not applied to something else.

use super::{amara, leo, preview, snapshot, workspace};
use crate::support::TestApp;
use sigma_portal::{
    changes::{AcceptChange, Changes, Error, Refusal},
    domain::{AttributeWish, Grantee, Intent, MemberPatch, Permission, ResourceRef, Seen, WorkspacePermission},
};

fn seen(field: &str, value: Option<&str>) -> Seen {
    [(field.to_owned(), value.map(str::to_owned))].into_iter().collect()
}

#[tokio::test]
async fn what_was_changed_between_plan_and_acceptance_is_not_overwritten() {
    let app = TestApp::start().await;
    let (leo, amara) = (leo(&app), amara(&app));
    let patch = MemberPatch { first_name: Some("Leonardo".into()), ..MemberPatch::default() };
    let intent = Intent::EditMember { member_id: leo.id.clone(), patch, before: seen("first_name", Some("Leo")) };
    let plan = preview(&app, &intent, &amara).await.unwrap();
    let theirs = MemberPatch { first_name: Some("Lionel".into()), ..MemberPatch::default() };
    app.running.app.client.members().update(&leo.id, &theirs).await.unwrap();
    assert!(app.running.app.directory.sync().await);
    let wish = AcceptChange {
        id: Changes::fresh_id(),
        intent,
        actor: amara,
        reason: String::new(),
        fingerprint: plan.fingerprint(),
        confirmation: String::new(),
    };
    let Err(Error::Refused(Refusal::Blocked(why))) = app.running.app.changes.accept(wish).await else {
        panic!("the plan was accepted over someone else's change")
    };
    assert!(why.contains("is “Lionel” by now; it was “Leo”"), "{why}");
    assert_eq!(snapshot(&app).member(&leo.id).unwrap().first_name, "Lionel");
}

#[tokio::test]
async fn levels_and_values_are_compared_with_what_was_seen() {
    let app = TestApp::start().await;
    let (leo, amara) = (leo(&app), amara(&app));
    let resource = ResourceRef::Workspace(workspace(&app, "Logistics"));
    let grantee = Grantee::Member(leo.id.clone());
    let give = |before| Intent::SetAccess {
        resource: resource.clone(),
        access: vec![(grantee.clone(), Some(Permission::Workspace(WorkspacePermission::Organize)))],
        before,
    };
    let held = snapshot(&app).grant_of(&resource, &grantee).map(|grant| grant.permission.slug().to_owned());
    let right = give(seen(&grantee.key(), held.as_deref()));
    assert!(preview(&app, &right, &amara).await.is_ok());
    let wrong = if held.is_some() { None } else { Some("edit") };
    let refused = preview(&app, &give(seen(&grantee.key(), wrong)), &amara).await.unwrap_err();
    assert!(
        refused.to_string().contains("access of Leo Martins <leo.martins@lumen.example> to the workspace Logistics"),
        "{refused}"
    );

    let attribute = snapshot(&app).user_attributes()[0].clone();
    let wish =
        AttributeWish { attribute_id: attribute.id.clone(), holder: grantee.clone(), value: Some("Moon".into()) };
    let key = AttributeWish::key(&attribute.id, &grantee);
    let set = |before| Intent::SetAttributes { values: vec![wish.clone()], before };
    let refused = preview(&app, &set(seen(&key, Some("Mars"))), &amara).await.unwrap_err();
    assert!(refused.to_string().contains(&attribute.name) && refused.to_string().contains("“Mars”"), "{refused}");
}
