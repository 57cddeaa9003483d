//! Characters that must not be in a text, because a reader would not see them or would see something else.

use std::fmt::Write;

/// Why a character is unfit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Takes no room, or looks like a space and is none.
    Invisible,
    /// Changes the direction of what stands beside it.
    Direction,
    /// Steers a terminal of long ago.
    Control,
    /// Stands where a letter was that could not be read.
    Lost,
    /// Means something else for everybody, or nothing for anybody.
    Private,
}

/// An unfit character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unseen {
    pub character: char,
    /// Why it is unfit.
    pub kind: Kind,
}

impl Unseen {
    /// “This first name contains U+200B ZERO WIDTH SPACE, which cannot be seen; remove it.”
    pub fn sentence(self, what: &str) -> String {
        let why = match self.kind {
            Kind::Invisible => "which cannot be seen; remove it.",
            Kind::Direction => "which turns the direction of the text and cannot be seen; remove it.",
            Kind::Control => "which is a control character and cannot be seen; remove it.",
            Kind::Lost => "which stands for a character that was lost; type the text again.",
            Kind::Private => "which has no meaning that others share; remove it.",
        };
        format!("This {what} contains {}, {why}", name(self.character))
    }
}

/// The first unfit character, but for those that `belongs` lets stay where they are: it is given all characters and a
/// place among them.
pub fn first(text: &str, belongs: impl Fn(&[char], usize) -> bool) -> Option<Unseen> {
    if text.bytes().all(|b| (b' '..0x7f).contains(&b) || b == b'\n') {
        return None;
    }
    let all: Vec<char> = text.chars().collect();
    let unfit = |(at, c): (usize, &char)| {
        let kind = kind(*c).filter(|_| !belongs(&all, at))?;
        Some(Unseen { character: *c, kind })
    };
    all.iter().enumerate().find_map(unfit)
}

/// Why a character is unfit on its own; `None` for all that can be seen, and for line breaks, which folding deals with.
///
/// The invisible ones are Unicode's `Default_Ignorable_Code_Point`, written out so that the browser needs no table, and
/// the few others that leave a blank.
pub fn kind(c: char) -> Option<Kind> {
    let kind = match c {
        '\n' => return None,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Kind::Control,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => Kind::Direction,
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{2060}'..='\u{2065}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffc}'
        | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d159}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => Kind::Invisible,
        '\u{fffd}' => Kind::Lost,
        '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{f0000}'.. => Kind::Private,
        c if u32::from(c) & 0xfffe == 0xfffe => Kind::Private,
        _ => return None,
    };
    Some(kind)
}

/// Whether a text must not have this character where nothing beside it needs it.
pub fn is_unseen(c: char) -> bool {
    kind(c).is_some()
}

/// The character's code, with its name where people may look for it by name.
pub fn name(c: char) -> String {
    let mut name = code(c);
    let words = match c {
        '\u{0}'..='\u{20}' => ASCII_CONTROLS.get(c as usize).copied().unwrap_or_default(),
        '\u{7f}' => "DELETE",
        '\u{80}'..='\u{9f}' => "CONTROL CHARACTER",
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => "VARIATION SELECTOR",
        '\u{e0001}' | '\u{e0020}'..='\u{e007f}' => "TAG CHARACTER",
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}' => "PRIVATE USE CHARACTER",
        c => NAMES.iter().find(|(named, _)| *named == c).map_or("", |(_, words)| words),
    };
    if !words.is_empty() {
        _ = write!(name, " {words}");
    }
    name
}

