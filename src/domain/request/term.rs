//! Terms: what access that came through requests leaves when it ends. The portal takes back the difference that it made,
//! and nothing else.

use super::Part;
use crate::domain::Permission;
use serde::{Deserialize, Serialize};

/// What somebody holds of one thing themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "what", rename_all = "snake_case")]
pub enum Held {
    /// Whether they are in the team.
    Team(bool),
    /// The level of their own grant; `None` without one.
    Access(Option<Permission>),
    /// Their account type, by its name in lower case.
    AccountType(String),
    /// Their own value of a user attribute; `None` without one.
    Attribute(Option<String>),
}

impl Held {
    /// With what is given besides: membership, the higher level, the account type or value that came last.
    #[must_use]
    pub fn with(self, part: &Part) -> Self {
        match (self, part) {
            (Self::Team(_), Part::Team { .. }) => Self::Team(true),
            (Self::Access(held), Part::Access(_, level)) => Self::Access(held.max(Some(level.clone()))),
            (Self::AccountType(_), Part::AccountType(name)) => Self::AccountType(name.to_lowercase()),
            (Self::Attribute(_), Part::Attribute(_, value)) => Self::Attribute(Some(value.clone())),
            // Of another thing: it gives nothing here.
            (held @ (Self::Team(_) | Self::Access(_) | Self::AccountType(_) | Self::Attribute(_)), _) => held,
        }
    }

    /// With all of these, in the order in which they were granted.
    #[must_use]
    pub fn with_all<'t>(self, parts: impl IntoIterator<Item = &'t Part>) -> Self {
        parts.into_iter().fold(self, Self::with)
    }
}

/// What is to become of what somebody holds when the term of a request ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It is to be set to this.
    Set(Held),
    /// Nothing is left to take back: it was there before, or something else gives it.
    Nothing,
    /// Somebody has changed it since, by hand or in Sigma: it is left alone.
    LeftAlone,
}

/// What becomes of what somebody holds `now` when one of the requests ends. `before` is what they held before the portal
/// gave any of it; `active` is what the requests give that are granted now and about the same, the one at `ended` among
/// them, in the order in which they were granted.
pub fn ending(before: &Held, active: &[&Part], ended: usize, now: &Held) -> Ending {
    let given = before.clone().with_all(active.iter().copied());
    let others = active.iter().enumerate().filter(|(at, _)| *at != ended).map(|(_, part)| *part);
    let left = before.clone().with_all(others);
    match () {
        () if *now == left => Ending::Nothing,
        () if *now == given => Ending::Set(left),
        () => Ending::LeftAlone,
    }
}

