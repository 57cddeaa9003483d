//! Several terms renewed or left to lapse at once, after a look at what that does.

use super::{AMARA, JONAS, LEO, actor, automatic, decided_by, kept, offer_finance, terms, workspace};
use crate::support::TestApp;
use sigma_portal::domain::{
    AccessRequest, Approvers, Permission, RequestState, Requestable, ResourceRef, Target, WorkspacePermission,
};
use std::time::Duration;

const ENDS_SOON: &str = "/requests/ends-soon";
const DAY: Duration = Duration::from_hours(24);

/// Leo’s membership of Finance, renewals of which Jonas decides about, and Leo’s access to Logistics, which is granted at once.
async fn two_terms(app: &TestApp) -> [AccessRequest; 2] {
    let requests = &app.running.app.requests;
    let finance = offer_finance(app, automatic()).await;
    let membership = Box::pin(terms::granted(app, Target::Team(finance), 9, LEO)).await;
    offer_finance(app, decided_by(&[Approvers::Owners])).await;
    let logistics = workspace(app, "Logistics");
    let thing = Requestable::Workspace(logistics.clone());
    requests.set_policy(&thing, Some(automatic()), vec![], &actor(app, AMARA)).await.unwrap();
    let level = Permission::Workspace(WorkspacePermission::Organize);
    let target = Target::Access(ResourceRef::Workspace(logistics), level);
    let access = Box::pin(terms::granted(app, target, 7, LEO)).await;
    [membership, access]
}

fn selected(deed: &str, terms: &[AccessRequest]) -> String {
    let picked = terms.iter().map(|term| term.id.to_string()).collect::<Vec<_>>().join("&term[]=");
    format!("{ENDS_SOON}/selected?deed={deed}&term[]={picked}")
}

#[tokio::test]
async fn terms_are_renewed_together_each_by_its_policy() {
    let app = TestApp::start().await;
    let both = two_terms(&app).await;
    let leo = app.sign_in("member").await;
    let list = leo.get(ENDS_SOON).await;
    for term in &both {
        assert!(list.body.contains(&format!("value=\"{}\"", term.id)), "{}", list.text());
    }
    let page = selected("renew", &both);
    let shown = leo.get(&page).await;
    for words in ["Renew 2 terms", "Needs approval: Owners (", "Jonas Weber", "No approval needed.", "instead of"] {
        assert!(shown.text().contains(words), "{words}: {}", shown.text());
    }
    let sent = leo.fill(&page, "requests/terms", &[]).await;
    assert_eq!(sent.location.as_deref(), Some(ENDS_SOON), "{}", sent.text());
    let said = leo.get(ENDS_SOON).await.text();
    assert!(said.contains("1 term renewed. 1 request sent to the people who decide."), "{said}");
    let [membership, access] = &both;
    assert_eq!(kept(&app, &access.id).await.ends_at, access.ends_at.map(|ends| ends + DAY * 7));
    assert_eq!(kept(&app, &membership.id).await.ends_at, membership.ends_at, "Jonas has not decided");
    assert_eq!(app.running.app.requests.waiting_for(&actor(&app, JONAS)).await, Some(1));

    // The second try says what stands against it, and does nothing twice.
    let again = leo.get(&selected("renew", &both)).await;
    assert!(again.text().contains("Left out. There is an open request for this already."), "{}", again.text());
    assert!(again.offers("Renew 1 term"), "{}", again.text());
    let old = [("deed", "renew"), ("terms[0][id]", access.id.as_str()), ("terms[0][version]", "0")];
    leo.call(ENDS_SOON, "requests/terms", &old).await;
    let said = leo.get(ENDS_SOON).await.text();
    assert!(said.contains("1 term was not changed: A term has changed since you looked."), "{said}");
}

#[tokio::test]
async fn terms_lapse_together_and_only_for_those_who_may() {
    let app = TestApp::start().await;
    let both = two_terms(&app).await;
    let (priya, leo) = (app.sign_in("auditor").await, app.sign_in("member").await);
    let page = selected("lapse", &both);
    let shown = priya.get(&page).await;
    assert!(
        shown.text().contains("Left out. Its holder, its owners and admins decide about that."),
        "{}",
        shown.text()
    );
    assert!(!shown.posts_to("requests/terms") || !shown.offers("Let 2 terms lapse"), "{}", shown.text());
    let version = both[0].version.to_string();
    let by_hand = [("deed", "lapse"), ("terms[0][id]", both[0].id.as_str()), ("terms[0][version]", &version)];
    priya.call(ENDS_SOON, "requests/terms", &by_hand).await;
    assert!(!kept(&app, &both[0].id).await.lapses, "an auditor changes nothing");

    let shown = leo.get(&page).await;
    assert!(shown.text().contains("and nobody is reminded."), "{}", shown.text());
    leo.fill(&page, "requests/terms", &[]).await;
    for term in &both {
        let kept = kept(&app, &term.id).await;
        assert!(kept.lapses && kept.state == RequestState::Granted, "{:?}", kept.events);
    }
    let again = leo.get(&page).await;
    assert!(again.text().contains("Left out. It is meant to lapse already."), "{}", again.text());
    let none = leo.get(&selected("lapse", &[])).await;
    assert!(none.text().contains("No term selected"), "{}", none.text());
    let others = app.sign_in("manager").await.get(&selected("renew", &both[1..])).await;
    assert!(others.text().contains("No term selected"), "not theirs to know of: {}", others.text());
}
