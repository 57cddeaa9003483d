//! Who somebody is, from the claims of the provider.

use super::{ErrorPanel, OidcConfig};
use crate::{
    auth::tokens::Claims,
    directory::Identity,
    domain::{EmailAddress, ProviderSubject, text},
};

/// Longest id of a person, in bytes (OpenID Connect Core, section 2).
const LONGEST_SUBJECT: usize = 255;

/// Who the claims say it is. Of two sources the ID token comes first.
pub(super) fn read(config: &OidcConfig, claims: &Claims) -> Result<Identity, ErrorPanel> {
    let subject = claims.text("sub").filter(|id| id.len() <= LONGEST_SUBJECT && !id.chars().any(char::is_control));
    let subject = subject.ok_or(ErrorPanel::Token(crate::auth::tokens::Refused::Missing("whom it is about (sub)")))?;
    let email = claims.text(&config.claims.email).and_then(|text| EmailAddress::parse(text).ok());
    let email = email.ok_or(ErrorPanel::NoEmail)?;
    if claims.flag("email_verified") != Some(true) && !config.trust_unverified_email {
        return Err(ErrorPanel::Unverified);
    }
    Ok(Identity {
        email: email.folded(),
        // A name that misleads is no name: the address is shown instead.
        name: claims.text(&config.claims.name).and_then(|name| text::person_name(name, "name").ok()),
        member_id: None,
        subject: Some(ProviderSubject { issuer: config.issuer.clone(), subject: subject.to_owned() }),
        groups: claims.list(&config.claims.groups),
    })
}

/// Whether the provider leaves the groups out because there are too many: Entra then says where they could be asked for
/// instead, or only that there are some.
pub(super) fn has_too_many_groups(config: &OidcConfig, claims: &Claims) -> bool {
    let is_elsewhere = claims.0.get("_claim_names").is_some_and(|names| names.get(&config.claims.groups).is_some());
    is_elsewhere || claims.flag("hasgroups") == Some(true)
}

#[cfg(test)]
mod tests {
    use super::super::ClaimNames;
    use super::*;
    use crate::directory::PeopleRules;
    use serde_json::{Value, json};

    fn config() -> OidcConfig {
        OidcConfig {
            issuer: "https://id.example".into(),
            client_id: "portal".into(),
            client_secret: None,
            scopes: vec![],
            algorithms: vec![],
            claims: ClaimNames::default(),
            trust_unverified_email: false,
            name: "Example".into(),
            fresh_within: None,
            people: PeopleRules::default(),
        }
    }

    fn claims(value: Value) -> Claims {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn an_address_that_was_not_verified_counts_only_where_the_portal_is_told_so() {
        let said =
            |verified: Value| claims(json!({"sub": "1", "email": "Ada@Lumen.example", "email_verified": verified}));
        for verified in [json!(true), json!("true")] {
            assert_eq!(read(&config(), &said(verified)).unwrap().email, "ada@lumen.example");
        }
        for unverified in [json!(false), json!("false"), json!(null), json!(1)] {
            assert_eq!(read(&config(), &said(unverified.clone())), Err(ErrorPanel::Unverified), "{unverified}");
        }
        let trusting = OidcConfig { trust_unverified_email: true, ..config() };
        assert!(read(&trusting, &claims(json!({"sub": "1", "email": "ada@lumen.example"}))).is_ok());
    }

    #[test]
    fn names_that_mislead_and_addresses_that_are_none_are_not_taken() {
        let said = |name: &str, email: &str| {
            let claims = claims(json!({"sub": "1", "name": name, "email": email, "email_verified": true}));
            read(&config(), &claims).map(|identity| identity.name)
        };
        assert_eq!(said("Ada", "ada@lumen.example"), Ok(Some("Ada".into())));
        assert_eq!(said("Ada\u{202e}nimdA", "ada@lumen.example"), Ok(None));
        for email in ["", "ada", "ada@lumen.example, root@lumen.example", "ada@lumen.example\u{200b}"] {
            assert_eq!(said("Ada", email), Err(ErrorPanel::NoEmail), "{email}");
        }
    }

    #[test]
    fn groups_that_are_left_out_are_noticed() {
        let too_many = |value| has_too_many_groups(&config(), &claims(value));
        assert!(too_many(json!({"_claim_names": {"groups": "src1"}, "_claim_sources": {}})));
        assert!(too_many(json!({"hasgroups": true})));
        assert!(!too_many(json!({"groups": ["a"], "_claim_names": {"other": "src1"}})));
    }
}
