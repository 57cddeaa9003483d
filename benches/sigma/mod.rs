//! A simulated Sigma in a process of its own: what it was asked, what came of it, and a script that calls it the plain
//! way.

use crate::{Newcomer, process::Server};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::{collections::HashSet, fmt, time::Duration};

/// People in the organisation before anybody is onboarded.
const MEMBERS: usize = 400;

/// The simulator, and an access token of the script's own.
pub struct Sigma {
    server: Server,
    token: String,
}

/// What people are given a place in, by id.
pub struct Organisation {
    pub teams: Vec<String>,
    pub workspaces: Vec<String>,
    pub connections: Vec<String>,
}

/// What all calls together have brought about.
#[derive(Debug, PartialEq, Eq)]
pub struct Effects {
    pub invitations: usize,
    pub memberships: usize,
    pub grants: usize,
    /// Any of these that was brought about more than once.
    pub repeated: usize,
}

impl fmt::Display for Effects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { invitations, memberships, grants, repeated } = self;
        write!(f, "{invitations} invited, {memberships} memberships, {grants} grants; {repeated} of them repeated")
    }
}

impl Sigma {
    pub async fn start(calls_per_second: u16) -> Self {
        let limit = calls_per_second.to_string();
        let server = Server::simulator(MEMBERS, &["--latency", "80", "--calls-per-second", &limit]).await;
        let mut sigma = Self { server, token: String::new() };
        let form =
            [("grant_type", "client_credentials"), ("client_id", "demo-client"), ("client_secret", "demo-secret")];
        let answer = sigma.server.http.post(format!("{}/v2/auth/token", sigma.url())).form(&form).send().await;
        let answer: Value = answer.unwrap().json().await.unwrap();
        answer["access_token"].as_str().unwrap().clone_into(&mut sigma.token);
        sigma
    }

    pub fn url(&self) -> &str {
        &self.server.url
    }

    /// Makes one call; again after a second when it is refused, as scripts do.
    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        loop {
            let request = self.server.http.request(method.clone(), format!("{}{path}", self.url()));
            let request = request.bearer_auth(&self.token);
            let request = match &body {
                Some(body) => request.json(body),
                None => request,
            };
            let answer = request.send().await.unwrap();
            if answer.status() == StatusCode::TOO_MANY_REQUESTS {
                tokio::time::sleep(Duration::from_secs(1)).await;
                continue;
            }
            assert!(answer.status().is_success(), "{method} {path}: {answer:?}");
            return answer.json().await.unwrap();
        }
    }

    /// Ten teams, and eight workspaces and two connections to open.
    pub async fn organisation(&self) -> Organisation {
        let ids = async |list: &str, id: &str, most: usize| {
            let list = self.call(Method::GET, &format!("/v2/{list}"), None).await;
            let entries = list["entries"].as_array().unwrap().iter().filter(|e| e["isArchived"] != true);
            entries.take(most).map(|e| e[id].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        Organisation {
            teams: ids("teams", "teamId", 10).await,
            workspaces: ids("workspaces", "workspaceId", 8).await,
            connections: ids("connections", "connectionId", 2).await,
        }
    }

    /// Looks for the person, invites them, adds them to their teams and gives them their grants: a call for each.
    pub async fn onboard_by_script(&self, newcomer: &Newcomer, organisation: &Organisation) {
        let email = &newcomer.email;
        let found = self.call(Method::GET, &format!("/v2/members?email={}", email.replace('@', "%40")), None).await;
        assert!(found["entries"].as_array().unwrap().is_empty());
        let person = json!({ "email": email, "firstName": "New", "lastName": "Comer", "memberType": "Build" });
        let invited = self.call(Method::POST, "/v2/members", Some(person)).await;
        let id = &invited["memberId"];
        for n in 0..2 {
            let path = format!("/v2/teams/{}/members", newcomer.pick(n, &organisation.teams));
            self.call(Method::PATCH, &path, Some(json!({ "add": [id], "remove": [] }))).await;
        }
        let grant = |level: &str| json!({ "grants": [{ "grantee": { "memberId": id }, "permission": level }] });
        let workspace = format!("/v2/workspaces/{}/grants", newcomer.pick(0, &organisation.workspaces));
        self.call(Method::POST, &workspace, Some(grant("explore"))).await;
        let connection = format!("/v2/connections/{}/grants", newcomer.pick(0, &organisation.connections));
        self.call(Method::POST, &connection, Some(grant("usage"))).await;
    }

    async fn control(&self, path: &str) -> Value {
        let answer = self.server.http.get(format!("{}/__simulator/{path}", self.url())).send().await.unwrap();
        answer.json().await.unwrap()
    }

    pub async fn clear_journal(&self) {
        self.server.http.delete(format!("{}/__simulator/journal", self.url())).send().await.unwrap();
    }

    /// Calls so far, those for tokens aside, and how many of them were refused with 429.
    pub async fn calls(&self) -> (usize, usize) {
        let journal = self.control("journal").await;
        let counts = journal["counts"].as_object().unwrap().iter().filter(|(name, _)| !name.ends_with("/auth/token"));
        counts.fold((0, 0), |(calls, refused), (_, count)| {
            let number = |value: &Value| usize::try_from(value.as_u64().unwrap_or(0)).unwrap();
            (calls + number(&count["calls"]), refused + number(&count["statuses"]["429"]))
        })
    }

    /// What the calls in the journal have brought about. The journal must hold all of them.
    pub async fn effects(&self) -> Effects {
        let journal = self.control("journal").await;
        let entries = journal["entries"].as_array().unwrap();
        assert!(entries.len() < 10_000, "the journal has forgotten the first calls");
        let mails = self.control("invitations").await;
        let mails: Vec<&str> = mails.as_array().unwrap().iter().map(|m| m["email"].as_str().unwrap()).collect();
        let (mut memberships, mut grants) = (Vec::new(), Vec::new());
        for entry in entries.iter().filter(|entry| entry["status"].as_u64().is_some_and(|s| s < 300)) {
            let (path, body) = (entry["path"].as_str().unwrap(), &entry["body"]);
            let list = |name: &str| body[name].as_array().map_or(&[][..], Vec::as_slice);
            match entry["operation"].as_str().unwrap() {
                "POST /v2/members" => {
                    let joined = list("addToTeams").iter();
                    memberships.extend(joined.map(|team| format!("{} {}", body["email"], team["teamId"])));
                }
                "PATCH /v2/teams/{teamId}/members" => {
                    memberships.extend(list("add").iter().map(|id| format!("{id} {path}")));
                }
                operation if operation.starts_with("POST") && operation.ends_with("/grants") => {
                    grants.extend(list("grants").iter().map(|grant| format!("{path} {}", grant["grantee"])));
                }
                _ => {}
            }
        }
        let distinct = |facts: &[String]| facts.iter().collect::<HashSet<_>>().len();
        let (invited, joined, granted) =
            (mails.iter().collect::<HashSet<_>>().len(), distinct(&memberships), distinct(&grants));
        let all = mails.len() + memberships.len() + grants.len();
        Effects {
            invitations: invited,
            memberships: joined,
            grants: granted,
            repeated: all - invited - joined - granted,
        }
    }
}
