//! A whole portal for a test: simulator, portal and signed-in browsers, each on a loopback port of its own.

mod answer;
pub mod form;
mod page;
pub mod people;
pub mod provider;
mod sheets;
pub mod smtp;

pub use answer::Answer;

use reqwest::{
    Method, RequestBuilder, StatusCode,
    header::{ACCEPT, COOKIE, HeaderMap, HeaderValue},
};
use sigma_portal::{
    app::{ConnectionLimits, Installation, Running, SigmaAccess, start},
    auth::{AuthConfig, ProxyConfig, ProxySays, ProxySecrets, SECRET_HEADER, SessionLimits},
    changes,
    directory::{ManagersSee, PeopleRules},
    domain::Clock,
    notify, requests,
    simulator::{self, Simulator},
    store::Retention,
    web::{Limits, Mode, TrustedHops},
};
use std::time::Duration;
use tempfile::TempDir;

/// Secret between the reverse proxy, which is the test, and the portal.
pub const PROXY_SECRET: &str = "between-the-two-of-us-and-nobody-else";

/// Sign-in through a reverse proxy, with these admins by configuration.
pub fn proxy(admins: &[&str]) -> ProxyConfig {
    ProxyConfig {
        secrets: ProxySecrets::new([PROXY_SECRET.into()]),
        from: Vec::new(),
        email_header: "x-forwarded-email".into(),
        says: ProxySays::default(),
        people: PeopleRules {
            admins: admins.iter().map(|address| (*address).to_owned()).collect(),
            ..PeopleRules::default()
        },
        sign_out_url: None,
    }
}

/// A portal on a simulated organisation.
pub struct TestApp {
    pub simulator: Simulator,
    pub running: Running,
    simulated: simulator::Running,
    http: reqwest::Client,
    folder: TempDir,
}

impl TestApp {
    /// The database's address, for another program that opens it.
    pub fn database_url(&self) -> String {
        format!("sqlite://{}", self.folder.path().join("portal.db").display())
    }

    /// A demo portal whose directory has been read.
    pub async fn start() -> Self {
        let app = Self::start_with(AuthConfig::Demo, Mode::Demo, |_| {}).await;
        app.wait_until_ready().await;
        app
    }

    /// A portal with this sign-in; `prepare` orders faults before the portal first calls.
    pub async fn start_with(auth: AuthConfig, mode: Mode, prepare: impl FnOnce(&Simulator)) -> Self {
        Self::start_as(auth, mode, prepare, |_| {}).await
    }

    /// A demo portal whose directory has been read, set up otherwise than usual.
    pub async fn start_set(set: impl FnOnce(&mut Installation)) -> Self {
        let app = Self::start_as(AuthConfig::Demo, Mode::Demo, |_| {}, set).await;
        app.wait_until_ready().await;
        app
    }

    /// A demo portal on an organisation of so many people, whose directory has been read.
    pub async fn start_of(people: usize) -> Self {
        let options = simulator::Options { members: people, ..simulator::Options::default() };
        let app = Self::try_start_on(options, AuthConfig::Demo, Mode::Demo, |_| {}, |_| {}).await.unwrap();
        app.wait_until_ready().await;
        app
    }

    /// A demo portal in which team managers are shown the whole organization.
    pub async fn start_open_to_managers() -> Self {
        Self::start_set(|installation| installation.managers_see = ManagersSee::All).await
    }

    /// The same, where `set` decides about the rest.
    pub async fn start_as(
        auth: AuthConfig,
        mode: Mode,
        prepare: impl FnOnce(&Simulator),
        set: impl FnOnce(&mut Installation),
    ) -> Self {
        Box::pin(Self::try_start(auth, mode, prepare, set)).await.unwrap()
    }

    /// The same where the portal may refuse to start.
    ///
    /// # Errors
    /// What kept the portal from starting.
    pub async fn try_start(
        auth: AuthConfig,
        mode: Mode,
        prepare: impl FnOnce(&Simulator),
        set: impl FnOnce(&mut Installation),
    ) -> anyhow::Result<Self> {
        Self::try_start_on(simulator::Options::default(), auth, mode, prepare, set).await
    }

