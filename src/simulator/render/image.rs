//! A PNG with a bar chart in grey.

use png::{ColorType, Encoder};

const WHITE: u8 = 255;
const DARK: u8 = 70;

/// Draws bars whose heights follow from a number.
pub fn png(width: u32, height: u32, number: u64) -> Vec<u8> {
    let mut pixels = Vec::new();
    for y in 0..height {
        pixels
            .extend((0..width).map(|x| if is_bar(x * 16 / width, height - y, height, number) { DARK } else { WHITE }));
    }
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(ColorType::Grayscale);
    let written = encoder.write_header().and_then(|mut image| image.write_image_data(&pixels));
    written.expect("writing to memory does not fail");
    file
}

fn is_bar(column: u32, above_ground: u32, height: u32, number: u64) -> bool {
    let share = (number >> (column / 2 * 8) & 0xff) as u32;
    column % 2 == 1 && above_ground * 255 <= height * share
}
