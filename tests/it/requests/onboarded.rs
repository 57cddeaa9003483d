//! Packages that come with an invitation, by the form and from a file, and packages for many members at once.

use super::{AMARA, LEO, PRIYA, actor, automatic, decided_by, member, team};
use crate::{api::calls::package, support::TestApp};
use sigma_portal::{
    domain::{AccessPackage, AccessRequest, Approvers, ChangeId, Policy, RequestState, Requestable},
    requests::ALL_HOLDERS,
    store::{PageRequest, RequestFilter},
    web::fulfil_all,
};
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

/// Who holds the package, once all that was begun is done.
async fn holders(app: &TestApp, package: &AccessPackage) -> Vec<AccessRequest> {
    let portal = &app.running.app;
    for request in portal.store.requests_in(&[RequestState::Applying]).await.unwrap() {
        portal.changes.settled(request.change_id.as_ref().unwrap(), Duration::from_secs(30)).await.unwrap();
    }
    fulfil_all(&portal.requests, &portal.changes).await.unwrap();
    let held = portal.requests.package(&package.id, &actor(app, AMARA), ALL_HOLDERS).await.unwrap();
    assert!(held.holders.items.iter().all(|holder| holder.drift.is_none()), "{:?}", held.holders);
    held.holders.items.into_iter().map(|holder| holder.request).collect()
}

#[tokio::test]
async fn who_is_onboarded_with_a_package_holds_it_until_its_term_ends() {
    let app = TestApp::start().await;
    let package = package(&app, Policy { usual_days: Some(30), ..decided_by(&[Approvers::Owners]) }).await;
    let amara = app.sign_in("admin").await;
    let form = format!("/onboard?package={}", package.id);
    assert!(amara.get(&form).await.text().contains("With the access package Finance analyst"));
    let person = [("email", "mia.lund@lumen.example"), ("first_name", "Mia"), ("last_name", "Lund")];
    // What is wrong with the form loses nothing, the package included.
    let wrong = amara.fill(&form, "onboarding/onboard", &[("email", "mia"), person[1], person[2]]).await;
    assert!(wrong.text().contains("With the access package Finance analyst"), "{}", wrong.text());
    let review = amara.fill(&form, "onboarding/onboard", &person).await;
    amara.apply(&review, "Starts in March").await;
    let held = holders(&app, &package).await;
    let [mia] = held.as_slice() else { panic!("{held:?}") };
    assert_eq!(mia.beneficiary.member_id, Some(member(&app, "mia.lund@lumen.example").id));
    let page = amara.get(&format!("/requests/{}", mia.id)).await;
    assert!(page.text().contains("Given with the invitation."), "{}", page.text());

    let portal = &app.running.app;
    portal.store.clock().advance(31 * DAY);
    sigma_portal::web::end_due(&portal.requests, &portal.changes).await.unwrap();
    let ending = portal.store.request(&mia.id).await.unwrap().unwrap();
    portal.changes.settled(ending.end_change_id.as_ref().unwrap(), Duration::from_secs(30)).await.unwrap();
    sigma_portal::web::end_due(&portal.requests, &portal.changes).await.unwrap();
    assert_eq!(portal.store.request(&mia.id).await.unwrap().unwrap().state, RequestState::Ended);
    let id = member(&app, "mia.lund@lumen.example").id;
    assert!(!app.snapshot().is_in_team(&id, &team(&app, "Finance")));
}

#[tokio::test]
async fn a_file_names_packages_and_each_person_holds_theirs() {
    let app = TestApp::start().await;
    let package = package(&app, automatic()).await;
    let amara = app.sign_in("admin").await;
    let file = "E-mail,First name,Last name,Access package\n\
                ines.farrow@lumen.example,Ines,Farrow,finance analyst\n\
                bela.nunez@lumen.example,Bela,Nunez,\n\
                ida.holm@lumen.example,Ida,Holm,Finance analist\n\
                ole.berg@lumen.example,Ole,Berg,Finance analyst\n";
    let taken = amara.upload("/onboard/file", &[("account_type", "View")], "people.csv", file.as_bytes()).await;
    let path = taken.location.unwrap();
    let page = amara.get(&path).await;
    assert!(
        page.text().contains("There is no access package “Finance analist”. Did you mean “Finance analyst”?"),
        "{}",
        page.text()
    );
    let id = path.rsplit('/').next().unwrap();
    let skipped = amara.call(&path, "onboarding/file/skip", &[("file", id)]).await;
    let path = skipped.location.unwrap();
    let id = path.split('?').next().unwrap().rsplit('/').next().unwrap();
    let review = amara.call(&path, "onboarding/file/onboard", &[("file", id)]).await;
    assert!(review.text().contains("as Build into Finance"), "the package brings its account type: {}", review.text());
    let done = amara.apply(&review, "").await;
    assert!(done.text().contains("Onboard 3 people"), "{}", done.text());
    let held = holders(&app, &package).await;
    let mut emails: Vec<_> = held.iter().map(|one| one.beneficiary.email.as_str()).collect();
    emails.sort_unstable();
    assert_eq!(emails, ["ines.farrow@lumen.example", "ole.berg@lumen.example"]);
    for one in &held {
        assert_eq!(one.beneficiary.member_id, Some(member(&app, &one.beneficiary.email).id), "each is their own");
    }
    assert!(member(&app, "bela.nunez@lumen.example").has_account_type("view"));
}

