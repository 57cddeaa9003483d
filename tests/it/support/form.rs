//! Forms as a browser reads them off a page: found by what they do, sent with all that the page put into them.

use super::{Answer, Browser};
use reqwest::Method;
use scraper::{ElementRef, Html, Selector};

/// Fields in order: names and values.
pub type Fields = Vec<(String, String)>;

impl Browser<'_> {
    /// Opens a page, fills in the form of the function `api/…` and sends it. `fields` replace what the page has put into
    /// fields of those names; none of a name with an empty list of values is left. Goes on to a review, and back to the
    /// page where the form was not taken.
    pub async fn fill(&self, page: &str, function: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(page).await;
        assert!(shown.status.is_success(), "{page}: {} {}", shown.status, shown.text());
        self.send_form(page, function, &with(shown.form(function), fields)).await
    }

    /// Opens a page, fills in the form of the button that is called so, and presses it. Goes on as [`Self::fill`].
    pub async fn press(&self, page: &str, button: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(page).await;
        assert!(shown.status.is_success(), "{page}: {} {}", shown.status, shown.text());
        let (function, form) = shown.button(button);
        self.send_form(page, &function, &with(form, fields)).await
    }

    /// Opens a page and sends the form that has these fields with what a person enters and what is hidden in it, nothing
    /// else: a box that is not named is not ticked. Goes on as [`Self::fill`].
    pub async fn submit(&self, page: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(page).await;
        if !shown.status.is_success() {
            return shown;
        }
        let (function, hidden) = shown.hidden(fields);
        self.send_form(page, &function, &with(hidden, fields)).await
    }

    /// Sends fields to the function `api/…` as a form of `page` does, whatever that page shows. Goes on as [`Self::fill`].
    pub async fn call(&self, page: &str, function: &str, fields: &[(&str, &str)]) -> Answer {
        self.send_form(page, function, &with(Fields::new(), fields)).await
    }

    /// Sends fields to the function `api/…` as a form of `page` does, and goes on to the page that this leads to.
    pub async fn send_on(&self, page: &str, function: &str, fields: &Fields) -> Answer {
        let answer = self.send_form(page, function, fields).await;
        match &answer.location {
            Some(to) => self.get(to).await,
            None => answer,
        }
    }

    /// Sends these fields to the function `api/…` as a form of `page`. Goes on as [`Self::fill`].
    pub async fn send_form(&self, page: &str, function: &str, fields: &Fields) -> Answer {
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
pub fn with(mut all: Fields, fields: &[(&str, &str)]) -> Fields {
    all.retain(|(name, _)| fields.iter().all(|(new, _)| new != name));
    all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    all
}

impl Answer {
    /// The fields of the form of the function `api/…`, as the page has filled them.
    pub fn form(&self, function: &str) -> Fields {
        let first = self.forms(function).into_iter().next();
        first.unwrap_or_else(|| panic!("no form of {function} on the page: {}", self.text()))
    }

    /// The fields of all forms of the function `api/…`, as the page has filled them.
    pub fn forms(&self, function: &str) -> Vec<Fields> {
        let page = Html::parse_document(&self.body);
        let forms = selector(&format!(r#"form[action="/api/{function}"]"#));
        let fields = selector("input[name], select[name], textarea[name]");
        page.select(&forms).map(|form| form.select(&fields).flat_map(values).collect()).collect()
    }

    /// Name and value of the first button that sends its form to the function `api/…` instead.
    pub fn button_to(&self, function: &str) -> (String, String) {
        let page = Html::parse_document(&self.body);
        let action = format!("/api/{function}");
        let button = page.select(&selector("button[formaction]")).find(|b| b.attr("formaction") == Some(&action));
        let button = button.unwrap_or_else(|| panic!("no button for {action} on the page: {}", self.text()));
        let of = |attribute| button.attr(attribute).unwrap_or_default().to_owned();
        (of("name"), of("value"))
    }

    /// What pressing a button sends, and to which function: the button is found by its label.
    pub fn button(&self, label: &str) -> (String, Fields) {
        let page = Html::parse_document(&self.body);
        let is_called = |button: &ElementRef<'_>| match button.attr("aria-label") {
            Some(name) => name == label,
            None => button.attr("aria-hidden").is_none() && button.text().collect::<String>().trim() == label,
        };
        let button = page.select(&selector("form button")).find(is_called);
        let button = button.unwrap_or_else(|| panic!("no button {label} on the page: {}", self.text()));
        let form =
            button.ancestors().filter_map(ElementRef::wrap).find(|above| above.value().name() == "form").unwrap();
        let action = button.attr("formaction").or(form.attr("action")).unwrap_or_default();
        let mut fields: Fields =
            form.select(&selector("input[name], select[name], textarea[name]")).flat_map(values).collect();
        let own = |name: &str| (name.to_owned(), button.attr("value").unwrap_or_default().to_owned());
        fields.extend(button.attr("name").map(own));
        (action.trim_start_matches("/api/").to_owned(), fields)
    }

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

/// The value of the field of this name.
pub fn value<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    let field = fields.iter().find(|(known, _)| known == name);
    field.map_or_else(|| panic!("no field {name}: {fields:?}"), |(_, value)| value.as_str())
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
