//! Parts of the forms that ask for something: level, term, reason, and what happens after they are sent.

use super::timeline::APPROVERS;
use crate::{
    domain::{Invalid, NoRoute, text},
    requests::{Choice, Deciders},
    ui::{
        field::{self, TextField},
        icon::Icon,
        more,
        panel::Panel,
    },
    web,
};
use icondata_lu as lu;
use leptos::prelude::*;

/// The levels that can be asked for; nothing where there is one thing to ask for only.
pub fn level_cards(choices: &[Choice], chosen: Option<usize>, errors: &Invalid) -> Option<AnyView> {
    let has_levels = choices.iter().any(|choice| !choice.level.is_empty());
    let single = |choice: &Choice| choice.caveat.clone().map(|caveat| view! { <p class="note t-warn">{caveat}</p> });
    if !has_levels {
        return choices.first().and_then(single).map(IntoAny::into_any);
    }
    let cards: Vec<_> = choices
        .iter()
        .enumerate()
        .map(|(at, choice)| {
            let note = match &choice.outcome {
                Ok(stages) => stages.first().map_or("No approval needed".to_owned(), |first| {
                    format!("Decided by {}", first.role.to_lowercase())
                }),
                Err(NoRoute::Asked(_)) => "Already requested".to_owned(),
                Err(why) => why.to_string(),
            };
            let caveat = choice.caveat.clone().filter(|_| choice.outcome.is_ok());
            let caveat = caveat.map(|caveat| view! { <small class="t-warn">{caveat}</small> });
            view! {
                <label class="card">
                    <input type="radio" name="level" value=choice.level.clone() checked=chosen == Some(at) disabled=choice.outcome.is_err()/>
                    <span><b>{choice.label.clone()}</b><small>{note}</small>{caveat}</span>
                </label>
            }
        })
        .collect();
    let wrong = errors.of("level").map(|why| field::field_error("level", why.to_owned()));
    Some(
        view! {
            <div class="field" id="level" role="radiogroup" aria-labelledby="level-label">
                <span class="label" id="level-label">"Level of access"</span>
                <div class="cards">{cards}</div>
                {wrong}
            </div>
        }
        .into_any(),
    )
}

/// The account type that a level needs, asked for with it; nothing where none of the levels needs another.
pub fn account_type(choices: &[Choice], is_wanted: bool) -> Option<impl IntoView + use<>> {
    let mut needs: Vec<(&str, Vec<&str>)> = Vec::new();
    for choice in choices.iter().filter(|choice| choice.outcome.is_ok()) {
        let Some(account_type) = choice.account_type.as_deref() else { continue };
        match needs.iter_mut().find(|(known, _)| *known == account_type) {
            Some((_, levels)) => levels.push(&choice.label),
            None => needs.push((account_type, vec![&choice.label])),
        }
    }
    let need = |(account_type, levels): &(&str, Vec<&str>)| {
        let verb = if levels.len() == 1 { "needs" } else { "need" };
        format!("{} {verb} {account_type}.", levels.join(" and "))
    };
    let hint = needs.iter().map(need).collect::<Vec<_>>().join(" ");
    (!needs.is_empty()).then(|| {
        view! {
            <label class="check">
                <input type="checkbox" name="with_type" value="on" checked=is_wanted/>
                <span>"Request the account type, too"<small>{hint}" It is decided by itself."</small></span>
            </label>
        }
    })
}

/// Terms that can be chosen, in days, with their words.
const TERMS: [(u32, &str); 6] =
    [(1, "1 day"), (7, "1 week"), (30, "30 days"), (90, "90 days"), (180, "180 days"), (365, "1 year")];

