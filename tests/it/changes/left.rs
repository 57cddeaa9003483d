//! Work of many rows ends soon after whoever asked for it has left.

use super::{amara, onboarding_of, snapshot};
use crate::support::TestApp;
use sigma_portal::{
    changes::{Rules, plan},
    directory::resolve::lookup::look_up,
    domain::wanted::{NobodyWaits, for_somebody},
    features::onboarding::file::{Corrections, Decoded, Defaults, Options, Sheet, check},
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

/// Rows of each piece of work, and how many of them may be worked on between two questions.
const ROWS: usize = 3_000;
const AT_ONCE: usize = 300;

/// The work asks as often as it should when somebody stays, and ends at the question after they have left.
fn assert_interruptible<T>(what: &str, work: impl Fn() -> T) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counting = |leaves_at: usize| {
        let asked = asked.clone();
        asked.store(0, Ordering::Relaxed);
        move || asked.fetch_add(1, Ordering::Relaxed) + 1 >= leaves_at
    };
    for_somebody(counting(usize::MAX), &work);
    let questions = asked.load(Ordering::Relaxed);
    assert!(questions >= ROWS / AT_ONCE, "{what} asks {questions} times");
    for leaves_at in [1, questions / 2, questions] {
        let ended = catch_unwind(AssertUnwindSafe(|| for_somebody(counting(leaves_at), &work)));
        assert!(ended.is_err_and(|left| left.is::<NobodyWaits>()), "{what} goes on");
        assert_eq!(asked.load(Ordering::Relaxed), leaves_at, "{what} goes on asking");
    }
}

#[tokio::test]
async fn a_file_a_plan_and_a_list_are_left_in_the_middle() {
    let app = TestApp::start().await;
    let (snapshot, actor) = (snapshot(&app), amara(&app));

    let lines: Vec<_> = (0..ROWS).map(|n| format!("p{n}@lumen.example,First,Last {n},Build")).collect();
    let file = Decoded::pasted(&format!("Email,First name,Last name,Account type\n{}\n", lines.join("\n")));
    let (corrections, rules) = (Corrections::default(), Rules::default());
    let sheet = Sheet::read(&file, &Options::default(), &corrections, &[]).unwrap();
    let checked = || check(&sheet, &corrections, &Defaults::default(), (&*snapshot, &[]), &rules);
    assert_eq!(checked().ready.len(), ROWS);
    assert_interruptible("the check of a file", checked);

    let intent = onboarding_of(&snapshot, ROWS);
    let planned = || plan(&intent, &[], &actor, &snapshot, &rules);
    assert!(planned().is_ok());
    assert_interruptible("a plan", planned);

    let list: Vec<_> = (0..ROWS).map(|n| format!("p{n}@lumen.example")).collect();
    let list = list.join("\n");
    assert_interruptible("a list", || look_up(&list, &snapshot).len());
}
