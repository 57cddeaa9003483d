//! Which settings are taken, and how the others are refused.

mod sign_in;

use super::{Base, Config, Overrides, Problems};
use crate::store::Retention;
use secrecy::ExposeSecret;
use std::{fs, time::Duration};

/// A configuration that is complete, with these settings besides or instead, from the environment.
fn with(settings: &[(&str, &str)]) -> Overrides {
    let complete = [
        ("SIGMA_BASE_URL", "https://api.sigmacomputing.com"),
        ("SIGMA_CLIENT_ID", "id"),
        ("SIGMA_CLIENT_SECRET", "s3cr3t-value"),
        ("PORTAL_AUTH", "proxy"),
        ("PORTAL_PROXY_SECRET", "another-s3cr3t-of-thirty-two-bytes-or-more"),
    ];
    let all = complete.iter().chain(settings);
    let environment = all.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Overrides { environment, ..Overrides::default() }
}

fn problems(settings: &[(&str, &str)]) -> Problems {
    Config::load(&with(settings)).map(drop).unwrap_err()
}

fn in_file(text: &str) -> Result<Config, Problems> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("portal.toml");
    fs::write(&file, text).unwrap();
    Config::load(&Overrides { file: Some(file), ..with(&[]) })
}

#[test]
fn reports_every_problem_at_once_by_name() {
    let environment =
        [("PORTAL_ADDR", "nonsense"), ("SIGMA_BASE_URL", "http://sigma.example"), ("PORTAL_ADDRESS", "x")];
    let environment = environment.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let problems = Config::load(&Overrides { environment, ..Overrides::default() }).map(drop).unwrap_err();
    for name in [
        "PORTAL_ADDR",
        "SIGMA_BASE_URL",
        "SIGMA_CLIENT_ID",
        "SIGMA_CLIENT_SECRET",
        "PORTAL_AUTH",
        "PORTAL_PROXY_SECRET",
        "PORTAL_ADDRESS",
    ] {
        assert!(problems.mention(name), "{name} is missing from:\n{problems}");
    }
}

#[test]
fn what_is_no_setting_is_refused_by_name() {
    for (name, meant) in [("PORTAL_ADMIN", "PORTAL_ADMINS"), ("portal_addr", "PORTAL_ADDR"), ("SIGMA_URL", "SIGMA")] {
        let problems = problems(&[(name, "x")]);
        assert!(problems.mention(name) && problems.0.len() == 1, "{problems}");
        assert!(name == "SIGMA_URL" || problems.to_string().contains(&format!("is {meant} meant?")), "{problems}");
    }
    for (text, name) in [
        ("portal_admin = \"a@b.example\"", "portal_admin"),
        ("PORTAL_ADDR = \"127.0.0.1:1\"", "PORTAL_ADDR"),
        ("[portal]\naddr = 1", "portal"),
    ] {
        let problems = in_file(text).map(drop).unwrap_err();
        assert!(problems.mention(name), "{problems}");
    }
    // A demo reads few settings, and knows all.
    let base = |name: &str| Base::load(&with(&[(name, "30")]));
    assert!(base("PORTAL_RETENTION_DAYS").is_ok());
    assert!(base("PORTAL_RETENTION_DAY").unwrap_err().mention("PORTAL_RETENTION_DAY"));
}

#[test]
fn numbers_have_a_range_that_is_said() {
    for (name, taken, refused) in [
        ("PORTAL_SYNC_MINUTES", ["1", "1440"], ["0", "1441", "307445734561825861", "-1", "five", "1.5"]),
        ("PORTAL_RETENTION_DAYS", ["1", "36500"], ["0", "36501", "4294967295", "-1", "a month", ""]),
        ("PORTAL_LEASE_SECONDS", ["3", "3600"], ["2", "3601", "18446744073709551615", "-3", "x", "1e3"]),
        ("PORTAL_SESSION_IDLE_MINUTES", ["5", "1440"], ["4", "43201", "-1", "an hour", "1.5", ""]),
        ("PORTAL_SESSION_HOURS", ["1", "720"], ["0", "721", "-1", "a day", "1.5", ""]),
        ("PORTAL_UNANSWERED_DAYS", ["1", "3650"], ["0", "3651", "-1", "a month", "1.5", ""]),
        ("PORTAL_MAIL_WAIT_SECONDS", ["1", "600"], ["0", "601", "-1", "x", "1.5", ""]),
        ("PORTAL_CONFIRM_ABOVE", ["0", "1000000"], ["1000001", "18446744073709551616", "-1", "x", "0x1", "1_000"]),
    ] {
        for value in taken {
            assert!(Config::load(&with(&[(name, value)])).is_ok(), "{name} = {value}");
        }
        for value in refused.into_iter().filter(|value| !value.is_empty()) {
            let problems = problems(&[(name, value)]);
            assert!(problems.mention(name) && problems.to_string().contains(" from "), "{name} = {value}: {problems}");
        }
    }
}

