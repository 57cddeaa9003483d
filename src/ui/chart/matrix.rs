//! A matrix of levels: who holds which level on what, as colour and as a letter.

use crate::{domain::Permission, ui::style_sheet::StyleSheet};
use leptos::prelude::*;

/// A column: what something is granted on.
#[derive(Clone, Debug)]
pub struct MatrixHead {
    pub name: String,
    pub href: String,
    /// The kind of thing; columns of one kind stand together.
    pub group: &'static str,
}

/// A row: who holds something.
#[derive(Clone, Debug)]
pub struct MatrixRow {
    pub name: String,
    pub href: String,
    /// For each column the level, and where it is changed; `None` where nothing is granted. A row that is shorter than the
    /// heads ends with nothing.
    pub cells: Vec<Option<(Permission, String)>>,
}

/// A row for each of `rows` with a cell for each of `heads`.
///
/// It is a table, so that it reads as one; the letter in a cell is spelled out for screen readers and in the legend. Both
/// heads stay while the rest is scrolled.
pub fn matrix(
    caption: &'static str,
    corner: &'static str,
    heads: &[MatrixHead],
    rows: &[MatrixRow],
) -> impl IntoView + use<> {
    let link = |name: &str, href: &str| view! { <a href=href.to_owned()>{name.to_owned()}</a> };
    let columns: Vec<_> =
        heads.iter().map(|head| view! { <th scope="col"><span>{link(&head.name, &head.href)}</span></th> }).collect();
    let lines: Vec<_> = rows
        .iter()
        .map(|row| {
            let cells: Vec<_> =
                heads.iter().enumerate().map(|(at, _)| cell(row.cells.get(at).and_then(Option::as_ref))).collect();
            view! { <tr><th scope="row">{link(&row.name, &row.href)}</th>{cells}</tr> }
        })
        .collect();
    let held = rows.iter().flat_map(|row| row.cells.iter().flatten());
    let mut used: Vec<&Permission> = held.map(|(level, _)| level).collect();
    used.sort();
    used.dedup();
    let legend: Vec<_> = used
        .into_iter()
        .map(|level| view! { <li><span class=class(level) aria-hidden="true">{letter(level)}</span>" "{level.label().to_owned()}</li> })
        .collect();
    StyleSheet::Matrix.link();
    let (corner, groups) = (view! { <th scope="col" class="corner">{corner}</th> }, groups(heads));
    view! {
        <div class="matrix-box" tabindex="0" role="region" aria-label=caption>
            <table class="matrix">
                <caption class="vh">{caption}</caption>
                <thead>{groups}<tr>{corner}{columns}</tr></thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        <ul class="legend" aria-label="Levels">{legend}</ul>
    }
}

/// A line with the kinds of the columns; nothing where all are of one.
fn groups(heads: &[MatrixHead]) -> Option<impl IntoView + use<>> {
    let spans: Vec<(&'static str, usize)> =
        heads.chunk_by(|a, b| a.group == b.group).map(|c| (c[0].group, c.len())).collect();
    let cells: Vec<_> =
        spans.iter().map(|(group, n)| view! { <th scope="colgroup" colspan=n.to_string()>{*group}</th> }).collect();
    (spans.len() > 1).then(|| view! { <tr class="groups"><td></td>{cells}</tr> })
}

fn cell(held: Option<&(Permission, String)>) -> AnyView {
    match held {
        None => view! { <td></td> }.into_any(),
        Some((level, href)) => view! {
            <td><a class=class(level) href=href.clone()><span aria-hidden="true">{letter(level)}</span><span class="vh">{level.label().to_owned()}</span></a></td>
        }
        .into_any(),
    }
}

fn class(level: &Permission) -> String {
    format!("letter level-{}", level.slug())
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
    fn says_every_level_in_words_and_leads_to_where_it_is_changed() {
        let head = |name: &str, group| MatrixHead { name: name.to_owned(), href: format!("/{name}"), group };
        let heads = [head("Finance", "Workspaces"), head("HR", "Workspaces"), head("Lake", "Connections")];
        let view = Permission::Workspace(WorkspacePermission::View);
        let cells = vec![Some((view, "/Finance#team".to_owned()))];
        let rows = [MatrixRow { name: "Analysts".to_owned(), href: "/t".to_owned(), cells }];
        let html = rendered(|| matrix("Access", "Team", &heads, &rows));
        assert!(html.contains("class=\"vh\">Can view<") && html.contains("href=\"/Finance#team\""), "{html}");
        assert_eq!(html.matches("<td>").count(), 4, "a short row is filled up: {html}");
        assert!(html.contains("colspan=\"2\">Workspaces<"), "{html}");
        assert!(
            !rendered(|| matrix("Access", "Team", &heads[..2], &rows)).contains("colspan"),
            "one kind needs no line"
        );
    }
}
