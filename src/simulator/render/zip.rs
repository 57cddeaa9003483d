//! A ZIP archive of stored, uncompressed files.

use super::checksum::crc32;

/// The least version and the flags of plain files; the date is 1980-01-01, so that equal content gives equal bytes.
const VERSION: u16 = 20;
const NO_FLAGS: u16 = 0;
const STORED: u16 = 0;
const TIME: u16 = 0;
const DATE: u16 = 0x21;

/// Packs files under their names.
pub fn zip(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for (name, bytes) in files {
        let offset = size(archive.len());
        let head = head(name, bytes);
        archive.extend(b"PK\x03\x04");
        archive.extend(&head);
        archive.extend(name.as_bytes());
        archive.extend(bytes);

        directory.extend(b"PK\x01\x02");
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&head);
        // Comment length, disk, internal and external attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (count, start, length) = (short(files.len()), size(archive.len()), size(directory.len()));
    archive.extend(directory);
    archive.extend(b"PK\x05\x06");
    // This disk and the directory's.
    archive.extend([0; 4]);
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend(length.to_le_bytes());
    archive.extend(start.to_le_bytes());
    // Comment length.
    archive.extend([0; 2]);
    archive
}

/// The fields that a file's header shares with its entry in the directory.
fn head(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut head = Vec::with_capacity(26);
    for field in [VERSION, NO_FLAGS, STORED, TIME, DATE] {
        head.extend(field.to_le_bytes());
    }
    for field in [crc32(&[bytes]), size(bytes.len()), size(bytes.len())] {
        head.extend(field.to_le_bytes());
    }
    for field in [short(name.len()), 0] {
        head.extend(field.to_le_bytes());
    }
    head
}

fn size(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn short(length: usize) -> u16 {
    u16::try_from(length).unwrap_or(u16::MAX)
}
