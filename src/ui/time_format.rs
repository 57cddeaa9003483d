//! Times in words, always UTC: the server does not know the reader's zone.

use jiff::Timestamp;

/// “24 Nov 2026”.
pub fn date(at: Timestamp) -> String {
    at.strftime("%-d %b %Y").to_string()
}

/// “24 Nov 2026, 10:18 UTC”.
pub fn moment(at: Timestamp) -> String {
    at.strftime("%-d %b %Y, %H:%M UTC").to_string()
}

/// “2026-11-24 10:18:00”, UTC: what spreadsheets take for a time.
pub fn stamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// How long ago, in the largest unit: “now”, “4 min”, “3 h”, “12 days”.
pub fn age(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.duration_since(at).as_secs().max(0);
    match seconds {
        0..60 => "now".to_owned(),
        60..3600 => format!("{} min", seconds / 60),
        3600..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}

/// The same within a sentence: “just now”, “4 min ago”.
pub fn ago(at: Timestamp, now: Timestamp) -> String {
    match age(at, now).as_str() {
        "now" => "just now".to_owned(),
        age => format!("{age} ago"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_times_in_words() {
        let at: Timestamp = "2026-11-04T09:05:00Z".parse().unwrap();
        assert_eq!((date(at), moment(at)), ("4 Nov 2026".into(), "4 Nov 2026, 09:05 UTC".into()));
        let later = |s: i64| Timestamp::from_second(at.as_second() + s).unwrap();
        for (seconds, words) in [(3, "now"), (61, "1 min"), (7200, "2 h"), (259_200, "3 days"), (-5, "now")] {
            assert_eq!(age(at, later(seconds)), words);
        }
        assert_eq!((ago(at, at), ago(at, later(61))), ("just now".into(), "1 min ago".into()));
    }
}
