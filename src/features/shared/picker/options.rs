//! Suggestions as options of the list below a field.

use super::Candidate;
use crate::{
    ui::{icon::Icon, islands::Parts},
    web,
};
use leptos::prelude::*;

/// A button for each thing, or that there is none. The ids begin with the `field`'s name.
pub fn parts(field: &str, things: Vec<Candidate>) -> Parts {
    Parts::new(web::rendered(move || view(field, things)))
}

fn view(field: &str, things: Vec<Candidate>) -> AnyView {
    if things.is_empty() {
        return view! { <p class="combo-none" role="status">"Nothing of that name"</p> }.into_any();
    }
    let option = |(at, thing): (usize, Candidate)| {
        let (id, text) = (format!("{field}-option-{at}"), thing.text().to_owned());
        let Candidate { name, detail, icon, .. } = thing;
        view! {
            <button type="button" role="option" id=id tabindex="-1" data-text=text aria-selected="false">
                <Icon icon=icon/><span>{name}</span><small>{detail}</small>
            </button>
        }
    };
    let options = things.into_iter().enumerate().map(option).collect_view();
    view! { <div role="listbox" id=format!("{field}-listbox") aria-label="Suggestions">{options}</div> }.into_any()
}
