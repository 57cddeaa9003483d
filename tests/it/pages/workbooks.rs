//! Workbooks: the list, one workbook's pages, sharing, editing.

use crate::support::{TestApp, form::value};
use reqwest::StatusCode;
use sigma_portal::{
    auth::AuthConfig,
    domain::{Grantee, GrantsOf, InodeId, Permission, Workbook, WorkspacePermission},
    sigma::ListWorkbooks,
    simulator::{Answer, Effect, Rule, When},
    web::Mode,
};

/// A workbook that the owner of the credentials may open: Sigma shows the inside of no other.
pub async fn workbook(app: &TestApp) -> Workbook {
    let open = app.running.app.client.workbooks().all(&ListWorkbooks::default()).await.unwrap();
    let snapshot = app.snapshot();
    open.into_iter().find(|workbook| snapshot.workbook(&workbook.id).is_some()).unwrap()
}

/// The level somebody has on the workbook itself, as Sigma has it.
async fn held(app: &TestApp, workbook: &Workbook, grantee: &Grantee) -> Option<Permission> {
    let whose = GrantsOf::Inode(InodeId::new(workbook.id.as_str()));
    let own = app.running.app.client.grants().of(&whose, true).await.unwrap();
    own.into_iter().find(|g| g.grant.grantee().as_ref() == Some(grantee)).map(|g| g.grant.permission)
}

#[tokio::test]
async fn the_list_is_searched_filtered_and_sorted_in_the_url() {
    let app = TestApp::start_whole().await;
    let auditor = app.sign_in("auditor").await;
    let snapshot = app.snapshot();
    let all = snapshot.workbooks().len();
    let list = auditor.get("/workbooks").await;
    assert!(list.text().contains(&format!("{all} of {all} workbooks")), "{}", list.text());
    let owner = snapshot.member(&snapshot.workbooks()[0].owner_id).unwrap();
    let theirs = snapshot.workbooks().iter().filter(|w| w.owner_id == owner.id).count();
    let by_owner = auditor.get(&format!("/workbooks?owner={}", owner.id)).await;
    assert!(by_owner.text().contains(&format!("{theirs} of {all} workbooks")), "{}", by_owner.text());
    let tagged = snapshot.workbooks().iter().filter(|w| w.tags.iter().any(|t| t.name == "Production")).count();
    let by_tag = auditor.get("/workbooks?tag=Production").await;
    assert!(by_tag.text().contains(&format!("{tagged} of {all} workbooks")), "{}", by_tag.text());
    let oldest = snapshot.workbooks().iter().min_by_key(|w| w.updated_at).unwrap();
    let sorted = auditor.get("/workbooks?sort=updated").await;
    let row = sorted.body.split("<tbody>").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(row.contains(oldest.id.as_str()), "{row}");
    let folder = oldest.path.split('/').next().unwrap();
    let csv = auditor.get(&format!("/workbooks/export.csv?q={}", folder.replace(' ', "%20"))).await;
    let expected = snapshot.workbooks().iter().filter(|w| {
        let text = format!("{} {}", w.name, w.path).to_lowercase();
        folder.to_lowercase().split(' ').all(|word| text.contains(word))
    });
    assert_eq!(csv.body.lines().count(), expected.count() + 1, "{}", csv.body);
}

#[tokio::test]
async fn archived_workbooks_are_asked_of_sigma() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let which = ListWorkbooks {
        skip_permission_check: true,
        exclude_explorations: true,
        archived: true,
        ..ListWorkbooks::default()
    };
    let archived = app.running.app.client.workbooks().all(&which).await.unwrap();
    let list = admin.get("/workbooks?state=archived").await;
    assert!(list.text().contains(&format!("{0} of {0} workbooks", archived.len())), "{}", list.text());
    app.simulator.add_rule(Rule {
        operation: "GET /v2/workbooks".into(),
        when: When::Always,
        effect: Effect::Answer(Answer { status: 400, ..Answer::default() }),
    });
    let refused = admin.get("/workbooks?state=archived").await;
    assert_eq!(refused.status, StatusCode::OK);
    assert!(refused.text().contains("Sigma refused to tell"), "{}", refused.text());
    assert!(admin.get("/workbooks").await.has_table(), "those in use need no answer");
}