#[test]
fn each_kind_is_kept_as_long_as_is_said_of_it_or_of_all() {
    let kept = |settings: &[(&str, &str)]| Config::load(&with(settings)).unwrap().retention;
    let days = |days: u64| Some(Duration::from_hours(days * 24));
    assert_eq!(kept(&[]), Retention::default());
    let all = kept(&[("PORTAL_RETENTION_DAYS", "30"), ("PORTAL_RETENTION_AUDIT_DAYS", "400")]);
    let wanted = Retention {
        changes: days(30),
        audit: days(400),
        history: days(30),
        requests: days(30),
        notices: Duration::from_hours(30 * 24),
    };
    assert_eq!(all, wanted);
    assert_eq!(kept(&[("PORTAL_RETENTION_REQUESTS_DAYS", "9")]).requests, days(9));
    let notices = [("PORTAL_RETENTION_DAYS", "400"), ("PORTAL_RETENTION_NOTIFICATIONS_DAYS", "365")];
    assert_eq!(days(365), Some(kept(&notices).notices));
    assert_eq!(days(90), Some(kept(&notices[..1]).notices), "a long time for all makes no long memory of notices");
    for changes in ["31", ""] {
        let settings = [("PORTAL_RETENTION_AUDIT_DAYS", "30"), ("PORTAL_RETENTION_CHANGES_DAYS", changes)];
        assert!(problems(&settings).mention("PORTAL_RETENTION_AUDIT_DAYS"), "{changes}");
    }
}

#[test]
fn requests_are_decided_as_is_said() {
    let requests = |settings: &[(&str, &str)]| Config::load(&with(settings)).unwrap().requests;
    assert_eq!(requests(&[]), crate::requests::Settings::default());
    let set = requests(&[("PORTAL_LONE_ADMIN_APPROVES", "true"), ("PORTAL_UNANSWERED_DAYS", "7")]);
    assert_eq!((set.lone_admin_approves, set.unanswered_after), (true, Duration::from_hours(24 * 7)));
    assert!(problems(&[("PORTAL_LONE_ADMIN_APPROVES", "yes")]).mention("PORTAL_LONE_ADMIN_APPROVES"));
}

#[test]
fn lists_are_addresses_in_lower_case_and_nothing_else() {
    for (name, value) in [
        ("PORTAL_ADMINS", "ada@example.com,,ben@example.com"),
        ("PORTAL_ADMINS", "ada@example.com,"),
        ("PORTAL_AUDITORS", "ada"),
        ("PORTAL_SCIM_ADMINS", "ada@example.com;"),
        ("PORTAL_AUDITORS", "ada@example.com ben@example.com"),
    ] {
        assert!(problems(&[(name, value)]).mention(name), "{value}");
    }
    let both = problems(&[("PORTAL_ADMINS", "ada@example.com"), ("PORTAL_AUDITORS", "Ada@Example.com")]);
    assert!(both.mention("PORTAL_AUDITORS"), "{both}");
    assert!(in_file("portal_admins = [\"ada@example.com\", \"ben@example.com\"]").is_ok());
    assert!(in_file("portal_admins = [1979-05-27]").map(drop).unwrap_err().mention("PORTAL_ADMINS"));
    assert!(in_file("portal_addr = [\"127.0.0.1:1\"]").map(drop).unwrap_err().mention("PORTAL_ADDR"));
}

#[test]
fn an_address_in_the_clear_is_this_machines_only() {
    for url in ["https://portal.example.com", "http://127.0.0.1:3000", "http://localhost", "http://[::1]:3000"] {
        assert!(Config::load(&with(&[("PORTAL_PUBLIC_URL", url)])).is_ok(), "{url}");
    }
    for url in [
        "http://portal.example.com",
        "http://10.0.0.7:3000",
        "http://localhost.example.com",
        "ftp://portal.example.com",
        "portal.example.com",
        "https://portal.example.com/portal",
        "https://portal.example.com/?a",
        "https://me:secret@portal.example.com",
    ] {
        assert!(problems(&[("PORTAL_PUBLIC_URL", url)]).mention("PORTAL_PUBLIC_URL"), "{url}");
    }
    assert!(problems(&[("PORTAL_ADDR", "0.0.0.0:3000")]).mention("PORTAL_PUBLIC_URL"));
}

