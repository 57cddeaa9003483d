//! What an approval costs: active members by account type, before and after.

use crate::{directory::Snapshot, domain::Intent, requests::Order, ui::panel::Panel};
use leptos::prelude::*;

/// The panel beside the plan; nothing where no seat changes.
pub fn panel(order: &Order, snapshot: &Snapshot) -> Option<impl IntoView + use<>> {
    let (from, to) = moved(&order.intent, snapshot)?;
    let is = |name: &str, of: &Option<String>| of.as_ref().is_some_and(|of| of.eq_ignore_ascii_case(name));
    let rows = snapshot.seats().iter().map(|(name, before)| {
        let after = before + usize::from(is(name, &to)) - usize::from(is(name, &from));
        let class = (*before != after).then_some("is-changed");
        view! { <tr class=class><th scope="row">{name.clone()}</th><td>{*before}</td><td>{after}</td></tr> }
    });
    let rows = rows.collect_view();
    Some(view! {
        <Panel id="seats" title="Seats">
            <table class="live-seats">
                <caption class="vh">"Active members by account type"</caption>
                <thead><tr><th scope="col">"Account type"</th><th scope="col">"Now"</th><th scope="col">"After"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Panel>
    })
}

/// The account types between which one seat moves, by name; from none for somebody who comes or comes back.
fn moved(intent: &Intent, snapshot: &Snapshot) -> Option<(Option<String>, Option<String>)> {
    let of = |id| snapshot.member(id).map(|member| snapshot.account_type_name(member).to_owned());
    match intent {
        Intent::Onboard { people } => Some((None, people.first()?.person.account_type.clone())),
        Intent::Reactivate { members } => Some((None, of(members.first()?))),
        Intent::AdjustMembers { people } => {
            let one = people.first()?;
            let to = one.account_type.clone()?;
            Some((of(&one.member_id), Some(to)))
        }
        _ => None,
    }
}