#[tokio::test]
async fn a_workbook_is_shared_lowered_and_taken_back() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let workbook = workbook(&app).await;
    let path = format!("/workbooks/{}", workbook.id);
    let snapshot = app.snapshot();
    let leo = Grantee::Member(snapshot.member_by_email("leo.martins@lumen.example").unwrap().id.clone());
    for level in ["edit", "view"] {
        let form = [("who", "leo.martins@lumen.example"), ("level", level)];
        let review = admin.fill(&path, "documents/share", &form).await;
        admin.apply(&review, "Needs it").await;
        let wanted = WorkspacePermission::from_slug(level).map(Permission::Workspace);
        assert_eq!(held(&app, &workbook, &leo).await, wanted, "{level}");
    }
    let page = admin.get(&path).await;
    assert!(page.names("Revoke access of Leo Martins"), "{}", page.text());
    assert!(page.text().contains("Leo MartinsPersonCan viewon the workbook itself"), "{}", page.text());
    let activity = admin.get(&format!("{path}/activity")).await;
    assert!(
        activity.text().contains(&format!(
            "Lower Leo Martins <leo.martins@lumen.example> from Can manage to Can view on workbook {}",
            workbook.name
        )),
        "no history"
    );
    let shown = page.forms("documents/unshare");
    let row = shown.into_iter().find(|row| value(row, "grantee") == leo.key()).expect("no button that takes it back");
    let review = admin.send_form(&path, "documents/unshare", &row).await;
    admin.apply(&review, "").await;
    assert_eq!(held(&app, &workbook, &leo).await, None);
}

#[tokio::test]
async fn sharing_says_what_is_unclear() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let workbook = workbook(&app).await;
    let path = format!("/workbooks/{}", workbook.id);
    for (who, said) in [
        ("nobody@lumen.example", "No person or team matches “nobody@lumen.example”."),
        ("sale", "Several people or teams match “sale”. Pick one."),
        (" ", "Choose a person or team."),
    ] {
        let page = admin.fill(&path, "documents/share", &[("who", who), ("level", "explore")]).await;
        assert!(page.text().contains(said), "{who:?}: {}", page.text());
        let form = page.form("documents/share");
        assert_eq!((value(&form, "who"), value(&form, "level")), (who, "explore"), "what was entered is lost");
    }
    let several = admin.fill(&path, "documents/share", &[("who", "sale")]).await;
    let choice =
        several.body.split("name=\"who_pick\" value=\"").nth(1).expect("no choices").split('"').next().unwrap();
    let review = admin.fill(&path, "documents/share", &[("who", "sale"), ("who_pick", choice)]).await;
    assert!(review.offers("Apply change"), "one of several cannot be chosen: {}", review.text());
    let answer = admin.fill(&path, "documents/share", &[("who", "Finance"), ("level", "own")]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn inherited_access_says_from_where_and_cannot_be_revoked_here() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let client = &app.running.app.client;
    let mut found = None;
    for workspace in snapshot.workspaces() {
        let inside = snapshot.workbooks().iter().find(|w| w.path == workspace.name);
        if let Some(workbook) = inside
            && !client.workspaces().grants(&workspace.id).await.unwrap().is_empty()
        {
            found = Some((workspace, workbook));
            break;
        }
    }
    let (workspace, workbook) = found.unwrap();
    let page = admin.get(&format!("/workbooks/{}", workbook.id)).await;
    assert!(page.text().contains(&format!("from the workspace {}", workspace.name)), "{}", page.text());
    let inherited = page.body.split("<li").find(|row| row.contains("from the workspace")).unwrap();
    assert!(!inherited.contains("Revoke access"), "{inherited}");
}