#[test]
fn words_are_taken_in_any_case_and_others_refused() {
    for (name, value) in [
        ("PORTAL_AUTH", "Proxy"),
        ("PORTAL_SCIM_TEAMS", "TRUE"),
        ("PORTAL_LOG_FORMAT", "JSON"),
        ("PORTAL_MANAGERS_SEE", "All"),
    ] {
        assert!(Config::load(&with(&[(name, value)])).is_ok(), "{name} = {value}");
    }
    for (name, value) in [
        ("PORTAL_AUTH", "saml"),
        ("PORTAL_SCIM_TEAMS", "yes"),
        ("PORTAL_LOG_FORMAT", "xml"),
        ("PORTAL_MANAGERS_SEE", "some"),
        ("PORTAL_LOG", "portal=loud"),
        ("PORTAL_PROXY_EMAIL_HEADER", "x forwarded"),
        ("PORTAL_PROXY_EMAIL_HEADER", "X-Portal-Proxy-Secret"),
        ("PORTAL_DATABASE_URL", "mysql://localhost/portal"),
        ("PORTAL_DATABASE_URL", "sqlite::memory:"),
        ("PORTAL_MACHINE_ADDR", "3001"),
        ("PORTAL_ORGANIZATION_NAME", "two\nlines"),
    ] {
        assert!(problems(&[(name, value)]).mention(name), "{name} = {value}");
    }
    let same = problems(&[("PORTAL_ADDR", "127.0.0.1:3000"), ("PORTAL_MACHINE_ADDR", "127.0.0.1:3000")]);
    assert!(same.mention("PORTAL_MACHINE_ADDR"), "{same}");
}

#[test]
fn reads_secrets_from_files_and_never_shows_them() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::write(&file, text).unwrap();
        file.display().to_string()
    };
    let from = |path: &str| {
        let mut given = with(&[("SIGMA_CLIENT_SECRET_FILE", path)]);
        given.environment.remove("SIGMA_CLIENT_SECRET");
        Config::load(&given)
    };
    let config = from(&file("right", "s3cr3t-of-a-file\n")).unwrap();
    assert_eq!(config.sigma.client_secret.expose_secret(), "s3cr3t-of-a-file");
    assert!(!format!("{config:?}").contains("s3cr3t"), "a secret shows in Debug");
    for path in [&file("empty", " \n"), &file("two", "s3cr3t\nlines"), "/nowhere", &folder.path().display().to_string()]
    {
        let problems = from(path).map(drop).unwrap_err();
        assert!(problems.mention("SIGMA_CLIENT_SECRET_FILE") && !problems.to_string().contains("s3cr3t"), "{problems}");
    }
    let twice = problems(&[("SIGMA_CLIENT_SECRET_FILE", "/nowhere")]);
    assert!(twice.mention("SIGMA_CLIENT_SECRET"), "{twice}");
}

#[test]
fn reads_a_file_and_lets_environment_and_command_line_win() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("portal.toml");
    fs::write(&file, "portal_addr = \"127.0.0.1:4000\"\nportal_log_format = \"json\"\nportal_sync_minutes = 7\n")
        .unwrap();
    let mut given = Overrides { file: Some(file), ..with(&[("PORTAL_ADDR", "127.0.0.1:5000")]) };
    let base = Base::load(&given).unwrap();
    assert_eq!((base.addr.port(), base.log_json), (5000, true));
    given.values.insert("PORTAL_ADDR", "127.0.0.1:6000".into());
    let config = Config::load(&given).unwrap();
    assert_eq!((config.addr.port(), config.sync_every), (6000, Duration::from_mins(7)));
}