    async fn try_start_on(
        options: simulator::Options,
        auth: AuthConfig,
        mode: Mode,
        prepare: impl FnOnce(&Simulator),
        set: impl FnOnce(&mut Installation),
    ) -> anyhow::Result<Self> {
        let (client_id, client_secret) = (options.client_id.clone(), options.client_secret.clone());
        let simulated = simulator::start(options).await.unwrap();
        simulated.simulator.set_token_limit(None);
        prepare(&simulated.simulator);
        let folder = tempfile::tempdir().unwrap();
        let mut installation = Installation {
            addr: ([127, 0, 0, 1], 0).into(),
            machine_addr: None,
            data_dir: folder.path().to_owned(),
            database_url: format!("sqlite://{}", folder.path().join("portal.db").display()).into(),
            public_url: None,
            organization_name: "Lumen Supply".into(),
            contact: None,
            auth,
            sessions: SessionLimits::default(),
            secret: None,
            mode,
            sigma: SigmaAccess {
                base_url: simulated.url.parse().unwrap(),
                client_id,
                client_secret: client_secret.into(),
                timeout: SigmaAccess::TIMEOUT,
            },
            sync_every: Duration::from_hours(1),
            retention: Retention::default(),
            managers_see: ManagersSee::Own,
            changes: changes::Settings::default(),
            trusted_hops: TrustedHops::default(),
            requests: requests::Settings::default(),
            connections: ConnectionLimits::default(),
            clock: Clock::default(),
            limits: Limits::default(),
            notify: notify::Settings::default(),
            audit: notify::StreamSettings::default(),
        };
        set(&mut installation);
        let running = start(installation).await?;
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Ok(Self { simulator: simulated.simulator.clone(), running, simulated, http, folder })
    }

    /// The folder of its database, where that is a file.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// A portal behind a reverse proxy, whose directory has been read.
    pub async fn start_behind(proxy: ProxyConfig) -> Self {
        let app = Self::start_with(AuthConfig::Proxy(Box::new(proxy)), Mode::Serve, |_| {}).await;
        app.wait_until_ready().await;
        app
    }

    /// The browser of somebody whom the reverse proxy has signed in.
    pub fn proxied(&self, email: &str) -> Browser<'_> {
        Browser { email: Some(email.to_owned()), ..self.visitor() }
    }

    /// Waits until the directory has been read.
    pub async fn wait_until_ready(&self) {
        let mut status = self.running.app.directory.watch();
        let ready = status.wait_for(|status| status.as_of.is_some());
        tokio::time::timeout(Duration::from_secs(30), ready).await.expect("the directory was not read").unwrap();
    }

    /// A demo portal whose directory has been read whole, documents and attributes included.
    pub async fn start_whole() -> Self {
        Self::start_whole_set(|_| {}).await
    }

    /// The same, set up otherwise than usual.
    pub async fn start_whole_set(set: impl FnOnce(&mut Installation)) -> Self {
        let app = Self::start_set(set).await;
        let mut status = app.running.app.directory.watch();
        let whole = status.wait_for(|status| status.sections.iter().all(|section| section.as_of.is_some()));
        tokio::time::timeout(Duration::from_secs(30), whole).await.expect("not all sections were read").unwrap();
        app
    }

    /// What the directory holds at this moment.
    pub fn snapshot(&self) -> std::sync::Arc<sigma_portal::directory::Snapshot> {
        self.running.app.directory.snapshot().unwrap()
    }

    /// Where the simulator listens.
    pub fn sigma_url(&self) -> &str {
        &self.simulated.url
    }

    /// A URL of the portal.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.addr)
    }

    /// What is found at a URL of somebody else, without following where it leads.
    pub async fn follow(&self, url: &str) -> Answer {
        Answer::read(self.http.get(url).send().await.unwrap()).await.unwrap()
    }

    /// A browser that holds these cookies, wherever it has them from.
    pub fn holding(&self, cookie: String) -> Browser<'_> {
        Browser { cookie, ..self.visitor() }
    }

    /// A browser that is not signed in.
    pub fn visitor(&self) -> Browser<'_> {
        Browser { app: self, cookie: String::new(), email: None }
    }

    /// A browser signed in as a persona: `admin`, `manager`, `auditor` or `member`.
    pub async fn sign_in(&self, persona: &str) -> Browser<'_> {
        let answer = self.visitor().call("/sign-in", "session/begin", &[("persona", persona), ("next", "/")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let cookie = answer.cookie.expect("signing in sets a cookie");
        let pair = cookie.split(';').next().unwrap().to_owned();
        Browser { app: self, cookie: pair, email: None }
    }
}

