//! The pace, told the time: what it allows after refusals of every kind.

use super::*;

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// A pace that was refused after accepting `per_second` calls a second for three seconds.
fn refused_at(per_second: u32, retry_after: Option<Duration>) -> (Pace, Instant) {
    let mut pace = Pace::default();
    let mut now = Instant::now();
    for _ in 0..3 * per_second {
        now += Duration::from_secs(1) / per_second;
        accept(&mut pace, now);
    }
    refuse(&mut pace, now, retry_after);
    (pace, now)
}

/// Starts a call and has it accepted at once.
fn accept(pace: &mut Pace, now: Instant) {
    let call = pace.started(now);
    pace.accepted(call);
}

/// Starts a call and has it refused at once.
fn refuse(pace: &mut Pace, now: Instant, retry_after: Option<Duration>) {
    let call = pace.started(now);
    pace.refused(call, now, retry_after);
}

#[test]
fn is_unlimited_until_refused() {
    let mut pace = Pace::default();
    let now = Instant::now();
    for _ in 0..1000 {
        assert_eq!(pace.opens(now), now);
        pace.started(now);
    }
}

#[test]
fn slows_to_a_little_below_what_was_accepted() {
    let (pace, now) = refused_at(20, None);
    let rate = pace.rate(now).unwrap();
    assert!((18.0..20.0).contains(&rate), "{rate}");
}

#[test]
fn spaces_starts_evenly() {
    let (mut pace, mut now) = refused_at(20, None);
    let begin = now + ms(600);
    now = begin;
    for _ in 0..40 {
        now = now.max(pace.opens(now));
        accept(&mut pace, now);
    }
    let took = now - begin;
    assert!((1800..2400).contains(&took.as_millis()), "{took:?}");
}

#[test]
fn pauses_as_long_as_asked_within_reason() {
    for (asked, pause) in [(None, ms(500)), (Some(ms(3000)), ms(3000)), (Some(ms(90_000_000)), LONGEST_ASKED)] {
        let (pace, now) = refused_at(20, asked);
        assert_eq!(pace.opens(now) - now, pause);
    }
}

#[test]
fn pauses_grow_while_nothing_is_accepted() {
    let (mut pace, mut now) = refused_at(20, None);
    let mut pauses = vec![];
    for _ in 0..7 {
        now = pace.opens(now);
        refuse(&mut pace, now, None);
        pauses.push((pace.opens(now) - now).as_millis());
    }
    assert_eq!(pauses, [1000, 2000, 4000, 8000, 16000, 16000, 16000]);
    accept(&mut pace, now);
    let later = pace.opens(now);
    refuse(&mut pace, later, None);
    assert_eq!(pace.opens(later) - later, PAUSE);
}

#[test]
fn an_outage_that_refuses_everything_does_not_cost_the_pace() {
    let (mut pace, mut now) = refused_at(20, None);
    for _ in 0..6 {
        now = pace.opens(now) + WINDOW;
        refuse(&mut pace, now, None);
    }
    assert!(pace.rate(now).unwrap() > 18.0, "{:?}", pace.rate(now));
}

#[test]
fn refusals_of_calls_already_on_their_way_do_not_slow_twice() {
    let (mut pace, now) = refused_at(20, None);
    let rate = pace.rate(now);
    for _ in 0..4 {
        pace.refused(Started { at: now - ms(50), before: 20 }, now, None);
    }
    assert_eq!(pace.rate(now), rate);
}

/// Uses the whole pace until it is above what Sigma takes, and is refused then; how long that took.
fn use_up_to(per_second: f64, pace: &mut Pace, mut now: Instant) -> (Instant, Duration) {
    let began = now;
    loop {
        now = now.max(pace.opens(now));
        if pace.rate(now).is_some_and(|rate| rate > per_second) {
            refuse(pace, now, None);
            return (now, now - began);
        }
        accept(pace, now);
    }
}

