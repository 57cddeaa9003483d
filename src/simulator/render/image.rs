//! A PNG with a bar chart: greyscale, uncompressed.

use super::checksum::{adler32, crc32};

const WHITE: u8 = 255;
const DARK: u8 = 70;
/// The most that one stored block of a zlib stream holds.
const BLOCK: usize = 65_535;

/// Draws bars whose heights follow from a number.
pub fn png(width: u32, height: u32, number: u64) -> Vec<u8> {
    let mut pixels = Vec::new();
    for y in 0..height {
        // Each line begins with its filter: none.
        pixels.push(0);
        pixels
            .extend((0..width).map(|x| if is_bar(x * 16 / width, height - y, height, number) { DARK } else { WHITE }));
    }
    let mut head = Vec::new();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    // Eight bits per pixel, grey, and the only compression, filtering and order there is.
    head.extend([8, 0, 0, 0, 0]);

    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut file, *b"IHDR", &head);
    chunk(&mut file, *b"IDAT", &stored(&pixels));
    chunk(&mut file, *b"IEND", &[]);
    file
}

fn is_bar(column: u32, above_ground: u32, height: u32, number: u64) -> bool {
    let share = (number >> (column / 2 * 8) & 0xff) as u32;
    column % 2 == 1 && above_ground * 255 <= height * share
}

fn chunk(file: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    file.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    file.extend(kind);
    file.extend(data);
    file.extend(crc32(&[&kind, data]).to_be_bytes());
}

/// A zlib stream of stored blocks.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let last = bytes.len().div_ceil(BLOCK).saturating_sub(1);
    for (place, block) in bytes.chunks(BLOCK).enumerate() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        stream.push(u8::from(place == last));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(block);
    }
    stream.extend(adler32(bytes).to_be_bytes());
    stream
}
