//! An OpenID provider inside the test, that can be made to misbehave in every way that matters.

use axum::{
    Form, Json, Router,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use sigma_portal::auth::oidc::{ClaimNames, OidcConfig};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use tokio::net::TcpListener;

/// The portal's secret at the provider.
const SECRET: &str = "a secret with: special characters & such";

/// A key that signs.
struct Key {
    id: String,
    pair: EcdsaKeyPair,
}

impl Key {
    fn new(id: &str) -> Self {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).unwrap();
        Self { id: id.to_owned(), pair }
    }

    fn sign(&self, header: Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(&header), part(claims));
        let signature = self.pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn public(&self) -> Value {
        let point = self.pair.public_key().as_ref();
        let part = |from: usize| URL_SAFE_NO_PAD.encode(&point[from..from + 32]);
        json!({"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.id, "x": part(1), "y": part(33)})
    }
}

/// What the provider does otherwise than it should.
#[derive(Clone, Default)]
pub struct Odd {
    /// Claims that are put in place of the right ones; null takes one out.
    pub claims: Map<String, Value>,
    /// The header's algorithm.
    pub algorithm: Option<String>,
    /// Signs with a key that it does not publish.
    pub unknown_key: bool,
    /// Refuses codes.
    pub refuses_codes: bool,
    /// Puts nothing of the person into the ID token; userinfo has it.
    pub thin: bool,
}

/// A code that was given out.
struct Code {
    nonce: String,
    challenge: String,
    redirect: String,
}

struct Inner {
    issuer: String,
    keys: Mutex<Vec<Key>>,
    codes: Mutex<HashMap<String, Code>>,
    person: Mutex<Value>,
    odd: Mutex<Odd>,
    /// How often its keys were asked for.
    key_requests: Mutex<usize>,
    /// Seconds that its clock is ahead.
    ahead: Mutex<i64>,
    /// Whether it describes itself.
    is_up: Mutex<bool>,
}

/// The provider; it runs as long as the test.
#[derive(Clone)]
pub struct Provider(Arc<Inner>);

impl Provider {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let provider = Self(Arc::new(Inner {
            issuer: format!("http://{}", listener.local_addr().unwrap()),
            keys: Mutex::new(vec![Key::new("first")]),
            codes: Mutex::default(),
            person: Mutex::default(),
            odd: Mutex::default(),
            key_requests: Mutex::default(),
            ahead: Mutex::default(),
            is_up: Mutex::new(true),
        }));
        provider.signs_in("ada", "amara.okafor@lumen.example", json!({}));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(keys))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        provider
    }

    /// What a portal is told of it.
    pub fn config(&self) -> OidcConfig {
        OidcConfig {
            issuer: self.0.issuer.clone(),
            client_id: "portal".into(),
            client_secret: Some(SECRET.into()),
            scopes: vec!["openid".into(), "email".into()],
            algorithms: vec![jsonwebtoken::Algorithm::ES256],
            claims: ClaimNames::default(),
            trust_unverified_email: false,
            name: "Lumen ID".into(),
            fresh_within: Some(std::time::Duration::from_mins(15)),
            people: sigma_portal::directory::PeopleRules::default(),
        }
    }

    /// Whom it signs in from now on, with these claims besides.
    pub fn signs_in(&self, subject: &str, email: &str, besides: Value) {
        let mut claims =
            json!({"sub": subject, "email": email, "email_verified": true, "sid": format!("sid-{subject}")});
        claims.as_object_mut().unwrap().extend(besides.as_object().unwrap().clone());
        *self.0.person.lock().unwrap() = claims;
    }

    /// What it does otherwise than it should, from now on.
    pub fn is_odd(&self, odd: Odd) {
        *self.0.odd.lock().unwrap() = odd;
    }

    /// Describes itself no longer, or again.
    pub fn is_up(&self, is_up: bool) {
        *self.0.is_up.lock().unwrap() = is_up;
    }

    /// Signs with a new key from now on, and publishes only that.
    pub fn rotates(&self, id: &str) {
        *self.0.keys.lock().unwrap() = vec![Key::new(id)];
    }

    /// How often its keys were asked for.
    pub fn key_requests(&self) -> usize {
        *self.0.key_requests.lock().unwrap()
    }

    /// Moves its clock on, as the portal's.
    pub fn advance(&self, seconds: i64) {
        *self.0.ahead.lock().unwrap() += seconds;
    }

    fn now(&self) -> i64 {
        jiff::Timestamp::now().as_second() + *self.0.ahead.lock().unwrap()
    }

    /// Where its public keys are.
    pub fn keys_url(&self) -> url::Url {
        format!("{}/keys", self.0.issuer).parse().unwrap()
    }

    /// What a proxy says of a request that it has let through, with these claims in place of the right ones.
    pub fn assertion(&self, email: &str, claims: Value) -> String {
        let now = self.now();
        let mut whole = json!({
            "iss": self.0.issuer, "aud": "portal", "iat": now, "exp": now + 60, "sub": format!("sub-{email}"), "email": email,
        });
        replace(whole.as_object_mut().unwrap(), claims.as_object().unwrap());
        self.signed(&whole)
    }

    /// A logout token with these claims in place of the right ones.
    pub fn logout_token(&self, claims: Value) -> String {
        let now = self.now();
        let mut whole = json!({
            "iss": self.0.issuer, "aud": "portal", "iat": now, "exp": now + 120, "jti": uuid::Uuid::new_v4().to_string(),
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        });
        replace(whole.as_object_mut().unwrap(), claims.as_object().unwrap());
        self.signed(&whole)
    }

    fn signed(&self, claims: &Value) -> String {
        let odd = self.0.odd.lock().unwrap().clone();
        let algorithm = odd.algorithm.unwrap_or_else(|| "ES256".into());
        let header = |id: &str| json!({"alg": algorithm, "kid": id, "typ": "JWT"});
        if odd.unknown_key {
            let stranger = Key::new("first");
            return stranger.sign(header("first"), claims);
        }
        let keys = self.0.keys.lock().unwrap();
        keys[0].sign(header(&keys[0].id), claims)
    }
}

