//! Where settings come from: the command line, then the environment, then a TOML file, then the default.
//!
//! A setting has one name everywhere: `PORTAL_ADDR` in the environment is `portal_addr` in the file. Every secret can
//! instead be read from a file that `<NAME>_FILE` points to. Values of secrets never appear in a message.

use secrecy::SecretString;
use std::{collections::BTreeMap, fmt, path::PathBuf, str::FromStr};

/// Settings given on the command line, by name.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// A TOML file with settings.
    pub file: Option<PathBuf>,
    /// Settings that win over all others.
    pub values: BTreeMap<&'static str, String>,
}

/// One setting and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The setting's name.
    pub name: String,
    /// What is wrong, as the rest of a sentence that begins with the name.
    pub message: String,
}

/// All that is wrong with a configuration.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Whether this setting is among the problems.
    pub fn mention(&self, name: &str) -> bool {
        self.0.iter().any(|p| p.name == name)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|p| writeln!(f, "  {} {}", p.name, p.message))
    }
}

/// Reads settings and gathers what is wrong with them.
pub struct Sources<'a> {
    overrides: &'a Overrides,
    file: toml::Table,
    problems: Vec<Problem>,
}

impl<'a> Sources<'a> {
    pub fn open(overrides: &'a Overrides) -> Self {
        let mut sources = Self { overrides, file: toml::Table::new(), problems: Vec::new() };
        if let Some(path) = &overrides.file {
            let read = std::fs::read_to_string(path).map_err(|e| e.to_string());
            match read.and_then(|text| text.parse::<toml::Table>().map_err(|e| e.message().to_owned())) {
                Ok(table) => sources.file = table,
                Err(why) => sources.problem("--config", format!("{} cannot be read: {why}", path.display())),
            }
        }
        sources
    }

    pub fn problem(&mut self, name: &str, message: impl Into<String>) {
        self.problems.push(Problem { name: name.to_owned(), message: message.into() });
    }

    pub fn finish<T>(self, value: Option<T>) -> Result<T, Problems> {
        match value {
            Some(value) if self.problems.is_empty() => Ok(value),
            _ => Err(Problems(self.problems)),
        }
    }

