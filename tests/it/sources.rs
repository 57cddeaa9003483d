//! What the source texts themselves promise: comments lead somewhere and say something.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Rooms whose doc comments are all sentences or names a reader can use.
const ROOMS: [&str; 14] = [
    "app",
    "auth",
    "changes",
    "directory",
    "domain",
    "features",
    "notify",
    "requests",
    "schedule",
    "sigma",
    "simulator",
    "store",
    "ui",
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

/// The rooms that each room may know: arrows point down, and no two rooms know each other.
const ARROWS: [(&str, &[&str]); 14] = [
    ("domain", &[]),
    ("simulator", &[]),
    ("sigma", &["domain"]),
    ("store", &["domain"]),
    ("schedule", &["store"]),
    ("directory", &["domain", "schedule", "sigma", "store"]),
    ("auth", &["directory", "domain", "store"]),
    ("changes", &["directory", "domain", "sigma", "store"]),
    ("notify", &["directory", "domain", "store"]),
    ("requests", &["directory", "domain", "store"]),
    ("ui", &["domain"]),
    ("web", &["auth", "changes", "directory", "domain", "notify", "requests", "sigma", "store", "ui"]),
    ("features", &["auth", "changes", "directory", "domain", "notify", "requests", "sigma", "store", "ui", "web"]),
    (
        "app",
        &[
            "auth",
            "changes",
            "directory",
            "domain",
            "features",
            "notify",
            "requests",
            "schedule",
            "sigma",
            "simulator",
            "store",
            "web",
        ],
    ),
];

/// The first names after `crate::`, alone or within braces, in a text without comments.
fn known_rooms(text: &str) -> BTreeSet<String> {
    let code: String =
        text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let first = |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut rooms = BTreeSet::new();
    for part in code.split("crate::").skip(1) {
        let Some(group) = part.strip_prefix('{') else {
            rooms.insert(first(part));
            continue;
        };
        let (mut depth, mut from) = (0, 0);
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                ',' if depth == 0 => {
                    rooms.insert(first(&group[from..at]));
                    from = at + 1;
                }
                '}' if depth == 0 => {
                    rooms.insert(first(&group[from..at]));
                    break;
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
    }
    rooms.into_iter().filter(|room| ROOMS.contains(&room.as_str())).collect()
}

#[test]
fn arrows_between_rooms_point_down() {
    let mut wrong = Vec::new();
    for (room, may_know) in ARROWS {
        for path in files(&root().join("src").join(room), "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            // Tests may build what they need from any room.
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let known = known_rooms(code);
            let beyond = known.iter().filter(|known| *known != room && !may_know.contains(&known.as_str()));
            wrong.extend(beyond.map(|known| format!("{} knows {known}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_feature_knows_another() {
    let features = root().join("src/features");
    let subjects: Vec<_> = std::fs::read_dir(&features).unwrap().map(|entry| entry.unwrap().path()).collect();
    let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    let mut wrong = Vec::new();
    for subject in subjects.iter().filter(|path| path.is_dir()) {
        for path in files(subject, "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            for other in
                subjects.iter().map(|path| name(path)).filter(|other| *other != name(subject) && other != "shared")
            {
                let is_known = text.contains(&format!("features::{other}"));
                if is_known {
                    wrong.push(format!("{} knows {other}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Words that pages had once and that nobody in the field would use.
const OLD_WORDS: [&str; 37] = [
    "You cannot pass here",
    "This line ends here",
    "came off the rails",
    "to mend",
    "Nothing waits for you",
    "See the plan",
    "Back to the form",
    "Asked for by",
    "Sigma offers no way",
    "account type leaves",
    "account type caps",
    "Leaves all of it",
    "Has been given access",
    "What the team reaches",
    "What they may do",
    "Where they belong",
    "Nor what was given",
    "Who takes over the documents",
    "Who loses what",
    "Everybody’s access",
    "Access taken away",
    "Timed work\"",
    "Most rows",
    "As whom",
    "Who wins",
    "Who would you like to be",
    "Swap who is added",
    "Review the plan",
    "made every step",
    "Not every step worked",
    "Known before",
    "Put the earlier values back",
    "can reach this",
    "Reading Sigma",
    "next reading",
    "Those of the configuration",
    "Who may be one person",
];

/// Words that read as translated: pages say “people who”, “everyone” and “someone”.
const STIFF_WORDS: [&str; 3] = ["whoever", "everybody", "somebody"];

/// Sigma's own word is spelled as Sigma spells it, in every sentence.
const MISSPELLED: &str = "organisation";

/// The texts in quotation marks of a line of code.
fn literals(line: &str) -> impl Iterator<Item = String> {
    let is_text = !line.trim_start().starts_with("//") && !line.contains("tracing::");
    line.split('"').skip(1).step_by(2).filter(move |_| is_text).map(str::to_lowercase)
}

#[test]
fn pages_address_people_plainly() {
    let mut found = Vec::new();
    for room in ["web", "ui", "features", "changes", "requests", "notify", "domain", "auth"] {
        for path in files(&root().join("src").join(room), "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            for (line, literal) in
                (1..).zip(text.lines()).flat_map(|(n, line)| literals(line).map(move |text| (n, text)))
            {
                let is_stiff = |word: &&&str| literal.split(|c: char| !c.is_alphabetic()).any(|part| part == **word);
                if let Some(word) = STIFF_WORDS.iter().find(is_stiff) {
                    found.push(format!("{}:{line}: {word}", path.display()));
                }
                // A single word is a name in the code or in the database.
                if literal.contains(MISSPELLED) && literal.contains(' ') {
                    found.push(format!("{}:{line}: {MISSPELLED}", path.display()));
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn pages_speak_the_words_of_the_trade() {
    let mut found = Vec::new();
    for path in ["web", "ui", "features", "changes", "domain"]
        .iter()
        .flat_map(|room| files(&root().join("src").join(room), "rs"))
    {
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<String>();
        let old = OLD_WORDS.iter().filter(|word| code.contains(**word));
        found.extend(old.map(|word| format!("{}: {word}", path.display())));
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// A field whose name says what it is needs no doc comment. Whatever has one deserves more than "Its name.".
#[test]
fn no_doc_comment_is_empty() {
    let mut empty = Vec::new();
    for path in ROOMS.iter().flat_map(|room| files(&root().join("src").join(room), "rs")) {
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
