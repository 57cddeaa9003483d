//! A form in the foot of a panel that adds one thing to what the page is about: the team to join, the workspace to give
//! access to. What is meant is typed.
//!
//! The feature hands what the form posted to [`Adder::meant`] and makes its intent of the [`Thing`]. Where it is not
//! clear which is meant, [`Unclear::ask`] is a page that holds the same form with all that was entered, says why, and
//! offers what it may be.

use super::{
    field::field_error,
    head::Head,
    icon::Icon,
    islands::Suggest,
    things::{Levels, Meant, Thing, Things, level_options, offered, taken},
};
use crate::web::{Cx, PageParts, Place, paths};
use axum::{http::StatusCode, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;

/// The form.
pub struct Adder {
    /// Where it posts to: the typed text under `name`, `add:NAME` or `take:NAME:KEY` under `do`.
    pub action: String,
    /// The field's name.
    pub name: &'static str,
    /// What its suggestions are: see [`paths::suggestions`].
    pub of: &'static str,
    /// What is wanted, in a sentence: “team”.
    pub what: &'static str,
    /// The field's label: “Team to join”.
    pub label: &'static str,
    /// What an empty field says: “Add to a team”.
    pub placeholder: &'static str,
}

/// Where the question is asked which thing is meant.
pub struct Asking {
    /// What is to be done: “Add Jonas Weber to a team”.
    pub title: String,
    /// Place in the navigation.
    pub place: Place,
    /// The page to go back to.
    pub back: String,
}

/// Why it is not clear what is wanted.
#[derive(Debug, PartialEq, Eq)]
pub struct Unclear {
    why: String,
    typed: String,
    choices: Vec<Thing>,
}

impl Adder {
    /// One that takes a person or a team, in the field `who`.
    pub fn of_grantees(action: String, label: &'static str) -> Self {
        let placeholder = "Name, e-mail or team";
        Self { action, name: "who", of: "grantees", what: "person or team", label, placeholder }
    }

    /// Whether the pressed button is one of its own.
    pub fn is_pressed(&self, pressed: &str) -> bool {
        pressed.strip_prefix("add:") == Some(self.name) || taken(self.name, pressed).is_some()
    }

    /// The thing that is meant by what was typed, or by the button that was pressed.
    ///
    /// # Errors
    /// [`Unclear`], with what it may be.
    pub fn meant(&self, pressed: &str, typed: &str, things: &impl Things) -> Result<Thing, Unclear> {
        let what = self.what;
        let unclear = |why, choices| Err(Unclear { why, typed: typed.trim().to_owned(), choices });
        match things.meant(taken(self.name, pressed).unwrap_or(typed)) {
            Meant::One(thing) => Ok(thing),
            Meant::Nothing => unclear(format!("Type the name of a {what}."), Vec::new()),
            Meant::Several(found) => {
                unclear(format!("Several answer to “{}”: choose the {what} you mean.", typed.trim()), found)
            }
            Meant::Unknown => unclear(format!("No {what} answers to “{}”.", typed.trim()), Vec::new()),
        }
    }

    /// The form in one line; `also` are the fields that stand beside the name.
    pub fn view<A: IntoView>(&self, also: A) -> impl IntoView + use<A> {
        let add = format!("add:{}", self.name);
        view! {
            <form class="panel-foot adder" method="post" action=self.action.clone()>
                // Enter in the field presses the first button of a form: this one, not a suggestion.
                <button class="vh" name="do" value=add.clone() tabindex="-1" aria-hidden="true">"Plan"</button>
                {self.field("", None)}
                {also}
                <button class="btn" name="do" value=add>"Plan"</button>
            </form>
        }
    }

    /// The text field with its suggestions, which complete it: a level is still to be chosen; `wrong` is the id of what is wrong with it.
    fn field(&self, typed: &str, wrong: Option<String>) -> impl IntoView + use<> {
        let Self { name, of, label, placeholder, .. } = *self;
        let (from, options) = (paths::suggestions(of, name), format!("{name}-options"));
        let (is_wrong, typed) = (wrong.is_some(), typed.to_owned());
        view! {
            <Suggest>
                <div class="combo">
                    <input class="input" name=name value=typed aria-label=label placeholder=placeholder required=true autocomplete="off"
                        maxlength="254" autofocus=is_wrong aria-invalid=is_wrong.then_some("true") aria-describedby=wrong/>
                    <div class="combo-list" id=options data-from=from data-fills="" hidden=true></div>
                </div>
            </Suggest>
        }
    }
}

impl Unclear {
    /// The thing is known, and what is wanted of it does not go with it.
    pub fn unfit(thing: Thing, why: impl Into<String>) -> Self {
        Self { why: why.into(), typed: thing.name, choices: Vec::new() }
    }

    /// The page that asks; `also` are the fields beside the name, as they were filled in.
    pub async fn ask(self, adder: Adder, cx: Cx, asking: Asking, also: AnyView) -> Response {
        let Asking { title, place, back } = asking;
        let page = PageParts::new(title.clone(), place).status(StatusCode::UNPROCESSABLE_ENTITY).islands();
        let name = adder.name;
        let view = move || {
            let field = adder.field(&self.typed, Some(format!("{name}-error")));
            let choices = (!self.choices.is_empty()).then(|| offered(name, &self.typed, self.choices));
            view! {
                <Head title=title sub="You see the plan before anything is sent to Sigma.".into_any()/>
                <form class="form" method="post" action=adder.action novalidate>
                    // Enter in the field presses the first button of a form: this one, not a choice.
                    <button class="vh" name="do" value=format!("add:{name}") tabindex="-1" aria-hidden="true">"See the plan"</button>
                    <fieldset class="set">
                        <legend>{adder.label}</legend>
                        <div class="field">
                            <div class="adder">{field}{also}</div>
                            {field_error(name, self.why)}
                            {choices}
                        </div>
                    </fieldset>
                    <div class="form-end">
                        <button class="btn btn-primary" name="do" value=format!("add:{name}")>"See the plan "<Icon icon=lu::LuArrowRight/></button>
                        <a class="btn btn-quiet" href=back>"Cancel"</a>
                    </div>
                </form>
            }
        };
        cx.show(page, view).await
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
    use super::{super::things::samples::Few, *};

    fn adder() -> Adder {
        Adder {
            action: "/members/m/access".into(),
            name: "team",
            of: "teams",
            what: "team",
            label: "Team to join",
            placeholder: "Add to a team",
        }
    }

    #[test]
    fn takes_what_was_typed_or_pressed() {
        let meant = |pressed: &str, typed: &str| adder().meant(pressed, typed, &Few).map(|thing| thing.key);
        assert_eq!(meant("add:team", "finance").unwrap(), "team:3");
        assert_eq!(meant("take:team:team:2", "sal").unwrap(), "team:2", "a choice counts, not what was typed for it");
        let several = meant("add:team", "sal").unwrap_err();
        assert_eq!((several.typed.as_str(), several.choices.len()), ("sal", 2));
        assert_eq!(meant("add:team", "zzz").unwrap_err().why, "No team answers to “zzz”.");
        assert_eq!(meant("add:team", " ").unwrap_err().why, "Type the name of a team.");
    }

    #[test]
    fn knows_its_own_buttons() {
        for (pressed, own) in [("add:team", true), ("take:team:team:1", true), ("add:teams", false), ("leave", false)] {
            assert_eq!(adder().is_pressed(pressed), own, "{pressed}");
        }
    }
}