#[tokio::test]
async fn what_a_stopped_process_has_not_written_down_is_written_later() {
    let app = TestApp::start().await;
    let package = package(&app, automatic()).await;
    let amara = app.sign_in("admin").await;
    let person = [("email", "mia.lund@lumen.example"), ("first_name", "Mia"), ("last_name", "Lund")];
    let review = amara.fill(&format!("/onboard?package={}", package.id), "onboarding/onboard", &person).await;
    // As if the process had stopped right after the change was accepted.
    let portal = &app.running.app;
    let intent = sigma_portal::domain::Intent::Onboard { people: vec![invitee(&package)] };
    let plan = portal.changes.preview(&intent, &actor(&app, AMARA)).await.unwrap();
    let wish = sigma_portal::changes::AcceptChange {
        id: ChangeId::new(review.field("id")),
        intent,
        actor: actor(&app, AMARA),
        reason: String::new(),
        fingerprint: plan.fingerprint(),
        confirmation: String::new(),
    };
    let change = portal.changes.accept(wish).await.unwrap();
    portal.changes.settled(&change, Duration::from_secs(30)).await.unwrap();
    assert!(holders(&app, &package).await.is_empty());
    let since = portal.store.clock().now() - jiff::SignedDuration::from_hours(1);
    for _ in 0..2 {
        portal.requests.assign_since(since).await.unwrap();
    }
    assert_eq!(holders(&app, &package).await.len(), 1);
}

fn invitee(package: &AccessPackage) -> sigma_portal::domain::Invitee {
    use sigma_portal::domain::{EmailAddress, Invitee, NewPerson, UserKind};
    let mut invitee = Invitee::of(NewPerson {
        email: EmailAddress::parse("mia.lund@lumen.example").unwrap(),
        first_name: "Mia".into(),
        last_name: "Lund".into(),
        account_type: Some("Build".into()),
        user_kind: UserKind::Internal,
        send_invite: true,
    });
    invitee.take(package);
    invitee
}

#[tokio::test]
async fn a_package_is_requested_for_many_members_and_each_request_goes_its_way() {
    let app = TestApp::start().await;
    let package = package(&app, Policy { usual_days: Some(30), ..decided_by(&[Approvers::Owners]) }).await;
    let amara = app.sign_in("admin").await;
    let ids = [member(&app, LEO).id, member(&app, PRIYA).id];
    let mut form = vec![("action", "request")];
    form.extend(ids.iter().map(|id| ("member[]", id.as_str())));
    let page = amara.call("/members", "members/bulk/start", &form).await.location.unwrap();
    assert!(amara.get(&page).await.text().contains("Request an access package for 2 people"));
    let none = amara.fill(&page, "members/bulk/request-package", &[("reason", "New team")]).await;
    assert!(none.text().contains("Choose a package"), "{}", none.text());
    let fields = [("package", package.id.as_str()), ("reason", "New team")];
    let sent = amara.fill(&page, "members/bulk/request-package", &fields).await;
    assert_eq!(sent.location.as_deref(), Some("/requests/all"), "{}", sent.text());
    assert!(amara.get("/requests/all").await.text().contains("2 requests sent for"));
    let again = amara.fill(&page, "members/bulk/request-package", &fields).await;
    assert_eq!(again.location.as_deref(), Some("/requests/all"));
    assert!(amara.get("/requests/all").await.text().contains("2 people have it or requested it already"));
    let first = PageRequest { number: 1, size: 9 };
    let all = app.running.app.store.requests(&RequestFilter::default(), first).await.unwrap().items;
    assert!(
        all.len() == 2 && all.iter().all(|one| one.state == RequestState::Pending && one.days == Some(30)),
        "{all:?}"
    );
    assert!(all.iter().all(|one| one.target.requestable() == Requestable::Package(package.id.clone())));
}

#[tokio::test]
async fn whoever_owns_a_package_has_a_way_to_it_in_the_navigation() {
    let app = TestApp::start().await;
    let package = package(&app, automatic()).await;
    let leo = app.sign_in("member").await;
    assert!(!leo.get("/me").await.links_to("/packages"));
    let requests = &app.running.app.requests;
    let thing = Requestable::Package(package.id.clone());
    let owners = vec![member(&app, LEO).id];
    requests.set_policy(&thing, None, owners, &actor(&app, AMARA)).await.unwrap();
    assert!(leo.get("/me").await.links_to("/packages"));
    assert!(leo.get("/packages").await.links_to(&format!("/packages/{}", package.id)));
    assert!(!app.sign_in("manager").await.get("/").await.links_to("/packages"), "it is theirs no more");
}
