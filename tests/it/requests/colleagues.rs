//! Asking for somebody who has no account yet: by admins and managers for anybody, by everybody where the policy allows it.

use super::{AMARA, JONAS, LEO, actor, automatic, decided_by, kept, member, team};
use crate::{api::calls::package, support::TestApp};
use sigma_portal::{
    domain::{Approvers, NoRoute, Policy, RequestId, RequestState, Requestable, Target},
    requests::{Ask, Colleague, Error},
    web::fulfil_all,
};
use std::time::Duration;

const ZOE: &str = "zoe.brandt@lumen.example";

fn id_of(location: &str) -> RequestId {
    RequestId::new(location.rsplit('/').next().unwrap())
}

#[tokio::test]
async fn a_colleague_is_asked_for_by_address_told_and_invited_when_it_is_granted() {
    let app = TestApp::start().await;
    let policy = Policy { for_colleagues: true, ..decided_by(&[Approvers::Owners]) };
    let package = package(&app, policy).await;
    let (leo, jonas) = (app.sign_in("member").await, app.sign_in("manager").await);
    let form = format!("/get-access/ask?for={}", Requestable::Package(package.id.clone()).key());
    assert!(leo.get(&form).await.text().contains("They have no account in Sigma yet"));
    let fields = [("who", ZOE), ("reason", "Starts with me in March")];
    let unnamed = leo.fill(&form, "requests/ask", &fields).await;
    assert!(unnamed.refuses("first_name") && unnamed.holds(ZOE), "{}", unnamed.text());
    let named = [fields[0], fields[1], ("first_name", "Zoe"), ("last_name", "Brandt")];
    let asked = leo.fill(&form, "requests/ask", &named).await;
    let request = asked.location.clone().unwrap_or_else(|| panic!("{}", asked.text()));
    let page = leo.get(&request).await;
    assert!(page.text().contains("Requested for Zoe Brandt") && page.text().contains(ZOE), "{}", page.text());
    let key = sigma_portal::domain::PersonKey::configured(ZOE);
    assert_eq!(app.running.app.store.unread_notices(&key).await.unwrap(), 1, "the colleague is told");

    assert!(jonas.get(&request).await.text().contains("Invite Zoe Brandt"), "{}", jonas.get(&request).await.text());
    jonas.fill(&request, "requests/approve", &[]).await;
    let (portal, id) = (&app.running.app, id_of(&request));
    portal.changes.settled(kept(&app, &id).await.change_id.as_ref().unwrap(), Duration::from_secs(30)).await.unwrap();
    fulfil_all(&portal.requests, &portal.changes).await.unwrap();
    let granted = kept(&app, &id).await;
    assert_eq!((granted.state, granted.beneficiary.member_id), (RequestState::Granted, Some(member(&app, ZOE).id)));
    assert_eq!(granted.requester.member_id, Some(member(&app, LEO).id), "it stays Leo’s request");
}

#[tokio::test]
async fn who_may_not_ask_for_others_is_told_so_and_nobody_invites_without_a_decision() {
    let app = TestApp::start().await;
    let requests = &app.running.app.requests;
    let zoe = Colleague { email: ZOE, first_name: "Zoe", last_name: "Brandt" };
    let wish = |package: &sigma_portal::domain::AccessPackage| Ask {
        target: Target::Package(package.id.clone()),
        beneficiary: None,
        reason: "Starts in March".into(),
        days: None,
        renews: None,
    };
    let package = package(&app, automatic()).await;
    let thing = Requestable::Package(package.id.clone());
    let refused = requests.ask_for(wish(&package), zoe, &actor(&app, LEO)).await;
    assert!(matches!(refused, Err(Error::NoRoute(NoRoute::NotForOthers))), "{refused:?}");
    let open = Policy { for_colleagues: true, ..automatic() };
    let owners = vec![member(&app, JONAS).id];
    requests.set_policy(&thing, Some(open), owners, &actor(&app, AMARA)).await.unwrap();
    let member_of = Colleague { email: JONAS, ..zoe };
    let refused = requests.ask_for(wish(&package), member_of, &actor(&app, LEO)).await;
    assert!(matches!(refused, Err(Error::NoRoute(NoRoute::NotForOthers))), "{refused:?}");
    let pending = requests.ask_for(wish(&package), zoe, &actor(&app, LEO)).await.unwrap();
    assert_eq!(pending.state, RequestState::Pending, "somebody decides, though others are granted it at once");
    let twice = requests
        .ask_for(wish(&package), Colleague { email: "Zoe.Brandt@lumen.example", ..zoe }, &actor(&app, JONAS))
        .await;
    assert!(matches!(twice, Err(Error::NoRoute(NoRoute::Asked(_)))), "{twice:?}");
    // A team alone brings no account.
    let sales = Ask { target: Target::Team(team(&app, "Sales")), ..wish(&package) };
    let refused =
        requests.ask_for(sales, Colleague { email: "yan.li@lumen.example", ..zoe }, &actor(&app, AMARA)).await;
    assert!(matches!(refused, Err(Error::NoRoute(NoRoute::NoAccount))), "{refused:?}");
}

#[tokio::test]
async fn an_account_is_asked_for_with_connections() {
    let app = TestApp::start_whole().await;
    let noor = app.sign_in("visitor").await;
    let snapshot = app.snapshot();
    let connection = snapshot.connections().iter().find(|one| !one.is_archived).unwrap();
    let (field, fields) = (
        format!("connections[connection:{}]", connection.id),
        [("account_type", "Build"), ("reason", "I start on Monday")],
    );
    let form = "/get-access/account";
    assert!(noor.get(form).await.has_field(&field));
    let asked = noor.fill(form, "requests/ask-account", &[fields[0], fields[1], (&field, "usage")]).await;
    let request = asked.location.clone().unwrap_or_else(|| panic!("{}", asked.text()));
    let page = noor.get(&request).await;
    assert!(page.text().contains(&format!("Can use on {}", connection.name)), "{}", page.text());
    let case = app.sign_in("admin").await.get(&request).await;
    assert!(case.text().contains(&format!("Can use on {}", connection.name)), "{}", case.text());
    let odd = noor
        .call(form, "requests/ask-account", &[fields[0], fields[1], ("connections[connection:nothing]", "usage")])
        .await;
    assert!(odd.text().contains("no longer offered") || odd.text().contains("open request"), "{}", odd.text());
}
