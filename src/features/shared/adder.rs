//! A form in the foot of a panel that adds one thing to what the page is about: the team to join, the workspace to give
//! access to. What is meant is typed.
//!
//! The form's function hands what was typed and chosen to [`InlineAddForm::meant`] and makes its intent of the
//! [`Candidate`]. Where it is not clear which is meant, that is an error of the field: the page shows the form again,
//! [as it was filled in](InlineAddForm::filled), with a button for each thing that may be meant.

use super::{
    contest,
    picker::{Candidate, CandidateSource, Choices, Levels, PickFrom, Resolution, Suggest, Taking, level_options},
};
use crate::{
    domain::{AppError, Invalid},
    ui::field::field_error,
};
use leptos::prelude::*;

/// What the form takes.
#[derive(Clone, Copy, Debug)]
pub struct InlineAddForm {
    /// The name of the text field; the key of a chosen one comes under the same name and `_pick`.
    pub name: &'static str,
    /// What is suggested.
    pub from: PickFrom,
    /// What is wanted, in a sentence: “team”.
    pub what: &'static str,
    /// The field's label: “Team to join”.
    pub label: &'static str,
    /// What an empty field says: “Add to a team”.
    pub placeholder: &'static str,
    /// The button's words: “Add”.
    pub button: &'static str,
}

/// The text field as it was filled in; empty as a page shows it first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    typed: String,
    wrong: Option<String>,
    resolution: Resolution,
}

impl InlineAddForm {
    /// One that takes a person or a team, in the field `who`.
    pub const fn of_grantees(label: &'static str) -> Self {
        Self {
            name: "who",
            from: PickFrom::Grantees,
            what: "person or team",
            label,
            placeholder: "Name, e-mail or team",
            button: "Give access",
        }
    }

    /// The thing that was chosen, or is meant by what was typed.
    ///
    /// # Errors
    /// [`AppError::Invalid`] under the field's name, where it is not clear.
    pub fn meant(&self, typed: &str, pick: &str, things: &impl CandidateSource) -> Result<Candidate, AppError> {
        if let Some(chosen) = things.get(pick) {
            return Ok(chosen);
        }
        let resolution = things.meant(typed);
        let why = resolution.problem(self.what, typed).unwrap_or_default();
        match resolution {
            Resolution::One(thing) => Ok(thing),
            Resolution::Nothing | Resolution::Several { .. } | Resolution::Unknown => {
                Err(AppError::field(self.name, why))
            }
        }
    }

    /// The text field as it was filled in, with what is wrong with the form and what may be meant.
    pub fn filled(&self, typed: &str, pick: &str, errors: &Invalid, things: &impl CandidateSource) -> Filled {
        let typed = things.get(pick).map_or_else(|| typed.to_owned(), |chosen| chosen.text().to_owned());
        let wrong = errors.fields.iter().find(|error| error.field != contest::FIELD);
        let resolution = errors.of(self.name).map(|_| things.meant(&typed)).unwrap_or_default();
        Filled { typed, wrong: wrong.map(|error| error.message.clone()), resolution }
    }

    /// The form in one line. It posts to `action`; `about` is the hidden field that says what the page is about; `also`
    /// are the fields beside the name.
    pub fn view<A: IntoView>(
        &self,
        action: &'static str,
        about: (&'static str, String),
        filled: Filled,
        also: A,
    ) -> impl IntoView + use<A> {
        let Self { name, from, label, placeholder, button, .. } = *self;
        let (about, id) = about;
        let Filled { typed, wrong, resolution } = filled;
        let is_wrong = wrong.is_some();
        let described = is_wrong.then(|| format!("{name}-error"));
        let choices = Choices::of(format!("{name}_pick"), None, &typed, resolution).map(Choices::view);
        let input = view! {
            <input class="input" name=name value=typed aria-label=label placeholder=placeholder required=true autocomplete="off"
                maxlength="254" autofocus=is_wrong aria-invalid=is_wrong.then_some("true") aria-describedby=described/>
        };
        view! {
            <form class="panel-foot adder" method="post" action=action>
                <input type="hidden" name=about value=id/>
                <Suggest name=name.to_owned() from=from taking=Taking::Fills>{input}</Suggest>
                {also}
                <button class="btn">{button}</button>
                {wrong.map(|wrong| field_error(name, wrong))}
                {choices}
            </form>
        }
    }
}

/// The choice of a level beside the name: for one kind of thing, or for several, each under its own heading.
pub fn levels(kinds: &[(&'static str, Levels)], chosen: &str) -> AnyView {
    let options = match kinds {
        [(_, levels)] => level_options(levels, chosen).into_any(),
        kinds => kinds
            .iter()
            .map(|(kind, levels)| view! { <optgroup label=*kind>{level_options(levels, chosen)}</optgroup> })
            .collect_view()
            .into_any(),
    };
    view! { <select class="input" name="level" aria-label="Level">{options}</select> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::{super::picker::samples::few, *};

    const JOIN: InlineAddForm = InlineAddForm {
        name: "team",
        from: PickFrom::Teams,
        what: "team",
        label: "Team to join",
        placeholder: "Add to a team",
        button: "Add",
    };

    #[test]
    fn takes_what_was_typed_or_chosen() {
        let meant = |typed: &str, pick: &str| JOIN.meant(typed, pick, &few()).map(|thing| thing.key);
        assert_eq!(meant("finance", "").unwrap(), "team:3");
        assert_eq!(meant("sal", "team:2").unwrap(), "team:2", "a choice counts, not what was typed for it");
        for (typed, why) in [
            ("sal", "Several teams match “sal”. Pick one."),
            ("zzz", "No team matches “zzz”."),
            (" ", "Choose a team."),
        ] {
            assert_eq!(meant(typed, "team:gone"), Err(AppError::field("team", why)));
        }
    }

    #[test]
    fn is_shown_again_with_what_may_be_meant() {
        let several = JOIN.filled("sal", "", &Invalid::one("team", "Several answer."), &few());
        assert_eq!((several.typed.as_str(), &several.resolution), ("sal", &few().meant("sal")));
        let unfit = JOIN.filled("sal", "team:2", &Invalid::one("level", "Choose a level."), &few());
        assert_eq!((unfit.typed.as_str(), &unfit.resolution), ("Sales EMEA", &Resolution::Nothing));
        assert_eq!(unfit.wrong.as_deref(), Some("Choose a level."));
        assert_eq!(JOIN.filled("sal", "", &Invalid::new(), &few()).wrong, None, "brought back, and nothing wrong");
    }
}