/// One browser: a cookie and the headers that browsers send.
pub struct Browser<'a> {
    app: &'a TestApp,
    pub cookie: String,
    /// Whom the reverse proxy vouches for with every request.
    email: Option<String>,
}

impl Browser<'_> {
    /// Keeps a cookie that an answer sets, in place of one of the same name.
    pub fn add_cookie(&mut self, set: &str) {
        let pair = set.split(';').next().unwrap();
        let name = pair.split('=').next().unwrap();
        let others = self.cookie.split("; ").filter(|held| !held.is_empty() && held.split('=').next() != Some(name));
        self.cookie = others.chain([pair]).collect::<Vec<_>>().join("; ");
    }

    /// Opens a page by a link of another page of the portal.
    pub async fn get(&self, path: &str) -> Answer {
        self.get_from(path, Some("same-origin")).await
    }

    /// Asks a server function, as code in a page does; its value or its error.
    pub async fn ask(&self, path: &str) -> (StatusCode, serde_json::Value) {
        let request = self.request(Method::GET, path).header("sec-fetch-site", "same-origin");
        let code = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
        let answer = self.send(request.headers(code)).await;
        (answer.status, serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{path}: {}", answer.body)))
    }

    /// Asks a server function that answers with parts of a page, alone or beside errors; the parts, to be read as a page is.
    pub async fn parts(&self, path: &str) -> Answer {
        let (status, answer) = self.ask(path).await;
        let html = answer.as_str().or_else(|| answer["parts"].as_str()).unwrap_or_default().to_owned();
        Answer { status, location: None, cookie: None, headers: HeaderMap::new(), body: html }
    }

    /// Opens a page from elsewhere: `site` is what the browser says of where, if it says anything.
    pub async fn get_from(&self, path: &str, site: Option<&str>) -> Answer {
        let request = self.request(Method::GET, path);
        let request = match site {
            Some(site) => request.header("sec-fetch-site", site),
            None => request,
        };
        self.send(request).await
    }

    /// Posts a form from a page of the portal; goes on to the review, where it leads to one.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.request(Method::POST, path).header("sec-fetch-site", "same-origin");
        let answer = self.send(request.form(fields)).await;
        match &answer.location {
            Some(review) if review.starts_with("/reviews/") => self.get(review).await,
            _ => answer,
        }
    }

    /// Posts a form with a file, the file last.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], name: &str, file: &[u8]) -> Answer {
        let mut body = Vec::new();
        for (field, value) in fields {
            let part = format!("--between\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend(part.bytes());
        }
        let head = format!("--between\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.bytes());
        body.extend(file);
        body.extend(b"\r\n--between--\r\n");
        let request = self.request(Method::POST, path).header("sec-fetch-site", "same-origin");
        let request = request.header("content-type", "multipart/form-data; boundary=between").body(body);
        self.send(request).await
    }

    /// A request with the headers of a browser; the caller adds the rest.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.app.http.request(method, self.app.url(path)).header("accept", "text/html,*/*;q=0.8");
        let request = match &self.email {
            Some(email) => request.header(SECRET_HEADER, PROXY_SECRET).header("x-forwarded-email", email),
            None => request,
        };
        if self.cookie.is_empty() { request } else { request.header(COOKIE, &self.cookie) }
    }

    /// Sends a request and reads the answer.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        Answer::read(request.send().await.unwrap()).await.unwrap()
    }

    /// Applies the plan that a review page shows, and returns the answer to the page of the change.
    pub async fn apply(&self, review: &Answer, reason: &str) -> Answer {
        assert!(review.offers("Apply change"), "not a review: {} {}", review.status, review.body);
        let fields = ["id", "fingerprint"].map(|name| (name, review.field(name)));
        let mut form: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        form.push(("reason", reason));
        let phrase = review.confirmation();
        form.extend(phrase.iter().map(|phrase| ("confirmation", phrase.as_str())));
        let page = format!("/reviews/{}", review.field("id"));
        let applied = self.call(&page, "changes/accept", &form).await;
        assert_eq!(applied.status, StatusCode::SEE_OTHER, "{}", applied.body);
        self.get(&applied.location.unwrap()).await
    }
}