fn replace(claims: &mut Map<String, Value>, by: &Map<String, Value>) {
    for (name, value) in by {
        if value.is_null() {
            claims.remove(name);
        } else {
            claims.insert(name.clone(), value.clone());
        }
    }
}

async fn describe(State(provider): State<Provider>) -> Response {
    if !*provider.0.is_up.lock().unwrap() {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    let at = |path: &str| format!("{}{path}", provider.0.issuer);
    Json(json!({
        "issuer": provider.0.issuer, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"), "userinfo_endpoint": at("/userinfo"), "end_session_endpoint": at("/end"),
    }))
    .into_response()
}

async fn keys(State(provider): State<Provider>) -> Json<Value> {
    *provider.0.key_requests.lock().unwrap() += 1;
    let keys: Vec<Value> = provider.0.keys.lock().unwrap().iter().map(Key::public).collect();
    Json(json!({ "keys": keys }))
}

async fn authorize(State(provider): State<Provider>, Query(asked): Query<HashMap<String, String>>) -> Response {
    assert_eq!((&*asked["response_type"], &*asked["code_challenge_method"]), ("code", "S256"));
    assert_eq!(asked["client_id"], "portal");
    let code = uuid::Uuid::new_v4().to_string();
    let of = |name: &str| asked[name].clone();
    let given = Code { nonce: of("nonce"), challenge: of("code_challenge"), redirect: of("redirect_uri") };
    provider.0.codes.lock().unwrap().insert(code.clone(), given);
    let state: String = form_urlencoded(&asked["state"]);
    Redirect::to(&format!("{}?code={code}&state={state}", asked["redirect_uri"])).into_response()
}

fn form_urlencoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

async fn token(
    State(provider): State<Provider>,
    headers: axum::http::HeaderMap,
    Form(sent): Form<HashMap<String, String>>,
) -> Response {
    let refused = |word: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": word }))).into_response();
    let basic = format!("{}:{}", form_urlencoded("portal"), form_urlencoded(SECRET));
    let basic = format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(basic));
    if headers.get("authorization").and_then(|sent| sent.to_str().ok()) != Some(&basic) {
        return refused("invalid_client");
    }
    let odd = provider.0.odd.lock().unwrap().clone();
    let given = provider.0.codes.lock().unwrap().remove(&sent["code"]);
    let Some(given) = given.filter(|_| !odd.refuses_codes) else { return refused("invalid_grant") };
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&sent["code_verifier"]));
    if challenge != given.challenge || sent["redirect_uri"] != given.redirect {
        return refused("invalid_grant");
    }
    let now = provider.now();
    let person = provider.0.person.lock().unwrap().clone();
    let mut claims = json!({
        "iss": provider.0.issuer, "aud": "portal", "iat": now, "exp": now + 300, "nonce": given.nonce, "auth_time": now,
        "sub": person["sub"],
    });
    let whole = claims.as_object_mut().unwrap();
    if !odd.thin {
        whole.extend(person.as_object().unwrap().clone());
    }
    replace(whole, &odd.claims);
    let id_token = provider.signed(&claims);
    Json(json!({"id_token": id_token, "access_token": "access", "token_type": "Bearer"})).into_response()
}

async fn userinfo(State(provider): State<Provider>, headers: axum::http::HeaderMap) -> Response {
    assert_eq!(headers["authorization"], "Bearer access");
    Json(provider.0.person.lock().unwrap().clone()).into_response()
}
