//! What was typed into a form and could not be taken, for its person: shown, and sent by a press of a button.

use crate::{
    ui::{head::Head, icon::Icon, panel::Panel},
    web::{AppError, KeptForm, NavItem, PageParts, Pages, RequestContext, get, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;

pub fn routes() -> Pages {
    Pages::new().route(paths::KEPT_FORM, get(show))
}

/// Shows what was typed into a form whose own page does not show it again.
async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let kept = KeptForm::find(&cx, &id).await?.ok_or(AppError::NotFound)?;
    let page = PageParts::new("A form that was not sent", NavItem::None);
    Ok(cx.render_page(page, move || view(kept)).await)
}

fn view(kept: KeptForm) -> impl IntoView {
    let fields = kept.fields();
    // The name of a button and what the page put into hidden fields tell their person nothing.
    let is_typed = |name: &str, value: &str| !value.is_empty() && name != "do" && !name.contains('[');
    let typed: Vec<_> = fields
        .iter()
        .filter(|(name, value)| is_typed(name, value))
        .map(|(name, value)| {
            let (name, value) = (name.replace('_', " "), value.clone());
            view! { <div><dt>{name}</dt><dd><bdi>{value}</bdi></dd></div> }
        })
        .collect();
    let carried: Vec<_> =
        fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect();
    let back = if kept.page.is_empty() { paths::HOME.to_owned() } else { kept.page };
    view! {
        <Head title="A form that was not sent" sub="Nothing was sent to Sigma and nothing was changed.".into_any()/>
        <Panel id="kept" title="What you entered">
            <dl class="facts">{typed}</dl>
            <form class="panel-foot actions" method="post" action=kept.posted_to>
                {carried}
                <button class="btn btn-primary">"Go on with it "<Icon icon=lu::LuArrowRight/></button>
                <a class="btn" href=back>"Back to the page"</a>
            </form>
        </Panel>
    }
}
