//! The embeds of a workbook, which an access review needs beside its grants: a public one is seen by anybody with the link.

use crate::{
    domain::Embed,
    features::shared::sigma_error_panel::sigma_error_panel,
    sigma,
    ui::{empty::Empty, icon::Icon, outside::outside, panel::Panel},
};
use icondata_lu as lu;
use leptos::prelude::*;

/// The panel, public embeds first; or why they are not known.
pub fn panel(embeds: Result<Vec<Embed>, sigma::Error>) -> AnyView {
    let mut embeds = match embeds {
        Ok(embeds) => embeds,
        Err(error) => {
            return view! { <Panel id="embeds" title="Embeds">{sigma_error_panel(&error)}</Panel> }.into_any();
        }
    };
    let n = embeds.len().to_string();
    if embeds.is_empty() {
        return view! {
            <Panel id="embeds" title="Embeds" count=n>
                <Empty icon=lu::LuLock title="Not embedded anywhere" text="Neither the workbook nor a part of it has an embed link."/>
            </Panel>
        }
        .into_any();
    }
    embeds.sort_by_key(|embed| !embed.is_public);
    let rows = embeds.iter().map(row).collect_view();
    view! { <Panel id="embeds" title="Embeds" count=n><ul class="rows">{rows}</ul></Panel> }.into_any()
}

fn row(embed: &Embed) -> impl IntoView + use<> {
    let (icon, who, class) = if embed.is_public {
        (lu::LuGlobe, "Public: anyone with the link can see it, without signing in.", "tag t-warn")
    } else {
        (lu::LuLock, "For people who sign in, with the access that they have.", "tag")
    };
    let word = if embed.is_public { "Public" } else { "Signed in" };
    view! {
        <li>
            <Icon icon=icon/>
            <div class="row-text"><b>{embed.part()}</b><small>{who}</small></div>
            <span class=class>{word}</span>
            {outside(&embed.embed_url, "Open", "btn btn-sm")}
        </li>
    }
}