#[tokio::test]
async fn the_page_stands_when_sigma_does_not_answer() {
    let refused = Rule {
        operation: "GET /v2/grants".into(),
        when: When::Always,
        effect: Effect::Answer(Answer { status: 403, ..Answer::default() }),
    };
    let app = TestApp::start_with(AuthConfig::Demo, Mode::Demo, |simulator| simulator.add_rule(refused)).await;
    app.wait_until_ready().await;
    let auditor = app.sign_in("auditor").await;
    let workbook = workbook(&app).await;
    let page = auditor.get(&format!("/workbooks/{}", workbook.id)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("may not read this in Sigma") && page.text().contains(&workbook.path));
    assert!(!page.links_below("/edit"), "an auditor is offered to edit");
    assert_eq!(auditor.get("/workbooks/00000000-0000-4000-8000-000000000000").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_workbook_is_renamed_and_handed_over() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let workbook = workbook(&app).await;
    let path = format!("/workbooks/{}/edit", workbook.id);
    let form = admin.get(&path).await;
    assert!(form.holds(&workbook.name), "{}", form.text());
    let wrong = [("name", " "), ("description", ""), ("owner", "nobody@lumen.example"), ("place", "zzz")];
    let refused = admin.submit(&path, &wrong).await;
    assert!(refused.text().contains("Enter a name.") && refused.text().contains("Nobody in the directory"));
    assert!(refused.text().contains("No workspace matches “zzz”."), "{}", refused.text());
    assert!(refused.holds("nobody@lumen.example"), "what was typed is lost");
    assert!(refused.holds("zzz"), "what was typed is lost");
    let finding = [("name", "Kept"), ("place", "sandb")];
    let found = admin.press(&path, "Find", &finding).await;
    assert!(found.holds("Kept") && found.holds("Sandbox"), "{}", found.body);
    let moved = [("name", workbook.name.as_str()), ("owner", "leo.martins@lumen.example"), ("place", "sandbox")];
    let review = admin.submit(&path, &moved).await;
    assert!(review.text().contains("place to the workspace Sandbox"), "{}", review.text());
    let owner = app.snapshot().member(&workbook.owner_id).unwrap().email.clone();
    let wish = [("name", "Renamed here"), ("description", ""), ("owner", "leo.martins@lumen.example"), ("place", "")];
    let review = admin.submit(&path, &wish).await;
    assert!(review.text().contains("owner to Leo Martins"), "{}", review.text());
    admin.apply(&review, "").await;
    let page = admin.get(&format!("/workbooks/{}", workbook.id)).await;
    assert!(page.text().contains("Renamed here") && page.text().contains("leo.martins@lumen.example"));
    let again = [("name", "Renamed here"), ("description", ""), ("owner", owner.as_str()), ("place", "")];
    let same = [("name", "Renamed here"), ("description", ""), ("owner", "leo.martins@lumen.example"), ("place", "")];
    let nothing = admin.submit(&path, &same).await;
    assert!(nothing.text().contains("Nothing would change"), "{}", nothing.text());
    assert!(admin.submit(&path, &again).await.text().contains("owner to"), "it can be handed back");
}

#[tokio::test]
async fn contents_show_pages_elements_and_sql_to_admins_and_auditors() {
    let app = TestApp::start_whole().await;
    let workbook = workbook(&app).await;
    let path = format!("/workbooks/{}/contents", workbook.id);
    let schema = app.running.app.client.workbooks().schema(&workbook.id, true).await.unwrap();
    let page = app.sign_in("auditor").await.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    for element in schema.elements.values() {
        assert!(page.text().contains(element["name"].as_str().unwrap()), "{}", page.text());
    }
    for sql in schema.sql_queries.values() {
        assert!(page.text().contains(sql.as_str()), "{sql} is not in {}", page.text());
    }
    assert!(page.text().contains("Deprecated by Sigma."));
    assert_eq!(app.sign_in("manager").await.get(&path).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn stale_workbooks_are_those_unchanged_for_long_or_without_an_owner() {
    let app = TestApp::start_whole().await;
    let auditor = app.sign_in("auditor").await;
    let snapshot = app.snapshot();
    let all = snapshot.workbooks().len();
    let gone = |workbook: &&sigma_portal::domain::Workbook| {
        snapshot.member(&workbook.owner_id).is_none_or(|owner| owner.is_archived || owner.is_inactive)
    };
    let orphans = snapshot.workbooks().iter().filter(gone).count();
    assert!(orphans > 0, "the test needs a workbook whose owner is gone");
    let page = auditor.get("/workbooks?stale=orphan").await.text();
    assert!(page.contains(&format!("{orphans} of {all} workbooks")), "{page}");
    let rows =
        async |stale: &str| auditor.get(&format!("/workbooks/export.csv?stale={stale}")).await.body.lines().count() - 1;
    let (half, year) = (rows("180").await, rows("365").await);
    assert!(year > 0 && year < half && half < all, "{year} {half} {all}");
}

#[tokio::test]
async fn what_lies_in_somebodys_own_folder_is_explained_and_not_offered_to_change() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let portal = snapshot.token_owner();
    let own = |w: &&sigma_portal::domain::Workbook| w.path.starts_with("My Documents") && w.owner_id != *portal;
    let workbook = snapshot.workbooks().iter().find(own).expect("a workbook in somebody's My Documents");
    let owner = snapshot.member(&workbook.owner_id).unwrap().full_name();
    let page = admin.get(&format!("/workbooks/{}", workbook.id)).await;
    assert!(page.text().contains(&format!("In {owner}’s My Documents.")), "{}", page.text());
    assert!(!page.links_to(&format!("/workbooks/{}/edit", workbook.id)), "a change is offered that Sigma refuses");
    let edit = admin.get(&format!("/workbooks/{}/edit", workbook.id)).await;
    assert_eq!(edit.status, StatusCode::OK);
    assert!(edit.text().contains("My Documents") && !edit.text().contains("403"), "{}", edit.text());
    assert!(!edit.posts_to("workbooks/edit"), "{}", edit.text());
    let why = admin.get(&format!("/members/{}/why?of=workbook%3A{}", workbook.owner_id, workbook.id)).await;
    assert!(why.text().contains("handed over when they are offboarded"), "{}", why.text());
    for page in ["", "/people", "/contents", "/export"] {
        let page = admin.get(&format!("/workbooks/{}{page}", workbook.id)).await;
        assert!(!page.text().contains("may not read this in Sigma"), "{}", page.text());
    }
    let contents = admin.get(&format!("/workbooks/{}/contents", workbook.id)).await;
    assert!(contents.text().contains("Embeds") && contents.text().contains("Only the owner can look inside"));
    // What lies in a workspace is changed as ever.
    let shared = snapshot.workbooks().iter().find(|w| !w.path.starts_with("My Documents")).unwrap();
    assert!(admin.get(&format!("/workbooks/{}", shared.id)).await.links_to(&format!("/workbooks/{}/edit", shared.id)));
}

#[tokio::test]
async fn public_embeds_are_told_beside_what_a_workbook_is_made_of() {
    let app = TestApp::start_whole().await;
    let auditor = app.sign_in("auditor").await;
    let client = &app.running.app.client;
    let (mut public, mut none) = (None, None);
    for workbook in client.workbooks().all(&ListWorkbooks::default()).await.unwrap() {
        if app.snapshot().workbook(&workbook.id).is_none() {
            continue;
        }
        let embeds = client.workbooks().embeds(&workbook.id).await.unwrap();
        match embeds.iter().any(|embed| embed.is_public) {
            true => public = public.or(Some(workbook)),
            false if embeds.is_empty() => none = none.or(Some(workbook)),
            false => {}
        }
    }
    let contents = async |workbook: Option<Workbook>| {
        let page = format!("/workbooks/{}/contents", workbook.expect("no such workbook").id);
        auditor.get(&page).await.text()
    };
    let page = contents(public).await;
    assert!(page.contains("The whole workbook") && page.contains("anyone with the link can see it"), "{page}");
    let page = contents(none).await;
    assert!(page.contains("Not embedded anywhere"), "{page}");
    app.simulator.add_rule(Rule {
        operation: "GET /v2/workbooks/*/embeds".into(),
        when: When::Always,
        effect: Effect::Answer(Answer { status: 403, ..Answer::default() }),
    });
    let workbook = workbook(&app).await;
    let page = auditor.get(&format!("/workbooks/{}/contents", workbook.id)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("may not read this in Sigma") && page.text().contains("element"), "{}", page.text());
}
