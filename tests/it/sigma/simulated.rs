//! The client against the simulator, which was written from Sigma's documents and not from the client.

use futures::TryStreamExt;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use secrecy::SecretString;
use sigma_portal::domain::{
    ConnectionPermission, EmailAddress, Grantee, Member, MemberPatch, NewPerson, Permission, TeamChoice, UserKind,
    WorkspacePermission,
};
use sigma_portal::sigma::{ClientConfig, ErrorKind, Limits, ListMembers, SigmaClient};
use sigma_portal::simulator::{Answer, Effect, Options, Rule, Running, Simulator, When, start};
use std::collections::HashSet;
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

/// A simulator with an organisation of this size, and a client of it.
pub async fn organisation(members: usize) -> (Running, SigmaClient) {
    let running = start(Options { members, ..Options::default() }).await.unwrap();
    running.simulator.set_token_limit(None);
    let client = client(&running, |_| {});
    (running, client)
}

fn client(running: &Running, adjust: impl FnOnce(&mut Limits)) -> SigmaClient {
    let secret = SecretString::from("demo-secret");
    let mut config = ClientConfig::new(running.url.parse().unwrap(), "demo-client", secret);
    config.limits.first_pause = Duration::from_millis(1);
    config.limits.token_spacing = Duration::from_millis(1);
    adjust(&mut config.limits);
    SigmaClient::new(config).unwrap()
}

fn person(address: &str) -> NewPerson {
    NewPerson {
        email: EmailAddress::parse(address).unwrap(),
        first_name: "Nora".into(),
        last_name: "Quist".into(),
        account_type: Some("view".into()),
        user_kind: UserKind::Internal,
        send_invite: true,
    }
}

fn rule(operation: &str, when: When, effect: Effect) -> Rule {
    Rule { operation: operation.into(), when, effect }
}

fn distinct(members: &[Member]) -> usize {
    members.iter().map(|m| m.id.as_str()).collect::<HashSet<_>>().len()
}

#[tokio::test]
async fn reads_a_whole_organisation() {
    let (running, client) = organisation(2_500).await;
    let me = client.whoami().await.unwrap();
    assert_eq!(client.members().get(&me.user_id).await.unwrap().id, me.user_id);
    let everybody = client.members().all(&ListMembers::EVERYBODY).await.unwrap();
    assert_eq!((everybody.len(), distinct(&everybody)), (2_500, 2_500));
    assert_eq!(running.simulator.calls("GET /v2/members"), 3);
    let active = client.members().all(&ListMembers::default()).await.unwrap();
    assert!(active.len() < everybody.len() && active.iter().all(|m| !m.is_archived && !m.is_inactive));
    assert!(everybody.iter().any(Member::is_system));

    let types = client.account_types().all().await.unwrap();
    assert!(everybody.iter().all(|m| types.iter().any(|t| m.has_account_type(&t.name))));

    for team in client.teams().all().await.unwrap().iter().take(20) {
        let whole = client.teams().get(&team.id).await.unwrap();
        let members = client.teams().members(&team.id).await.unwrap();
        assert_eq!(whole.team.name, team.name);
        let ids: HashSet<_> = members.into_iter().map(|m| m.member_id).collect();
        assert_eq!(ids, whole.members.into_iter().collect());
    }
    let workspaces = client.workspaces().all().await.unwrap();
    for workspace in workspaces.iter().take(20) {
        for grant in client.workspaces().grants(&workspace.id).await.unwrap() {
            assert_eq!(grant.inode_id, workspace.url_id);
            assert!(grant.grantee().is_some() && matches!(grant.permission, Permission::Workspace(_)));
        }
    }
    for connection in client.connections().all().await.unwrap() {
        for grant in client.connections().grants(&connection.id).await.unwrap() {
            assert!(matches!(grant.permission, Permission::Connection(_)), "{grant:?}");
        }
    }
}

