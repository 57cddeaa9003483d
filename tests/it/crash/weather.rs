//! What goes wrong at Sigma while the proof runs, all of it from one seed.

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use sigma_portal::{
    directory::Collection,
    simulator::{Answer, Effect, Faults, Latency, Rule, Simulator, When},
    store::Store,
};
use std::time::Duration;

/// Longer than portals wait for an answer, and shorter than what they take for lost can still appear.
const TOO_SLOW: Duration = Duration::from_millis(3_500);

/// How far Sigma's clock is from this machine's, by seed: ahead or behind by minutes.
pub fn sigma_clock(seed: u64) -> i64 {
    if seed.is_multiple_of(2) { 700 } else { -700 }
}

/// How far a portal's clock is from this machine's: no two portals' are the same.
pub fn portal_clock(nth: usize) -> i64 {
    if nth == 0 { -20 } else { 20 }
}

/// The faults that are always there: 5 % of all calls are answered 500, 2 % are done and their answer is lost, 1 % of the
/// writes are done when the portal has given up waiting for them.
pub fn ordinary() -> Faults {
    let anything = |chance, effect| Rule { operation: "*".into(), when: When::Probability(chance), effect };
    let too_slow = |operation: &str| Rule {
        operation: operation.into(),
        when: When::Probability(0.01),
        effect: Effect::SlowMs(u64::try_from(TOO_SLOW.as_millis()).unwrap()),
    };
    Faults {
        // Long enough for a kill to meet calls under way.
        latency: Latency::UniformMs(1, 8),
        rules: vec![
            anything(0.05, Effect::Answer(Answer { status: 500, ..Answer::default() })),
            anything(0.02, Effect::CutAfter),
            too_slow("POST *"),
            too_slow("PATCH *"),
        ],
        ..Faults::default()
    }
}

/// Lists that end early: all that the directory and the looks before writes read.
const LISTS: [&str; 8] = [
    "GET /v2/members",
    "GET /v2/teams",
    "GET /v2/teams/{teamId}/members",
    "GET /v2/workspaces",
    "GET /v2/workspaces/{workspaceId}/grants",
    "GET /v2/connections",
    "GET /v2/connections/{connectionId}/grants",
    "GET /v2/workbooks",
];

/// Every now and then a burst of refusals, tokens that end before their time, an hour that passes at once, a list that
/// ends early, or members who are hardly listed for a while. Goes on until dropped.
pub async fn storms(simulator: &Simulator, mut rng: ChaCha8Rng) {
    // Ever rarer: whoever is refused all the time calls so slowly, and rightly so, that nothing would come to an end.
    for nth in 1.. {
        tokio::time::sleep(Duration::from_millis(nth * rng.random_range(1_000..3_000))).await;
        match rng.random_range(0..5) {
            0 => {
                let retry_after = rng.random_bool(0.5).then(|| "1".to_owned());
                let refusal = Answer { status: 429, retry_after, ..Answer::default() };
                let burst = Rule { operation: "*".into(), when: When::Always, effect: Effect::Answer(refusal) };
                let mut faults = ordinary();
                faults.rules.insert(0, burst);
                simulator.set_faults(faults);
                tokio::time::sleep(Duration::from_millis(rng.random_range(50..400))).await;
                simulator.set_faults(ordinary());
            }
            1 => simulator.revoke_tokens(),
            2 => {
                let operation = LISTS[rng.random_range(0..LISTS.len())];
                simulator.set_faults(but_first(operation, When::Times(1), rng.random_range(0..100)));
            }
            3 => {
                simulator.set_faults(but_first("GET /v2/members", When::Always, rng.random_range(0..40)));
                tokio::time::sleep(Duration::from_millis(rng.random_range(500..2_000))).await;
                simulator.set_faults(ordinary());
            }
            _ => simulator.forward(Duration::from_hours(1)),
        }
    }
}

/// The ordinary faults, and before them lists that end after so many percent.
fn but_first(operation: &str, when: When, percent: u8) -> Faults {
    let mut faults = ordinary();
    faults.rules.insert(0, Rule { operation: operation.into(), when, effect: Effect::EndEarly(percent) });
    faults
}

/// Has the portals read the whole directory as often as somebody who cannot wait. Goes on until dropped.
pub async fn readings(database_url: &str) {
    let store = Store::open(database_url).await.unwrap();
    loop {
        for section in Collection::ALL {
            // The database has its own weather; the next round asks again.
            _ = store.run_task_soon(section.task()).await;
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
}