    /// A setting that may be missing.
    pub fn optional(&self, name: &str) -> Option<String> {
        let in_file =
            || self.file.get(&name.to_lowercase()).map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned));
        let given = self.overrides.values.get(name).cloned();
        given.or_else(|| std::env::var(name).ok()).or_else(in_file).filter(|v| !v.trim().is_empty())
    }

    /// A setting with a default, or one that must be set.
    pub fn text(&mut self, name: &str, default: Option<&str>) -> Option<String> {
        let found = self.optional(name).or_else(|| default.map(str::to_owned));
        if found.is_none() {
            self.problem(name, "is not set");
        }
        found
    }

    /// A secret: the setting itself, or the content of the file that `<name>_FILE` names.
    pub fn secret(&mut self, name: &str, default: Option<&str>) -> Option<SecretString> {
        let file_name = format!("{name}_FILE");
        match (self.optional(name), self.optional(&file_name)) {
            (Some(_), Some(_)) => {
                self.problem(name, format!("and {file_name} are both set; set one of them"));
                None
            }
            (Some(value), None) => Some(value.into()),
            (None, Some(path)) => match std::fs::read_to_string(&path) {
                Ok(text) if !text.trim().is_empty() => Some(text.trim().to_owned().into()),
                Ok(_) => {
                    self.problem(&file_name, format!("names {path}, which is empty"));
                    None
                }
                Err(error) => {
                    self.problem(&file_name, format!("names {path}, which cannot be read: {error}"));
                    None
                }
            },
            (None, None) if default.is_none() => {
                self.problem(name, format!("is not set (nor {file_name})"));
                None
            }
            (None, None) => default.map(Into::into),
        }
    }

    /// A setting of a type, with a default or not.
    pub fn parsed<T: FromStr>(&mut self, name: &str, default: Option<&str>, expected: &str) -> Option<T> {
        let text = self.text(name, default)?;
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.problem(name, format!("is “{text}”, but must be {expected}"));
        }
        parsed
    }

    /// A setting of a type that may be missing.
    pub fn optional_parsed<T: FromStr>(&mut self, name: &str, expected: &str) -> Option<T> {
        self.optional(name)?;
        self.parsed(name, None, expected)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;
    use secrecy::ExposeSecret;

    fn overrides(values: &[(&'static str, &str)]) -> Overrides {
        Overrides { file: None, values: values.iter().map(|(k, v)| (*k, (*v).to_owned())).collect() }
    }

    #[test]
    fn reports_every_problem_at_once_by_name() {
        let given = overrides(&[("PORTAL_ADDR", "nonsense"), ("SIGMA_BASE_URL", "http://sigma.example")]);
        let problems = Config::load(&given).unwrap_err();
        for name in ["PORTAL_ADDR", "SIGMA_BASE_URL", "SIGMA_CLIENT_ID", "SIGMA_CLIENT_SECRET", "PORTAL_AUTH"] {
            assert!(problems.mention(name), "{name} is missing from:\n{problems}");
        }
    }

    #[test]
    fn reads_secrets_from_files_and_never_shows_them() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("secret");
        std::fs::write(&file, "s3cr3t-value\n").unwrap();
        let given = overrides(&[
            ("SIGMA_BASE_URL", "https://api.sigmacomputing.com"),
            ("SIGMA_CLIENT_ID", "id"),
            ("SIGMA_CLIENT_SECRET_FILE", file.to_str().unwrap()),
            ("PORTAL_AUTH", "proxy"),
            ("PORTAL_PROXY_SECRET", "other-s3cr3t-of-thirty-two-bytes-or-more"),
        ]);
        let config = Config::load(&given).unwrap();
        assert_eq!(config.sigma.client_secret.expose_secret(), "s3cr3t-value");
        assert!(!format!("{config:?}").contains("s3cr3t"), "a secret shows in Debug");
    }

    #[test]
    fn keeps_everything_unless_told_for_how_long() {
        let load = |days: Option<&str>| {
            let mut given = overrides(&[
                ("SIGMA_BASE_URL", "https://api.sigmacomputing.com"),
                ("SIGMA_CLIENT_ID", "id"),
                ("SIGMA_CLIENT_SECRET", "secret"),
                ("PORTAL_AUTH", "proxy"),
                ("PORTAL_PROXY_SECRET", "a-secret-of-thirty-two-bytes-or-more"),
            ]);
            given.values.extend(days.map(|days| ("PORTAL_RETENTION_DAYS", days.to_owned())));
            Config::load(&given)
        };
        assert_eq!(load(None).unwrap().keep_for, None);
        assert_eq!(load(Some("30")).unwrap().keep_for, Some(std::time::Duration::from_hours(30 * 24)));
        for wrong in ["0", "-1", "a month"] {
            assert!(load(Some(wrong)).unwrap_err().mention("PORTAL_RETENTION_DAYS"), "{wrong} was taken");
        }
    }

    #[test]
    fn a_proxy_is_believed_only_with_a_long_secret_and_leads_out_only_to_a_safe_place() {
        let load = |secret: &'static str, sign_out: &'static str| {
            let given = overrides(&[
                ("SIGMA_BASE_URL", "https://api.sigmacomputing.com"),
                ("SIGMA_CLIENT_ID", "id"),
                ("SIGMA_CLIENT_SECRET", "secret"),
                ("PORTAL_AUTH", "proxy"),
                ("PORTAL_PROXY_SECRET", secret),
                ("PORTAL_PROXY_SIGN_OUT_URL", sign_out),
            ]);
            Config::load(&given)
        };
        let long = "0123456789abcdef0123456789abcdef";
        for url in ["/oauth2/sign_out", "https://login.example.com/out?a=b", ""] {
            assert!(load(long, url).is_ok(), "{url}");
        }
        for url in ["//evil.example", "http://login.example.com", "javascript:alert(1)", "out", "/a\\b", "/a b"] {
            assert!(load(long, url).unwrap_err().mention("PORTAL_PROXY_SIGN_OUT_URL"), "{url}");
        }
        let short = load(&long[1..], "").unwrap_err();
        assert!(short.mention("PORTAL_PROXY_SECRET") && short.to_string().contains("at least 32"), "{short}");
        assert!(!short.to_string().contains(&long[1..]), "{short}");
    }

    #[test]
    fn refuses_a_secret_given_twice() {
        let given = overrides(&[("SIGMA_CLIENT_SECRET", "a"), ("SIGMA_CLIENT_SECRET_FILE", "/nowhere")]);
        assert!(Config::load(&given).unwrap_err().mention("SIGMA_CLIENT_SECRET"));
    }

    #[test]
    fn reads_a_file_and_lets_the_command_line_win() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("portal.toml");
        std::fs::write(&file, "portal_addr = \"127.0.0.1:4000\"\nportal_log_format = \"json\"\n").unwrap();
        let mut given = overrides(&[("PORTAL_ADDR", "127.0.0.1:5000")]);
        given.file = Some(file);
        let base = super::super::Base::load(&given).unwrap();
        assert_eq!((base.addr.port(), base.log_json), (5000, true));
    }
}
