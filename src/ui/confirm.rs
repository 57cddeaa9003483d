//! Asking once more before something that is hard to take back: names the object and the effect, and wants a word
//! typed. Works without script; whoever handles the form asks [`is_confirmed`].

use super::{field::field_error, icon::Icon, style_sheet::StyleSheet};
use icondata_lu as lu;
use leptos::prelude::*;

/// Name of the field in the form.
pub const FIELD: &str = "confirmation";

/// What to ask.
pub struct Confirm {
    /// Id of the section on its page.
    pub id: &'static str,
    /// What is about to happen, with the object's name: “Deactivate Ines Farrow?”.
    pub title: String,
    /// What follows from it, one sentence each.
    pub effects: Vec<String>,
    /// What has to be typed: the object's name, or for several objects their number and kind, “12 members”.
    pub phrase: String,
    /// Where the form posts to.
    pub action: String,
    /// Fields the form carries: names and values.
    pub carried: Vec<(String, String)>,
    /// The button: “Deactivate”.
    pub button: &'static str,
    /// Where “Cancel” leads.
    pub cancel: String,
    /// What was typed, when it was not the phrase.
    pub mistyped: Option<String>,
}

/// Whether what was typed is the phrase. Spaces and case do not matter: the point is to have read it, not to spell it.
pub fn is_confirmed(typed: &str, phrase: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    !phrase.trim().is_empty() && plain(typed) == plain(phrase)
}

impl Confirm {
    /// The section with its form.
    pub fn view(self) -> impl IntoView {
        StyleSheet::Changes.link();
        let Self { id, title, effects, phrase, action, carried, button, cancel, mistyped } = self;
        let (heading, field) = (format!("{id}-h"), format!("{id}-{FIELD}"));
        let error_id = mistyped.as_ref().map(|_| format!("{field}-error"));
        let effects: Vec<_> = effects.into_iter().map(|effect| view! { <li>{effect}</li> }).collect();
        let carried: Vec<_> =
            carried.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect();
        let wrong = mistyped.as_ref().map(|_| field_error(&field, format!("That is not “{phrase}”.")));
        let is_wrong = mistyped.is_some();
        view! {
            <section class="panel confirm" id=id aria-labelledby=heading.clone()>
                <header class="panel-head"><Icon icon=lu::LuTriangleAlert/><h2 id=heading.clone()>{title}</h2></header>
                <form class="panel-body" method="post" action=action>
                    {(!effects.is_empty()).then(|| view! { <ul>{effects}</ul> })}
                    {carried}
                    <div class="field">
                        <label for=field.clone()>"Type "<b>{phrase}</b>" to go on"</label>
                        <input
                            class="input"
                            id=field.clone()
                            name=FIELD
                            value=mistyped.unwrap_or_default()
                            autocomplete="off"
                            autofocus=is_wrong
                            required=true
                            aria-describedby=error_id
                            aria-invalid=is_wrong.then_some("true")
                        />
                        {wrong}
                    </div>
                    <div class="form-end">
                        <a class="btn btn-quiet" href=cancel>"Cancel"</a>
                        <button class="btn btn-danger">{button}</button>
                    </div>
                </form>
            </section>
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::rendered;

    #[test]
    fn takes_the_phrase_however_it_is_spaced_and_cased() {
        for typed in ["Ines Farrow", " ines  farrow ", "INES FARROW"] {
            assert!(is_confirmed(typed, "Ines Farrow"), "{typed:?}");
        }
        for typed in ["", "Ines", "Ines Farrow.", "yes"] {
            assert!(!is_confirmed(typed, "Ines Farrow"), "{typed:?}");
        }
        assert!(!is_confirmed("", ""), "nothing typed confirms nothing");
    }

    #[test]
    fn a_mistyped_phrase_is_said_beside_its_field() {
        let confirm = Confirm {
            id: "deactivate",
            title: "Deactivate Ines Farrow?".into(),
            effects: vec!["Their 3 workbooks stay.".into()],
            phrase: "Ines Farrow".into(),
            action: "/members/1/deactivate".into(),
            carried: vec![("reason".into(), "left".into())],
            button: "Deactivate",
            cancel: "/members/1".into(),
            mistyped: Some("Ines".into()),
        };
        let html = rendered(|| confirm.view());
        assert!(html.contains("aria-describedby=\"deactivate-confirmation-error\""), "{html}");
        assert!(html.contains("id=\"deactivate-confirmation-error\"") && html.contains("value=\"Ines\""), "{html}");
        assert!(html.contains("name=\"reason\" value=\"left\""), "{html}");
    }
}
