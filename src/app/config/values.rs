//! Settings of a kind: each says what is allowed when it refuses.

use super::sources::Sources;
use crate::domain::EmailAddress;
use std::{collections::BTreeSet, fmt::Display, ops::RangeInclusive, str::FromStr};
use url::{Host, Url};

impl Sources<'_> {
    /// A setting of a type, with a default or not.
    pub fn parsed<T: FromStr>(&mut self, name: &str, default: Option<&str>, expected: &str) -> Option<T> {
        let text = self.text(name, default)?;
        self.read(name, &text, expected)
    }

    /// A setting of a type that may be missing.
    pub fn optional_parsed<T: FromStr>(&mut self, name: &str, expected: &str) -> Option<T> {
        let text = self.optional(name)?;
        self.read(name, &text, expected)
    }

    /// A whole number within a range.
    pub fn number<T: FromStr + Display + PartialOrd>(
        &mut self,
        name: &str,
        default: &str,
        range: RangeInclusive<T>,
        of: &str,
    ) -> Option<T> {
        let text = self.text(name, Some(default))?;
        self.within(name, &text, &range, of)
    }

    /// The same where it may be missing.
    pub fn optional_number<T: FromStr + Display + PartialOrd>(
        &mut self,
        name: &str,
        range: RangeInclusive<T>,
        of: &str,
    ) -> Option<T> {
        let text = self.optional(name)?;
        self.within(name, &text, &range, of)
    }

    /// Whether something is to be; not unless it is said.
    pub fn flag(&mut self, name: &str) -> Option<bool> {
        self.one_of(name, "false", &["true", "false"]).map(|text| text == "true")
    }

    /// One of some words, in whatever case.
    pub fn one_of(&mut self, name: &str, default: &str, words: &[&str]) -> Option<String> {
        let text = self.text(name, Some(default))?;
        let word = text.trim().to_lowercase();
        if words.contains(&word.as_str()) {
            return Some(word);
        }
        self.problem(name, format!("is “{text}”, but must be {}", words.join(" or ")));
        None
    }

    /// Addresses of people, in lower case, as they are compared.
    pub fn addresses(&mut self, name: &str) -> BTreeSet<String> {
        let mut addresses = BTreeSet::new();
        for entry in self.list(name) {
            match EmailAddress::parse(&entry) {
                Ok(address) => {
                    addresses.insert(address.folded());
                }
                Err(_) => self.problem(name, format!("names “{entry}”, which is no e-mail address")),
            }
        }
        addresses
    }

    /// The URL of a host, over HTTPS unless the host is this machine; nothing behind it. `else_what` says what plain
    /// HTTP would do.
    pub fn host_url(&mut self, name: &str, text: Option<String>, else_what: &str) -> Option<Url> {
        let text = text?;
        let example = "must be a URL such as https://portal.example.com";
        let Some(url) = Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https")) else {
            self.problem(name, format!("is “{text}”, but {example}"));
            return None;
        };
        if url.scheme() == "http" && !url.host().is_some_and(|host| is_this_machine(&host)) {
            self.problem(name, format!("must begin with https://: {else_what}"));
            return None;
        }
        let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !is_bare || !url.username().is_empty() || url.password().is_some() {
            self.problem(name, format!("{example}, with no path, query or sign-in"));
            return None;
        }
        Some(url)
    }

    fn read<T: FromStr>(&mut self, name: &str, text: &str, expected: &str) -> Option<T> {
        let read = text.trim().parse().ok();
        if read.is_none() {
            self.problem(name, format!("is “{text}”, but must be {expected}"));
        }
        read
    }

    fn within<T: FromStr + Display + PartialOrd>(
        &mut self,
        name: &str,
        text: &str,
        range: &RangeInclusive<T>,
        of: &str,
    ) -> Option<T> {
        let read = text.trim().parse().ok().filter(|number| range.contains(number));
        if read.is_none() {
            let (least, most) = (range.start(), range.end());
            self.problem(name, format!("is “{text}”, but must be a number of {of} from {least} to {most}"));
        }
        read
    }
}

/// Whether a host is this machine, whatever names are looked up.
pub(super) fn is_this_machine(host: &Host<&str>) -> bool {
    match host {
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
        Host::Domain(name) => *name == "localhost" || name.ends_with(".localhost"),
    }
}
