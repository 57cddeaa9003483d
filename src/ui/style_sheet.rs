//! Style sheets of what few pages show. Every page waits for the main one before it is drawn; these are linked by the pages
//! that need them alone.

use super::sprite::fingerprint;
use leptos::prelude::*;
use std::sync::{
    Arc, LazyLock,
    atomic::{AtomicBool, Ordering},
};

/// Where they are served.
pub const FOLDER: &str = "/static/styles/";

/// A style sheet besides the main one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StyleSheet {
    /// Charts and matrices.
    Charts,
    /// Pages without the signed-in layout, and error pages.
    Outside,
}

impl StyleSheet {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Charts, Self::Outside];

    fn name(self) -> &'static str {
        match self {
            Self::Charts => "charts",
            Self::Outside => "outside",
        }
    }

    /// The sheet itself, in the layers that the main one orders.
    pub fn text(self) -> &'static str {
        static TEXTS: LazyLock<[String; 2]> = LazyLock::new(|| {
            let outside = [include_str!("../../style/signin.css"), include_str!("../../style/error.css")].concat();
            [
                format!("@layer components {{{}}}", without_comments(include_str!("../../style/chart.css"))),
                format!("@layer features {{{}}}", without_comments(&outside)),
            ]
        });
        &TEXTS[self as usize]
    }

    /// Its URL, which changes with what it says: browsers keep it for ever.
    pub fn url(self) -> &'static str {
        static URLS: LazyLock<[String; 2]> = LazyLock::new(|| {
            StyleSheet::ALL.map(|sheet| format!("{FOLDER}{}-{}.css", sheet.name(), fingerprint(sheet.text())))
        });
        &URLS[self as usize]
    }

    /// The sheet whose file is called so, by this version or another.
    pub fn of_file(file: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sheet| file.split_once('-').is_some_and(|(name, _)| name == sheet.name()))
    }

    /// Has the page that is being rendered link this sheet. Called by what needs it, so that no page can forget it.
    pub fn link(self) {
        if let Some(linked) = use_context::<LinkedSheets>() {
            let LinkedSheets(linked) = linked;
            linked[self as usize].store(true, Ordering::Relaxed);
        }
    }
}

/// The sheets that the page being rendered needs, as a context of its rendering.
#[derive(Clone, Debug, Default)]
pub struct LinkedSheets(Arc<[AtomicBool; 2]>);

impl LinkedSheets {
    /// Markup that links them.
    pub fn markup(&self) -> String {
        let is_linked = |sheet: &StyleSheet| self.0[*sheet as usize].load(Ordering::Relaxed);
        let link = |sheet: StyleSheet| format!("<link rel=\"stylesheet\" href=\"{}\">", sheet.url());
        StyleSheet::ALL.into_iter().filter(is_linked).map(link).collect()
    }
}

fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once("*/").map_or("", |(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_by_its_url_and_says_nothing_but_rules() {
        for sheet in StyleSheet::ALL {
            let (url, text) = (sheet.url(), sheet.text());
            assert_eq!(StyleSheet::of_file(url.strip_prefix(FOLDER).unwrap()), Some(sheet));
            assert_eq!(text.matches('{').count(), text.matches('}').count(), "{url}");
            assert!(text.starts_with("@layer ") && !text.contains("*/"), "{url}");
        }
        assert_eq!(StyleSheet::of_file("other-1.css"), None);
        assert_eq!(without_comments("/* a */b {} /* c\n */ d {}"), "b {}  d {}");
    }
}