#[tokio::test]
async fn onboards_one_person_and_takes_it_all_back() {
    let (running, client) = organisation(100).await;
    let team = client.teams().all().await.unwrap().remove(0);
    let choice = TeamChoice { team_id: team.id.clone(), is_team_admin: true };
    let member = client.members().create(&person("nora@lumen.example"), &[choice]).await.unwrap().value;
    assert_eq!(running.simulator.invitations().len(), 1);
    assert!(member.has_account_type("View"));
    let in_team = client.teams().members(&team.id).await.unwrap();
    assert!(in_team.iter().any(|m| m.member_id == member.id && m.is_team_admin));

    let patch = MemberPatch { last_name: Some("Quist-Berg".into()), ..MemberPatch::default() };
    assert_eq!(client.members().update(&member.id, &patch).await.unwrap().value.last_name, "Quist-Berg");

    let workspace = client.workspaces().all().await.unwrap().remove(0).id;
    let grantee = Grantee::Member(member.id.clone());
    for level in [WorkspacePermission::View, WorkspacePermission::Edit] {
        client.workspaces().grant(&workspace, &[(grantee.clone(), level)]).await.unwrap();
    }
    let held = |grants: Vec<_>| {
        let mine = Some(grantee.clone());
        grants.into_iter().filter(move |g: &sigma_portal::domain::Grant| g.grantee() == mine).collect::<Vec<_>>()
    };
    let grants = held(client.workspaces().grants(&workspace).await.unwrap());
    assert_eq!(grants.len(), 1);
    assert_eq!(grants[0].permission, Permission::Workspace(WorkspacePermission::Edit));
    client.workspaces().revoke(&workspace, &grants[0].id).await.unwrap();
    assert!(held(client.workspaces().grants(&workspace).await.unwrap()).is_empty());
    let error = client.workspaces().revoke(&workspace, &grants[0].id).await.unwrap_err();
    assert_eq!((error.status(), error.was_sent_maybe()), (Some(404), false));

    let connection = client.connections().all().await.unwrap().remove(0).id;
    client.connections().grant(&connection, &[(grantee.clone(), ConnectionPermission::Usage)]).await.unwrap();
    assert_eq!(held(client.connections().grants(&connection).await.unwrap()).len(), 1);

    client.teams().update_members(&team.id, &[], std::slice::from_ref(&member.id)).await.unwrap();
    assert!(!client.teams().get(&team.id).await.unwrap().members.contains(&member.id));
}

#[tokio::test]
async fn an_address_that_is_taken_names_its_member_even_a_deactivated_one() {
    let (_running, client) = organisation(400).await;
    let everybody = client.members().all(&ListMembers::EVERYBODY).await.unwrap();
    let archived = everybody.iter().find(|m| m.is_archived).unwrap();
    for member in [&everybody[4], archived] {
        let address = member.email.to_uppercase();
        let found = client.members().find_by_email(&EmailAddress::parse(&address).unwrap()).await.unwrap();
        assert_eq!(found.map(|m| m.id), Some(member.id.clone()));
        let error = client.members().create(&person(&member.email), &[]).await.unwrap_err();
        assert_eq!(error.existing_member_id(), Some(member.id.clone()), "{error}");
    }
    let nobody = EmailAddress::parse("nobody@lumen.example").unwrap();
    assert_eq!(client.members().find_by_email(&nobody).await.unwrap(), None);
}

#[tokio::test]
async fn an_invitation_whose_answer_is_lost_is_found_and_not_repeated() {
    let (running, client) = organisation(50).await;
    for (number, effect) in [Effect::CutAfter, Effect::CutInBody].into_iter().enumerate() {
        running.simulator.add_rule(rule("POST /v2/members", When::Times(1), effect));
        let person = person(&format!("nora{number}@lumen.example"));
        let error = client.members().create(&person, &[]).await.unwrap_err();
        assert!(error.was_sent_maybe(), "{error:?}");
        assert!(client.members().find_by_email(&person.email).await.unwrap().is_some());
        assert_eq!(running.simulator.invitations().len(), number + 1);
    }
}

#[tokio::test]
async fn tokens_that_end_in_the_middle_of_a_walk_do_not_end_the_walk() {
    let (running, _) = organisation(400).await;
    let client = client(&running, |limits| limits.page_size = 50);
    let pages = client.members().stream(&ListMembers::EVERYBODY);
    let mut pages = std::pin::pin!(pages);
    let mut everybody = vec![];
    while let Some(page) = pages.try_next().await.unwrap() {
        everybody.extend(page);
        if everybody.len() % 100 == 0 { running.simulator.revoke_tokens() } else { running.simulator.forward(DAY) }
    }
    assert_eq!((everybody.len(), distinct(&everybody)), (400, 400));
    assert_eq!(client.token_status().issued_count, 8);
}

