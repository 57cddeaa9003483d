//! Every page that any test opens links the style sheets of what it shows.

use sigma_portal::ui::{own_file::OwnFile, style_sheet::StyleSheet};
use std::{collections::HashSet, fs, path::Path, sync::LazyLock};

/// What only one of the additional sheets has rules for, by sheet.
static THEIR_CLASSES: LazyLock<Vec<(&OwnFile, HashSet<String>)>> = LazyLock::new(|| {
    let sheets = StyleSheet::ALL.map(|sheet| (sheet.file(), classes(sheet.file().text())));
    let others =
        |at: usize| sheets.iter().enumerate().filter(move |(other, _)| *other != at).map(|(_, sheet)| &sheet.1);
    let alone = |at: usize| others(at).fold(&sheets[at].1 - &classes(&main_sheet()), |mine, theirs| &mine - theirs);
    sheets.iter().enumerate().map(|(at, (file, _))| (*file, alone(at))).collect()
});

/// Fails where a page shows a class that only a sheet has rules for that it does not link.
pub fn all_linked(page: &str) {
    let shown: HashSet<&str> = page.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let shown: HashSet<&str> = shown.into_iter().flat_map(str::split_whitespace).collect();
    for (sheet, classes) in THEIR_CLASSES.iter() {
        let found: Vec<_> = classes.iter().filter(|class| shown.contains(class.as_str())).collect();
        assert!(found.is_empty() || page.contains(sheet.url()), "{found:?} without {}:\n{page}", sheet.url());
    }
}

/// The sources of the main sheet: what it imports.
fn main_sheet() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("style");
    let main = fs::read_to_string(folder.join("main.css")).unwrap();
    let imported = main.split("@import \"").skip(1).filter_map(|rest| rest.split('"').next());
    imported.map(|file| fs::read_to_string(folder.join(file)).unwrap()).collect()
}

/// The classes that a sheet names outside its comments.
fn classes(css: &str) -> HashSet<String> {
    let rules = css.split("/*").map(|part| part.split_once("*/").map_or(part, |(_, rest)| rest));
    let names = rules.flat_map(|rules| rules.split('.').skip(1));
    let name = |rest: &str| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>();
    names.map(name).filter(|name| name.starts_with(|first: char| first.is_ascii_lowercase())).collect()
}