/// The code point as it is written: `U+200B`.
pub fn code(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

const ASCII_CONTROLS: [&str; 32] = [
    "NULL",
    "START OF HEADING",
    "START OF TEXT",
    "END OF TEXT",
    "END OF TRANSMISSION",
    "ENQUIRY",
    "ACKNOWLEDGE",
    "BELL",
    "BACKSPACE",
    "TAB",
    "LINE FEED",
    "LINE TABULATION",
    "FORM FEED",
    "CARRIAGE RETURN",
    "SHIFT OUT",
    "SHIFT IN",
    "DATA LINK ESCAPE",
    "DEVICE CONTROL ONE",
    "DEVICE CONTROL TWO",
    "DEVICE CONTROL THREE",
    "DEVICE CONTROL FOUR",
    "NEGATIVE ACKNOWLEDGE",
    "SYNCHRONOUS IDLE",
    "END OF TRANSMISSION BLOCK",
    "CANCEL",
    "END OF MEDIUM",
    "SUBSTITUTE",
    "ESCAPE",
    "FILE SEPARATOR",
    "GROUP SEPARATOR",
    "RECORD SEPARATOR",
    "UNIT SEPARATOR",
];

/// Names as Unicode gives them (UnicodeData.txt).
const NAMES: [(char, &str); 57] = [
    ('\u{ad}', "SOFT HYPHEN"),
    ('\u{34f}', "COMBINING GRAPHEME JOINER"),
    ('\u{61c}', "ARABIC LETTER MARK"),
    ('\u{115f}', "HANGUL CHOSEONG FILLER"),
    ('\u{1160}', "HANGUL JUNGSEONG FILLER"),
    ('\u{17b4}', "KHMER VOWEL INHERENT AQ"),
    ('\u{17b5}', "KHMER VOWEL INHERENT AA"),
    ('\u{180b}', "MONGOLIAN FREE VARIATION SELECTOR ONE"),
    ('\u{180c}', "MONGOLIAN FREE VARIATION SELECTOR TWO"),
    ('\u{180d}', "MONGOLIAN FREE VARIATION SELECTOR THREE"),
    ('\u{180e}', "MONGOLIAN VOWEL SEPARATOR"),
    ('\u{180f}', "MONGOLIAN FREE VARIATION SELECTOR FOUR"),
    ('\u{200b}', "ZERO WIDTH SPACE"),
    ('\u{200c}', "ZERO WIDTH NON-JOINER"),
    ('\u{200d}', "ZERO WIDTH JOINER"),
    ('\u{200e}', "LEFT-TO-RIGHT MARK"),
    ('\u{200f}', "RIGHT-TO-LEFT MARK"),
    ('\u{2028}', "LINE SEPARATOR"),
    ('\u{2029}', "PARAGRAPH SEPARATOR"),
    ('\u{202a}', "LEFT-TO-RIGHT EMBEDDING"),
    ('\u{202b}', "RIGHT-TO-LEFT EMBEDDING"),
    ('\u{202c}', "POP DIRECTIONAL FORMATTING"),
    ('\u{202d}', "LEFT-TO-RIGHT OVERRIDE"),
    ('\u{202e}', "RIGHT-TO-LEFT OVERRIDE"),
    ('\u{2060}', "WORD JOINER"),
    ('\u{2061}', "FUNCTION APPLICATION"),
    ('\u{2062}', "INVISIBLE TIMES"),
    ('\u{2063}', "INVISIBLE SEPARATOR"),
    ('\u{2064}', "INVISIBLE PLUS"),
    ('\u{2066}', "LEFT-TO-RIGHT ISOLATE"),
    ('\u{2067}', "RIGHT-TO-LEFT ISOLATE"),
    ('\u{2068}', "FIRST STRONG ISOLATE"),
    ('\u{2069}', "POP DIRECTIONAL ISOLATE"),
    ('\u{206a}', "INHIBIT SYMMETRIC SWAPPING"),
    ('\u{206b}', "ACTIVATE SYMMETRIC SWAPPING"),
    ('\u{206c}', "INHIBIT ARABIC FORM SHAPING"),
    ('\u{206d}', "ACTIVATE ARABIC FORM SHAPING"),
    ('\u{206e}', "NATIONAL DIGIT SHAPES"),
    ('\u{206f}', "NOMINAL DIGIT SHAPES"),
    ('\u{2800}', "BRAILLE PATTERN BLANK"),
    ('\u{3164}', "HANGUL FILLER"),
    ('\u{feff}', "ZERO WIDTH NO-BREAK SPACE"),
    ('\u{ffa0}', "HALFWIDTH HANGUL FILLER"),
    ('\u{fff9}', "INTERLINEAR ANNOTATION ANCHOR"),
    ('\u{fffa}', "INTERLINEAR ANNOTATION SEPARATOR"),
    ('\u{fffb}', "INTERLINEAR ANNOTATION TERMINATOR"),
    ('\u{fffc}', "OBJECT REPLACEMENT CHARACTER"),
    ('\u{fffd}', "REPLACEMENT CHARACTER"),
    ('\u{1d159}', "MUSICAL SYMBOL NULL NOTEHEAD"),
    ('\u{1d173}', "MUSICAL SYMBOL BEGIN BEAM"),
    ('\u{1d174}', "MUSICAL SYMBOL END BEAM"),
    ('\u{1d175}', "MUSICAL SYMBOL BEGIN TIE"),
    ('\u{1d176}', "MUSICAL SYMBOL END TIE"),
    ('\u{1d177}', "MUSICAL SYMBOL BEGIN SLUR"),
    ('\u{1d178}', "MUSICAL SYMBOL END SLUR"),
    ('\u{1d179}', "MUSICAL SYMBOL BEGIN PHRASE"),
    ('\u{1d17a}', "MUSICAL SYMBOL END PHRASE"),
];
