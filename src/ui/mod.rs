//! Pure views: what they show is handed to them, and they ask nothing. Also the islands that any page may use.
//!
//! Knows `domain` alone. Islands are compiled for server and browser; everything else is markup that only the server
//! renders.

pub mod islands;

#[cfg(feature = "ssr")]
pub mod avatar;
#[cfg(feature = "ssr")]
pub mod badge;
#[cfg(feature = "ssr")]
pub mod chart;
#[cfg(feature = "ssr")]
pub mod confirm;
#[cfg(feature = "ssr")]
pub mod contact;
#[cfg(feature = "ssr")]
pub mod diff;
#[cfg(feature = "ssr")]
pub mod empty;
#[cfg(feature = "ssr")]
pub mod error_panel;
#[cfg(feature = "ssr")]
pub mod field;
#[cfg(feature = "ssr")]
pub mod head;
#[cfg(feature = "ssr")]
pub mod icon;
#[cfg(feature = "ssr")]
pub mod locked;
#[cfg(feature = "ssr")]
pub mod more;
#[cfg(feature = "ssr")]
pub mod outside;
#[cfg(feature = "ssr")]
pub mod own_file;
#[cfg(feature = "ssr")]
pub mod panel;
#[cfg(feature = "ssr")]
pub mod search_note;
#[cfg(feature = "ssr")]
pub mod sprite;
#[cfg(feature = "ssr")]
pub mod style_sheet;
#[cfg(feature = "ssr")]
pub mod tabs;
#[cfg(feature = "ssr")]
pub mod term;
#[cfg(feature = "ssr")]
mod time_format;

#[cfg(feature = "ssr")]
pub use time_format::{age, ago, date, moment, stamp};

/// A count with thousands separated: “12,480”.
pub fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// “1 team”, “3 teams”.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separates_thousands() {
        for (n, words) in [(0, "0"), (999, "999"), (1000, "1,000"), (50_000, "50,000"), (1_234_567, "1,234,567")] {
            assert_eq!(number(n), words);
        }
        assert_eq!((count(1, "team", "teams"), count(0, "team", "teams")), ("1 team".into(), "0 teams".into()));
    }
}
