//! Small scripts of the portal itself: pages are quicker with them and complete without. They need no WASM, so they also run on
//! pages that have no island, and before any island wakes.

use crate::ui::own_file::{FileKind, OwnFile};
use leptos::nonce::Nonce;
use std::sync::LazyLock;

/// A small script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmallScript {
    /// Times in the reader's zone, and tooltips: every page that is shown to somebody.
    Reading,
    /// Keys on lists and forms.
    Keys,
    /// Keys of the inbox of requests.
    Inbox,
}

impl SmallScript {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Reading, Self::Keys, Self::Inbox];

    /// The script itself, without what is said to those who read it here.
    pub fn file(self) -> &'static OwnFile {
        static FILES: LazyLock<[OwnFile; 3]> = LazyLock::new(|| {
            let script = |name, text: &str| OwnFile::new(name, FileKind::Script, without_comments(text));
            [
                script("reading", concat!(include_str!("times.js"), include_str!("tips.js"))),
                script("keys", include_str!("keys.js")),
                script("inbox", include_str!("inbox.js")),
            ]
        });
        &FILES[self as usize]
    }

    /// Markup that loads it.
    pub fn markup(self, nonce: &Nonce) -> String {
        format!("<script nonce=\"{nonce}\" defer src=\"{}\"></script>", self.file().url())
    }
}

fn without_comments(script: &str) -> String {
    let lines = script.lines().map(str::trim_start).filter(|line| !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}
