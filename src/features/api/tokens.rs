//! The page of API tokens: those that there are, and making one.

use super::actions::{MakeToken, RevokeToken};
use crate::{
    domain::{
        ApiScope, ApiToken, ApiTokenId, AppError, Capability, Invalid, Outcome, TOKEN_NAME,
        text::{self, isolated},
    },
    requests::after_days,
    ui::{
        ago, date,
        empty::Empty,
        field::{self, TextField},
        head::Head,
        icon::Icon,
        moment,
        panel::Panel,
    },
    web::{AuditEntry, NavItem, PageParts, RequestContext, Severity, decode, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};

/// The form as it was filled in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenFields {
    pub name: String,
    /// Each filled in where the token is for it.
    pub onboard: String,
    pub request: String,
    pub leave: String,
    pub read: String,
    /// Days until it ends, as a word; empty for never.
    pub days: String,
}

/// For how long tokens are made: days, and the words for people.
const TERMS: [(&str, &str); 4] = [("30", "30 days"), ("90", "90 days"), ("365", "1 year"), ("", "No expiration")];

impl TokenFields {
    fn is_for(&self, scope: ApiScope) -> bool {
        let filled = match scope {
            ApiScope::Onboard => &self.onboard,
            ApiScope::Request => &self.request,
            ApiScope::Leave => &self.leave,
            ApiScope::Read => &self.read,
        };
        !filled.is_empty()
    }

    /// The token that it stands for.
    ///
    /// # Errors
    /// Every field that needs attention.
    fn token(&self, cx: &RequestContext) -> Result<ApiToken, Invalid> {
        let mut errors = Invalid::new();
        let name = text::thing_name(&self.name, "name");
        let name = name.and_then(|name| match name.chars().count() {
            ..=TOKEN_NAME => Ok(name),
            _ => Err(format!("Use {TOKEN_NAME} characters at most.")),
        });
        let name = errors.keep("name", name);
        let scopes: Vec<ApiScope> = ApiScope::ALL.into_iter().filter(|scope| self.is_for(*scope)).collect();
        if scopes.is_empty() {
            errors.add("scopes", "Choose what the token is for.");
        }
        let days = match self.days.as_str() {
            "" => Some(None),
            days if TERMS.iter().any(|(known, _)| *known == days) => days.parse().map(Some).ok(),
            _ => None,
        };
        let days: Option<Option<u32>> = errors.keep("days", days.ok_or_else(|| "Choose when it expires.".to_owned()));
        let (Some(name), Some(days), true) = (name, days, errors.is_empty()) else { return Err(errors) };
        Ok(ApiToken {
            id: ApiTokenId::new(uuid::Uuid::now_v7().to_string()),
            name,
            scopes,
            made_by: cx.actor.clone(),
            made_at: cx.now,
            expires_at: days.map(|days| after_days(cx.now, days)),
            used_at: None,
            revoked_at: None,
        })
    }
}

/// Makes a token, and leads to the page that shows its secret.
///
/// # Errors
/// [`AppError::Invalid`] for what is wrong with the form, and failures of the database.
pub async fn make(cx: &RequestContext, fields: TokenFields) -> Result<(), AppError> {
    let token = fields.token(cx)?;
    cx.app.store.insert_api_token(&token).await?;
    let scopes: Vec<_> = token.scopes.iter().map(|scope| scope.slug()).collect();
    let summary = format!("Made the API token {} ({})", isolated(&token.name), scopes.join(", "));
    cx.audit(entry("api_token.made", summary)).await?;
    leptos_axum::redirect(&paths::new_token(&token.id));
    Ok(())
}

/// Revokes a token.
///
/// # Errors
/// [`AppError::NotFound`] where there is none that was not revoked before, and failures of the database.
pub async fn revoke(cx: &RequestContext, id: &ApiTokenId) -> Result<(), AppError> {
    let revoked = cx.app.store.revoke_api_token(id, cx.now).await?.ok_or(AppError::NotFound)?;
    cx.audit(entry("api_token.revoked", format!("Revoked the API token {}", isolated(&revoked.name)))).await?;
    let text =
        format!("{} is revoked. What was begun with it goes on; cancel it on its page.", isolated(&revoked.name));
    cx.lead_to(paths::API_TOKENS, Severity::Success, text).await;
    Ok(())
}

fn entry(action: &'static str, summary: String) -> AuditEntry {
    AuditEntry { action, summary, subjects: Vec::new(), outcome: Outcome::Succeeded, sigma_request_id: None }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    /// The token whose secret is to be shown, once.
    new: ApiTokenId,
}

pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ManageTokens)?;
    let Query { new } = decode(cx.parts.uri.query());
    let shown =
        if new.is_empty() { None } else { cx.app.store.reveal_api_token(&new, &cx.actor.key(), cx.now).await? };
    let tokens = cx.app.store.api_tokens().await?;
    let (fields, errors) = match cx.refilled::<MakeToken>().await? {
        Some(refilled) => (refilled.form.fields, refilled.errors),
        None => (TokenFields { days: "90".to_owned(), ..TokenFields::default() }, Invalid::new()),
    };
    let now = cx.now;
    let page = PageParts::new("API tokens", NavItem::Settings);
    let body = move || {
        let sub =
            "For programs such as an HR system: start onboardings, request packages, and end the access of leavers.";
        view! {
            <Head title="API tokens" crumbs=vec![("Settings", paths::SETTINGS)] sub=sub.into_any()>
                <a class="btn" href=paths::API_DOCUMENT><Icon icon=lu::LuFileJson/>" OpenAPI document"</a>
            </Head>
            {shown.map(|(token, secret)| secret_of(&token, secret))}
            <div class="cols">
                <div class="stack">{panel(&tokens, now)}</div>
                <div class="stack">{form(&fields, &errors)}</div>
            </div>
        }
    };
    Ok(cx.render_page(page, body).await)
}

