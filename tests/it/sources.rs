//! What the source texts themselves promise: comments lead somewhere and say something.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Rooms whose doc comments are all sentences or names a reader can use.
const DOCUMENTED: [&str; 13] = [
    "app",
    "auth",
    "changes",
    "components",
    "directory",
    "domain",
    "features",
    "people",
    "schedule",
    "sigma",
    "simulator",
    "store",
    "web",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files with this ending below a folder.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_meant = |path: &PathBuf| path.extension().is_some_and(|e| e == ending);
    let below = |path: PathBuf| {
        if path.is_dir() { files(&path, ending) } else { Some(path).filter(is_meant).into_iter().collect() }
    };
    entries.flat_map(below).collect()
}

/// The numbers that follow `BEHAVIOUR.md section` or `sections` (`3`, `3 and 17`) in a text whose lines may break there.
fn cited(text: &str) -> BTreeSet<u32> {
    let words: Vec<_> = text.split_whitespace().filter(|word| !["//", "///", "//!", "#", "|"].contains(word)).collect();
    let number = |word: &&str| word.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok();
    let follows = |rest: &[&str]| -> Vec<u32> {
        let [document, section, rest @ ..] = rest else { return vec![] };
        if !document.contains("BEHAVIOUR.md") || !section.starts_with("section") {
            return vec![];
        }
        let several = rest.get(1).is_some_and(|word| *word == "and");
        [rest.first(), rest.get(2).filter(|_| several)].into_iter().flatten().filter_map(number).collect()
    };
    (0..words.len()).flat_map(|at| follows(&words[at..])).collect()
}

#[test]
fn every_cited_section_of_the_contract_exists() {
    let contract = root().join("src/sigma/contract");
    let behaviour = std::fs::read_to_string(contract.join("BEHAVIOUR.md")).unwrap();
    let heading = |line: &str| line.strip_prefix("## ")?.split_once('.')?.0.parse::<u32>().ok();
    let sections: BTreeSet<_> = behaviour.lines().filter_map(heading).collect();
    let mut citations = 0;
    for folder in ["src", "tests", "benches"] {
        let sources = ["rs", "yaml", "md", "py"].into_iter().flat_map(|ending| files(&root().join(folder), ending));
        for path in sources {
            let cited = cited(&std::fs::read_to_string(&path).unwrap());
            let missing: Vec<_> = cited.difference(&sections).collect();
            assert!(missing.is_empty(), "{} cites sections {missing:?} of BEHAVIOUR.md", path.display());
            citations += cited.len();
        }
    }
    assert!(citations > 50, "found {citations} citations");
}

#[test]
fn citations_are_read_as_they_are_written() {
    assert_eq!(cited("/// see (BEHAVIOUR.md section 7).\n"), BTreeSet::from([7]));
    assert_eq!(cited("// BEHAVIOUR.md\n    // sections 3 and 17: paged"), BTreeSet::from([3, 17]));
    assert_eq!(cited("`BEHAVIOUR.md`, whose sections the comments name. BEHAVIOUR.md"), BTreeSet::new());
}

/// The doc comments of a source text, each with the line it begins on.
fn doc_comments(text: &str) -> Vec<(usize, String)> {
    let mut comments: Vec<(usize, String)> = Vec::new();
    let mut is_open = false;
    for (number, line) in text.lines().enumerate() {
        let Some(words) = line.trim_start().strip_prefix("///") else {
            is_open = false;
            continue;
        };
        match comments.last_mut().filter(|_| is_open) {
            Some((_, comment)) => comment.push_str(words),
            None => comments.push((number + 1, words.to_owned())),
        }
        is_open = true;
    }
    comments
}

/// How many words a comment has; a path such as `GET /v2/members` counts by its parts.
fn words(comment: &str) -> usize {
    comment.split(|c: char| !c.is_alphanumeric() && !['\'', '’'].contains(&c)).filter(|word| !word.is_empty()).count()
}

/// A field whose name says what it is needs no doc comment. Whatever has one deserves more than "Its name.".
#[test]
fn no_doc_comment_is_empty() {
    let mut empty = Vec::new();
    for path in DOCUMENTED.iter().flat_map(|room| files(&root().join("src").join(room), "rs")) {
        let comments = doc_comments(&std::fs::read_to_string(&path).unwrap());
        let short = comments.into_iter().filter(|(_, comment)| words(comment) < 3);
        empty.extend(short.map(|(line, comment)| format!("{}:{line}:{comment}", path.display())));
    }
    assert!(empty.is_empty(), "{empty:#?}");
}

/// The papers lead newcomers to files; one that has moved would lead them astray.
#[test]
fn the_papers_name_files_that_exist() {
    let mut named = 0;
    for paper in ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "README.md"] {
        let text = std::fs::read_to_string(root().join(paper)).unwrap();
        let quoted = text.split('`').skip(1).step_by(2);
        let is_path = |name: &&str| {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
            name.contains('/') && name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(is_plain)
        };
        for path in quoted.filter(is_path) {
            let exists = [root().join(path), root().join("src").join(path)].iter().any(|path| path.exists());
            assert!(exists, "{paper} names {path}, which is not there");
            named += 1;
        }
    }
    assert!(named > 30, "found {named} names of files");
}
