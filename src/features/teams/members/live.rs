//! The form awake: what the list would do to the team, beside it, while one types.
//!
//! The form itself is the page's own markup and posts itself, so that what was typed before the island woke counts.

use super::{
    preview::{MembersPreview, NAMED, People, UnclearLine},
    questions::PreviewMembers,
};
use crate::{
    domain::AppError,
    ui::{
        count,
        islands::{Latest, ask_about},
    },
};
use leptos::{html::Div, prelude::*};

/// Wraps the form; shows the difference beside it.
#[island]
pub fn MembersLive(
    /// The difference of the list as the page shows it.
    preview: MembersPreview,
    children: Children,
) -> impl IntoView {
    let around = NodeRef::<Div>::new();
    let shown = RwSignal::new(Ok(preview));
    let latest = StoredValue::new_local(Latest::default());
    let ask = move || {
        ask_about::<PreviewMembers>(around, latest, move |answer| {
            if shown.with_untracked(|before| *before != answer) {
                shown.set(answer);
            }
        });
    };
    Effect::new(move |_| {
        if around.get().is_some() {
            ask();
        }
    });
    view! {
        <div class="cols" node_ref=around on:input=move |_| ask() on:change=move |_| ask()>
            {children()}
            {move || panel(shown.get())}
        </div>
    }
}

fn panel(answer: Result<MembersPreview, AppError>) -> impl IntoView {
    let (status, parts) = match answer {
        Ok(preview) => (headline(&preview), Some(parts(preview))),
        Err(AppError::SignedOut) => ("You are signed out. Reload the page to sign in.".to_owned(), None),
        Err(_) => ("No preview right now. The comparison shows the difference.".to_owned(), None),
    };
    view! {
        <section class="panel aside live" aria-labelledby="live-diff">
            <header class="panel-head"><h2 id="live-diff">"What would change"</h2></header>
            <div class="live-status"><p role="status">{status}</p></div>
            {parts}
        </section>
    }
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
    let more = (more > 0).then(|| view! { <p class="hint">{format!("{more} more")}</p> });
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
