//! Forms as a browser reads them off a page: found by what they do, sent with all that the page put into them.

use super::{Answer, Browser};
use reqwest::Method;
use scraper::{ElementRef, Html, Selector};

/// Fields in order: names and values.
pub type Fields = Vec<(String, String)>;

impl Browser<'_> {
    /// Opens a page and sends the form that has these fields with what a person enters and what is hidden in it, nothing
    /// else: a box that is not named is not ticked. Goes on to a review, and back to the page where the form was not taken.
    pub async fn submit(&self, page: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(page).await;
        if !shown.status.is_success() {
            return shown;
        }
        let (function, hidden) = shown.hidden(fields);
        self.send_form(page, &function, &with(hidden, fields)).await
    }

    async fn send_form(&self, page: &str, function: &str, fields: &Fields) -> Answer {
        let request = self.request(Method::POST, &format!("/api/{function}"));
        let request = request.header("sec-fetch-site", "same-origin").header("referer", self.app.url(page));
        let answer = self.send(request.form(fields)).await;
        match &answer.location {
            Some(to) if to.starts_with("/reviews/") || to.contains("form=") => self.get(to).await,
            _ => answer,
        }
    }
}

/// The fields, those of the same name replaced.
fn with(mut all: Fields, fields: &[(&str, &str)]) -> Fields {
    all.retain(|(name, _)| fields.iter().all(|(new, _)| new != name));
    all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    all
}

impl Answer {
    /// The function of the form that has most of these fields, and what is hidden in that form.
    fn hidden(&self, fields: &[(&str, &str)]) -> (String, Fields) {
        let page = Html::parse_document(&self.body);
        let has = |form: &ElementRef<'_>, name: &str| {
            form.select(&selector("[name]")).any(|field| field.attr("name") == Some(name))
        };
        let (posts, forms) = (selector(r#"form[action^="/api/"]"#), page.select(&selector("form")).count());
        let best = page.select(&posts).max_by_key(|form| fields.iter().filter(|(name, _)| has(form, name)).count());
        let form = best.unwrap_or_else(|| panic!("no form among {forms} on the page: {}", self.text()));
        let function = form.attr("action").unwrap_or_default().trim_start_matches("/api/").to_owned();
        (function, form.select(&selector("input[type=hidden][name]")).flat_map(values).collect())
    }
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

/// What a field sends as it stands.
fn values(field: ElementRef<'_>) -> Fields {
    let name = field.attr("name").unwrap_or_default().to_owned();
    let value = |element: ElementRef<'_>, other: &str| element.attr("value").unwrap_or(other).to_owned();
    let is = |attribute: &str| field.attr(attribute).is_some();
    if is("disabled") || (matches!(field.attr("type"), Some("checkbox" | "radio")) && !is("checked")) {
        return Fields::new();
    }
    if field.value().name() == "textarea" {
        return vec![(name, field.text().collect())];
    }
    if field.value().name() == "select" {
        let options: Vec<_> = field.select(&selector("option")).collect();
        let chosen: Vec<_> = options.iter().filter(|option| option.attr("selected").is_some()).collect();
        let chosen = if chosen.is_empty() && !is("multiple") { options.iter().take(1).collect() } else { chosen };
        return chosen
            .into_iter()
            .map(|option| (name.clone(), value(*option, &option.text().collect::<String>())))
            .collect();
    }
    let on = if is("type") && field.attr("type") == Some("checkbox") { "on" } else { "" };
    vec![(name, value(field, on))]
}
