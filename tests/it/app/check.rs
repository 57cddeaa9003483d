//! `check` says what is wrong and only looks.

use crate::{store::database::Database, support::smtp::SmtpServer};
use sigma_portal::{
    domain::MemberPatch,
    sigma::{ClientConfig, SigmaClient},
    simulator::{self, Answer, Effect, Rule, When},
};
use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

/// Runs `check` on a configuration that is complete, with these settings besides or instead.
fn check(sigma: &str, data: &Path, settings: &[(&str, &str)]) -> Output {
    let options = simulator::Options::default();
    Command::new(env!("CARGO_BIN_EXE_sigma-portal"))
        .args(["check", "--data-dir", data.to_str().unwrap()])
        .env_remove("PORTAL_BIN")
        .envs([("SIGMA_BASE_URL", sigma), ("PORTAL_AUTH", "proxy")])
        .envs([("SIGMA_CLIENT_ID", &options.client_id), ("SIGMA_CLIENT_SECRET", &options.client_secret)])
        .env("PORTAL_PROXY_SECRET", "a-secret-of-thirty-two-bytes-or-more")
        .envs(settings.iter().copied())
        .output()
        .unwrap()
}

fn checked(sigma: &str, data: &Path, settings: &[(&str, &str)]) -> (bool, String) {
    let output = tokio::task::block_in_place(|| check(sigma, data, settings));
    let text = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap()).concat();
    (output.status.success(), text)
}

