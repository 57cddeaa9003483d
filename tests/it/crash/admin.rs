//! What admins do in their browsers while portals die under their hands: they fill in the form, apply the plan, follow
//! the change, retry what failed, and repeat a post whose answer they did not see.

use super::portal::{PROXY_SECRET, Portal};
use crate::support::Answer;
use reqwest::{Method, RequestBuilder, StatusCode};
use sigma_portal::domain::{ConnectionId, ConnectionPermission, TeamId, WorkspaceId, WorkspacePermission};
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};
use tokio::time::Instant;

/// Who onboards.
pub const ADMIN: &str = "amara.okafor@lumen.example";

/// How often somebody asks again who got no answer.
const ASK_AGAIN: Duration = Duration::from_millis(100);
/// How often somebody looks again at a change that is under way.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// Of so many requests one is given up before it is answered, when it writes.
const HANGS_UP: usize = 5;

/// A person to onboard.
#[derive(Clone, Debug)]
pub struct AcceptChange {
    pub last_name: String,
    pub email: String,
    pub account_type: &'static str,
    pub teams: Vec<(TeamId, bool)>,
    pub workspaces: Vec<(WorkspaceId, WorkspacePermission)>,
    pub connections: Vec<(ConnectionId, ConnectionPermission)>,
}

impl AcceptChange {
    /// The onboarding form, filled in.
    pub fn form(&self) -> Vec<(String, String)> {
        let mut form: Vec<(String, String)> = [
            ("email", self.email.as_str()),
            ("first_name", "Proof"),
            ("last_name", self.last_name.as_str()),
            ("account_type", self.account_type),
            ("invite", "on"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        let mut rows = |kind: &str, picked: Vec<(&str, &str)>| {
            for (at, (id, level)) in picked.into_iter().enumerate() {
                form.push((format!("{kind}s[rows][{at}][id]"), format!("{kind}:{id}")));
                form.push((format!("{kind}s[rows][{at}][level]"), level.to_owned()));
            }
        };
        let place = |is_admin| if is_admin { "admin" } else { "member" };
        rows("team", self.teams.iter().map(|(id, is_admin)| (id.as_str(), place(*is_admin))).collect());
        rows("workspace", self.workspaces.iter().map(|(id, level)| (id.as_str(), level.slug())).collect());
        rows("connection", self.connections.iter().map(|(id, level)| (id.as_str(), level.slug())).collect());
        form
    }
}

/// The function that retries a change; the page of one that can be retried has its form.
pub const RETRY: &str = "/api/changes/retry";

/// The portals on one database, and the browsers in front of them.
pub struct Fleet {
    pub portals: Vec<Portal>,
    http: reqwest::Client,
    next: AtomicUsize,
    deadline: Instant,
}

impl Fleet {
    /// These portals; whatever is not done within `patience` from now fails.
    pub fn new(portals: Vec<Portal>, patience: Duration) -> Self {
        sigma_portal::domain::tls::use_ring();
        // A request that hangs in a portal being killed is given up, as a person would.
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let http = http.timeout(Duration::from_secs(10)).build().unwrap();
        Self { portals, http, next: AtomicUsize::new(0), deadline: Instant::now() + patience }
    }

    /// Waits until every portal has read the organisation.
    pub async fn ready(&self) {
        for portal in &self.portals {
            let is_ready = async || {
                let answer = self.http.get(portal.url("/readyz")).send().await;
                answer.is_ok_and(|a| a.status() == StatusCode::OK)
            };
            while !is_ready().await {
                assert!(!portal.has_ended(), "a portal ended by itself:\n{}", portal.log());
                assert!(Instant::now() < self.deadline, "a portal never got ready:\n{}", portal.log());
                tokio::time::sleep(ASK_AGAIN).await;
            }
        }
    }

    /// Onboards one person to the end; how often that took a retry.
    ///
    /// # Errors
    /// What the admin saw instead.
    pub async fn onboard(&self, wish: &AcceptChange) -> Result<u32, String> {
        let planned = self.send(Method::POST, "/api/onboarding/onboard", &wish.form()).await?;
        let Some(review) = planned.location.filter(|page| page.starts_with("/reviews/")) else {
            return Err(format!("{}: no plan but {} {}", wish.email, planned.status, planned.body));
        };
        let review = self.send(Method::GET, &review, &[]).await?;
        if review.status != StatusCode::OK || !review.offers("Apply change") {
            return Err(format!("{}: no plan but {} {}", wish.email, review.status, review.text()));
        }
        let form = ["id", "fingerprint"].map(|name| (name.to_owned(), review.field(name)));
        let applied = self.send(Method::POST, "/api/changes/accept", &form).await?;
        let page = format!("/changes/{}", form[0].1);
        if applied.location.as_ref() != Some(&page) {
            return Err(format!("{}: not accepted but {} {:?}", wish.email, applied.status, applied.location));
        }
        self.follow(&page).await.map_err(|why| format!("{}: {why}", wish.email))
    }

    /// Follows a change to its good end, and retries it whenever it needs attention.
    async fn follow(&self, page: &str) -> Result<u32, String> {
        let id = page.trim_start_matches("/changes/").to_owned();
        let retry = [("id".to_owned(), id)];
        let mut retries = 0;
        loop {
            let seen = self.send(Method::GET, page, &[]).await?;
            if seen.status != StatusCode::OK {
                return Err(format!("{page} answers {}", seen.status));
            }
            if seen.body.contains(RETRY) {
                self.send(Method::POST, RETRY, &retry).await?;
                retries += 1;
            } else if !seen.names("Progress") {
                return Ok(retries);
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Sends one request to one portal, from a browser that holds this cookie.
    ///
    /// # Errors
    /// That no whole answer came.
    pub async fn ask(
        &self,
        portal: &Portal,
        method: Method,
        path: &str,
        form: &[(String, String)],
        cookie: &str,
    ) -> reqwest::Result<Answer> {
        let request = self.request(ADMIN, portal, method, path, form).header("cookie", cookie);
        Answer::read(request.send().await?).await
    }

    fn request(
        &self,
        who: &str,
        portal: &Portal,
        method: Method,
        path: &str,
        form: &[(String, String)],
    ) -> RequestBuilder {
        let request = self.http.request(method.clone(), portal.url(path)).header("accept", "text/html");
        let request = request.header("x-portal-proxy-secret", PROXY_SECRET).header("x-forwarded-email", who);
        let request = request.header("sec-fetch-site", "same-origin");
        if method == Method::POST { request.form(form) } else { request }
    }

    /// Sends a request until some portal answers it: the very same request again, as a browser repeats a form.
    ///
    /// # Errors
    /// That nobody answered in time.
    pub async fn send(&self, method: Method, path: &str, form: &[(String, String)]) -> Result<Answer, String> {
        self.send_as(ADMIN, method, path, form).await
    }

    /// The same, sent by somebody else. Now and then a browser is closed while a write is on its way: the portal's answer
    /// finds nobody.
    ///
    /// # Errors
    /// That nobody answered in time.
    pub async fn send_as(
        &self,
        who: &str,
        method: Method,
        path: &str,
        form: &[(String, String)],
    ) -> Result<Answer, String> {
        while Instant::now() < self.deadline {
            let nth = self.next.fetch_add(1, Ordering::Relaxed);
            let portal = &self.portals[nth % self.portals.len()];
            let request = self.request(who, portal, method.clone(), path, form);
            let hangs_up = method == Method::POST && nth.is_multiple_of(HANGS_UP);
            let request = if hangs_up { request.timeout(Duration::from_millis(nth as u64 % 23)) } else { request };
            if let Ok(answer) = request.send().await
                && let Ok(answer) = Answer::read(answer).await
            {
                // Three hundred people are more than one person onboards in a minute by hand: the portal says when to go on.
                let Some(wait) = too_soon(&answer) else { return Ok(answer) };
                tokio::time::sleep(wait).await;
            }
            tokio::time::sleep(ASK_AGAIN).await;
        }
        Err(format!("nobody answered {method} {path} in time"))
    }
}

/// For how long the portal wants to be left alone by this person.
fn too_soon(answer: &Answer) -> Option<Duration> {
    let is_too_soon = answer.status == StatusCode::TOO_MANY_REQUESTS;
    let seconds = answer.headers.get("retry-after").filter(|_| is_too_soon)?.to_str().ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds))
}
