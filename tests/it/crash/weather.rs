//! What goes wrong at Sigma while the proof runs, all of it from one seed.

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use sigma_portal::simulator::{Answer, Effect, Faults, Latency, Rule, Simulator, When};
use std::time::Duration;

/// The faults that are always there: 5 % of all calls are answered 500, 2 % are done and their answer is lost.
pub fn ordinary() -> Faults {
    let anything = |chance, effect| Rule { operation: "*".into(), when: When::Probability(chance), effect };
    Faults {
        // Long enough for a kill to meet calls under way.
        latency: Latency::UniformMs(1, 8),
        rules: vec![
            anything(0.05, Effect::Answer(Answer { status: 500, ..Answer::default() })),
            anything(0.02, Effect::CutAfter),
        ],
        ..Faults::default()
    }
}

/// Every now and then a burst of refusals, tokens that end before their time, or an hour that passes at once. Goes on
/// until dropped.
pub async fn storms(simulator: &Simulator, mut rng: ChaCha8Rng) {
    // Ever rarer: whoever is refused all the time calls so slowly, and rightly so, that nothing would come to an end.
    for nth in 1.. {
        tokio::time::sleep(Duration::from_millis(nth * rng.random_range(1_000..3_000))).await;
        match rng.random_range(0..3) {
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
            _ => simulator.forward(Duration::from_hours(1)),
        }
    }
}
