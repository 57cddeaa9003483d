//! The state machine against a model of Sigma that counts what really happened: any plan, any order of answers, lost
//! answers, crashes, orders. Inputs are drawn from a fixed seed, so that a failure repeats.

use jiff::Timestamp;
use proptest::{collection::vec, prelude::*, test_runner::RngSeed};
use sigma_portal::{
    changes::machine::{Action, Outcome, cancelled, next, retried, sent, settled},
    domain::{
        AccessCall, Call, DatasetId, DocumentCall, Grantee, GranteeRef, Order, Permission, ResourceRef, Step,
        StepError, StepState, TeamId, WorkspaceId, WorkspacePermission,
    },
};
use std::collections::BTreeSet;

/// What happens next.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// The runner takes up the next step, if there is one.
    Start,
    /// One of the calls under way ends so; should Sigma have to be looked at, it answers or does not.
    End { which: usize, fate: Fate, can_look: bool },
    /// The process is killed. Each call under way has reached Sigma or never will.
    Crash { arrived: [bool; 4] },
    /// Somebody wants nothing more of it to be sent for now.
    Pause,
    /// Somebody wants a paused change to go on.
    Resume,
    /// Somebody wants nothing more of it to be sent.
    Cancel,
    /// Somebody wants what failed to be tried again.
    Retry,
}

/// How a call ends.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Done,
    Refused,
    LostAfter,
    LostBefore,
}

/// A plan under way, and Sigma as it really is.
struct Play {
    /// As the runner has them in memory: a step that is taken up is running there, whatever the journal says.
    steps: Vec<Step>,
    /// As they are written down.
    journal: Vec<Step>,
    tried: BTreeSet<usize>,
    under_way: Vec<(usize, Action)>,
    /// How often each step has had its effect.
    effects: Vec<u32>,
    /// Sent, and nobody has learnt since whether it happened.
    in_doubt: Vec<bool>,
    called_off: Vec<bool>,
    order: Order,
}

impl Play {
    fn new(plan: Vec<Step>) -> Self {
        let n = plan.len();
        Self {
            steps: plan.clone(),
            journal: plan,
            tried: BTreeSet::new(),
            under_way: Vec::new(),
            effects: vec![0; n],
            in_doubt: vec![false; n],
            called_off: vec![false; n],
            order: Order::Go,
        }
    }

    fn is_batch(&self, at: usize) -> bool {
        matches!(&self.steps[at].call, Call::Access(AccessCall::Grant { .. }))
    }

    /// The states of what a step needs.
    fn needs(&self, at: usize) -> impl Iterator<Item = StepState> {
        self.steps[at].needs.iter().map(|n| self.steps[*n as usize].state)
    }

    /// The call goes out: the moment at which everything must hold.
    fn send(&mut self, at: usize) {
        assert!(!self.in_doubt[at], "step {at} is sent though nobody knows what became of it");
        assert_eq!(self.effects[at], 0, "step {at} is sent though it has happened");
        assert!(!self.called_off[at], "step {at} is sent though it was called off");
        let is_over = |state: StepState| !matches!(state, StepState::Planned | StepState::Running);
        if self.is_batch(at) {
            assert!(self.needs(at).all(is_over), "batch {at} is sent before the end of what it needs");
            assert!(
                self.steps[at].needs.is_empty() || self.needs(at).any(StepState::is_met),
                "batch {at} is sent for nobody"
            );
        } else {
            assert!(self.needs(at).all(StepState::is_met), "step {at} is sent before what it needs");
        }
        sent(&mut self.steps[at], Timestamp::UNIX_EPOCH);
        self.journal[at] = self.steps[at].clone();
        self.in_doubt[at] = true;
        self.under_way.push((at, Action::Send));
    }

    fn settle(&mut self, at: usize, outcome: Outcome) {
        settled(&mut self.steps[at], outcome, Timestamp::UNIX_EPOCH);
        self.journal[at] = self.steps[at].clone();
    }

    fn start(&mut self) -> bool {
        if self.order != Order::Go {
            self.call_off();
            return false;
        }
        let Some((at, next)) = next(&self.steps, &self.tried) else { return false };
        assert!(self.tried.insert(at), "step {at} is taken up twice in one run");
        match next {
            Action::Send => self.send(at),
            Action::Reconcile => {
                self.steps[at].state = StepState::Running;
                self.under_way.push((at, next));
            }
        }
        true
    }

    /// Looks at Sigma; whether the step has happened, if Sigma answers.
    fn look(&mut self, at: usize, can_look: bool) -> Option<bool> {
        can_look.then(|| {
            self.in_doubt[at] = false;
            self.effects[at] > 0
        })
    }

    fn end(&mut self, which: usize, fate: Fate, can_look: bool) {
        if self.under_way.is_empty() {
            return;
        }
        let (at, made) = self.under_way.swap_remove(which % self.under_way.len());
        let unknown = || Outcome::Unknown(StepError::own("lost"));
        if made == Action::Reconcile {
            match self.look(at, can_look) {
                Some(true) => self.settle(at, Outcome::met()),
                Some(false) => self.send(at),
                None => self.settle(at, unknown()),
            }
            return;
        }
        // Sigma can only do for a batch what those it needs have made possible; it is tried again for the others.
        let is_whole = self.needs(at).all(StepState::is_met);
        match fate {
            Fate::Done if is_whole => {
                self.effects[at] += 1;
                self.in_doubt[at] = false;
                self.settle(at, Outcome::done(None));
            }
            Fate::Done | Fate::Refused => {
                self.in_doubt[at] = false;
                self.settle(at, Outcome::refused("no"));
            }
            Fate::LostAfter | Fate::LostBefore => {
                self.effects[at] += u32::from(is_whole && matches!(fate, Fate::LostAfter));
                match self.look(at, can_look) {
                    Some(true) => self.settle(at, Outcome::met()),
                    Some(false) => self.settle(at, Outcome::refused("lost")),
                    None => self.settle(at, unknown()),
                }
            }
        }
    }