#[tokio::test(flavor = "multi_thread")]
async fn checking_makes_nothing() {
    let simulated = simulator::start(simulator::Options::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("deep/data");
    let (works, text) = checked(&simulated.url, &data, &[]);
    assert!(works, "{text}");
    assert!(text.contains("is made at the first start") && text.contains("has no tables yet"), "{text}");
    assert!(fs::read_dir(folder.path()).unwrap().next().is_none(), "check made a folder");
    assert!(simulated.simulator.journal().iter().all(|call| call.body.is_none()), "check wrote to Sigma");

    // Where somebody else's file lies in the way, that is said, and nothing is done about it.
    fs::write(folder.path().join("deep"), "a file").unwrap();
    let (works, text) = checked(&simulated.url, &data, &[]);
    assert!(!works && text.contains("is a file"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mail_server_is_asked_and_nothing_is_sent() {
    let simulated = simulator::start(simulator::Options::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (server, nowhere) = (SmtpServer::start().await, SmtpServer::nowhere().await);
    let with = |addr| {
        let url = SmtpServer::url(addr);
        let from = "Sigma portal <sigma@lumen.example>";
        checked(&simulated.url, folder.path(), &[("PORTAL_SMTP_URL", &url), ("PORTAL_MAIL_FROM", from)])
    };
    let (works, text) = with(server.addr);
    assert!(works && text.contains("mail: the server answers"), "{text}");
    assert!(server.mails().is_empty());
    let (works, text) = with(nowhere);
    assert!(!works && text.contains("PORTAL_SMTP_URL: The mail server could not be reached."), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_all_at_once_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = &[
        ("PORTAL_ADMIN", "ada@example.com"),
        ("PORTAL_AUDITORS", "ada"),
        ("PORTAL_SYNC_MINUTES", "307445734561825861"),
        ("PORTAL_PUBLIC_URL", "http://portal.example.com"),
        ("PORTAL_LEASE_SECONDS", "0"),
    ];
    let (works, text) = checked("https://api.sigmacomputing.com", folder.path(), wrong);
    assert!(!works);
    for (name, _) in wrong {
        assert!(text.contains(name), "{name} is missing from:\n{text}");
    }
    assert!(text.contains("is PORTAL_ADMINS meant?"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_far_from_sigmas_is_said() {
    let simulated = simulator::start(simulator::Options::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (works, text) = checked(&simulated.url, folder.path(), &[]);
    assert!(works && !text.contains("clock"), "{text}");
    simulated.simulator.set_clock_ahead(700);
    let (works, text) = checked(&simulated.url, folder.path(), &[]);
    assert!(works, "{text}");
    assert!(text.contains("clock: Sigma's clock shows") && text.contains("11 min apart"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_set_scim_up_is_looked_up() {
    let simulated = simulator::start(simulator::Options::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let admin = &[("PORTAL_SCIM_ADMINS", "Amara.Okafor@lumen.example")];
    let (works, text) = checked(&simulated.url, folder.path(), admin);
    assert!(works && text.contains("amara.okafor@lumen.example has set up SCIM"), "{text}");
    let others = [
        (&[("PORTAL_SCIM_ADMINS", "leo.martins@lumen.example")], "not Admin"),
        (&[("PORTAL_SCIM_ADMINS", "nobody@lumen.example")], "is not a member"),
        (&[("PORTAL_SCIM_ADMINS", "nobody")], "is no e-mail address"),
    ];
    for (setting, why) in others {
        let (works, text) = checked(&simulated.url, folder.path(), setting);
        assert!(!works && text.contains("PORTAL_SCIM_ADMINS names") && text.contains(why), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_cannot_serve_is_said_to_be_so_and_left_alone() {
    let simulated = simulator::start(simulator::Options::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let closed = "postgres://portal:open-sesame@127.0.0.1:1/portal";
    let (works, text) = checked(&simulated.url, folder.path(), &[("PORTAL_DATABASE_URL", closed)]);
    assert!(!works && text.contains("Connection refused") && !text.contains("open-sesame"), "{text}");
    for database in [Database::sqlite(), Database::postgres().await] {
        let url = [("PORTAL_DATABASE_URL", database.url.as_str())];
        database.store().await.close().await.unwrap();
        let (works, text) = checked(&simulated.url, folder.path(), &url);
        assert!(works, "{text}");
        database.execute("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_flying', 0)").await;
        let (works, text) = checked(&simulated.url, folder.path(), &url);
        assert!(!works && text.contains("m9999_flying") && text.contains("newer version"), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_that_the_portal_left_in_sigma_are_told_of() {
    let simulated = simulator::start(simulator::Options::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    for database in [Database::sqlite(), Database::postgres().await] {
        let url = [("PORTAL_DATABASE_URL", database.url.as_str())];
        database.store().await.close().await.unwrap();
        let (works, text) = checked(&simulated.url, folder.path(), &url);
        assert!(works && !text.contains("credentials:"), "{text}");
        let columns = "change_id, client_id, secret, made_at, used_at, stands_for";
        let made = "'c1', 'own-client', 'sealed', 1, 2, 'client-of-before'";
        database.execute(&format!("INSERT INTO credentials ({columns}) VALUES ({made})")).await;
        let (works, text) = checked(&simulated.url, folder.path(), &url);
        assert!(works, "{text}");
        let left = "credentials: own-client is left in Sigma: the portal made it in place of client-of-before";
        assert!(text.contains(left) && text.contains("Developer access"), "{text}");
        // Configured as before, it is in use and not left.
        let (_, text) = checked(&simulated.url, folder.path(), &[url[0], ("SIGMA_CLIENT_ID", "client-of-before")]);
        assert!(!text.contains("is left in Sigma"), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_credentials_of_no_admin_cannot_do_is_said() {
    let simulated = simulator::start(simulator::Options::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let options = simulator::Options::default();
    let url = simulated.url.parse().unwrap();
    let sigma = SigmaClient::new(ClientConfig::new(url, options.client_id, options.client_secret.into())).unwrap();
    let owner = sigma.whoami().await.unwrap().user_id;
    let less = MemberPatch { account_type: Some("Build".into()), ..MemberPatch::default() };
    sigma.members().update(&owner, &less).await.unwrap();
    let (works, text) = checked(&simulated.url, folder.path(), &[]);
    assert!(works, "{text}");
    assert!(text.contains("this is not an admin, so the portal cannot:") && text.contains("account types"), "{text}");

    let effect = Effect::Answer(Answer { status: 403, ..Answer::default() });
    simulated.simulator.add_rule(Rule { operation: "GET /v2/whoami".to_owned(), when: When::Always, effect });
    let (works, text) = checked(&simulated.url, folder.path(), &[]);
    assert!(!works && text.contains("IP allow list"), "{text}");
}
