//! A caller with nothing but HTTP and JSON, so that no test leans on the portal's own client.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sigma_portal::simulator::{Limits, Options, Running, Simulator, start};

/// An answer, whatever its status.
pub struct Answer {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body of a success.
    pub fn ok(self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text());
        self.json()
    }

    /// The message of a failure with this status and code.
    pub fn refused(self, status: u16, code: &str) -> String {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        let body = self.json();
        assert_eq!(body["code"], code, "{body}");
        assert_eq!(body["requestId"].as_str().map(str::len), Some(36), "{body}");
        body["message"].as_str().expect("a message").to_owned()
    }
}

/// A simulator and a signed-in caller.
pub struct Client {
    pub running: Running,
    pub http: reqwest::Client,
    pub token: String,
}

impl Client {
    /// With the usual organisation of 400 people.
    pub async fn new() -> Self {
        Self::with(Options::default()).await
    }

    /// With an organisation as described.
    pub async fn with(options: Options) -> Self {
        let running = start(options).await.unwrap();
        running.simulator.set_limits(Limits::none());
        // Other tests of this process may have installed one already.
        sigma_portal::domain::tls::use_ring();
        let http = reqwest::Client::builder().build().unwrap();
        let mut client = Self { running, http, token: String::new() };
        client.sign_in().await;
        client
    }

    /// Gets a new access token.
    pub async fn sign_in(&mut self) {
        let form =
            [("grant_type", "client_credentials"), ("client_id", "demo-client"), ("client_secret", "demo-secret")];
        let pair = self.form(&form).await.ok();
        self.token = pair["access_token"].as_str().map(str::to_owned).unwrap();
    }

    pub fn simulator(&self) -> &Simulator {
        &self.running.simulator
    }

    /// Sends a form to the token endpoint.
    pub async fn form(&self, fields: &[(&str, &str)]) -> Answer {
        let url = format!("{}/v2/auth/token", self.running.url);
        receive(self.http.post(url).form(fields)).await.unwrap()
    }

    /// A request with the token.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.running.url)).bearer_auth(&self.token)
    }

    pub async fn get(&self, path: &str) -> Answer {
        receive(self.request(Method::GET, path)).await.unwrap()
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        receive(self.request(Method::POST, path).json(&body)).await.unwrap()
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        receive(self.request(Method::PATCH, path).json(&body)).await.unwrap()
    }

    pub async fn delete(&self, path: &str) -> Answer {
        receive(self.request(Method::DELETE, path)).await.unwrap()
    }

    /// Every entry of a paged list.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let mut entries = Vec::new();
        let mut page = String::new();
        loop {
            let joint = if path.contains('?') { '&' } else { '?' };
            let body = self.get(&format!("{path}{joint}limit=1000{page}")).await.ok();
            entries.extend(body["entries"].as_array().unwrap().iter().cloned());
            match body["nextPage"].as_str() {
                Some(next) => page = format!("&page={next}"),
                None => return entries,
            }
        }
    }

    /// The id of the member with this address.
    pub async fn member_id(&self, email: &str) -> String {
        let found = self.all(&format!("/v2/members?email={}&includeArchived=true", email.replace('@', "%40"))).await;
        found[0]["memberId"].as_str().unwrap().to_owned()
    }

    /// The id of the team with this name.
    pub async fn team_id(&self, name: &str) -> String {
        named(&self.all("/v2/teams").await, name)["teamId"].as_str().unwrap().to_owned()
    }

    /// The id of the workspace with this name.
    pub async fn workspace_id(&self, name: &str) -> String {
        named(&self.all("/v2/workspaces").await, name)["workspaceId"].as_str().unwrap().to_owned()
    }

    /// The id of the connection with this name.
    pub async fn connection_id(&self, name: &str) -> String {
        let all = self.all("/v2/connections?includeArchived=true").await;
        named(&all, name)["connectionId"].as_str().unwrap().to_owned()
    }

    /// A new member.
    pub async fn invite(&self, email: &str) -> Value {
        let body = json!({ "email": email, "firstName": "New", "lastName": "Person", "memberType": "View" });
        self.post("/v2/members", body).await.ok()
    }
}

/// Sends a request and reads the whole answer.
pub async fn receive(request: reqwest::RequestBuilder) -> reqwest::Result<Answer> {
    let response = request.send().await?;
    let (status, headers) = (response.status(), response.headers().clone());
    Ok(Answer { status, headers, bytes: response.bytes().await?.to_vec() })
}

/// The entry with this name.
pub fn named<'a>(entries: &'a [Value], name: &str) -> &'a Value {
    entries.iter().find(|entry| entry["name"] == name).unwrap_or_else(|| panic!("no {name}"))
}

/// One field of every entry, as text.
pub fn column(entries: &[Value], field: &str) -> Vec<String> {
    entries.iter().map(|entry| entry[field].as_str().unwrap_or_default().to_owned()).collect()
}
