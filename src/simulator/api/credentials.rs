//! `/v2/credentials`: making and taking back API credentials, for Admins. There is no list of them (BEHAVIOUR.md
//! section 18).

use serde::Serialize;
use uuid::Uuid;

use super::members;
use crate::simulator::body::{Fields, expecting};
use crate::simulator::call::{Answer, Call, empty, json};
use crate::simulator::failure::Failure;
use crate::simulator::state::Organisation;
use crate::simulator::state::credential::{Credential, SCOPES, Scope};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    client_id: &'a str,
    client_secret: &'a str,
}

/// `POST /v2/credentials`: the only answer that has the secret.
pub fn create(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let body = call.body()?;
    let fields = Fields::mixed(&body)?;
    let (owner, name) = (fields.text("ownerId")?, fields.text("name")?);
    let description = fields.text_opt("description")?;
    let scopes: Vec<Scope> = fields.texts_opt("scopes")?.iter().map(|word| scope(word)).collect::<Result<_, _>>()?;
    let owner = members::find(organisation, owner)?;
    if !organisation.members[owner].is_active() {
        return Err(Failure::invalid("ownerId must be an active member"));
    }
    // Not from the seed: a secret must never be good twice.
    let [id, one, two] = std::array::from_fn(|_| Uuid::new_v4().simple().to_string());
    let credential = Credential {
        client_id: id.into(),
        secret: format!("{one}{two}").into(),
        owner,
        name: name.into(),
        description: description.map(Into::into),
        scopes: if scopes.is_empty() { vec![Scope::Api] } else { scopes },
    };
    let answer = json(&Wire { client_id: &credential.client_id, client_secret: &credential.secret });
    organisation.credentials.push(credential);
    Ok(answer)
}

fn scope(word: &str) -> Result<Scope, Failure> {
    let known = SCOPES.iter().find(|(known, _)| *known == word).map(|(_, scope)| *scope);
    known.ok_or_else(|| expecting("\"api\" | \"embed\"", "1.scopes", Some(&word.into())))
}

/// `DELETE /v2/credentials/{clientId}`: ends them and their tokens, also those that the call itself was made with.
pub fn remove(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let wanted = call.path("clientId");
    if wanted == call.first_client_id() {
        if std::mem::replace(&mut organisation.first_credentials_revoked, true) {
            return Err(missing());
        }
        return Ok(empty());
    }
    let place = organisation.credentials.iter().position(|credential| *credential.client_id == *wanted);
    organisation.credentials.remove(place.ok_or_else(missing)?);
    Ok(empty())
}

fn missing() -> Failure {
    Failure::not_found("Credentials not found")
}
