//! What is inside a workbook: pages, elements and rows. All of it follows from the workbook's id, so that tens of
//! thousands of workbooks cost no memory and an export always has the same rows.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::ids::Id;

/// A page of a workbook.
pub struct Page {
    pub id: String,
    pub name: &'static str,
    pub elements: Vec<Element>,
}

/// A table, chart or control on a page.
pub struct Element {
    pub id: String,
    pub name: &'static str,
    pub kind: &'static str,
    pub columns: &'static [&'static str],
    pub rows: usize,
}

const PAGES: [&str; 5] = ["Overview", "Details", "Trends", "By Region", "Data"];
const ELEMENTS: [(&str, &str, &[&str]); 6] = [
    ("Revenue by Month", "visualization", &["Month", "Region", "Revenue"]),
    ("Orders", "table", &["Order", "Date", "Region", "Product", "Quantity", "Revenue"]),
    ("Top Products", "visualization", &["Product", "Quantity", "Revenue"]),
    ("Stock Levels", "table", &["Product", "Site", "Quantity", "Date"]),
    ("Open Invoices", "table", &["Order", "Customer", "Date", "Revenue"]),
    ("Returns by Reason", "pivot-table", &["Reason", "Region", "Quantity"]),
];
const REGIONS: [&str; 5] = ["EMEA", "Americas", "APAC", "Nordics", "DACH"];
const PRODUCTS: [&str; 8] = [
    "Desk lamp \"Nova\"",
    "Pendant, large",
    "LED strip 5 m",
    "Floor lamp",
    "Wall light",
    "Street light",
    "Bulb E27",
    "Driver 24 V",
];
const CUSTOMERS: [&str; 5] = ["Hôtel Aurore", "Kraftwerk Süd", "Nordlys A/S", "Bright & Sons", "Estudio Luz"];
const SITES: [&str; 4] = ["Porto", "Gdańsk", "Leeds", "Monterrey"];
const REASONS: [&str; 4] = ["Damaged", "Wrong item", "Too late", "Not as described"];

fn rng(id: Id, part: usize) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(id.number());
    rng.set_stream(part as u64);
    rng
}

fn node_id(rng: &mut impl Rng) -> String {
    (0..10).map(|_| char::from(rng.sample(rand::distr::Alphanumeric))).collect()
}

/// The pages of a workbook.
pub fn pages(workbook: Id) -> Vec<Page> {
    let rng = &mut rng(workbook, 0);
    let count = rng.random_range(1..=PAGES.len());
    PAGES[..count]
        .iter()
        .map(|name| {
            let id = node_id(rng);
            let elements = (0..rng.random_range(1..5)).map(|_| element(rng)).collect();
            Page { id, name, elements }
        })
        .collect()
}

fn element(rng: &mut impl Rng) -> Element {
    let (name, kind, columns) = ELEMENTS[rng.random_range(0..ELEMENTS.len())];
    Element { id: node_id(rng), name, kind, columns, rows: rng.random_range(12..4_000) }
}

/// A cell: text or a number.
pub enum Cell {
    Text(String),
    Number(f64),
}

/// One row of an element.
pub fn row(workbook: Id, element: &Element, number: usize) -> Vec<Cell> {
    let rng = &mut rng(workbook, number + 1);
    element.columns.iter().map(|column| cell(column, number, rng)).collect()
}

fn cell(column: &str, number: usize, rng: &mut impl Rng) -> Cell {
    let mut pick = |words: &[&str]| Cell::Text(words[rng.random_range(0..words.len())].to_owned());
    match column {
        "Region" => pick(&REGIONS),
        "Product" => pick(&PRODUCTS),
        "Customer" => pick(&CUSTOMERS),
        "Reason" => pick(&REASONS),
        "Site" => pick(&SITES),
        "Order" => Cell::Text(format!("SO-{:06}", 100_000 + number)),
        "Month" => Cell::Text(format!("2026-{:02}", number % 12 + 1)),
        "Date" => Cell::Text(format!("2026-{:02}-{:02}", number / 28 % 12 + 1, number % 28 + 1)),
        "Quantity" => Cell::Number(f64::from(rng.random_range(1..400))),
        _ => Cell::Number(f64::from(rng.random_range(1_000..9_000_000)) / 100.0),
    }
}
