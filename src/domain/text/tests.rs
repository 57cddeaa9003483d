use super::*;
use crate::domain::EmailAddress;
use proptest::prelude::*;

/// What makes a value of a text, or says why not.
type Door = fn(&str) -> Result<String, String>;

/// Every kind of text that one person enters about something.
fn doors() -> [(&'static str, Door); 6] {
    [
        ("person", |text| person_name(text, "first name")),
        ("thing", |text| thing_name(text, "name")),
        ("title", |text| title(text, "name")),
        ("note", |text| note(text, "reason")),
        ("value", |text| value(text, "value")),
        ("address", |text| EmailAddress::parse(text).map(String::from)),
    ]
}

#[test]
fn folds_what_makes_no_difference_that_can_be_seen() {
    for (typed, kept) in [
        ("  Ada ", "Ada"),
        ("\u{feff}Ada\u{feff} ", "Ada"),
        ("Ada\u{a0}\u{3000}Marie", "Ada Marie"),
        ("Ada\r\nMarie\u{2028}\u{b}\tKing", "Ada Marie King"),
        ("Zoe\u{308}", "Zo\u{eb}"),
    ] {
        assert_eq!(person_name(typed, "first name").unwrap(), kept, "{typed:?}");
        assert_eq!(thing_name(typed, "name").unwrap(), kept, "{typed:?}");
    }
    assert_eq!(note(" one \r\n\u{a0}two\u{85}\r", "reason").unwrap(), "one\n two");
    assert_eq!(value(" EMEA  and\u{a0}APAC ", "value").unwrap(), "EMEA  and APAC");
    assert_eq!(note(" \n ", "reason").unwrap(), "");
}

#[test]
fn names_the_character_that_it_refuses() {
    for (character, named) in [
        ('\u{200b}', "U+200B ZERO WIDTH SPACE, which cannot be seen; remove it."),
        ('\u{202e}', "U+202E RIGHT-TO-LEFT OVERRIDE, which turns the direction"),
        ('\u{2066}', "U+2066 LEFT-TO-RIGHT ISOLATE"),
        ('\u{200e}', "U+200E LEFT-TO-RIGHT MARK"),
        ('\u{ad}', "U+00AD SOFT HYPHEN"),
        ('\u{feff}', "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ('\u{2060}', "U+2060 WORD JOINER"),
        ('\u{3164}', "U+3164 HANGUL FILLER"),
        ('\u{2800}', "U+2800 BRAILLE PATTERN BLANK"),
        ('\u{7}', "U+0007 BELL, which is a control character"),
        ('\u{0}', "U+0000 NULL"),
        ('\u{1b}', "U+001B ESCAPE"),
        ('\u{9b}', "U+009B CONTROL CHARACTER"),
        ('\u{e0041}', "U+E0041 TAG CHARACTER"),
        ('\u{fe0f}', "U+FE0F VARIATION SELECTOR"),
        ('\u{200d}', "U+200D ZERO WIDTH JOINER"),
        ('\u{fffd}', "U+FFFD REPLACEMENT CHARACTER, which stands for a character that was lost"),
        ('\u{e000}', "U+E000 PRIVATE USE CHARACTER"),
        ('\u{ffff}', "U+FFFF"),
        ('\u{10fffe}', "U+10FFFE"),
    ] {
        for (kind, door) in doors() {
            let text = format!("mi{character}a@lumen.example");
            let error = door(&text).unwrap_err();
            assert!(error.contains(named), "{kind}: {error}");
        }
        assert!(unfit(&format!("Mi{character}a"), "entry").is_some_and(|why| why.starts_with("This entry contains ")));
    }
}

#[test]
fn keeps_real_names_and_emoji() {
    for name in [
        "Zo\u{eb} \u{1f98a}",
        "O'Neill-M\u{fc}ller, Jr.",
        "\u{1f469}\u{200d}\u{1f4bb}",
        "\u{1f469}\u{1f3fd}\u{200d}\u{2764}\u{fe0f}\u{200d}\u{1f468}",
        "\u{2764}\u{fe0f}",
        "1\u{fe0f}\u{20e3}",
        "\u{1f1e9}\u{1f1ea}",
        "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}",
        "\u{5d0}\u{5d1}\u{5d2}",
        "\u{915}\u{94d}\u{200d}\u{937}",
        "\u{9b0}\u{200d}\u{9cd}\u{9af}\u{9be}\u{9ac}",
        "\u{d28}\u{d4d}\u{200d}",
        "\u{845b}\u{e0100}",
        "Nguy\u{1ec5}n Th\u{1ecb} \u{c1}nh",
        "<b>Mia</b>",
        "=1+1",
    ] {
        assert_eq!(person_name(name, "first name").as_deref(), Ok(name), "{name:?}");
        assert_eq!(shown(name), name);
    }
}

#[test]
fn refuses_joiners_that_join_nothing() {
    for name in [
        "Mi\u{200d}a",
        "Mi\u{200c}a",
        "\u{627}\u{200c}\u{628}",
        "\u{645}\u{200c}",
        "\u{1f469}\u{200d}",
        "a\u{fe0f}",
        "1\u{fe0f}",
        "\u{1f3f4}\u{e0067}",
        "Mia\u{e007f}",
    ] {
        let error = person_name(name, "first name").unwrap_err();
        assert!(error.contains("U+"), "{name:?}: {error}");
    }
    // In an address nobody looks for pictures or ligatures.
    assert!(EmailAddress::parse("\u{645}\u{6cc}\u{200c}\u{62e}@lumen.example").unwrap_err().contains("U+200C"));
}

#[test]
fn a_name_has_something_to_see_and_an_end() {
    assert_eq!(person_name(" \u{a0}", "first name").unwrap_err(), "Enter a first name.");
    assert_eq!(person_name("", "account type").unwrap_err(), "Enter an account type.");
    assert!(person_name("\u{301}", "first name").is_err());
    assert!(person_name("\u{301}Ada", "first name").unwrap_err().contains("U+0301"));
    assert!(person_name("a\u{316}\u{317}\u{318}\u{319}\u{31c}", "first name").unwrap_err().contains("4 accents"));
    for (door, most) in [
        (person_name as fn(&str, &str) -> Result<String, String>, PERSON_NAME),
        (thing_name, THING_NAME),
        (title, TITLE),
        (note, NOTE),
        (value, VALUE),
    ] {
        // Characters count, not bytes.
        assert!(door(&"\u{fc}".repeat(most), "text").is_ok());
        let error = door(&"\u{fc}".repeat(most + 1), "text").unwrap_err();
        assert!(error.contains(&format!("longer than {most} characters")), "{error}");
    }
}

#[test]
fn a_search_leaves_out_what_cannot_be_seen() {
    assert_eq!(search(" jonas.weber\u{200b}@lumen.example\u{202e} "), "jonas.weber@lumen.example");
    assert_eq!(search("\u{645}\u{6cc}\u{200c}\u{62e}"), "\u{645}\u{6cc}\u{200c}\u{62e}");
    assert_eq!(search(&"a".repeat(5000)).len(), SEARCH);
}

#[test]
fn shows_what_cannot_be_seen_and_keeps_directions_apart() {
    assert_eq!(shown("\u{202e}weiV sa"), "[U+202E]weiV sa");
    assert_eq!(shown("jonas\u{200b}@x.example"), "jonas[U+200B]@x.example");
    assert_eq!(isolated("Mia Lund"), "Mia Lund");
    assert_eq!(isolated("\u{5d0}\u{5d1} (3)"), "\u{2068}\u{5d0}\u{5d1} (3)\u{2069}");
    assert_eq!(isolated("\u{5d0}\u{2069}"), "\u{2068}\u{5d0}[U+2069]\u{2069}");
    assert_eq!(isolated("Mia\nLund"), "Mia Lund");
}

#[test]
fn knows_texts_that_look_the_same() {
    for (one, other) in [
        ("j\u{43e}nas.weber@lumen.example", "jonas.weber@lumen.example"),
        ("Jonas.Weber@lumen.example", "jonas.we\u{200b}ber@lumen.example"),
        ("leo@lumen.example", "1eo@lumen.example"),
        ("\u{ff4c}eo@lumen.example", "leo@lumen.example"),
    ] {
        assert_eq!(skeleton(one), skeleton(other));
    }
    assert_ne!(skeleton("leo@lumen.example"), skeleton("lea@lumen.example"));
}

#[test]
fn knows_what_was_read_in_the_wrong_encoding() {
    assert_eq!(misread("Andr\u{c3}\u{a9}").as_deref(), Some("Andr\u{e9}"));
    assert_eq!(misread("M\u{c3}\u{bc}ller").as_deref(), Some("M\u{fc}ller"));
    for right in ["Andr\u{e9}", "Ada", "\u{5d0}\u{5d1}", "S\u{e3}o Paulo", "Zo\u{eb} \u{1f98a}", "\u{c3}ngela"] {
        assert_eq!(misread(right), None, "{right}");
    }
}

/// Texts with everything that people paste: any characters, and those that cannot be seen more often than they occur.
fn pasted() -> impl Strategy<Value = String> {
    let special = prop::char::ranges(
        vec!['\0'..='\u{20}', '\u{7f}'..='\u{ad}', '\u{2000}'..='\u{206f}', '\u{fe00}'..='\u{ffff}'].into(),
    );
    let any =
        prop_oneof![4 => prop::char::range('a', 'z'), 2 => special, 2 => any::<char>(), 1 => Just('@'), 1 => Just('.')];
    prop::collection::vec(any, 0..24).prop_map(|all| all.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// What a reader sees of a text: everything but the kind of space and the way a letter is composed.
    #[test]
    fn a_text_arrives_as_shown_or_is_refused_by_name(text in pasted()) {
        let seen = |text: &str| {
            let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            unicode_normalization::UnicodeNormalization::nfd(text).filter(|c| !c.is_whitespace()).collect::<String>()
        };
        for (kind, door) in doors() {
            match door(&text) {
                Ok(kept) => {
                    let (kept_seen, seen) = (seen(&kept), seen(&text));
                    if kind == "address" {
                        // The domain is in lower case.
                        prop_assert_eq!(kept_seen.to_lowercase(), seen.to_lowercase());
                    } else {
                        prop_assert_eq!(kept_seen, seen);
                    }
                    prop_assert_eq!(shown(&kept), kept.as_str(), "{} lets in what cannot be seen", kind);
                    prop_assert_eq!(door(&kept), Ok(kept.clone()), "{} refuses what it made", kind);
                }
                Err(why) => {
                    let why = why.replace([ISOLATE, END], "");
                    prop_assert!(!why.is_empty() && shown(&why) == why, "{}: {:?}", kind, why);
                }
            }
        }
    }

    #[test]
    fn a_search_arrives_as_shown(text in pasted()) {
        let found = search(&text);
        prop_assert_eq!(shown(&found), found.as_str());
        prop_assert_eq!(search(&found), found);
    }
}
