//! A ZIP archive of stored files.

use std::io::{Cursor, Write};
use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipError, write::SimpleFileOptions};

/// Packs files under their names. All bear the same date, so that equal content gives equal bytes.
pub fn zip(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let packed = || -> Result<Cursor<Vec<u8>>, ZipError> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::default());
        for (name, bytes) in files {
            archive.start_file(name.as_str(), options)?;
            archive.write_all(bytes)?;
        }
        archive.finish()
    };
    packed().expect("writing to memory does not fail").into_inner()
}
