//! Where settings come from: the command line, then the environment, then a TOML file, then the default.
//!
//! A setting has one name everywhere: `PORTAL_ADDR` in the environment is `portal_addr` in the file. Every secret can
//! instead be read from a file that `<NAME>_FILE` points to. Values of secrets never appear in a message. What is set
//! and nobody asks for is refused: it is a name that was mistyped, and its default would be used in silence.
//!
//! Layering libraries such as figment read into one struct and end at the first mistake. Here somebody who sets a portal up
//! is told every mistake at once, each by the name they wrote, and what was asked for is what there is.

use secrecy::SecretString;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    io::Read,
    path::{Path, PathBuf},
};

/// How all settings' names begin.
const PREFIXES: [&str; 2] = ["PORTAL_", "SIGMA_"];

/// The most that is read of a secret's file, in bytes.
const LONGEST_SECRET: u64 = 64 * 1024;

/// How much a mistyped name is like the one that is meant.
const ALIKE: f64 = 0.88;

/// Settings given from outside.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// A TOML file with settings.
    pub file: Option<PathBuf>,
    /// Settings that win over all others, from the command line.
    pub values: BTreeMap<&'static str, String>,
    /// Settings from the environment, see [`environment`].
    pub environment: BTreeMap<String, String>,
}

/// The variables of this process that are, or may be meant as, settings.
pub fn environment() -> BTreeMap<String, String> {
    let text = |part: std::ffi::OsString| part.to_string_lossy().into_owned();
    let all = std::env::vars_os().map(|(name, value)| (text(name), text(value)));
    all.filter(|(name, value)| is_meant(name) && !is_service(name, value)).collect()
}

