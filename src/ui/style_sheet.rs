//! Style sheets of what few pages show. Every page waits for the main one before it is drawn; these are linked by the pages
//! that need them alone.

use super::own_file::{FileKind, OwnFile};
use leptos::prelude::*;
use std::sync::{
    Arc, LazyLock,
    atomic::{AtomicBool, Ordering},
};

/// A style sheet besides the main one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StyleSheet {
    /// Charts and their keys.
    Charts,
    /// Matrices of access.
    Matrix,
    /// What a change would do, and its steps.
    Changes,
    /// Pages without the signed-in layout, and error pages.
    Outside,
}

impl StyleSheet {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Charts, Self::Matrix, Self::Changes, Self::Outside];

    /// The sheet itself, in the layers that the main one orders.
    pub fn file(self) -> &'static OwnFile {
        static FILES: LazyLock<[OwnFile; 4]> = LazyLock::new(|| {
            let sheet = |name, layer, css: &str| {
                OwnFile::new(name, FileKind::Style, format!("@layer {layer} {{{}}}", without_comments(css)))
            };
            let changes = [include_str!("../../style/plan.css"), include_str!("../../style/diff.css")].concat();
            let outside = [include_str!("../../style/signin.css"), include_str!("../../style/error.css")].concat();
            [
                sheet("charts", "components", include_str!("../../style/chart.css")),
                sheet("matrix", "components", include_str!("../../style/matrix.css")),
                sheet("changes", "components", &changes),
                sheet("outside", "features", &outside),
            ]
        });
        &FILES[self as usize]
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
pub struct LinkedSheets(Arc<[AtomicBool; 4]>);

impl LinkedSheets {
    /// Markup that links them.
    pub fn markup(&self) -> String {
        let is_linked = |sheet: &StyleSheet| self.0[*sheet as usize].load(Ordering::Relaxed);
        let link = |sheet: StyleSheet| format!("<link rel=\"stylesheet\" href=\"{}\">", sheet.file().url());
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
    fn each_says_nothing_but_rules_of_a_layer() {
        for sheet in StyleSheet::ALL {
            let text = sheet.file().text();
            assert_eq!(text.matches('{').count(), text.matches('}').count(), "{sheet:?}");
            assert!(text.starts_with("@layer ") && !text.contains("*/"), "{sheet:?}");
        }
        assert_eq!(without_comments("/* a */b {} /* c\n */ d {}"), "b {}  d {}");
    }
}
