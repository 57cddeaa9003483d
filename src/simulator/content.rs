//! What is inside a workbook, data model or report: pages, elements and rows. All of it follows from an id, so that tens
//! of thousands of documents cost no memory and an export always has the same rows.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::ids::Id;

/// A page of a document.
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
    /// What Sigma calls the look of it.
    pub visualization: &'static str,
    pub columns: &'static [&'static str],
    /// The warehouse table that such an element usually shows.
    pub table: &'static str,
    pub rows: usize,
}

impl Element {
    /// A number that follows from the element.
    pub fn number(&self) -> u64 {
        // FNV-1a: short, and spreads short texts well.
        self.id
            .bytes()
            .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
    }

    /// The id that its sheet has in lineages: another one than its own.
    pub fn sheet(&self) -> String {
        self.id.chars().rev().collect()
    }
}

/// The name that a column has in a warehouse.
pub fn native(column: &str) -> String {
    column.to_uppercase().replace(' ', "_")
}

/// The type of a column, in Sigma's words.
pub fn column_type(column: &str) -> &'static str {
    match column {
        "Quantity" | "Revenue" | "Id" => "number",
        "Date" => "datetime",
        _ => "text",
    }
}

/// The columns of a warehouse table: a key, and what elements show of it.
pub fn table_columns(table: &str) -> Vec<&'static str> {
    let mut columns = vec!["Id"];
    for kind in KINDS.iter().filter(|kind| kind.table.eq_ignore_ascii_case(table)) {
        for column in kind.columns.iter().filter(|column| **column != "Id") {
            if !columns.contains(column) {
                columns.push(column);
            }
        }
    }
    if columns.len() == 1 {
        columns.extend(["Name", "Date"]);
    }
    columns
}

const PAGES: [&str; 5] = ["Overview", "Details", "Trends", "By Region", "Data"];
/// One page in so many documents is a draft without elements.
const ONE_DRAFT_IN: u64 = 40;
/// One table in so many is an input table, whose rows people type in beside those of the warehouse.
const ONE_INPUT_IN: u64 = 9;

/// A kind of element.
struct Kind {
    name: &'static str,
    word: &'static str,
    visualization: &'static str,
    table: &'static str,
    columns: &'static [&'static str],
}

const fn kind(
    name: &'static str,
    (word, visualization): (&'static str, &'static str),
    table: &'static str,
    columns: &'static [&'static str],
) -> Kind {
    Kind { name, word, visualization, table, columns }
}

const TABLE: (&str, &str) = ("table", "levelTable");
const KINDS: [Kind; 6] = [
    kind("Revenue by Month", ("visualization", "bar"), "ORDER_LINES", &["Month", "Region", "Revenue"]),
    kind("Orders", TABLE, "ORDERS", &["Order", "Date", "Region", "Product", "Quantity", "Revenue"]),
    kind("Top Products", ("visualization", "line"), "ORDER_LINES", &["Product", "Quantity", "Revenue"]),
    kind("Stock Levels", TABLE, "STOCK", &["Product", "Site", "Quantity", "Date"]),
    kind("Open Invoices", TABLE, "INVOICES", &["Order", "Customer", "Date", "Revenue"]),
    kind("Returns by Reason", ("pivot-table", "pivot-table"), "returns", &["Reason", "Region", "Quantity"]),
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

/// Ten characters of nanoid's alphabet (BEHAVIOUR.md section 4).
fn node_id(rng: &mut impl Rng) -> String {
    const ALPHABET: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-";
    (0..10).map(|_| char::from(ALPHABET[rng.random_range(0..ALPHABET.len())])).collect()
}

/// An id for a column of an element behind which no warehouse table stands.
pub fn column_id(element: &Element, column: &str) -> String {
    let number =
        column.bytes().fold(element.number(), |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
    node_id(&mut ChaCha8Rng::seed_from_u64(number))
}

/// All elements of a document, page by page.
pub fn elements(document: Id) -> Vec<Element> {
    pages(document).into_iter().flat_map(|page| page.elements).collect()
}

/// The pages of a document.
pub fn pages(document: Id) -> Vec<Page> {
    let rng = &mut rng(document, 0);
    if document.number().is_multiple_of(ONE_DRAFT_IN) {
        return vec![Page { id: node_id(rng), name: "Draft", elements: Vec::new() }];
    }
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
    let Kind { name, word, visualization, table, columns } = KINDS[rng.random_range(0..KINDS.len())];
    let (id, rows) = (node_id(rng), rng.random_range(12..4_000));
    let mut element = Element { id, name, kind: word, visualization, columns, table, rows };
    if word == TABLE.0 && element.number().is_multiple_of(ONE_INPUT_IN) {
        element.kind = "input-table";
    }
    element
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
