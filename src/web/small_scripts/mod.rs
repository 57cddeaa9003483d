//! Small scripts of the portal itself: pages are quicker with them and complete without. They need no WASM, so they also run on
//! pages that have no island, and before any island wakes.

use crate::ui::sprite::fingerprint;
use leptos::nonce::Nonce;
use std::sync::LazyLock;

/// Where they are served.
pub const FOLDER: &str = "/static/scripts/";

/// A small script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmallScript {
    /// Times in the reader's zone: every page that is shown to somebody.
    Times,
    /// Tooltips: every page that is shown to somebody.
    Tips,
    /// Keys on lists and forms.
    Keys,
    /// Keys of the inbox of requests.
    Inbox,
}

impl SmallScript {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Times, Self::Tips, Self::Keys, Self::Inbox];

    fn name(self) -> &'static str {
        match self {
            Self::Times => "times",
            Self::Tips => "tips",
            Self::Keys => "keys",
            Self::Inbox => "inbox",
        }
    }

    /// The script itself, without what is said to those who read it here.
    pub fn text(self) -> &'static str {
        static TEXTS: LazyLock<[String; 4]> = LazyLock::new(|| {
            [include_str!("times.js"), include_str!("tips.js"), include_str!("keys.js"), include_str!("inbox.js")]
                .map(without_comments)
        });
        &TEXTS[self as usize]
    }

    /// Its URL, which changes with what it says: browsers keep it for ever.
    pub fn url(self) -> &'static str {
        static URLS: LazyLock<[String; 4]> = LazyLock::new(|| {
            SmallScript::ALL.map(|script| format!("{FOLDER}{}-{}.js", script.name(), fingerprint(script.text())))
        });
        &URLS[self as usize]
    }

    /// The script whose file is called so, by this version or another.
    pub fn of_file(file: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|script| file.split_once('-').is_some_and(|(name, _)| name == script.name()))
    }

    /// Markup that loads it.
    pub fn markup(self, nonce: &Nonce) -> String {
        format!("<script nonce=\"{nonce}\" defer src=\"{}\"></script>", self.url())
    }
}

fn without_comments(script: &str) -> String {
    let lines = script.lines().map(str::trim_start).filter(|line| !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_by_its_url_and_by_that_of_another_version() {
        for script in SmallScript::ALL {
            let file = script.url().strip_prefix(FOLDER).unwrap();
            assert_eq!(SmallScript::of_file(file), Some(script));
            assert_eq!(SmallScript::of_file(&format!("{}-0ld.js", script.name())), Some(script));
        }
        assert_eq!(SmallScript::of_file("other-1.js"), None);
    }
}
