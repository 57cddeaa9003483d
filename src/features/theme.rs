//! Choosing between light and dark, from the account menu.

use crate::domain::{AppError, Theme};
use leptos::server;

/// Shows the portal in this theme from now on, in this browser.
#[server(endpoint = "theme/set")]
pub async fn set_theme(#[server(default)] theme: Theme) -> Result<(), AppError> {
    use crate::web::{OptionalUser, theme_cookie};
    use axum::http::header::SET_COOKIE;
    OptionalUser::current().await?.actor.ok_or(AppError::SignedOut)?;
    let response = leptos::prelude::expect_context::<leptos_axum::ResponseOptions>();
    response.append_header(SET_COOKIE, theme_cookie(theme));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::paths;
    use leptos::server_fn::ServerFn;

    #[test]
    fn the_menu_posts_to_it() {
        assert_eq!(SetTheme::PATH, paths::SET_THEME);
    }
}