#[tokio::test]
async fn when_sigma_is_down_the_error_says_so_without_its_web_page() {
    let (running, client) = organisation(50).await;
    client.whoami().await.unwrap();
    running.simulator.set_down(true);
    let error = client.whoami().await.unwrap_err();
    assert_eq!(error.status(), Some(503));
    assert!(error.is_retryable() && !error.to_string().contains('<'), "{error}");
    running.simulator.set_down(false);
    client.whoami().await.unwrap();
}

#[tokio::test]
async fn keeps_to_a_limit_it_was_not_told() {
    let (running, client) = organisation(50).await;
    let limits = running.simulator.limits();
    running.simulator.set_limits(sigma_portal::simulator::Limits { calls_per_second: Some(100), ..limits });
    let calls = (0..150).map(|_| client.whoami());
    for result in futures::future::join_all(calls).await {
        result.unwrap();
    }
    let sent = running.simulator.calls("GET /v2/whoami");
    assert!(sent <= 180, "{sent} calls for 150 answers");
}

#[tokio::test]
async fn a_wrong_secret_is_named_as_the_problem() {
    let (running, _) = organisation(50).await;
    let config = ClientConfig::new(running.url.parse().unwrap(), "demo-client", SecretString::from("wrong"));
    let error = SigmaClient::new(config).unwrap().whoami().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unauthorized(_)), "{error:?}");
    assert!(error.request_id().is_some() && !format!("{error:?}").contains("wrong"), "{error:?}");
}

fn trouble(rng: &mut ChaCha8Rng) -> Effect {
    let answer =
        |status, html: Option<&str>| Effect::Answer(Answer { status, html: html.map(Into::into), ..Answer::default() });
    let kinds = [
        Effect::CutBefore,
        Effect::CutAfter,
        Effect::CutInBody,
        Effect::RevokeToken,
        Effect::SlowMs(3),
        Effect::SlowBodyMs(5),
        answer(503, Some("<html><title>Down</title></html>")),
        answer(502, None),
        answer(500, None),
        answer(200, Some("<html>not Sigma</html>")),
    ];
    kinds.choose(rng).unwrap().clone()
}

fn spoil(simulator: &Simulator, rng: &mut ChaCha8Rng) {
    simulator.set_faults(sigma_portal::simulator::Faults::default());
    for operation in ["GET *", "POST /v2/members", "PATCH *", "DELETE *"] {
        for _ in 0..2 {
            let chance = When::Probability(rng.random_range(0.0..0.3));
            let trouble = trouble(rng);
            simulator.add_rule(rule(operation, chance, trouble));
        }
    }
}

/// Whatever goes wrong: a list is whole or an error, an invitation is mailed at most once, and an error that says it
/// was not sent is right.
#[tokio::test]
async fn whatever_goes_wrong_nothing_is_half_read_or_done_twice() {
    let (running, _) = organisation(120).await;
    let mut rng = ChaCha8Rng::seed_from_u64(2026);
    let mut outcomes = [0, 0];
    for round in 0..40 {
        let client = client(&running, |limits| limits.page_size = 50);
        spoil(&running.simulator, &mut rng);
        let before = running.simulator.invitations().len();
        let everybody = client.members().all(&ListMembers::EVERYBODY).await;
        let address = format!("round{round}@lumen.example");
        let invited = client.members().create(&person(&address), &[]).await;
        let mailed = running.simulator.invitations().len() - before;

        running.simulator.set_faults(sigma_portal::simulator::Faults::default());
        let really = client.members().all(&ListMembers::EVERYBODY).await.unwrap();
        if let Ok(everybody) = &everybody {
            assert_eq!(everybody.len() + mailed, really.len(), "round {round}");
        }
        assert!(mailed <= 1, "round {round}");
        match &invited {
            Ok(_) => assert_eq!(mailed, 1, "round {round}"),
            Err(error) if !error.was_sent_maybe() => assert_eq!(mailed, 0, "round {round}: {error}"),
            Err(_) => {}
        }
        outcomes[0] += usize::from(everybody.is_ok());
        outcomes[1] += usize::from(invited.is_ok());
    }
    assert!(outcomes.iter().all(|ok| (5..40).contains(ok)), "the faults prove nothing: {outcomes:?}");
}
