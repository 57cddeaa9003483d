//! Picking several things out of many, each with a level: the plain rows, which the [`Picker`] island enhances.
//!
//! Without script every row has a button that removes it and the last row one that adds another; both post the form,
//! and the page comes back with the row gone or added (see [`Rows::press`]).

use super::{field::field_error, icon::Icon, islands::Picker};
use icondata_core::Icon as Drawing;
use icondata_lu as lu;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One picked thing, as the form posts it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Row {
    /// Id of what is picked.
    pub id: String,
    /// Its level.
    pub level: String,
}

/// One thing that can be picked.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Id.
    pub id: String,
    /// Name.
    pub label: String,
    /// A word or two about it.
    pub detail: String,
}

/// What a picker shows.
pub struct Picking {
    /// Name of the list in the form, and id of the field.
    pub name: &'static str,
    /// What is picked: “Workspaces”.
    pub label: &'static str,
    /// Text of the empty search field: “Add a workspace”.
    pub placeholder: &'static str,
    /// Icon of a row.
    pub icon: Drawing,
    /// What can be picked.
    pub offers: Vec<Offer>,
    /// Levels: Sigma's word and the words for people, the usual one first.
    pub levels: Vec<(&'static str, &'static str)>,
    /// What is picked.
    pub picked: Vec<Row>,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// A picker.
pub fn picker(picking: Picking) -> impl IntoView {
    let Picking { name, label, placeholder, icon, offers, levels, picked, error } = picking;
    let rows: Vec<_> = picked
        .iter()
        .enumerate()
        .filter_map(|(at, row)| {
            let offer = offers.iter().find(|o| o.id == row.id)?;
            Some(plain_row(name, at, row, offer, icon, &levels))
        })
        .collect();
    let options: Vec<_> = offers
        .iter()
        .filter(|o| !picked.iter().any(|row| row.id == o.id))
        .chain(offers.iter().filter(|o| picked.iter().any(|row| row.id == o.id)))
        .map(|o| view! { <option value=o.id.clone() data-detail=o.detail.clone()>{o.label.clone()}</option> })
        .collect();
    view! {
        <div class="field" id=name role="group" aria-label=label>
            <span class="label">{label}" "<small>"optional"</small></span>
            <Picker>
                <ul class="grants" aria-label=label data-name=name data-placeholder=placeholder>
                    {rows}
                    <li class="grant grant-new">
                        <select class="input" name=format!("new_{name}[id]") data-items="" aria-label=placeholder>
                            <option value="">{placeholder}</option>
                            {options}
                        </select>
                        <select class="input" name=format!("new_{name}[level]") data-levels="" aria-label="Level">
                            {level_options(&levels, "")}
                        </select>
                        <button class="btn" name="do" value=format!("add:{name}")>"Add"</button>
                    </li>
                </ul>
            </Picker>
            {error.map(|error| field_error(name, error))}
        </div>
    }
}

fn plain_row(
    name: &str,
    at: usize,
    row: &Row,
    offer: &Offer,
    icon: Drawing,
    levels: &[(&'static str, &'static str)],
) -> impl IntoView + use<> {
    view! {
        <li class="grant" data-picked=row.id.clone()>
            <div class="grant-what"><Icon icon=icon/><span>{offer.label.clone()}" "<small>{offer.detail.clone()}</small></span></div>
            <input type="hidden" name=format!("{name}[{at}][id]") value=row.id.clone()/>
            <select class="input" name=format!("{name}[{at}][level]") aria-label=format!("Level for {}", offer.label)>
                {level_options(levels, &row.level)}
            </select>
            <button class="btn btn-quiet btn-icon" name="do" value=format!("remove:{name}:{at}") aria-label=format!("Remove {}", offer.label)>
                <Icon icon=lu::LuX/>
            </button>
        </li>
    }
}

/// Levels as the options of a select.
pub(super) fn level_options(levels: &[(&'static str, &'static str)], chosen: &str) -> impl IntoView + use<> {
    let option = |(value, label): &(&'static str, &'static str)| {
        view! { <option value=*value selected=*value == chosen>{*label}</option> }
    };
    levels.iter().map(option).collect_view()
}

/// What pressing a button of a picker does to its rows.
pub trait Rows {
    /// Adds or removes a row if `pressed` is a button of the list `name`; whether it was.
    fn press(&mut self, name: &str, pressed: &str, new: &Row) -> bool;
}

impl Rows for Vec<Row> {
    fn press(&mut self, name: &str, pressed: &str, new: &Row) -> bool {
        match pressed.split(':').collect::<Vec<_>>().as_slice() {
            ["add", list] if *list == name => {
                if !new.id.is_empty() && !self.iter().any(|row| row.id == new.id) {
                    self.push(new.clone());
                }
                true
            }
            ["remove", list, at] if *list == name => {
                if let Some(at) = at.parse().ok().filter(|at| *at < self.len()) {
                    self.remove(at);
                }
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str) -> Row {
        Row { id: id.into(), level: "view".into() }
    }

    #[test]
    fn buttons_add_and_remove_rows_of_their_own_list() {
        let mut rows = vec![row("a")];
        assert!(rows.press("teams", "add:teams", &row("b")));
        assert!(rows.press("teams", "add:teams", &row("b")), "adding twice is no error");
        assert!(!rows.press("teams", "add:workspaces", &row("c")));
        assert_eq!(rows, [row("a"), row("b")]);
        assert!(rows.press("teams", "remove:teams:0", &Row::default()));
        assert!(rows.press("teams", "remove:teams:9", &Row::default()), "a stale button is no error");
        assert_eq!(rows, [row("b")]);
        assert!(!rows.press("teams", "plan", &Row::default()));
    }
}
