//! A field for one person or thing out of very many: what is typed is found by the server.
//!
//! Where several answer, each is a button that has the form shown again with its id in an argument of its own,
//! `NAME_pick`; so it works without script. With script the [`Suggest`] island completes what is typed. Owns no search:
//! the caller resolves what was typed, or picked, into a [`Named`].

use super::{
    list::Named,
    things::{several, unmatched},
};
use crate::{
    directory::{MemberQuery, Snapshot},
    domain::{Member, MemberId, MemberStatus},
    ui::{field::field_error, icon::Icon, islands::Suggest, number},
    web::{SHOW_AGAIN, paths},
};
use icondata_lu as lu;
use leptos::prelude::*;

/// Most people offered for a typed name.
const CHOICES: u32 = 12;

pub struct PickerField {
    /// URL of the function whose form it is in.
    pub function: String,
    /// Its name in the form, and its id.
    pub name: &'static str,
    /// What it finds: `people`, `teams` or `workspaces`.
    pub of: &'static str,
    pub label: &'static str,
    /// What to know before typing.
    pub hint: &'static str,
    /// What can be typed: “Name or e-mail”.
    pub placeholder: &'static str,
    /// What was typed, and what it stands for.
    pub named: Named,
    /// Likely ones, offered while nothing is typed: ids and names.
    pub likely: Vec<(String, String)>,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// Finds an active member by id, address or words of name and address.
pub fn active_member(typed: &str, snapshot: &Snapshot) -> Named {
    let typed = typed.trim();
    if typed.is_empty() {
        return Named::Any;
    }
    let one = |member: &Member| Named::One {
        id: member.id.to_string(),
        name: member.full_name(),
        // An address stands for one person only, and a reader recognises it.
        typed: member.email.clone(),
    };
    let exact = snapshot.member(&MemberId::new(typed)).or_else(|| snapshot.member_by_email(typed));
    if let Some(member) = exact.filter(|m| m.status() == MemberStatus::Active && !m.is_system()) {
        return one(member);
    }
    let status = Some(MemberStatus::Active);
    let found = snapshot.find_members(&MemberQuery {
        q: typed.to_owned(),
        status,
        page: 1,
        size: CHOICES,
        ..MemberQuery::default()
    });
    match found.items.as_slice() {
        [] => Named::Unknown { typed: typed.to_owned() },
        [member] => one(member),
        many => Named::Several {
            typed: typed.to_owned(),
            choices: many.iter().map(|m| (m.id.to_string(), format!("{} · {}", m.full_name(), m.email))).collect(),
            more: usize::try_from(found.total).unwrap_or(usize::MAX).saturating_sub(many.len()),
        },
    }
}

/// What is wrong with a field that must be filled in: nothing typed, nothing found, or several to choose from.
/// `what` is what it wants: “person”.
pub fn unsettled(named: &Named, what: &str) -> Option<String> {
    match named {
        Named::One { .. } => None,
        Named::Any => Some(format!("Choose a {what}.")),
        Named::Several { typed, .. } => Some(several(what, typed)),
        Named::Unknown { typed } => Some(unmatched(what, typed)),
    }
}

impl PickerField {
    /// The field with its choices.
    pub fn view(self) -> impl IntoView {
        let Self { function, name, of, label, hint, placeholder, named, likely, error } = self;
        let show_again = format!("{function}?{SHOW_AGAIN}");
        let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
        let described = if error.is_some() { format!("{hint_id} {error_id}") } else { hint_id.clone() };
        let invalid = error.is_some().then_some("true");
        let typed = named.typed().to_owned();
        let (from, options) = (paths::suggestions(of, name), format!("{name}-options"));
        let choices = match named {
            Named::Any if likely.is_empty() => ().into_any(),
            Named::Any => choices(name, &show_again, "Likely", likely, 0).into_any(),
            Named::One { name, .. } => {
                view! { <p class="note t-ok"><Icon icon=lu::LuCheck/>" "<span>{name}</span></p> }.into_any()
            }
            Named::Several { choices: found, more, .. } => {
                choices(name, &show_again, "Which one?", found, more).into_any()
            }
            Named::Unknown { .. } => ().into_any(),
        };
        view! {
            <div class="field">
                <label for=name>{label}</label>
                <p class="hint" id=hint_id>{hint}</p>
                <div class="adder">
                    <Suggest>
                        <div class="combo">
                            <input class="input" id=name name=name value=typed placeholder=placeholder autocomplete="off"
                                aria-describedby=described aria-invalid=invalid/>
                            <div class="combo-list" id=options data-from=from data-fills="" hidden=true></div>
                        </div>
                    </Suggest>
                    <button class="btn" formaction=show_again formnovalidate=true><Icon icon=lu::LuSearch/>" Find"</button>
                </div>
                {error.map(|error| field_error(name, error))}
                {choices}
            </div>
        }
    }
}

fn choices(
    name: &str,
    show_again: &str,
    title: &'static str,
    found: Vec<(String, String)>,
    more: usize,
) -> impl IntoView + use<> {
    let pick = format!("{name}_pick");
    let buttons: Vec<_> = found
        .into_iter()
        .map(|(id, label)| {
            let (to, pick) = (show_again.to_owned(), pick.clone());
            view! { <li><button class="btn btn-sm" formaction=to formnovalidate=true name=pick value=id>{label}</button></li> }
        })
        .collect();
    let more =
        (more > 0).then(|| view! { <p class="hint">{format!("{} more: type on to see them.", number(more))}</p> });
    view! { <div role="group" aria-label=title><p class="hint">{title}</p><ul class="which">{buttons}</ul>{more}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_missing() {
        assert_eq!(unsettled(&Named::Any, "person").unwrap(), "Choose a person.");
        let one = Named::One { id: "1".into(), name: "A".into(), typed: "a".into() };
        assert_eq!(unsettled(&one, "person"), None);
        let unknown = Named::Unknown { typed: "zz".into() };
        assert_eq!(unsettled(&unknown, "team").unwrap(), "No team matches “zz”.");
    }
}