#[test]
fn channels_are_complete_and_safe_or_refused_without_showing_a_secret() {
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let config = Config::load(&with(&[
        ("PORTAL_SMTP_URL", "smtps://user:s3cr3t@mail.lumen.example"),
        ("PORTAL_MAIL_FROM", "Sigma portal <sigma@lumen.example>"),
        ("PORTAL_WEBHOOK_URL", "https://hooks.lumen.example/s3cr3t"),
        ("PORTAL_WEBHOOK_SECRET", secret),
        ("PORTAL_SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/T0/B0/s3cr3t"),
        ("PORTAL_DIGEST_HOUR", "0"),
    ]));
    let notify = config.unwrap().notify;
    assert!(notify.smtp.is_some() && notify.webhook.is_some() && notify.slack.is_some() && notify.teams.is_none());
    let none = Config::load(&with(&[])).unwrap().notify;
    assert!(none.smtp.is_none() && none.webhook.is_none() && !none.keeps_mails && none.timing.digest_hour == 7);
    for (settings, name) in [
        (&[("PORTAL_SMTP_URL", "smtps://u:s3cr3t@mail.example")][..], "PORTAL_MAIL_FROM"),
        (&[("PORTAL_MAIL_FROM", "sigma@lumen.example")], "PORTAL_SMTP_URL"),
        (
            &[("PORTAL_SMTP_URL", "smtp://u:s3cr3t@mail.example"), ("PORTAL_MAIL_FROM", "a@b.example")],
            "PORTAL_SMTP_URL",
        ),
        (&[("PORTAL_SMTP_URL", "smtps://mail.example"), ("PORTAL_MAIL_FROM", "nobody")], "PORTAL_MAIL_FROM"),
        (&[("PORTAL_WEBHOOK_URL", "https://hooks.example/s3cr3t")], "PORTAL_WEBHOOK_SECRET"),
        (&[("PORTAL_WEBHOOK_SECRET", secret)], "PORTAL_WEBHOOK_URL"),
        (
            &[("PORTAL_WEBHOOK_URL", "https://hooks.example"), ("PORTAL_WEBHOOK_SECRET", "s3cr3t")],
            "PORTAL_WEBHOOK_SECRET",
        ),
        (
            &[("PORTAL_WEBHOOK_URL", "http://hooks.example/s3cr3t"), ("PORTAL_WEBHOOK_SECRET", secret)],
            "PORTAL_WEBHOOK_URL",
        ),
        (&[("PORTAL_TEAMS_WEBHOOK_URL", "http://teams.example/s3cr3t")], "PORTAL_TEAMS_WEBHOOK_URL"),
        (&[("PORTAL_DIGEST_HOUR", "24")], "PORTAL_DIGEST_HOUR"),
    ] {
        let problems = problems(settings);
        let told = problems.to_string();
        assert!(problems.mention(name), "{settings:?}: {told}");
        assert!(!told.contains("s3cr3t") && !told.contains(secret), "{told}");
    }
}

#[test]
fn the_portals_own_keys_follow_from_a_secret_of_their_own_where_there_is_one() {
    let config = Config::load(&with(&[])).unwrap();
    assert_eq!(config.root_secret().expose_secret(), "s3cr3t-value");
    let own = "a-secret-of-the-portal-alone-of-thirty-two-bytes";
    let config = Config::load(&with(&[("PORTAL_SECRET", own)])).unwrap();
    assert_eq!(config.root_secret().expose_secret(), own);
    assert!(problems(&[("PORTAL_SECRET", "short")]).mention("PORTAL_SECRET"));
}

#[test]
fn where_the_audit_log_goes_is_said_in_full_or_refused() {
    let url = "PORTAL_AUDIT_SYSLOG_URL";
    for (given, host, port, tls) in [
        ("tls://logs.example.com", "logs.example.com", 6514, true),
        ("tls://logs.example.com:1514/", "logs.example.com", 1514, true),
        ("tcp://10.0.0.7", "10.0.0.7", 601, false),
        ("tcp://[::1]:514", "::1", 514, false),
    ] {
        let syslog = Config::load(&with(&[(url, given)])).unwrap().audit.syslog.unwrap();
        assert_eq!((&*syslog.host, syslog.port, syslog.tls), (host, port, tls), "{given}");
    }
    for wrong in ["udp://logs", "logs.example.com:514", "tls://", "tls://me@logs", "tls://logs/path", "tcp://logs?x"] {
        assert!(problems(&[(url, wrong)]).mention(url), "{wrong}");
    }
    assert!(problems(&[(url, "tcp://logs"), ("PORTAL_AUDIT_SYSLOG_CA", "/ca")]).mention("PORTAL_AUDIT_SYSLOG_CA"));
    let http = "PORTAL_AUDIT_HTTP_URL";
    assert!(
        Config::load(&with(&[(http, "https://logs.example.com/x"), ("PORTAL_AUDIT_HTTP_AUTHORIZATION", "Bearer x")]))
            .is_ok()
    );
    assert!(problems(&[(http, "http://logs.example.com/x")]).mention(http));
    assert!(problems(&[("PORTAL_AUDIT_HTTP_AUTHORIZATION", "Bearer x")]).mention(http));
}
