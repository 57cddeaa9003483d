//! Whether somebody still waits for what is being worked out. Long loops without an `await` ask every few hundred rows,
//! and end where nobody does: what they hold is dropped, as a future is that is given up.

use std::{cell::RefCell, panic::resume_unwind};

/// Rows between two questions.
const EVERY: usize = 256;

type IsGone = Box<dyn Fn() -> bool>;

thread_local! {
    static ASKED_FOR: RefCell<Option<IsGone>> = const { RefCell::new(None) };
}

/// What unwinds the stack of work that nobody waits for any more. It is no panic: nothing is reported.
#[derive(Clone, Copy, Debug)]
pub struct NobodyWaits;

/// Does work for somebody who may leave: from when `is_gone` says so, its next question unwinds the thread's stack with
/// [`NobodyWaits`], up to whoever catches it.
pub fn for_somebody<T>(is_gone: impl Fn() -> bool + 'static, work: impl FnOnce() -> T) -> T {
    struct Before(Option<IsGone>);
    impl Drop for Before {
        fn drop(&mut self) {
            ASKED_FOR.set(self.0.take());
        }
    }
    let _before = Before(ASKED_FOR.replace(Some(Box::new(is_gone))));
    work()
}

/// Ends the work when nobody waits for it any more. On a thread that works for nobody in particular, never.
pub fn end_unless_wanted() {
    if ASKED_FOR.with_borrow(|asked| asked.as_ref().is_some_and(|is_gone| is_gone())) {
        resume_unwind(Box::new(NobodyWaits));
    }
}

/// The rows of a long loop, for as long as somebody waits for what becomes of them.
pub fn while_wanted<I: IntoIterator>(rows: I) -> impl Iterator<Item = I::Item> {
    rows.into_iter().enumerate().map(|(nth, row)| {
        if nth % EVERY == EVERY - 1 {
            end_unless_wanted();
        }
        row
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        panic::{AssertUnwindSafe, catch_unwind},
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
    };

    #[test]
    fn a_loop_ends_soon_after_whoever_asked_has_left() {
        let done = Arc::new(AtomicUsize::new(0));
        let seen = done.clone();
        let is_gone = move || seen.load(Ordering::Relaxed) >= 1_000;
        let work = || while_wanted(0..50_000).for_each(|_| _ = done.fetch_add(1, Ordering::Relaxed));
        let ended = catch_unwind(AssertUnwindSafe(|| for_somebody(is_gone, work))).unwrap_err();
        assert!(ended.is::<NobodyWaits>());
        assert!((1_000..1_000 + EVERY).contains(&done.load(Ordering::Relaxed)), "{done:?}");
        assert_eq!(while_wanted(0..50_000).count(), 50_000, "the thread's next work is another matter");
    }

    #[test]
    fn work_that_is_waited_for_is_done_whole() {
        assert_eq!(for_somebody(|| false, || while_wanted(0..50_000).count()), 50_000);
    }
}