/// The secret of a new token, which nobody is shown again.
fn secret_of(token: &ApiToken, secret: String) -> impl IntoView + use<> {
    let name = token.name.clone();
    view! {
        <section class="panel" aria-labelledby="secret-title">
            <div class="panel-head"><h2 id="secret-title">"Copy the token "<bdi>{name}</bdi>" now"</h2></div>
            <div class="panel-body stack">
                <p>"It is shown once. The portal keeps only a digest of it, so it can’t show it again."</p>
                <label for="secret">"Token"</label>
                <input class="input" id="secret" value=secret readonly=true spellcheck="false" autocomplete="off"/>
            </div>
        </section>
    }
}

fn panel(tokens: &[ApiToken], now: Timestamp) -> impl IntoView + use<> {
    if tokens.is_empty() {
        let text = "A token lets a program act as you, within its scopes and your role.";
        return view! {
            <Panel id="tokens" title="Tokens"><Empty icon=lu::LuKeyRound title="No tokens yet" text=text/></Panel>
        }
        .into_any();
    }
    let n = tokens.len().to_string();
    let rows = tokens.iter().map(|token| row(token, now)).collect_view();
    view! {
        <Panel id="tokens" title="Tokens" count=n class="table-box">
            <table class="table">
                <caption class="vh">"Tokens, the newest first"</caption>
                <thead><tr>
                    <th scope="col">"Token"</th><th scope="col">"May"</th><th scope="col">"Last used"</th>
                    <th scope="col">"Expires"</th><th scope="col" class="acts"><span class="vh">"Revoke"</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Panel>
    }
    .into_any()
}

fn row(token: &ApiToken, now: Timestamp) -> impl IntoView + use<> {
    let scopes: Vec<_> = token.scopes.iter().map(|scope| scope.label()).collect();
    let scopes = scopes.join(", ");
    let time = |at: Timestamp, words: String| view! { <time datetime=at.to_string() title=moment(at)>{words}</time> };
    let used = token.used_at.map_or_else(|| "Never".into_any(), |at| time(at, ago(at, now)).into_any());
    let ends = match (token.revoked_at, token.expires_at) {
        (Some(at), _) => view! { <span class="status is-failed">"Revoked"</span>" "{time(at, date(at))} }.into_any(),
        (None, None) => "Never".into_any(),
        (None, Some(at)) if at <= now => {
            view! { <span class="status is-expired">"Expired"</span>" "{time(at, date(at))} }.into_any()
        }
        (None, Some(at)) => time(at, date(at)).into_any(),
    };
    let revoke = token.is_valid(now).then(|| {
        let label = format!("Revoke {}", token.name);
        view! {
            <form method="post" action=RevokeToken::url()>
                <input type="hidden" name="id" value=token.id.to_string()/>
                <button class="btn btn-sm" aria-label=label>"Revoke"</button>
            </form>
        }
    });
    let made = token.made_at;
    view! {
        <tr>
            <th scope="row" class="lead"><bdi>{token.name.clone()}</bdi>" "<small class="muted">"Made by "<bdi>{token.made_by.name.clone()}</bdi>", "{time(made, date(made))}</small></th>
            <td data-label="May">{scopes}</td>
            <td data-label="Last used" class="nowrap muted">{used}</td>
            <td data-label="Expires" class="nowrap">{ends}</td>
            <td class="acts">{revoke}</td>
        </tr>
    }
}

fn form(fields: &TokenFields, errors: &Invalid) -> impl IntoView + use<> {
    let scopes: Vec<_> = ApiScope::ALL
        .into_iter()
        .map(|scope| {
            view! {
                <label class="check">
                    <input type="checkbox" name=scope.slug() value="on" checked=fields.is_for(scope)/>
                    <span>{scope.label()}<small>{scope.explained()}</small></span>
                </label>
            }
        })
        .collect();
    let options: Vec<_> = TERMS
        .into_iter()
        .map(|(days, words)| view! { <option value=days selected=days == fields.days>{words}</option> })
        .collect();
    let summary = field::summary(errors);
    let name = view! {
        <TextField name="name" label="Name" value=fields.name.clone() errors=errors.clone() max=TOKEN_NAME hint="The program that will hold it. The audit log shows this name."/>
    };
    let wrong = errors.of("scopes").map(|why| field::field_error("scopes", why.to_owned()));
    view! {
        <Panel id="new-token" title="New token">
            <form class="panel-body form" method="post" action=MakeToken::url() novalidate>
                {summary}
                {name}
                <fieldset class="field" id="scopes">
                    <legend class="label">"Scopes"</legend>
                    <p class="hint">"It can never do more than you can at that moment."</p>
                    {scopes}
                    {wrong}
                </fieldset>
                <div class="field">
                    <label for="days">"Expires after"</label>
                    <select class="input" id="days" name="days">{options}</select>
                </div>
                <div class="form-end"><button class="btn btn-primary"><Icon icon=lu::LuKeyRound/>" Create token"</button></div>
            </form>
        </Panel>
    }
}