fn is_meant(name: &str) -> bool {
    let name = name.to_uppercase();
    PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// Whether Kubernetes has set the variable, as it does in every container for each service of a namespace: one that
/// is called `portal` or `sigma-portal` gives names that look like settings.
fn is_service(name: &str, value: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let is_port = || {
        let Some((_, port)) = name.rsplit_once("_PORT_") else {
            return name.ends_with("_PORT") && value.contains("://");
        };
        let mut parts = port.split('_');
        parts.next().is_some_and(number) && parts.next().is_some_and(|kind| ["TCP", "UDP", "SCTP"].contains(&kind))
    };
    name.ends_with("_SERVICE_HOST") || name.ends_with("_SERVICE_PORT") || name.contains("_SERVICE_PORT_") || is_port()
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
    /// Names that were asked for: all settings there are.
    known: BTreeSet<String>,
    problems: Vec<Problem>,
}

/// What a setting is given as.
enum Given {
    One(String),
    Many(Vec<String>),
}

impl<'a> Sources<'a> {
    pub fn open(overrides: &'a Overrides) -> Self {
        // The command line reads this one.
        let known = BTreeSet::from(["PORTAL_CONFIG".to_owned()]);
        let mut sources = Self { overrides, file: toml::Table::new(), known, problems: Vec::new() };
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

    /// Learns the names of the settings that `read` asks for, and nothing else.
    pub fn learn<T>(&mut self, read: impl FnOnce(&mut Self) -> T) {
        let problems = self.problems.len();
        read(self);
        self.problems.truncate(problems);
    }

    /// Refuses what is set and was not asked for.
    pub fn refuse_unknown(&mut self) {
        let mut unknown = Vec::new();
        for name in self.overrides.environment.keys().filter(|name| !self.known.contains(*name)) {
            unknown.push((name.clone(), self.meant(name)));
        }
        let keys: BTreeSet<String> = self.known.iter().map(|name| name.to_lowercase()).collect();
        for key in self.file.keys().filter(|key| !keys.contains(*key)) {
            unknown.push((key.clone(), self.meant(key).map(|name| name.to_lowercase())));
        }
        for (name, meant) in unknown {
            let meant = meant.map(|meant| format!(": is {meant} meant?")).unwrap_or_default();
            self.problem(&name, format!("is no setting{meant}"));
        }
    }

    /// The setting that a name is most like.
    fn meant(&self, name: &str) -> Option<String> {
        let name = name.to_uppercase();
        let alike = self.known.iter().map(|known| (strsim::jaro_winkler(known, &name), known));
        let best = alike.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
        (best.0 >= ALIKE).then(|| best.1.clone())
    }

    pub fn finish<T>(self, value: Option<T>) -> Result<T, Problems> {
        match value {
            Some(value) if self.problems.is_empty() => Ok(value),
            _ => Err(Problems(self.problems)),
        }
    }

    fn given(&mut self, name: &str) -> Option<Given> {
        self.known.insert(name.to_owned());
        let set = |text: &&String| !text.trim().is_empty();
        let outside = self.overrides.values.get(name).filter(set);
        if let Some(text) = outside.or_else(|| self.overrides.environment.get(name).filter(set)) {
            return Some(Given::One(text.clone()));
        }
        let value = self.file.get(&name.to_lowercase())?.clone();
        match (plain(&value), value) {
            (Some(text), _) => (!text.trim().is_empty()).then_some(Given::One(text)),
            (None, toml::Value::Array(entries)) => match entries.iter().map(plain).collect::<Option<Vec<_>>>() {
                Some(entries) => Some(Given::Many(entries)),
                None => self.refused(name, "is a list of something else than text"),
            },
            (None, _) => self.refused(name, "must be text, a number, true or false"),
        }
    }

    fn refused<T>(&mut self, name: &str, message: &str) -> Option<T> {
        self.problem(name, message);
        None
    }

    /// A setting that may be missing.
    pub fn optional(&mut self, name: &str) -> Option<String> {
        match self.given(name)? {
            Given::One(text) => Some(text),
            Given::Many(_) => self.refused(name, "is a list, but takes one value"),
        }
    }

    /// A setting of many values: separated by commas, or an array in a file.
    pub fn list(&mut self, name: &str) -> Vec<String> {
        let entries = match self.given(name) {
            Some(Given::One(text)) => text.split(',').map(str::to_owned).collect(),
            Some(Given::Many(entries)) => entries,
            None => Vec::new(),
        };
        let entries: Vec<String> = entries.iter().map(|entry| entry.trim().to_owned()).collect();
        if entries.iter().any(String::is_empty) {
            self.problem(name, "has an empty entry: a comma too many, or a name that is missing");
        }
        entries.into_iter().filter(|entry| !entry.is_empty()).collect()
    }

    /// A setting with a default, or one that must be set.
    pub fn text(&mut self, name: &str, default: Option<&str>) -> Option<String> {
        let before = self.problems.len();
        let found = self.optional(name).or_else(|| default.map(str::to_owned));
        if found.is_none() && self.problems.len() == before {
            self.problem(name, "is not set");
        }
        found
    }

    /// A secret: the setting itself, or the content of the file that `<name>_FILE` names.
    pub fn secret(&mut self, name: &str, default: Option<&str>) -> Option<SecretString> {
        let before = self.problems.len();
        let secret = self.optional_secret(name);
        if secret.is_some() || self.problems.len() > before {
            return secret;
        }
        if default.is_none() {
            self.problem(name, format!("is not set (nor {name}_FILE)"));
        }
        default.map(|default| default.to_owned().into())
    }

    /// A secret that may be missing.
    pub fn optional_secret(&mut self, name: &str) -> Option<SecretString> {
        let file_name = format!("{name}_FILE");
        let secret = match (self.optional(name), self.optional(&file_name)) {
            (Some(_), Some(_)) => {
                self.problem(name, format!("and {file_name} are both set; set one of them"));
                None
            }
            (Some(value), None) => Some((name, value)),
            (None, Some(path)) => match read_secret(Path::new(&path)) {
                Ok(text) => Some((file_name.as_str(), text)),
                Err(why) => {
                    self.problem(&file_name, format!("names {path}, which {why}"));
                    None
                }
            },
            (None, None) => None,
        };
        let (name, secret) = secret?;
        let secret = secret.trim();
        if secret.chars().any(char::is_control) {
            self.problem(name, "has line breaks or other control characters in it");
            return None;
        }
        Some(secret.to_owned().into())
    }
}

/// A single value as text.
fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(_) | toml::Value::Float(_) | toml::Value::Boolean(_) => Some(value.to_string()),
        toml::Value::Array(_) | toml::Value::Table(_) | toml::Value::Datetime(_) => None,
    }
}

fn read_secret(path: &Path) -> Result<String, String> {
    let mut text = String::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(LONGEST_SECRET).read_to_string(&mut text));
    match read {
        Ok(_) if text.trim().is_empty() => Err("is empty".to_owned()),
        Ok(_) => Ok(text),
        Err(error) => Err(format!("cannot be read: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_kubernetes_sets_is_no_setting() {
        for (name, value) in [
            ("SIGMA_PORTAL_SERVICE_HOST", "10.0.0.1"),
            ("SIGMA_PORTAL_SERVICE_PORT", "80"),
            ("SIGMA_PORTAL_SERVICE_PORT_HTTP", "80"),
            ("PORTAL_PORT", "tcp://10.0.0.1:80"),
            ("PORTAL_PORT_80_TCP", "tcp://10.0.0.1:80"),
            ("PORTAL_PORT_80_TCP_ADDR", "10.0.0.1"),
        ] {
            assert!(is_service(name, value), "{name}");
        }
        for (name, value) in [("PORTAL_PORT", "3000"), ("PORTAL_ADDR", "127.0.0.1:80"), ("PORTAL_PORT_NAME", "x")] {
            assert!(!is_service(name, value), "{name}");
        }
    }
}
