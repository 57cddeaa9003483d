//! The session cookie.

use super::Mode;
use crate::{auth::SessionLimits, store::SessionStore};
use time::Duration;
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

/// Sessions in the database, named by a cookie that scripts cannot read and other sites cannot cause to be sent with
/// a write. Over HTTPS its name pins it to this host; plain HTTP on loopback cannot have such a name.
pub fn session_layer(
    store: SessionStore,
    mode: Mode,
    https: bool,
    limits: SessionLimits,
) -> SessionManagerLayer<SessionStore> {
    let name = match (https, mode) {
        (true, _) => "__Host-portal",
        (false, Mode::Demo) => "portal-demo",
        (false, Mode::Serve) => "portal",
    };
    let idle = Duration::try_from(limits.idle).unwrap_or(Duration::HOUR);
    SessionManagerLayer::new(store)
        .with_name(name)
        .with_secure(https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(idle))
}