    fn crash(&mut self, arrived: [bool; 4]) {
        for (n, (at, made)) in std::mem::take(&mut self.under_way).into_iter().enumerate() {
            let is_whole = self.needs(at).all(StepState::is_met);
            let has_arrived = made == Action::Send && arrived[n % arrived.len()];
            self.effects[at] += u32::from(has_arrived && is_whole);
        }
        self.tried.clear();
        self.steps = self.journal.clone();
    }

    /// A cancelled change is wound up once nothing of it is under way any more.
    fn call_off(&mut self) {
        if self.order == Order::Cancel && self.under_way.is_empty() {
            for (at, step) in self.steps.iter_mut().enumerate() {
                self.called_off[at] |= cancelled(step, Timestamp::UNIX_EPOCH);
            }
            self.journal = self.steps.clone();
        }
    }

    /// A change is retried once nothing of it is under way any more.
    fn retry(&mut self) {
        if self.under_way.is_empty() && self.order != Order::Pause {
            self.call_off();
            self.order = Order::Go;
            for step in &mut self.steps {
                retried(step);
            }
            self.journal = self.steps.clone();
            self.tried.clear();
        }
    }

    /// Done, called off, or a batch that can never be whole because something it needs was called off.
    fn is_over(&self, at: usize) -> bool {
        let state = self.steps[at].state;
        let never_whole = || self.is_batch(at) && self.needs(at).any(|state| state == StepState::Cancelled);
        state.is_met() || state == StepState::Cancelled || never_whole()
    }

    /// From now on Sigma answers everything, and somebody retries as long as that helps.
    fn heal(&mut self) {
        if self.order == Order::Pause {
            self.order = Order::Go;
        }
        for _ in 0..=2 * self.steps.len() {
            while self.start() || !self.under_way.is_empty() {
                self.end(0, Fate::Done, true);
            }
            self.retry();
        }
    }
}

/// A plan: each step may need any of those before it, and may be a batch.
fn plans() -> impl Strategy<Value = Vec<Step>> {
    vec((any::<bool>(), any::<u8>()), 1..8).prop_map(|drawn| {
        let step = |(at, (is_batch, needs)): (usize, (bool, u8))| {
            let call = if is_batch {
                batch()
            } else {
                Call::Document(DocumentCall::Materialize { dataset_id: DatasetId::new("d") })
            };
            let index = u32::try_from(at).unwrap();
            Step { needs: (0..index).filter(|n| needs >> n & 1 == 1).collect(), ..Step::new(index, "", call) }
        };
        drawn.into_iter().enumerate().map(step).collect()
    })
}

fn batch() -> Call {
    let team = |id: &str| GranteeRef::from(Grantee::Team(TeamId::new(id)));
    let level = Permission::Workspace(WorkspacePermission::View);
    let grants = ["a", "b"].map(|id| (team(id), level.clone())).into();
    Call::Access(AccessCall::Grant { resource: ResourceRef::Workspace(WorkspaceId::new("w")), grants, held: None })
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let fate = prop_oneof![
        4 => Just(Fate::Done),
        2 => Just(Fate::Refused),
        2 => Just(Fate::LostAfter),
        2 => Just(Fate::LostBefore)
    ];
    let end = (any::<usize>(), fate, any::<bool>());
    let event = prop_oneof![
        8 => Just(Event::Start),
        8 => end.prop_map(|(which, fate, can_look)| Event::End { which, fate, can_look }),
        2 => any::<[bool; 4]>().prop_map(|arrived| Event::Crash { arrived }),
        1 => Just(Event::Pause),
        1 => Just(Event::Resume),
        1 => Just(Event::Cancel),
        2 => Just(Event::Retry),
    ];
    vec(event, 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// [`Play::send`] holds the rules of sending; here is what must be true in the end.
    #[test]
    fn whatever_happens_each_step_has_its_effect_once_and_the_plan_can_be_finished(plan in plans(), events in events()) {
        let mut play = Play::new(plan);
        for event in events {
            match event {
                Event::Start => _ = play.start(),
                Event::End { which, fate, can_look } => play.end(which, fate, can_look),
                Event::Crash { arrived } => play.crash(arrived),
                Event::Pause if play.order == Order::Go => play.order = Order::Pause,
                Event::Resume if play.order == Order::Pause => play.order = Order::Go,
                Event::Cancel => play.order = Order::Cancel,
                Event::Pause | Event::Resume => {}
                Event::Retry => play.retry(),
            }
            prop_assert!(play.effects.iter().all(|times| *times <= 1), "{:?}", play.effects);
        }
        play.heal();
        for (at, step) in play.steps.iter().enumerate() {
            prop_assert_eq!(play.effects[at], u32::from(step.state.is_met()), "step {} is {:?}", at, step.state);
            prop_assert!(play.is_over(at), "step {} is {:?}", at, step.state);
        }
    }
}
