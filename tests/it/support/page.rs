//! A page as a person finds things on it: by role, label and name.

use super::Answer;
use scraper::{ElementRef, Html, Selector};

impl Answer {
    /// Where the links lead, as the browser reads them.
    pub fn links(&self) -> Vec<String> {
        let page = Html::parse_document(&self.body);
        page.select(&selector("a[href]")).filter_map(|link| link.attr("href")).map(str::to_owned).collect()
    }

    /// Whether a link leads to this URL.
    pub fn links_to(&self, url: &str) -> bool {
        self.links().iter().any(|link| link == url)
    }

    /// Whether a link leads to a URL that contains this.
    pub fn links_below(&self, part: &str) -> bool {
        self.links().iter().any(|link| link.contains(part))
    }

    /// Whether a button is called so, or a link that looks like one; one that cannot be pressed is none.
    pub fn offers(&self, name: &str) -> bool {
        self.has("button:not([disabled]), a.btn", |button| name_of(&button).starts_with(name))
    }

    /// Whether a button is there that cannot be pressed.
    pub fn has_locked_button(&self) -> bool {
        self.has("button[disabled], [aria-disabled=true]", |_| true)
    }

    /// Whether something on the page has this name for those who cannot see it.
    pub fn names(&self, label: &str) -> bool {
        self.has("[aria-label]", |element| element.attr("aria-label") == Some(label))
    }

    /// Whether a form, or a button, posts to the function `api/…`, or to one whose path begins so.
    pub fn posts_to(&self, function: &str) -> bool {
        let path = format!("/api/{function}");
        let leads = |attribute: Option<&str>| attribute.is_some_and(|to| to.starts_with(&path));
        self.has("[action], [formaction]", |form| leads(form.attr("action")) || leads(form.attr("formaction")))
    }

    /// Whether a field, or a button that sends a value, has this name.
    pub fn has_field(&self, name: &str) -> bool {
        self.has("input, select, textarea, button", |field| field.attr("name") == Some(name))
    }

    /// Whether a field holds this text, or a choice stands for it.
    pub fn holds(&self, value: &str) -> bool {
        let is =
            |field: ElementRef<'_>| field.attr("value") == Some(value) || field.text().collect::<String>() == value;
        self.has("input, option, textarea, button", is)
    }

    /// Whether the choice that stands for this value is made.
    pub fn has_chosen(&self, value: &str) -> bool {
        self.has("input[checked], option[selected]", |choice| choice.attr("value") == Some(value))
    }

    /// Whether the field of this id is marked as wrong, with a message that belongs to it.
    pub fn refuses(&self, field: &str) -> bool {
        let message = format!("{field}-error");
        let page = Html::parse_document(&self.body);
        let is_told = page.select(&selector("[id]")).any(|element| element.attr("id") == Some(&message));
        let is_marked = |element: ElementRef<'_>| {
            let described = element.attr("aria-describedby").unwrap_or_default();
            element.attr("aria-invalid") == Some("true") && described.split(' ').any(|id| id == message)
        };
        is_told && page.select(&selector("[aria-invalid]")).any(is_marked)
    }

    /// Whether the page has a part of this id.
    pub fn has_part(&self, id: &str) -> bool {
        self.has("[id]", |element| element.attr("id") == Some(id))
    }

    /// Whether the page loads itself again after a while, for those without script.
    pub fn reloads(&self) -> bool {
        let meant = |part: ElementRef<'_>| part.text().collect::<String>().contains("http-equiv=\"refresh\"");
        self.has("meta[http-equiv=refresh]", |_| true) || self.has("noscript", meant)
    }

    /// The cells of the table row that is headed so.
    pub fn row(&self, head: &str) -> Vec<String> {
        let page = Html::parse_document(&self.body);
        let text = |cell: ElementRef<'_>| cell.text().collect::<String>().trim().to_owned();
        let (heads, cells) = (selector("th[scope=row]"), selector("td"));
        let row = page.select(&selector("tr")).find(|row| row.select(&heads).any(|cell| text(cell) == head));
        row.map(|row| row.select(&cells).map(text).collect()).unwrap_or_default()
    }

    /// Whether the page has a table.
    pub fn has_table(&self) -> bool {
        self.has("table", |_| true)
    }

    /// Whether the page runs script.
    pub fn has_script(&self) -> bool {
        self.has("script", |_| true)
    }

    /// The state of a change on its page.
    pub fn state(&self) -> String {
        let page = Html::parse_document(&self.body);
        let state = page.select(&selector(".status")).next();
        state.map(|state| state.text().collect::<String>().trim().to_owned()).unwrap_or_default()
    }

    fn has(&self, which: &str, is: impl Fn(ElementRef<'_>) -> bool) -> bool {
        Html::parse_document(&self.body).select(&selector(which)).any(is)
    }
}

/// What a button or link is called.
fn name_of(element: &ElementRef<'_>) -> String {
    match element.attr("aria-label") {
        Some(label) => label.to_owned(),
        None => element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}
