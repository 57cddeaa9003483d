//! Faults to order: what goes wrong, for which calls, and how often.

use std::num::ParseIntError;
use std::str::FromStr;

use rand::Rng;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Everything that goes wrong at present.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Faults {
    /// Every call answers 503 with an HTML page.
    pub is_down: bool,
    /// Added to every call.
    pub latency: Latency,
    /// The first rule that applies to a call decides.
    pub rules: Vec<Rule>,
}

/// Time that a call takes longer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Latency {
    /// No extra time.
    #[default]
    None,
    /// The same for every call.
    FixedMs(u64),
    /// Anything from the first to the second.
    UniformMs(u64, u64),
    /// Mostly about the median, at times much more: most networks. `spread` 0.5 makes one call in 20 take 2.3 times
    /// the median.
    LogNormalMs { median: f64, spread: f64 },
}

/// A fault for some calls.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rule {
    /// Method and path, `*` standing for any text: `POST /v2/members`, `* /v2/teams/*`, `GET /v2/members/{memberId}`.
    pub operation: String,
    /// How often the fault strikes; every time unless said.
    #[serde(default)]
    pub when: When,
    pub effect: Effect,
}

/// How often a rule applies to the calls that match it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum When {
    #[default]
    Always,
    /// This many times more.
    Times(u32),
    /// With this probability.
    Probability(f64),
}

/// What happens to a call.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Effect {
    /// This answer instead of the work.
    Answer(Answer),
    /// The connection is cut before the work.
    CutBefore,
    /// The work is done, then the connection is cut: the answer is lost.
    CutAfter,
    /// The work is done and the connection is cut in the middle of the answer's body.
    CutInBody,
    /// The work starts this many milliseconds late, also when the caller has hung up by then.
    SlowMs(u64),
    /// The answer's body trickles for this many milliseconds.
    SlowBodyMs(u64),
    /// The list in the answer ends after so many percent of the page's rows, and says that there are no more. Of a page
    /// that has rows one is left at least: whoever asked for a single one gets it.
    EndEarly(u8),
    /// The call's access token is revoked first.
    RevokeToken,
}

/// An answer to order.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Answer {
    /// The status, 500 when it is none that HTTP knows.
    pub status: u16,
    /// A JSON body; one in Sigma's form when neither this nor `html` is given.
    #[serde(default)]
    pub body: Option<Value>,
    /// The code in Sigma's form, such as `inode_archived`; the one that is usual for the status when absent.
    #[serde(default)]
    pub code: Option<String>,
    /// An HTML body, as an edge in front of Sigma sends it.
    #[serde(default)]
    pub html: Option<String>,
    /// A `Retry-After` header.
    #[serde(default)]
    pub retry_after: Option<String>,
}

/// Reads `80` as a fixed time, `20..200` as a range and `~80` as a distribution about a median, in milliseconds.
impl FromStr for Latency {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        if let Some(median) = text.strip_prefix('~') {
            return Ok(Self::LogNormalMs { median: f64::from(median.parse::<u32>()?), spread: 0.5 });
        }
        match text.split_once("..") {
            Some((low, high)) => Ok(Self::UniformMs(low.parse()?, high.parse()?)),
            None => text.parse().map(Self::FixedMs),
        }
    }
}

impl Latency {
    /// The extra time of one call in milliseconds.
    pub fn draw(self, rng: &mut impl Rng) -> u64 {
        match self {
            Self::None => 0,
            Self::FixedMs(ms) => ms,
            Self::UniformMs(low, high) => rng.random_range(low.min(high)..=low.max(high)),
            Self::LogNormalMs { median, spread } => {
                // Box and Muller's transform: two even draws make one from the bell curve.
                let (one, two): (f64, f64) = (rng.random(), rng.random());
                let bell = (-2.0 * (1.0 - one).ln()).sqrt() * (std::f64::consts::TAU * two).cos();
                let ms = (median * (spread * bell).exp()).clamp(0.0, 600_000.0);
                std::time::Duration::try_from_secs_f64(ms / 1000.0)
                    .map_or(0, |time| u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
            }
        }
    }
}

impl Faults {
    /// The effect on one call, named by its method with its path and by its method with its path's pattern. Counts the
    /// rule that applied.
    pub fn apply(&mut self, path: &str, pattern: &str, rng: &mut impl Rng) -> Option<Effect> {
        let names = |rule: &Rule| fits(&rule.operation, path) || fits(&rule.operation, pattern);
        for rule in self.rules.iter_mut().filter(|rule| names(rule)) {
            let applies = match &mut rule.when {
                When::Always => true,
                When::Times(left) => {
                    let applies = *left > 0;
                    *left = left.saturating_sub(1);
                    applies
                }
                When::Probability(chance) => rng.random_bool(chance.clamp(0.0, 1.0)),
            };
            if applies {
                return Some(rule.effect.clone());
            }
        }
        None
    }
}

/// Whether a text fits a pattern in which `*` stands for any text, also none.
fn fits(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((head, rest)) => text.strip_prefix(head).is_some_and(|tail| {
            rest.is_empty() || tail.char_indices().any(|(at, _)| fits(rest, &tail[at..])) || fits(rest, "")
        }),
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(fits("POST /v2/members", "POST /v2/members"));
        assert!(fits("* /v2/teams/*", "PATCH /v2/teams/1/members"));
        assert!(fits("*", "GET /v2/whoami"));
        assert!(fits("GET /v2/*/grants", "GET /v2/workspaces/1/grants"));
        assert!(!fits("POST /v2/members", "POST /v2/members/1/revoke"));
        assert!(!fits("GET /v2/*/grants", "GET /v2/workspaces/1"));
    }

    #[test]
    fn latency_is_written_in_three_ways() {
        assert_eq!("80".parse(), Ok(Latency::FixedMs(80)));
        assert_eq!("20..200".parse(), Ok(Latency::UniformMs(20, 200)));
        assert_eq!("~80".parse(), Ok(Latency::LogNormalMs { median: 80.0, spread: 0.5 }));
        assert!("fast".parse::<Latency>().is_err());
    }

    #[test]
    fn a_counted_rule_is_used_up() {
        let rule = Rule { operation: "*".to_owned(), when: When::Times(2), effect: Effect::CutBefore };
        let mut faults = Faults { rules: vec![rule], ..Faults::default() };
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let hits = [(); 3].map(|()| faults.apply("GET /v2/whoami", "GET /v2/whoami", &mut rng).is_some());
        assert_eq!(hits, [true, true, false]);
    }

    #[test]
    fn a_distribution_stays_in_its_bounds() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        for _ in 0..100 {
            assert!((20..=40).contains(&Latency::UniformMs(20, 40).draw(&mut rng)));
        }
        let mut drawn: Vec<u64> =
            (0..1001).map(|_| Latency::LogNormalMs { median: 80.0, spread: 0.5 }.draw(&mut rng)).collect();
        drawn.sort_unstable();
        assert!((70..90).contains(&drawn[500]), "median {}", drawn[500]);
        assert!(drawn[950] > 150, "95th percentile {}", drawn[950]);
    }
}
