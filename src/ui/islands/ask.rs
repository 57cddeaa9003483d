//! How the browser asks the server: the fields of a form as they are, to one of the portal's functions, for one kind of answer.
//!
//! What reads the fields into a function's arguments is on the server alone, and one piece of code sends them for all functions:
//! the stubs that Leptos makes, each with its writer of arguments and its reader of answers, would be a third of what the
//! browser loads.

use super::FORM_PERSON;
use crate::domain::AppError;
use leptos::{
    server_fn::{Protocol, ServerFn},
    web_sys::{FormData, HtmlFormElement, UrlSearchParams},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The query of a function that is asked what its form comes to, and does nothing.
pub const PREVIEW: &str = "preview";

/// One of the portal's functions whose arguments are the fields of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The path of the function.
    path: String,
    /// Whether it takes the fields in the body and not in the URL.
    is_posted: bool,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// Whoever asks has to sign in again.
    SignedOut,
    /// The function refuses, nothing came, or nothing that can be read.
    Unknown,
}

impl Question {
    /// The function `F`.
    pub fn of<F: ServerFn<Error = AppError>>() -> Self {
        type Way<F> = <F as ServerFn>::Protocol;
        let method = <Way<F> as Protocol<
            F,
            F::Output,
            F::Client,
            F::Server,
            F::Error,
            F::InputStreamError,
            F::OutputStreamError,
        >>::METHOD;
        Self { path: F::PATH.to_owned(), is_posted: method == "POST" }
    }

    /// What the form of the function `F` comes to: it plans, and leads nowhere.
    pub fn preview<F: ServerFn<Error = AppError>>() -> Self {
        Self { path: format!("{}?{PREVIEW}", F::PATH), is_posted: true }
    }

    /// Its answer to these fields, which are escaped as in a URL.
    ///
    /// # Errors
    /// [`NoAnswer`].
    pub async fn ask<T: DeserializeOwned>(&self, fields: &str) -> Result<T, NoAnswer> {
        let text = self.send(fields).await?;
        serde_json::from_str(&text).map_err(|_| NoAnswer::Unknown)
    }

    #[cfg(feature = "hydrate")]
    async fn send(&self, fields: &str) -> Result<String, NoAnswer> {
        use super::fetch;
        let response = if self.is_posted {
            fetch::post(&self.path, fields).await
        } else {
            fetch::get(&format!("{}?{fields}", self.path), "accept", "application/json").await
        };
        let response = response.ok_or(NoAnswer::Unknown)?;
        match response.status() {
            200 => fetch::text(&response).await.ok_or(NoAnswer::Unknown),
            401 => Err(NoAnswer::SignedOut),
            _ => Err(NoAnswer::Unknown),
        }
    }

    /// No island runs on the server: it renders what they begin with.
    #[cfg(not(feature = "hydrate"))]
    #[expect(clippy::unused_async, reason = "the browser's one waits")]
    async fn send(&self, _fields: &str) -> Result<String, NoAnswer> {
        Err(NoAnswer::Unknown)
    }
}

/// The fields of a form as they are filled in now, escaped as in a URL.
pub fn fields(form: &HtmlFormElement) -> Option<String> {
    let data = FormData::new_with_form(form).ok()?;
    // A question changes nothing: it does not matter whose page it comes from.
    data.delete(FORM_PERSON);
    escaped(&data)
}

/// Pairs of names and values, escaped as in a URL.
pub fn pairs(all: &[(&str, &str)]) -> Option<String> {
    let data = FormData::new().ok()?;
    for (name, value) in all {
        data.append_with_str(name, value).ok()?;
    }
    escaped(&data)
}

fn escaped(data: &FormData) -> Option<String> {
    let fields = UrlSearchParams::new_with_str_sequence_sequence(data).ok()?;
    Some(fields.to_string().into())
}