#[test]
fn settles_below_the_limit_then_looks_whether_it_is_gone() {
    let (pace, now) = refused_at(20, None);
    let rate = |secs| pace.rate(now + Duration::from_secs(secs)).unwrap();
    assert!((18.0..20.0).contains(&rate(0)) && (19.0..20.0).contains(&rate(15)), "{} {}", rate(0), rate(15));
    assert!((20.0..30.0).contains(&rate(25)) && rate(60) > 80.0, "{} {}", rate(25), rate(60));
    assert_eq!(pace.rate(now + FORGET), None);
}

#[test]
fn a_limit_that_is_met_again_is_believed_longer() {
    let (mut pace, mut now) = refused_at(20, None);
    let mut kept = vec![];
    for _ in 0..4 {
        let (met, lasted) = use_up_to(20.0, &mut pace, now);
        assert!((18.0..20.0).contains(&pace.rate(met).unwrap()), "{:?}", pace.rate(met));
        kept.push(lasted.as_secs());
        now = met;
    }
    assert!(kept[0] < 25 && kept[1] > 60 && kept[2] > 120 && kept[3] == kept[2], "{kept:?}");
    // Another limit is not believed as long.
    let (met, _) = use_up_to(30.0, &mut pace, now);
    assert!(use_up_to(30.0, &mut pace, met).1 < Duration::from_secs(25));
}

#[test]
fn a_refusal_below_the_limit_that_was_known_lowers_it() {
    let (mut pace, mut now) = refused_at(20, None);
    for _ in 0..5 {
        now = use_up_to(0.0, &mut pace, now).0;
        now = pace.opens(now);
        accept(&mut pace, now);
    }
    assert!(pace.rate(now).unwrap() < 16.0, "{:?}", pace.rate(now));
}

#[test]
fn a_first_call_that_is_refused_does_not_stop_everything() {
    let mut pace = Pace::default();
    let mut now = Instant::now();
    refuse(&mut pace, now, None);
    assert!(pace.rate(now).unwrap() > 4.0);
    for _ in 0..40 {
        now = pace.opens(now);
        refuse(&mut pace, now, Some(ms(1)));
    }
    assert!(pace.rate(now + Duration::from_mins(3)).unwrap() > 5.0);
}

#[test]
fn calls_whose_answers_are_still_on_their_way_count() {
    let mut pace = Pace::default();
    let begin = Instant::now();
    let calls: Vec<Started> = (0..21).map(|n| pace.started(begin + ms(15 * n))).collect();
    let now = begin + ms(400);
    calls[..16].iter().for_each(|call| pace.accepted(*call));
    pace.refused(calls[20], now, None);
    assert!(pace.rate(now).unwrap() > 18.0, "{:?}", pace.rate(now));
}

#[test]
fn of_calls_refused_at_once_the_first_counts_whichever_answer_comes_first() {
    let mut pace = Pace::default();
    let now = Instant::now();
    let calls: Vec<Started> = (0..24).map(|_| pace.started(now)).collect();
    calls[..19].iter().for_each(|call| pace.accepted(*call));
    let now = now + ms(80);
    calls[19..].iter().rev().for_each(|call| pace.refused(*call, now, None));
    assert!((17.0..19.0).contains(&pace.rate(now).unwrap()), "{:?}", pace.rate(now));
}

#[test]
fn after_a_pause_one_call_goes_alone_until_it_is_answered() {
    let (mut pace, now) = refused_at(20, None);
    let late = Started { at: now - ms(50), before: 1 };
    let now = pace.opens(now);
    let first = pace.started(now);
    pace.accepted(late);
    assert_eq!(pace.opens(now) - now, TRIAL);
    pace.accepted(first);
    assert!(pace.opens(now) - now < ms(60), "{:?}", pace.opens(now) - now);
}

#[test]
fn a_pause_that_was_asked_for_and_too_short_is_followed_by_longer_ones() {
    let second = Some(ms(1000));
    let (mut pace, mut now) = refused_at(20, second);
    let mut pauses = vec![];
    for _ in 0..4 {
        now = pace.opens(now);
        refuse(&mut pace, now, second);
        pauses.push((pace.opens(now) - now).as_millis());
    }
    assert_eq!(pauses, [1000, 2000, 4000, 8000]);
}
