//! The bytes of a file as text, and which encoding they are in.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How the files of spreadsheets begin, old and new: they are often given the wrong name.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// Encodings that can be chosen: their standard names, and the words for people.
pub const OFFERED: [(&str, &str); 15] = [
    ("UTF-8", "Unicode (UTF-8)"),
    ("UTF-16LE", "Unicode (UTF-16)"),
    ("UTF-16BE", "Unicode (UTF-16, big-endian)"),
    ("windows-1252", "Western European (Windows)"),
    ("macintosh", "Western European (Mac)"),
    ("windows-1250", "Central European (Windows)"),
    ("ISO-8859-2", "Central European (ISO)"),
    ("windows-1251", "Cyrillic (Windows)"),
    ("windows-1253", "Greek (Windows)"),
    ("windows-1254", "Turkish (Windows)"),
    ("windows-1257", "Baltic (Windows)"),
    ("Shift_JIS", "Japanese (Shift JIS)"),
    ("GBK", "Chinese (GBK)"),
    ("Big5", "Chinese (Big5)"),
    ("EUC-KR", "Korean (EUC-KR)"),
];

/// A file as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    /// The standard name of the encoding it was read in; empty for what never was bytes.
    pub encoding: &'static str,
    /// Whether the encoding is a guess: nothing in the file says it, and other letters would be possible.
    pub is_guessed: bool,
}

impl Decoded {
    /// Text that was typed or pasted.
    pub fn pasted(text: &str) -> Self {
        Self { text: text.to_owned(), encoding: "", is_guessed: false }
    }
}

/// Reads bytes in the encoding of this name; in the one that they show where the name is empty or unknown. Without a
/// byte order mark, UTF-8 and UTF-16 show by their form; anything else is taken for what Excel writes in Western Europe,
/// which is said to be a guess.
///
/// # Errors
/// That it is no text, in a sentence for the person who chose the file.
pub fn decode(bytes: &[u8], chosen: &str) -> Result<Decoded, String> {
    if WORKBOOKS.iter().any(|magic| bytes.starts_with(magic)) {
        return Err("This is a workbook, not a CSV file. Save it as “CSV UTF-8” and choose that file.".into());
    }
    let (encoding, is_guessed) = match Encoding::for_label(chosen.as_bytes()) {
        Some(encoding) => (encoding, false),
        None => shown(bytes),
    };
    let text = encoding.decode_with_bom_removal(bytes).0;
    if text.contains('\0') {
        return Err("This file is not text: choose a CSV file.".into());
    }
    Ok(Decoded { text: text.into_owned(), encoding: encoding.name(), is_guessed })
}

/// The encoding that the bytes show, and whether that is a guess.
fn shown(bytes: &[u8]) -> (&'static Encoding, bool) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding, false);
    }
    if bytes.contains(&0) && bytes.len().is_multiple_of(2) {
        // In UTF-16 every second byte of what is mostly Latin is zero.
        let zeros = |at: usize| bytes.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count();
        match (zeros(0), zeros(1)) {
            (even, odd) if odd > even && odd * 4 > bytes.len() / 2 => return (UTF_16LE, false),
            (even, odd) if even > odd && even * 4 > bytes.len() / 2 => return (UTF_16BE, false),
            _ => {}
        }
    }
    if std::str::from_utf8(bytes).is_ok() { (UTF_8, false) } else { (WINDOWS_1252, true) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_spreadsheets_write() {
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        for (bytes, is_guessed) in [
            (&b"\xef\xbb\xbfn\xc3\xa9"[..], false),
            (b"n\xc3\xa9", false),
            (b"n\xe9", true),
            (&utf16("\u{feff}né"), false),
        ] {
            let decoded = decode(bytes, "").unwrap();
            assert_eq!((decoded.text.as_str(), decoded.is_guessed), ("né", is_guessed), "{bytes:?}");
        }
        assert_eq!(decode(&utf16("E-mail,Né\n"), "").unwrap().encoding, "UTF-16LE");
        for bytes in [&b"PK\x03\x04rest"[..], b"\xd0\xcf\x11\xe0rest", b"a\0b"] {
            assert!(decode(bytes, "").unwrap_err().contains("CSV"), "{bytes:?}");
        }
    }

    #[test]
    fn a_chosen_encoding_counts() {
        for (bytes, encoding, text) in [
            (&b"\xc8\xe2\xe0\xed"[..], "windows-1251", "Иван"),
            (b"\xa3ukasz", "windows-1250", "Łukasz"),
            (b"Jos\x8e", "macintosh", "José"),
            (b"\x93\x63\x92\x86", "Shift_JIS", "田中"),
        ] {
            let decoded = decode(bytes, encoding).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.encoding, decoded.is_guessed), (text, encoding, false));
        }
        assert!(
            OFFERED.iter().all(|(name, _)| Encoding::for_label(name.as_bytes()).is_some_and(|e| e.name() == *name))
        );
    }
}
