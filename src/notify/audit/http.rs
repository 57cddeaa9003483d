//! The audit log by HTTP: events as JSON Lines in the body of a POST.

use crate::{notify::channel::SendError, store::LinkedEvent};
use arc_swap::ArcSwapOption;
use reqwest::{Client, header};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;
use url::Url;

/// Where events are posted to.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    pub url: Url,
    /// The whole `Authorization` header: `Bearer …`, `Splunk …`.
    pub authorization: Option<SecretString>,
}

/// The receiver at the other end.
pub struct Http {
    url: Url,
    authorization: ArcSwapOption<SecretString>,
    client: Client,
}

impl Http {
    pub fn new(settings: HttpSettings, client: Client) -> Self {
        let HttpSettings { url, authorization } = settings;
        Self { url, authorization: ArcSwapOption::new(authorization.map(Arc::new)), client }
    }

    /// Its host: the path may be a secret.
    pub fn target(&self) -> String {
        self.url.host_str().unwrap_or_default().to_owned()
    }

    pub fn replace_authorization(&self, by: &HttpSettings) {
        self.authorization.store(by.authorization.clone().map(Arc::new));
    }

    /// Posts events; they are taken once the receiver says so with a status of success.
    ///
    /// # Errors
    /// Why they were not taken.
    pub async fn send(&self, events: &[LinkedEvent]) -> Result<(), String> {
        let mut body = Vec::new();
        for event in events {
            serde_json::to_writer(&mut body, event).map_err(|error| error.to_string())?;
            body.push(b'\n');
        }
        let request =
            self.client.post(self.url.clone()).header(header::CONTENT_TYPE, "application/x-ndjson").body(body);
        let request = match self.authorization.load().as_deref() {
            Some(secret) => request.header(header::AUTHORIZATION, secret.expose_secret()),
            None => request,
        };
        match crate::notify::channel::post(request).await {
            Ok(()) => Ok(()),
            Err(SendError::Refused { why, .. } | SendError::Down(why)) => Err(why),
        }
    }
}
