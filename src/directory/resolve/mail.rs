//! One address as people and programs write it.

use url::form_urlencoded;

/// What stands before an address in exports and links, in any case.
const SCHEMES: [&str; 4] = ["mailto:", "smtp:", "sip:", "email:"];

/// What may stand around an address or a name without being part of it.
const AROUND: [char; 15] = ['"', '\'', '“', '”', '„', '‘', '’', '«', '»', '<', '>', '(', ')', '[', ']'];

/// What ends an address within a sentence.
const AFTER: [char; 4] = ['.', ',', ';', ':'];

/// An address with the name that was written beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mail {
    /// The address, or what stands in its place.
    pub address: String,
    /// The name before it; empty where there is none.
    pub name: String,
}

impl Mail {
    /// Reads `Ada Okafor <ada@lumen.example>`, `mailto:ada@lumen.example?subject=Hello`, `SMTP:ada@lumen.example` or the
    /// plain address; a text without an address comes back as it is, without the space and the quotes around it.
    pub fn read(text: &str) -> Self {
        let text = plain(text);
        let bracketed = text.rsplit_once('<').and_then(|(name, rest)| Some((name, rest.split_once('>')?.0)));
        match bracketed.filter(|(_, address)| address.contains('@')) {
            Some((name, address)) => Self { address: bare(address), name: unquoted(name).to_owned() },
            None if text.contains('@') || scheme(&text).is_some() => Self { address: bare(&text), name: String::new() },
            None => Self { address: unquoted(&text).to_owned(), name: String::new() },
        }
    }
}

/// In one line, with single spaces of the common kind.
pub fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without the quotes around it, of whatever kind.
pub fn unquoted(text: &str) -> &str {
    const QUOTES: [char; 9] = ['"', '\'', '“', '”', '„', '‘', '’', '«', '»'];
    let text = text.trim();
    // An apostrophe alone is part of a name: O', 't Hooft.
    let inner = text.trim_start_matches(QUOTES).trim_end_matches(QUOTES).trim();
    let is_pair = text.starts_with(QUOTES) && text.ends_with(QUOTES) && text.chars().count() > 1;
    let is_plain = text.starts_with('"') || text.ends_with('"');
    if is_pair || is_plain { inner } else { text }
}

/// The address alone: without a scheme, a subject, and what stands around it.
fn bare(text: &str) -> String {
    let mut text = text.trim_matches(|c: char| c.is_whitespace() || AROUND.contains(&c));
    let decoded;
    if let Some(scheme) = scheme(text) {
        text = text[scheme.len()..].trim();
        text = text.split_once('?').map_or(text, |(address, _)| address);
        if text.contains('%') {
            decoded = percent_decoded(text);
            text = &decoded;
        }
    } else if let Some((address, _)) = text.split_once('?').filter(|(address, _)| address.contains('@')) {
        text = address;
    }
    text.trim_end_matches(|c: char| AFTER.contains(&c) || AROUND.contains(&c)).to_owned()
}

fn scheme(text: &str) -> Option<&'static str> {
    let begins = |scheme: &&str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    SCHEMES.into_iter().find(begins)
}

fn percent_decoded(text: &str) -> String {
    let query = text.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(query.as_bytes()).next().map_or_else(String::new, |(key, _)| key.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_address_out_of_what_stands_around_it() {
        for (text, address, name) in [
            ("ada@x.example", "ada@x.example", ""),
            (" Ada  Okafor <ada@x.example> ", "ada@x.example", "Ada Okafor"),
            ("\"Okafor, Ada\" <ada@x.example>", "ada@x.example", "Okafor, Ada"),
            ("'ada@x.example' <ada@x.example>", "ada@x.example", "ada@x.example"),
            ("mailto:ada@x.example?subject=Hello", "ada@x.example", ""),
            ("MAILTO:ada%40x.example", "ada@x.example", ""),
            ("mailto:a+b@x.example", "a+b@x.example", ""),
            ("SMTP:ada@x.example", "ada@x.example", ""),
            ("<mailto:ada@x.example>", "ada@x.example", ""),
            ("(ada@x.example).", "ada@x.example", ""),
            ("o'neil@x.example", "o'neil@x.example", ""),
            ("LUMEN\\mlund", "LUMEN\\mlund", ""),
            ("“Data Platform”", "Data Platform", ""),
            ("Ada 't Hooft", "Ada 't Hooft", ""),
            ("never <closed", "never <closed", ""),
        ] {
            assert_eq!(Mail::read(text), Mail { address: address.into(), name: name.into() }, "{text:?}");
        }
    }
}
