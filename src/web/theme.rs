//! The theme that somebody has chosen: in a cookie of its own, so that it outlives their session and holds for the sign-in
//! page as well.

use crate::domain::Theme;
use axum::http::{HeaderMap, HeaderValue, header};

const COOKIE: &str = "portal-theme";

/// How long a browser remembers it, in seconds: 400 days, the most that browsers keep a cookie.
const LIFE: u32 = 400 * 24 * 60 * 60;

/// What these cookies say; the system's where they say nothing.
pub fn theme_of(headers: &HeaderMap) -> Theme {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).and_then(|(_, theme)| Theme::from_slug(theme)).unwrap_or_default()
}

/// The cookie that has a browser remember it. It tells nothing about anybody, so it is not kept from plain HTTP.
pub fn theme_cookie(theme: Theme) -> HeaderValue {
    let cookie = match theme {
        Theme::System => format!("{COOKIE}=; Max-Age=0; Path=/; SameSite=Lax; HttpOnly"),
        Theme::Light | Theme::Dark => {
            format!("{COOKIE}={}; Max-Age={LIFE}; Path=/; SameSite=Lax; HttpOnly", theme.slug())
        }
    };
    HeaderValue::try_from(cookie).unwrap_or_else(|_| HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_was_told_it_tells() {
        for theme in Theme::ALL {
            let told = theme_cookie(theme);
            let pair = told.to_str().unwrap().split(';').next().unwrap();
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(&format!("portal-demo=abc; {pair}")).unwrap());
            assert_eq!(theme_of(&headers), theme);
        }
        let mut invented = HeaderMap::new();
        invented.insert(header::COOKIE, HeaderValue::from_static("portal-theme=\"><script>"));
        assert_eq!(theme_of(&invented), Theme::System);
    }
}
