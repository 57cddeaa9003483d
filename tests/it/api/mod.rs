//! The API for programs of others: its tokens, what it does for them, and what it refuses.

pub mod calls;
mod repeats;
mod tokens;

use crate::support::{Answer, TestApp};
use reqwest::{Method, StatusCode};
use serde_json::Value;
use sigma_portal::domain::ApiScope;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_mins(1);

/// A program that holds a token.
pub struct Program {
    /// The portal that it calls.
    url: String,
    http: reqwest::Client,
    pub secret: String,
}

/// An answer, with its JSON.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub kind: String,
    pub headers: reqwest::header::HeaderMap,
    pub json: Value,
}

impl Program {
    /// With a token that Amara makes on the page, for these.
    pub async fn with(app: &TestApp, scopes: &[ApiScope]) -> Self {
        Self::holding(app, secret_of(&made(app, scopes).await))
    }

    /// With a token for everything.
    pub async fn full(app: &TestApp) -> Self {
        Self::with(app, &ApiScope::ALL).await
    }

    pub fn holding(app: &TestApp, secret: String) -> Self {
        Self::at(app.url(""), secret)
    }

    /// One that calls the portal at this URL.
    pub fn at(url: String, secret: String) -> Self {
        let http = reqwest::Client::builder().timeout(PATIENCE).build().unwrap();
        Self { url, http, secret }
    }

    pub async fn get(&self, path: &str) -> Reply {
        let request = self.http.request(Method::GET, format!("{}{path}", self.url)).bearer_auth(&self.secret);
        Reply::read(request.send().await.unwrap()).await
    }

    /// Posts a body under an idempotency key.
    pub async fn post(&self, path: &str, key: &str, body: &Value) -> Reply {
        Reply::read(self.request(path, key, body).send().await.unwrap()).await
    }

    pub fn request(&self, path: &str, key: &str, body: &Value) -> reqwest::RequestBuilder {
        let request = self.http.post(format!("{}{path}", self.url)).bearer_auth(&self.secret);
        request.header("idempotency-key", key).json(body)
    }
}

impl Reply {
    pub async fn read(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let kind = headers.get("content-type").map(|kind| kind.to_str().unwrap().to_owned()).unwrap_or_default();
        let text = response.text().await.unwrap();
        let json = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{status} no JSON: {text}"));
        Self { status, kind, headers, json }
    }

    /// That it is a problem with this status and name.
    pub fn assert_problem(&self, status: StatusCode, name: &str) {
        assert_eq!(self.status, status, "{:?}", self.json);
        assert_eq!(self.kind, "application/problem+json");
        assert_eq!(self.json["type"], format!("urn:problem:sigma-portal:{name}"), "{:?}", self.json);
        assert_eq!(self.json["status"], status.as_u16());
    }

    pub fn text(&self, field: &str) -> &str {
        self.json[field].as_str().unwrap_or_else(|| panic!("no {field}: {:?}", self.json))
    }
}

/// The page that shows the secret of a token which Amara has made for these.
pub async fn made(app: &TestApp, scopes: &[ApiScope]) -> Answer {
    let amara = app.sign_in("admin").await;
    let mut fields = vec![("name", "HR sync"), ("days", "90")];
    fields.extend(scopes.iter().map(|scope| (scope.slug(), "on")));
    let made = amara.call("/settings/api-tokens", "api-tokens/make", &fields).await;
    let page = made.location.clone().unwrap_or_else(|| panic!("{}", made.text()));
    amara.get(&page).await
}

/// The secret that a page shows.
pub fn secret_of(page: &Answer) -> String {
    let secret = page.body.split("value=\"").find(|part| part.starts_with("sgp_"));
    secret.unwrap_or_else(|| panic!("no secret: {}", page.text())).split('"').next().unwrap().to_owned()
}
