//! Whom people turn to who cannot go on by themselves.

use super::EmailAddress;

/// Whom people ask for help: an address to write to, or a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    Email(EmailAddress),
    /// A URL that begins with `https://`.
    Page(String),
}

impl Contact {
    /// Reads an e-mail address or an `https` URL; nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(host) = text.strip_prefix("https://") {
            let is_plain = text.chars().all(|c| c.is_ascii_graphic()) && !host.is_empty() && !host.starts_with('/');
            return is_plain.then(|| Self::Page(text.to_owned()));
        }
        EmailAddress::parse(text).ok().map(Self::Email)
    }

    /// Where a link to it leads.
    pub fn href(&self) -> String {
        match self {
            Self::Email(address) => format!("mailto:{address}"),
            Self::Page(url) => url.clone(),
        }
    }

    /// What the link says.
    pub fn label(&self) -> String {
        match self {
            Self::Email(address) => address.to_string(),
            Self::Page(url) => url.trim_start_matches("https://").trim_end_matches('/').to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_an_address_or_a_page_and_no_script() {
        let href = |text: &str| Contact::parse(text).map(|contact| contact.href());
        assert_eq!(href("it@lumen.example").as_deref(), Some("mailto:it@lumen.example"));
        assert_eq!(href(" https://help.lumen.example/sigma ").as_deref(), Some("https://help.lumen.example/sigma"));
        for wrong in ["", "javascript:alert(1)", "http://help.example", "https://", "https:// x", "help"] {
            assert_eq!(href(wrong), None, "{wrong}");
        }
    }
}
