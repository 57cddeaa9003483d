//! Cells of a file, read.

use super::*;

fn index() -> Index<'static> {
    let teams = [("t1", "Analysts"), ("t2", "Équipe: Nord"), ("t3", "Twin"), ("t4", "Twin"), ("t5", "R&D | Labs, EU")];
    Index::new("team", teams.into_iter().chain([("t6", "Été"), ("t7", "Ete"), ("t8", "Labs")]))
}

fn read(cell: &str) -> Result<Vec<(&'static str, u8)>, String> {
    named(cell, &index(), 0, |word| word.parse().ok(), "a number")
}

#[test]
fn names_are_found_without_case_and_accents_and_by_id() {
    assert_eq!(read(" analysts ;; equipe: nord | t3").unwrap(), [("t1", 0), ("t2", 0), ("t3", 0)]);
    assert_eq!(read("Analysts: 2; Équipe: Nord:3").unwrap(), [("t1", 2), ("t2", 3)]);
    assert_eq!(read("").unwrap(), []);
}

#[test]
fn a_name_is_looked_up_whole_before_it_is_split() {
    assert_eq!(read("R&D | Labs, EU").unwrap(), [("t5", 0)]);
    assert_eq!(read("Analysts, R&D | Labs, EU: 2, Labs").unwrap(), [("t1", 0), ("t5", 2), ("t8", 0)]);
    assert_eq!(read("Analysts, Labs").unwrap(), [("t1", 0), ("t8", 0)]);
    assert!(read("Analysts, Nowhere").unwrap_err().contains("There is no team “Nowhere”."));
}

#[test]
fn the_exact_spelling_wins_and_spaces_and_quotes_do_not_count() {
    assert_eq!(read("Été; Ete").unwrap(), [("t6", 0), ("t7", 0)]);
    assert_eq!(read("été; ETE").unwrap(), [("t6", 0), ("t7", 0)]);
    assert_eq!(read("“R&D\u{a0} | Labs,  EU”").unwrap(), [("t5", 0)]);
}

#[test]
fn tells_who_has_left_elsewhere() {
    for (meaning, cell, gone) in [
        (Meaning::Enabled, "False", true),
        (Meaning::Enabled, "True", false),
        (Meaning::Enabled, "", false),
        (Meaning::Blocked, "Yes", true),
        (Meaning::Blocked, "No", false),
        (Meaning::Status, "DEPROVISIONED", true),
        (Meaning::Status, "Suspended by admin", true),
        (Meaning::Status, "Active", false),
        (Meaning::Status, "Invited", false),
    ] {
        assert_eq!(left(meaning, cell), Some(gone), "{cell}");
    }
}

#[test]
fn says_what_a_name_may_have_meant() {
    for (cell, part) in [
        ("Analyts", "There is no team “Analyts”. Did you mean “Analysts”?"),
        ("Nobody here", "There is no team “Nobody here”."),
        ("Analyts: 2", "Did you mean “Analysts”?"),
        ("Twin", "2 teams are called “Twin”"),
        ("Analysts: lots", "“lots” is no level: write a number."),
        ("Analysts; ANALYSTS: 2", "“ANALYSTS: 2” is named twice."),
    ] {
        let why = read(cell).unwrap_err();
        assert!(why.contains(part), "{cell}: {why}");
    }
}

#[test]
fn suggests_a_cell_with_every_name_that_may_be_meant() {
    for (cell, meant) in [
        ("Analyts: 2; Labs", Some("Analysts: 2; Labs")),
        ("R&D | Labs, EU; Analyts", Some("R&D | Labs, EU; Analysts")),
        ("Analysts", None),
        ("Twin", None),
        ("Nobody here", None),
        ("", None),
    ] {
        assert_eq!(suggested(cell, &index()).as_deref(), meant, "{cell}");
    }
}

#[test]
fn what_is_for_everybody_comes_on_top_and_yields() {
    assert_eq!(both("Analysts: 2", "Analysts; t3", read).unwrap(), [("t1", 2), ("t3", 0)]);
}

#[test]
fn levels_are_known_by_sigmas_words_and_by_those_of_its_screens() {
    for word in ["explore", "Can explore", "can  Explore".replace("  ", " ").as_str()] {
        assert!(says(word, "explore", "Can explore"), "{word}");
    }
    assert!(says("manage", "edit", "Can manage") && !says("view", "edit", "Can manage"));
}
