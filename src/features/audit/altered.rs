//! Values before and after, in words for people.

use crate::{
    directory::Snapshot,
    domain::{Alteration, AuditEvent, Grantee, Permission, ResourceRef, Subject},
    features::shared::subject::{self, Name, named},
    ui::panel::Panel,
};
use leptos::prelude::*;

/// What an event says that it has altered, in a table; nothing where it says so of nothing.
pub(super) fn panel(event: &AuditEvent, snapshot: Option<&Snapshot>) -> Option<impl IntoView + use<>> {
    let altered = &event.details.altered;
    if altered.is_empty() {
        return None;
    }
    // A value of a user attribute may be any word, also one that is a level of access elsewhere.
    let is_level = !event.subjects.iter().any(|subject| matches!(subject, Subject::UserAttribute(_)));
    let cell = |text: &Option<String>| match text {
        Some(text) => named(value(text, is_level, snapshot)),
        None => view! { <span class="muted">"—"</span> }.into_any(),
    };
    let rows: Vec<_> = altered
        .iter()
        .map(|one| {
            let Alteration { what, before, after } = one;
            view! {
                <tr>
                    <th scope="row" class="lead">{named(what_in_words(what, snapshot))}</th>
                    <td data-label="Before">{cell(before)}</td>
                    <td data-label="After">{cell(after)}</td>
                </tr>
            }
        })
        .collect();
    Some(view! {
        <Panel id="altered" title="Before and after" class="table-box">
            <table class="table">
                <caption class="vh">"Values before and after"</caption>
                <thead><tr><th scope="col">"What"</th><th scope="col">"Before"</th><th scope="col">"After"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Panel>
    })
}

/// What was altered, on one line: for a spreadsheet.
pub(super) fn line(event: &AuditEvent) -> String {
    let or_nothing = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".to_owned());
    let one = |a: &Alteration| format!("{}: {} → {}", a.what, or_nothing(&a.before), or_nothing(&a.after));
    event.details.altered.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Who or what a key stands for.
fn keyed(key: &str, snapshot: Option<&Snapshot>) -> Option<Name> {
    let grantee = Grantee::from_key(key).map(|grantee| Subject::from(&grantee));
    let subject = grantee.or_else(|| ResourceRef::from_key(key).map(|resource| Subject::from(&resource)))?;
    Some(subject::name(&subject, snapshot))
}

/// A person, team or place by name; a field by the word that forms have for it.
fn what_in_words(what: &str, snapshot: Option<&Snapshot>) -> Name {
    let text = || match what {
        "memberType" => "Account type".to_owned(),
        "email" => "E-mail".to_owned(),
        "useOauth" => "Sign-in to the warehouse by each person".to_owned(),
        "ownerId" => "Owner".to_owned(),
        field => spaced(field),
    };
    keyed(what, snapshot).unwrap_or_else(|| Name { text: text(), href: None })
}

/// `lastName` as “Last name”.
fn spaced(field: &str) -> String {
    let mut text = String::new();
    for c in field.chars() {
        match c {
            c if text.is_empty() => text.extend(c.to_uppercase()),
            c if c.is_uppercase() => {
                text.push(' ');
                text.extend(c.to_lowercase());
            }
            c => text.push(c),
        }
    }
    text
}

fn value(value: &str, is_level: bool, snapshot: Option<&Snapshot>) -> Name {
    let text = || match value {
        "true" => "Yes".to_owned(),
        "false" => "No".to_owned(),
        "there" => "Exists".to_owned(),
        "active" => "Active".to_owned(),
        "deactivated" => "Deactivated".to_owned(),
        "in team" => "Member".to_owned(),
        word if is_level => Permission::from(word.to_owned()).label().to_owned(),
        word => word.to_owned(),
    };
    keyed(value, snapshot).unwrap_or_else(|| Name { text: text(), href: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_levels_are_in_words() {
        assert_eq!(what_in_words("lastName", None).text, "Last name");
        assert_eq!(what_in_words("memberType", None).text, "Account type");
        assert_eq!(what_in_words("new member or team", None).text, "New member or team");
        let value = |word, is_level| value(word, is_level, None).text;
        assert_eq!(value("view", true), Permission::from("view".to_owned()).label());
        assert_eq!((value("view", false), value("true", true)), ("view".to_owned(), "Yes".to_owned()));
    }
}
