//! What a portal has answered.

use super::sheets;
use reqwest::{
    Response, StatusCode,
    header::{LOCATION, SET_COOKIE},
};

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: Option<String>,
    pub cookie: Option<String>,
    pub headers: reqwest::header::HeaderMap,
    pub body: String,
}

impl Answer {
    /// Reads an answer to its end.
    ///
    /// # Errors
    /// That the connection broke off before.
    pub async fn read(response: Response) -> reqwest::Result<Self> {
        let text = |name| response.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let (location, cookie) = (text(LOCATION), text(SET_COOKIE));
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.text().await?;
        if body.starts_with("<!DOCTYPE html>") {
            sheets::all_linked(&body);
        }
        Ok(Self { status, location, cookie, headers, body })
    }

    /// What a review wants typed, where it wants something.
    pub fn confirmation(&self) -> Option<String> {
        let text = self.text();
        let (_, rest) = text.split_once(" Type ")?;
        Some(rest.split_once(" to confirm")?.0.to_owned())
    }

    /// The value of a hidden field, unescaped.
    pub fn field(&self, name: &str) -> String {
        let input =
            self.body.split("<input").find(|tag| tag.contains(&format!("name=\"{name}\""))).expect("no such field");
        let value = input.split_once("value=\"").expect("a field with a value").1;
        let value = value.split_once('"').unwrap().0;
        value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    }

    /// The page's text between tags, for reading what a person reads.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut in_tag = false;
        // Each part but the first begins within a script, and the page goes on after its end.
        let page = self.body.split("<script").enumerate();
        let page = page
            .map(|(nth, part)| if nth == 0 { part } else { part.split_once("</script>").map_or("", |(_, rest)| rest) });
        for c in page.flat_map(str::chars) {
            match c {
                '<' => in_tag = true,
                '>' => in_tag = false,
                _ if !in_tag => text.push(c),
                _ => {}
            }
        }
        text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    }
}
