//! How somebody wants to be told by mail.

use super::actions::SetPreference;
use crate::{
    domain::{Channel, Invalid, Pace},
    ui::{field, head::Head, icon::Icon},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

pub async fn show(cx: RequestContext) -> Result<Response, AppError> {
    let chosen = cx.app.store.preference(&cx.actor.key()).await?;
    let has_mail = cx.app.notify.has(Channel::Email);
    let typed = cx.refilled::<SetPreference>().await?;
    let (to_do, updates, errors) = match typed {
        Some(typed) => (typed.form.to_do, typed.form.updates, typed.errors),
        None => (chosen.to_do.slug().to_owned(), chosen.updates.slug().to_owned(), Invalid::new()),
    };
    let address = cx.actor.email.clone();
    let page = PageParts::new("Notification preferences", NavItem::None);
    let body = move || {
        let no_mail = (!has_mail).then(|| {
            view! {
                <div class="flash t-info" role="note">
                    <Icon icon=lu::LuInfo/><p>"This portal sends no mail yet. Notifications appear behind the bell."</p>
                </div>
            }
        });
        let sub = format!("Mails go to {address}. The bell always shows everything.");
        view! {
            <Head title="Notification preferences" crumbs=vec![("Notifications", paths::NOTIFICATIONS)] sub=sub.into_any()/>
            {no_mail}
            <form class="form" method="post" action=SetPreference::url() novalidate>
                {field::summary(&errors)}
                {choice("to_do", "Requests that wait for you", &TO_DO, &to_do, &errors)}
                {choice("updates", "Everything else: decisions, access that begins or ends", &UPDATES, &updates, &errors)}
                <div class="form-end">
                    <button class="btn btn-primary"><Icon icon=lu::LuCheck/>" Save preferences"</button>
                    <a class="btn btn-quiet" href=paths::NOTIFICATIONS>"Cancel"</a>
                </div>
            </form>
        }
    };
    Ok(cx.render_page(page, body).await)
}

/// One way to be told: what it is called, and what that means.
type PaceOption = (Pace, &'static str, &'static str);

const TO_DO: [PaceOption; 2] = [
    (Pace::Immediately, "Immediately", "A mail for each; many within an hour come in one mail."),
    (Pace::Daily, "Once a day", "One mail in the morning."),
];

const UPDATES: [PaceOption; 3] = [
    (Pace::Immediately, "Immediately", "A mail for each; many within an hour come in one mail."),
    (Pace::Daily, "Once a day", "One mail in the morning."),
    (Pace::Never, "No mail", "Behind the bell only."),
];

fn choice(
    name: &'static str,
    legend: &'static str,
    options: &[PaceOption],
    chosen: &str,
    errors: &Invalid,
) -> impl IntoView + use<> {
    let cards = options.iter().map(|(pace, label, says)| {
        let checked = pace.slug() == chosen;
        view! {
            <label class="card">
                <input type="radio" name=name value=pace.slug() checked=checked/>
                <span><b>{*label}</b><small>{*says}</small></span>
            </label>
        }
    });
    let cards = cards.collect_view();
    let wrong = errors.of(name).map(|why| field::field_error(name, why.to_owned()));
    view! {
        <fieldset class="set" id=name>
            <legend>{legend}</legend>
            <div class="cards">{cards}</div>
            {wrong}
        </fieldset>
    }
}
