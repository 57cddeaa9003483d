//! Signing out: here, which leads on to the provider; and there, which the provider tells the portal of.

use super::{ErrorPanel, Oidc};
use crate::auth::tokens::{Claims, Refused, SKEW};
use jiff::Timestamp;
use serde_json::Value;
use url::Url;

/// What every logout token says that it is (OpenID Connect Back-Channel Logout, section 2.4).
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Somebody whom the provider has signed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedOut {
    /// The provider's id of the person, where all their sessions end.
    pub subject: Option<String>,
    /// The provider's id of its session, where only that one ends.
    pub sid: Option<String>,
    /// What no other logout token has.
    pub id: String,
    /// When the token is refused for its age.
    pub expires_at: Timestamp,
}

impl Oidc {
    /// Where the browser goes to be signed out at the provider too, if it offers that. `back` is where the provider sends
    /// it afterwards.
    pub async fn sign_out_url(&self, id_token: Option<&str>, back: &Url, now: Timestamp) -> Option<Url> {
        let mut url = self.provider(now).await.ok()?.said.end_session_endpoint.clone()?;
        {
            let mut query = url.query_pairs_mut();
            query.append_pair("client_id", &self.config.client_id);
            query.append_pair("post_logout_redirect_uri", back.as_str());
            if let Some(token) = id_token {
                query.append_pair("id_token_hint", token);
            }
        }
        Some(url)
    }

    /// Reads a logout token. The caller sees to it that it is used once.
    ///
    /// # Errors
    /// [`ErrorPanel::Token`], and [`ErrorPanel::Down`] where the keys cannot be had.
    pub async fn logged_out(&self, token: &str, now: Timestamp) -> Result<LoggedOut, ErrorPanel> {
        let provider = self.provider(now).await?;
        let claims = provider.verifier.claims(token, now).await.map_err(ErrorPanel::Token)?;
        read(&claims, now).map_err(ErrorPanel::Token)
    }
}

fn read(claims: &Claims, now: Timestamp) -> Result<LoggedOut, Refused> {
    // An ID token has a nonce and no event: neither may be taken for the other.
    let is_logout = claims.0.get("events").is_some_and(|events| events.get(EVENT).is_some_and(Value::is_object));
    if !is_logout || claims.0.contains_key("nonce") {
        return Err(Refused::Missing("a logout (events), or has a nonce"));
    }
    let id = claims.text("jti").ok_or(Refused::Missing("which token it is (jti)"))?.to_owned();
    let subject = claims.text("sub").map(str::to_owned);
    let sid = claims.text("sid").map(str::to_owned);
    if subject.is_none() && sid.is_none() {
        return Err(Refused::Missing("whose session has ended (sub or sid)"));
    }
    let ends = claims.seconds("exp").map(|ends| ends.saturating_add(SKEW));
    let expires_at = ends.and_then(|ends| Timestamp::from_second(ends).ok()).unwrap_or(now);
    Ok(LoggedOut { subject, sid, id, expires_at })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn logged_out(value: Value) -> Result<LoggedOut, Refused> {
        read(&serde_json::from_value(value).unwrap(), Timestamp::from_second(1_000).unwrap())
    }

    #[test]
    fn only_a_logout_token_logs_out() {
        let events = json!({EVENT: {}});
        let whole = json!({"events": events, "jti": "1", "sub": "ada", "sid": "s", "exp": 1_100});
        let read = logged_out(whole.clone()).unwrap();
        assert_eq!((read.subject.as_deref(), read.sid.as_deref(), &*read.id), (Some("ada"), Some("s"), "1"));
        assert_eq!(read.expires_at.as_second(), 1_160);
        for (left_out, with) in [("events", json!({})), ("jti", json!({})), ("", json!({"nonce": "n"}))] {
            let mut wrong = whole.as_object().unwrap().clone();
            wrong.remove(left_out);
            wrong.extend(with.as_object().unwrap().clone());
            assert!(logged_out(Value::Object(wrong)).is_err(), "{left_out}");
        }
        assert!(logged_out(json!({"events": events, "jti": "1"})).is_err(), "nobody's session has ended");
        assert!(logged_out(json!({"events": {EVENT: "x"}, "jti": "1", "sub": "a"})).is_err());
    }

    mod anything {
        use super::*;
        use proptest::prelude::*;

        fn value() -> impl Strategy<Value = Value> {
            let leaf = prop_oneof![
                Just(Value::Null),
                any::<bool>().prop_map(Value::from),
                any::<i64>().prop_map(Value::from),
                "\\PC{0,12}".prop_map(Value::from),
                Just(json!({EVENT: {}})),
            ];
            leaf.prop_recursive(2, 8, 3, |inner| {
                prop_oneof![
                    proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                    proptest::collection::hash_map("[a-z]{1,6}", inner, 0..3)
                        .prop_map(|map| Value::Object(map.into_iter().collect())),
                ]
            })
        }

        proptest! {
            #[test]
            fn logs_out_only_whom_it_names(claims in proptest::collection::hash_map("(events|nonce|jti|sub|sid|exp|x)", value(), 0..6)) {
                let claims = Value::Object(claims.into_iter().collect());
                if let Ok(out) = logged_out(claims.clone()) {
                    prop_assert!(claims.get("nonce").is_none() && claims["events"][EVENT].is_object());
                    prop_assert!(out.subject.is_some() || out.sid.is_some());
                    prop_assert_eq!(Some(out.id.as_str()), claims["jti"].as_str());
                }
            }
        }
    }
}
