//! What was typed into a form and could not be taken: kept for its person, a day at most.

use super::PageOf;
use crate::{
    components::draft,
    store::Review,
    web::{App, Cx, Fault, Flash, Tone, decode, form, paths},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::time::Duration;

/// How long it is kept.
const LIFE: Duration = Duration::from_hours(24);

/// How much is kept of one person at a time, reviews and selections included: more than anybody works on in a day.
const MOST: u64 = 200;

/// A form as it was posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeptForm {
    /// Where it was posted to.
    pub posted_to: String,
    /// The page that it was on.
    pub page: String,
    /// Its fields, as a browser sends them.
    pub body: String,
}

impl KeptForm {
    /// Keeps it for the person whose page it was on, under a new id.
    ///
    /// # Errors
    /// Failures of the database.
    pub async fn keep(&self, app: &App, of: PageOf) -> Result<String, Fault> {
        let id = uuid::Uuid::new_v4().to_string();
        let body = serde_json::to_string(self).map_err(|error| {
            tracing::error!(%error, "A form could not be written down");
            Fault::Broken
        })?;
        let now = Timestamp::now();
        let kept = Review {
            id: id.clone(),
            owner: of.person,
            actor_email: of.email,
            created_at: now,
            expires_at: now + LIFE,
            body,
        };
        app.store.put_review(&kept).await?;
        app.store.keep_newest_reviews(&kept.owner, MOST).await?;
        Ok(id)
    }

    /// The actor's own of that id, while it is kept.
    ///
    /// # Errors
    /// Failures of the database.
    pub async fn find(cx: &Cx, id: &str) -> Result<Option<Self>, Fault> {
        draft::find(cx, id).await
    }

    /// Where it is gone on with: on its own page, where that shows itself again as it was filled in.
    pub fn url(&self, id: &str) -> String {
        if self.posted_to == self.page && paths::is_form(&self.page) {
            return format!("{}?form={id}", self.page);
        }
        paths::kept_form(id)
    }

    /// Its fields in order, without those that the portal put there.
    pub fn fields(&self) -> Vec<(String, String)> {
        let all = url::form_urlencoded::parse(self.body.as_bytes()).into_owned();
        all.filter(|(name, _)| name != super::FIELD).collect()
    }
}

/// What a form page is asked to show.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    /// Id of what was kept of this form.
    form: String,
}

impl Cx {
    /// The form of this page as it was filled in, where `?form=ID` asks for what was kept of it. Says so where that is
    /// kept no longer.
    ///
    /// # Errors
    /// Failures of the database.
    pub async fn kept_form<F: DeserializeOwned>(&self) -> Result<Option<F>, Fault> {
        let Query { form: id } = decode(self.parts.uri.query());
        if id.is_empty() {
            return Ok(None);
        }
        let kept = KeptForm::find(self, &id).await?.filter(|kept| kept.posted_to == self.parts.uri.path());
        let read = kept.and_then(|kept| form::parse(kept.body.as_bytes()).ok());
        if read.is_none() {
            let text = "What you typed is no longer kept. The form shows what is there now.";
            Flash::set(Tone::Warning, text, &self.session).await;
        }
        Ok(read)
    }
}
