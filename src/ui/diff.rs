//! What a change would do to a list: what is added, removed, stays, and what cannot be told.

use super::{icon::Icon, style_sheet::StyleSheet};
use icondata_core::Icon as Drawing;
use icondata_lu as lu;
use leptos::prelude::*;
use std::collections::{HashMap, HashSet};

/// Most entries of one kind that are shown at once; the others open with a press.
const SHOWN: usize = 20;

/// One entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is called.
    pub name: String,
    /// A word or two about it, such as the level; a different one before and after makes it a change.
    pub detail: String,
    pub href: Option<String>,
}

/// The difference between a list as it is and as it is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    pub added: Vec<Entry>,
    /// Only there now.
    pub removed: Vec<Entry>,
    /// In both, with another detail: the detail before, and the entry as wanted.
    pub changed: Vec<(String, Entry)>,
    /// In both, the same.
    pub unchanged: Vec<Entry>,
    /// Wanted, but not known: a misspelled address, an id that is gone.
    pub unknown: Vec<Entry>,
}

impl Diff {
    /// Compares by key; each list keeps its order, and a key wanted twice counts once.
    pub fn between<K: Eq + std::hash::Hash>(
        now: impl IntoIterator<Item = (K, Entry)>,
        wanted: impl IntoIterator<Item = (K, Entry)>,
    ) -> Self {
        let now: Vec<(K, Entry)> = now.into_iter().collect();
        let there: HashMap<&K, &Entry> = now.iter().map(|(key, entry)| (key, entry)).collect();
        let mut diff = Self::default();
        let mut met = HashSet::new();
        for (key, entry) in wanted {
            let before = there.get(&key).copied();
            if !met.insert(key) {
                continue;
            }
            match before {
                None => diff.added.push(entry),
                Some(before) if before.detail == entry.detail => diff.unchanged.push(entry),
                Some(before) => diff.changed.push((before.detail.clone(), entry)),
            }
        }
        diff.removed = now.iter().filter(|(key, _)| !met.contains(key)).map(|(_, entry)| entry.clone()).collect();
        diff
    }

    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }

    /// The lists, those without entries left out.
    pub fn view(self) -> impl IntoView {
        StyleSheet::Changes.link();
        let nothing = self.is_empty().then(|| view! { <p class="diff-none">"Nothing would change."</p> });
        let changed = self.changed.into_iter().map(|(before, entry)| (Some(before), entry)).collect();
        let plain = |entries: Vec<Entry>| entries.into_iter().map(|entry| (None, entry)).collect();
        view! {
            <div class="diff">
                {nothing}
                {part("Added", "t-ok", lu::LuPlus, plain(self.added), SHOWN)}
                {part("Removed", "t-bad", lu::LuMinus, plain(self.removed), SHOWN)}
                {part("Changed", "t-info", lu::LuPencil, changed, SHOWN)}
                {part("Unknown", "t-warn", lu::LuCircleHelp, plain(self.unknown), SHOWN)}
                {part("Unchanged", "", lu::LuEqual, plain(self.unchanged), 0)}
            </div>
        }
    }
}

fn part(
    title: &'static str,
    tone: &'static str,
    icon: Drawing,
    entries: Vec<(Option<String>, Entry)>,
    shown: usize,
) -> Option<impl IntoView> {
    if entries.is_empty() {
        return None;
    }
    let n = super::number(entries.len());
    let mut items: Vec<_> = entries.into_iter().map(item).collect();
    let rest = items.split_off(shown.min(items.len()));
    let more = (!rest.is_empty()).then(|| {
        let words =
            if items.is_empty() { "Show".to_owned() } else { format!("Show {} more", super::number(rest.len())) };
        view! { <details><summary>{words}</summary><ul>{rest}</ul></details> }
    });
    Some(view! {
        <section class=format!("diff-part {tone}")>
            <h3><Icon icon=icon/>" "{title}" "<span class="n">{n}</span></h3>
            {(!items.is_empty()).then(|| view! { <ul>{items}</ul> })}
            {more}
        </section>
    })
}

fn item((before, entry): (Option<String>, Entry)) -> AnyView {
    let Entry { name, detail, href } = entry;
    let name = match href {
        Some(href) => view! { <a href=href>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    let detail = match before {
        Some(before) => view! { " "<small><del>{before}</del>" "<ins>{detail}</ins></small> }.into_any(),
        None => (!detail.is_empty()).then(|| view! { " "<small>{detail}</small> }).into_any(),
    };
    view! { <li>{name}{detail}</li> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::rendered;

    fn entry(name: &str, detail: &str) -> (String, Entry) {
        (name.to_owned(), Entry { name: name.into(), detail: detail.into(), href: None })
    }

    fn names(entries: &[Entry]) -> Vec<&str> {
        entries.iter().map(|e| e.name.as_str()).collect()
    }

    #[test]
    fn tells_added_removed_changed_and_unchanged_apart() {
        let diff = Diff::between(
            [entry("a", "view"), entry("b", "view"), entry("c", "view")],
            [entry("d", "view"), entry("b", "edit"), entry("c", "view"), entry("d", "edit")],
        );
        assert_eq!((names(&diff.added), names(&diff.removed)), (vec!["d"], vec!["a"]));
        assert_eq!(diff.changed, [("view".to_owned(), entry("b", "edit").1)]);
        assert_eq!(names(&diff.unchanged), ["c"]);
        assert!(!diff.is_empty());
    }

    #[test]
    fn the_same_on_both_sides_changes_nothing() {
        let diff = Diff::between([entry("a", "")], [entry("a", "")]);
        assert!(diff.is_empty());
        let html = rendered(|| diff.view());
        assert!(html.contains("Nothing would change") && html.contains("Unchanged"), "{html}");
    }

    #[test]
    fn long_parts_open_with_a_press() {
        let many = (0..25).map(|n| entry(&n.to_string(), ""));
        let html = rendered(|| Diff::between([], many).view());
        let (before, behind) = html.split_once("<details>").unwrap();
        assert_eq!((before.matches("<li>").count(), behind.matches("<li>").count()), (20, 5));
        assert!(behind.contains("Show 5 more"), "{behind}");
    }
}