/// What somebody held before the portal gave any of it, when another request for the same thing is about to be granted:
/// what is known from the active ones, unless somebody has changed it since.
pub fn held_before(known: Option<&Held>, active: &[&Part], now: &Held) -> Held {
    match known {
        Some(known) if known.clone().with_all(active.iter().copied()) == *now => known.clone(),
        Some(_) | None => now.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ResourceRef, WorkspacePermission as Level};
    use proptest::prelude::*;

    fn at(level: Level) -> Part {
        Part::Access(ResourceRef::Workspace("w".into()), Permission::Workspace(level))
    }

    fn holds(level: Option<Level>) -> Held {
        Held::Access(level.map(Permission::Workspace))
    }

    #[test]
    fn what_was_there_before_and_what_others_give_stays() {
        let (view, explore) = (at(Level::View), at(Level::Explore));
        let rows = [
            ("nothing before", holds(None), vec![&explore], holds(Some(Level::Explore)), Ending::Set(holds(None))),
            (
                "a lower level before",
                holds(Some(Level::View)),
                vec![&explore],
                holds(Some(Level::Explore)),
                Ending::Set(holds(Some(Level::View))),
            ),
            (
                "another request gives less",
                holds(None),
                vec![&explore, &view],
                holds(Some(Level::Explore)),
                Ending::Set(holds(Some(Level::View))),
            ),
            (
                "another gives as much",
                holds(None),
                vec![&explore, &explore],
                holds(Some(Level::Explore)),
                Ending::Nothing,
            ),
            ("taken away by hand", holds(None), vec![&explore], holds(None), Ending::Nothing),
            ("raised by hand", holds(None), vec![&explore], holds(Some(Level::Edit)), Ending::LeftAlone),
        ];
        for (what, before, active, now, expected) in rows {
            assert_eq!(ending(&before, &active, 0, &now), expected, "{what}");
        }
        let (build, analyze) = (Part::AccountType("build".into()), Part::AccountType("analyze".into()));
        let now = Held::AccountType("analyze".into());
        let was = Held::AccountType("view".into());
        assert_eq!(ending(&was, &[&build, &analyze], 0, &now), Ending::Nothing);
        assert_eq!(ending(&was, &[&build, &analyze], 1, &now), Ending::Set(Held::AccountType("build".into())));
    }

    /// What can happen to one person's grant on one workspace.
    #[derive(Clone, Debug)]
    enum Event {
        Granted(Level),
        /// The term of the n-th active request ends.
        Ends(usize),
        /// Somebody sets the level in Sigma.
        ByHand(Option<Level>),
    }

    fn level() -> impl Strategy<Value = Level> {
        proptest::sample::select(Level::ALL.to_vec())
    }

    fn events() -> impl Strategy<Value = Vec<Event>> {
        let event = prop_oneof![
            3 => level().prop_map(Event::Granted),
            3 => (0..4usize).prop_map(Event::Ends),
            1 => proptest::option::of(level()).prop_map(Event::ByHand),
        ];
        proptest::collection::vec(event, 0..24)
    }

    /// Plays events with the portal's rules; says what is held after each, and what a model says that knows no
    /// difference but only who has given what.
    fn played(events: &[Event]) -> Vec<(Held, Option<Held>)> {
        let mut held = holds(None);
        let mut active: Vec<(Part, Held)> = Vec::new();
        // The model: what is left when all requests are gone, as long as nobody has interfered with one of them.
        let (mut base, mut interfered) = (holds(None), false);
        let mut seen = Vec::new();
        for event in events {
            match event {
                Event::Granted(level) => {
                    let target = at(*level);
                    let targets: Vec<&Part> = active.iter().map(|(target, _)| target).collect();
                    let was = held_before(active.last().map(|(_, before)| before), &targets, &held);
                    held = held.with(&target);
                    active.push((target, was));
                }
                Event::Ends(n) if !active.is_empty() => {
                    let ended = n % active.len();
                    let targets: Vec<&Part> = active.iter().map(|(target, _)| target).collect();
                    let was = active[ended].1.clone();
                    match ending(&was, &targets, ended, &held) {
                        Ending::Set(left) => {
                            assert!(left <= held, "an end never gives anything");
                            held = left;
                        }
                        Ending::Nothing | Ending::LeftAlone => {}
                    }
                    active.remove(ended);
                }
                Event::Ends(_) => {}
                Event::ByHand(level) => {
                    held = holds(*level);
                    interfered |= !active.is_empty();
                    if active.is_empty() {
                        base = held.clone();
                    }
                }
            }
            if active.is_empty() {
                interfered = false;
                base = held.clone();
            }
            let model = base.clone().with_all(active.iter().map(|(target, _)| target));
            seen.push((held.clone(), (!interfered).then_some(model)));
        }
        seen
    }

    impl PartialOrd for Held {
        fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
            match (self, other) {
                (Self::Access(one), Self::Access(other)) => one.partial_cmp(other),
                _ => None,
            }
        }
    }

    proptest! {
        /// As long as nobody interferes, everybody holds what they had before and what is granted, nothing else.
        #[test]
        fn everybody_holds_what_the_model_says(events in events()) {
            for (held, model) in played(&events) {
                if let Some(model) = model {
                    prop_assert_eq!(held, model);
                }
            }
        }

        /// What somebody sets by hand is never taken away by the end of a term, unless it is exactly what the requests
        /// had given and nobody can tell the two apart.
        #[test]
        fn what_was_set_by_hand_is_left_alone(first in level(), by_hand in level()) {
            let events = [Event::Granted(first), Event::ByHand(Some(by_hand)), Event::Ends(0)];
            let (held, _) = played(&events).pop().unwrap();
            if by_hand == first {
                prop_assert_eq!(held, holds(None));
            } else {
                prop_assert_eq!(held, holds(Some(by_hand)));
            }
        }
    }
}
