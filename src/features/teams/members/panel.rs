//! What a list would do to the team, beside the form while one types.

use super::preview::{MembersPreview, NAMED, People, UnclearLine};
use crate::{
    ui::{
        count,
        islands::{LiveAnswer, Parts, SAID, TOLD},
        style_sheet::StyleSheet,
    },
    web,
};
use leptos::prelude::*;

/// What is said where no preview can be had.
pub const UNAVAILABLE: &str = "No preview right now. The comparison shows the difference.";

/// The panel on the page.
pub fn view(preview: MembersPreview) -> impl IntoView {
    StyleSheet::Changes.link();
    view! {
        <section class="panel aside live" aria-labelledby="live-diff">
            <header class="panel-head"><h2 id="live-diff">"What would change"</h2></header>
            <div class="live-status"><p role="status" id=SAID>{headline(&preview)}</p></div>
            <div id=TOLD>{parts(preview)}</div>
        </section>
    }
}

/// The same as it travels to the browser.
pub fn answer(preview: MembersPreview) -> LiveAnswer {
    let html = web::rendered(move || view! { <p id=SAID>{headline(&preview)}</p><div id=TOLD>{parts(preview)}</div> });
    LiveAnswer { parts: Parts::new(html), ..LiveAnswer::default() }
}

/// What to know first, in a sentence.
fn headline(preview: &MembersPreview) -> String {
    if !preview.obstacle.is_empty() {
        return preview.obstacle.clone();
    }
    let (before, after) = preview.size;
    match (preview.added.count, preview.removed.count, preview.unchanged, preview.unclear.len()) {
        (0, 0, 0, 0) => "Add people to see who joins and who leaves.".to_owned(),
        (0, 0, _, 0) => "Nothing changes: the team is like this already.".to_owned(),
        _ => format!("{} now, {after} afterwards.", count(before, "member", "members")),
    }
}

fn parts(preview: MembersPreview) -> impl IntoView {
    let MembersPreview { added, removed, unchanged, unclear, more_unclear, .. } = preview;
    let same =
        (unchanged > 0).then(|| view! { <p class="hint">{format!("{unchanged} on the list stay as they are.")}</p> });
    view! {
        <div class="diff">
            {people("Joining", "t-ok", added)}
            {people("Leaving", "t-bad", removed)}
            {lines(unclear, more_unclear)}
        </div>
        {same}
    }
}

fn people(title: &'static str, tone: &str, people: People) -> Option<impl IntoView + use<>> {
    let People { count, first } = people;
    let named = first.into_iter().map(|(name, email)| view! { <li><bdi>{name}</bdi>" "<small>{email}</small></li> });
    let named = named.collect_view();
    part(title, tone, count, named.into_any(), count.saturating_sub(NAMED))
}

fn lines(unclear: Vec<UnclearLine>, more: usize) -> Option<impl IntoView + use<>> {
    let count = unclear.len() + more;
    let line = |UnclearLine { text, why }: UnclearLine| view! { <li><bdi>{text}</bdi>" "<small>{why}</small></li> };
    let lines = unclear.into_iter().map(line).collect_view();
    part("Not understood", "t-warn", count, lines.into_any(), more)
}

fn part(title: &'static str, tone: &str, count: usize, entries: AnyView, more: usize) -> Option<impl IntoView + use<>> {
    let more = (more > 0).then(|| view! { <p class="hint">{format!("The comparison names {more} others.")}</p> });
    (count > 0).then(|| {
        view! {
            <section class=format!("diff-part {tone}")>
                <h3>{title}" "<span class="n">{count}</span></h3>
                <ul>{entries}</ul>
                {more}
            </section>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headline_says_what_stands_in_the_way_first() {
        let empty = MembersPreview { size: (7, 7), ..MembersPreview::default() };
        assert_eq!(headline(&empty), "Add people to see who joins and who leaves.");
        let same = MembersPreview { unchanged: 2, ..empty.clone() };
        assert_eq!(headline(&same), "Nothing changes: the team is like this already.");
        let added = MembersPreview { added: People { count: 2, first: vec![] }, size: (7, 9), ..empty };
        assert_eq!(headline(&added), "7 members now, 9 afterwards.");
        let stuck = MembersPreview { obstacle: "Correct the lines.".into(), ..added };
        assert_eq!(headline(&stuck), "Correct the lines.");
    }
}
