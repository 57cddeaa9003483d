//! Files that the program carries itself, besides those that are built: icons, small scripts, and style sheets of few pages.

use sha2::{Digest, Sha256};
use std::{
    fmt::Write,
    sync::{Arc, OnceLock},
};

/// Where they are served.
pub const FOLDER: &str = "/static/own/";

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A picture of lines.
    Svg,
    /// A script of browsers.
    Script,
    /// A style sheet.
    Style,
}

impl FileKind {
    fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Script => "js",
            Self::Style => "css",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Script => "text/javascript",
            Self::Style => "text/css",
        }
    }
}

/// A file of the program.
#[derive(Clone, Debug)]
pub struct OwnFile(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    name: &'static str,
    kind: FileKind,
    url: String,
    text: String,
    brotli: OnceLock<Vec<u8>>,
}

impl OwnFile {
    /// A file of this name, among the others.
    pub fn new(name: &'static str, kind: FileKind, text: String) -> Self {
        Self::within(FOLDER, name, kind, text)
    }

    /// A file of this name in a folder, whose URL ends in a slash.
    pub fn within(folder: &str, name: &'static str, kind: FileKind, text: String) -> Self {
        let url = format!("{folder}{name}-{}.{}", fingerprint(&text), kind.ending());
        Self(Arc::new(Inner { name, kind, url, text, brotli: OnceLock::new() }))
    }

    /// Its URL, which changes with what the file says: browsers keep it for ever.
    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// What it says.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// What it is.
    pub fn kind(&self) -> FileKind {
        self.0.kind
    }

    /// Whether a page of this version or another calls it so.
    pub fn is_called(&self, file: &str) -> bool {
        let stem = file.rsplit_once('.').filter(|(_, ending)| *ending == self.0.kind.ending()).map(|(stem, _)| stem);
        stem.and_then(|stem| stem.rsplit_once('-')).is_some_and(|(name, _)| name == self.0.name)
    }

    /// What it says, as small as brotli makes it. That takes a hundred times as long as any other level, so it is done once.
    pub fn brotli(&self) -> &[u8] {
        self.0.brotli.get_or_init(|| {
            let mut small = Vec::new();
            let best = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
            // Writing to memory cannot fail.
            _ = brotli::BrotliCompress(&mut self.0.text.as_bytes(), &mut small, &best);
            small
        })
    }
}

/// What a file's name carries: another text has another.
fn fingerprint(text: &str) -> String {
    let mut name = String::new();
    for byte in Sha256::digest(text).iter().take(5) {
        // Writing to a string cannot fail.
        _ = write!(name, "{byte:02x}");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_by_its_url_and_by_that_of_another_version() {
        let file = OwnFile::new("keys", FileKind::Script, "let a;".to_owned());
        assert!(file.is_called(file.url().strip_prefix(FOLDER).unwrap()) && file.is_called("keys-0ld.js"));
        for other in ["keys.js", "key-1.js", "keys-1.css", "keys", ""] {
            assert!(!file.is_called(other), "{other}");
        }
    }

    #[test]
    fn it_is_compressed_to_the_same_text() {
        let file = OwnFile::new("keys", FileKind::Script, "let a = 1;\n".repeat(100));
        let mut text = Vec::new();
        brotli::BrotliDecompress(&mut file.brotli(), &mut text).unwrap();
        assert_eq!(text, file.text().as_bytes());
        assert!(file.brotli().len() < 40, "{}", file.brotli().len());
    }
}
