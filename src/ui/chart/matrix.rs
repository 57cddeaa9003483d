//! A matrix of levels: who holds which level on what, as colour and as a letter.

use crate::domain::Permission;
use leptos::prelude::*;

/// A row for each name in `rows` with a cell for each of `heads`; `None` where nothing is granted. A row shorter than
/// the heads ends with nothing.
///
/// It is a table, so that it reads as one; the letter in a cell is spelled out for screen readers and in the legend. A
/// cell leads where its head leads, for whoever points at it; with the keyboard the head is enough.
pub fn matrix(
    caption: &'static str,
    corner: &'static str,
    heads: &[(String, String)],
    rows: &[(String, String, Vec<Option<Permission>>)],
) -> impl IntoView + use<> {
    let link = |name: &str, href: &str| view! { <a href=href.to_owned()>{name.to_owned()}</a> };
    let columns: Vec<_> =
        heads.iter().map(|(name, href)| view! { <th scope="col"><span>{link(name, href)}</span></th> }).collect();
    let lines: Vec<_> = rows
        .iter()
        .map(|(name, href, levels)| {
            let cells =
                heads.iter().enumerate().map(|(at, (_, href))| cell(levels.get(at).and_then(Option::as_ref), href));
            let cells: Vec<_> = cells.collect();
            view! { <tr><th scope="row">{link(name, href)}</th>{cells}</tr> }
        })
        .collect();
    let mut used: Vec<&Permission> = rows.iter().flat_map(|(_, _, levels)| levels.iter().flatten()).collect();
    used.sort();
    used.dedup();
    let legend: Vec<_> = used
        .into_iter()
        .map(|level| view! { <li><span class=class(level) aria-hidden="true">{letter(level)}</span>" "{level.label().to_owned()}</li> })
        .collect();
    view! {
        <div class="matrix-box" tabindex="0" role="region" aria-label=caption>
            <table class="matrix">
                <caption class="vh">{caption}</caption>
                <thead><tr><th scope="col" class="corner">{corner}</th>{columns}</tr></thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        <ul class="legend" aria-label="Levels">{legend}</ul>
    }
}

fn cell(level: Option<&Permission>, href: &str) -> AnyView {
    match level {
        None => view! { <td></td> }.into_any(),
        Some(level) => view! {
            <td><a class=class(level) href=href.to_owned() tabindex="-1" aria-hidden="true">{letter(level)}</a><span class="vh">{level.label().to_owned()}</span></td>
        }
        .into_any(),
    }
}

fn class(level: &Permission) -> String {
    format!("mark level-{}", level.slug())
}

/// First letter of the word that tells levels apart: “Can manage” is M, “Can use and annotate” is A.
fn letter(level: &Permission) -> String {
    let word = level.label().rsplit(' ').next().unwrap_or_default();
    word.chars().take(1).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ConnectionPermission, WorkspacePermission};
    use crate::web::rendered;
    use std::collections::BTreeSet;

    #[test]
    fn letters_tell_levels_of_one_kind_apart() {
        use WorkspacePermission as W;
        let workspace = [W::View, W::Explore, W::Organize, W::Edit].map(Permission::Workspace);
        assert_eq!(workspace.iter().map(letter).collect::<BTreeSet<_>>().len(), workspace.len());
        let connection = [ConnectionPermission::Usage, ConnectionPermission::Annotate].map(Permission::Connection);
        assert_eq!(connection.iter().map(letter).collect::<BTreeSet<_>>().len(), connection.len());
    }

    #[test]
    fn says_every_level_in_words() {
        let heads = [("Finance".to_owned(), "/a".to_owned()), ("HR".to_owned(), "/b".to_owned())];
        let view = Permission::Workspace(WorkspacePermission::View);
        let rows = [("Analysts".to_owned(), "/t".to_owned(), vec![Some(view)])];
        let html = rendered(|| matrix("Access", "Team", &heads, &rows));
        assert!(html.contains("class=\"vh\">Can view<"), "{html}");
        assert_eq!(html.matches("<td>").count(), 2, "a short row is filled up");
    }
}