/// For how long, as far as the policy allows it.
pub fn term(choice: &Choice, typed: Option<&str>, errors: &Invalid) -> AnyView {
    let longest = choice.longest_days;
    let usual = choice.usual_days.map(|days| days.to_string()).unwrap_or_default();
    let wanted = typed.unwrap_or(&usual).to_owned();
    let mut terms: Vec<(String, String)> = TERMS
        .iter()
        .filter(|(days, _)| longest.is_none_or(|longest| *days <= longest))
        .map(|(days, words)| (days.to_string(), (*words).to_owned()))
        .collect();
    for days in choice.usual_days.into_iter().chain(longest) {
        if !terms.iter().any(|(known, _)| *known == days.to_string()) {
            terms.push((days.to_string(), format!("{days} days")));
        }
    }
    if longest.is_none() {
        terms.push((String::new(), "Until revoked".to_owned()));
    }
    let options = terms.into_iter().map(|(value, words)| {
        let selected = value == wanted;
        view! { <option value=value selected=selected>{words}</option> }
    });
    let options = options.collect_view();
    let hint = match longest {
        Some(days) => format!("It ends by itself, and can be renewed. At most {days} days."),
        None => "It ends by itself, and can be renewed.".to_owned(),
    };
    let wrong = errors.of("days").map(|why| field::field_error("days", why.to_owned()));
    let described = if wrong.is_some() { "days-hint days-error" } else { "days-hint" };
    view! {
        <div class="field">
            <label for="days">"For how long"</label>
            <p class="hint" id="days-hint">{hint}</p>
            <select class="input" id="days" name="days" aria-describedby=described>{options}</select>
            {wrong}
        </div>
    }
    .into_any()
}

/// The way of a request, before it is sent.
pub fn what_happens(stages: &[Deciders]) -> impl IntoView + use<> {
    let decisions: Vec<_> = stages
        .iter()
        .map(|stage| {
            let (role, names) = (stage.role, more::names(stage.names.clone(), APPROVERS));
            view! {
                <li class="is-planned">
                    <span class="station"><Icon icon=lu::LuUserCheck/></span>
                    <p><b>{role}" decide"</b></p><p class="when">{names}</p>
                </li>
            }
        })
        .collect();
    let none = stages.is_empty().then(|| {
        view! {
            <li class="is-planned">
                <span class="station"><Icon icon=lu::LuZap/></span>
                <p><b>"No approval needed"</b></p><p class="when">"The policy grants it at once."</p>
            </li>
        }
    });
    view! {
        <Panel id="next" title="What happens next">
            <ol class="line line-sm timeline panel-body">
                <li class="is-planned">
                    <span class="station"><Icon icon=lu::LuSend/></span><p><b>"You send the request"</b></p>
                    <p class="when">"You can follow and cancel it under Requests."</p>
                </li>
                {decisions}
                {none}
                <li class="is-planned">
                    <span class="station"><Icon icon=lu::LuKeyRound/></span><p><b>"Access is granted in Sigma"</b></p>
                    <p class="when">"Moments after the approval."</p>
                </li>
            </ol>
        </Panel>
    }
}

/// Why it is needed.
pub fn reason(typed: &str, is_required: bool, errors: &Invalid) -> impl IntoView + use<> {
    let wrong = errors.of("reason").map(|why| field::field_error("reason", why.to_owned()));
    let described = if wrong.is_some() { "reason-hint reason-error" } else { "reason-hint" };
    let invalid = wrong.is_some().then_some("true");
    let optional = (!is_required).then(|| view! { " "<small>"optional"</small> });
    view! {
        <div class="field">
            <label for="reason">"Reason"{optional}</label>
            <p class="hint" id="reason-hint">"What you need it for. The people who decide read it, and the audit log keeps it."</p>
            <textarea class="input" id="reason" name="reason" rows="3" maxlength=text::NOTE required=is_required
                aria-describedby=described aria-invalid=invalid inner_html=web::escaped(typed)></textarea>
            {wrong}
        </div>
    }
}

/// The name that Sigma is to invite somebody by; what is wrong with their address stands here too.
pub fn newcomer(first: &str, last: &str, email: &str, errors: &Invalid) -> impl IntoView + use<> {
    let email = email.to_owned();
    let wrong = errors.of("email").map(|why| field::field_error("email", why.to_owned()));
    view! {
        <fieldset class="set">
            <legend>"You"</legend>
            <p class="hint" id="email">"Sigma sends the invitation to "<b><bdi>{email}</bdi></b>"."</p>
            {wrong}
            <div class="fields">
                <TextField name="first_name" label="First name" value=first errors=errors.clone() max=text::PERSON_NAME/>
                <TextField name="last_name" label="Last name" value=last errors=errors.clone() max=text::PERSON_NAME/>
            </div>
        </fieldset>
    }
}

/// First and last name, as far as a sign-in provider's name tells them apart.
pub fn split_name(name: &str) -> (&str, &str) {
    if name.contains('@') { ("", "") } else { name.trim().split_once(' ').unwrap_or((name.trim(), "")) }
}
