//! Whether whoever asks has shown lately who they are: a browser that was left open is not them.

use super::RequestContext;
use crate::auth;

impl RequestContext {
    /// Whether whoever asks has shown their sign-in provider lately who they are, as far as this installation asks for
    /// that and signs people in itself.
    pub async fn has_signed_in_lately(&self) -> bool {
        let within = self.app.auth.oidc().and_then(|oidc| oidc.config.fresh_within);
        let Some(within) = within else { return true };
        let shown = auth::provider_session(&self.session).await.and_then(|session| session.auth_time);
        let ago = shown.map(|at| self.now.as_second().saturating_sub(at));
        ago.and_then(|ago| u64::try_from(ago.max(0)).ok()).is_some_and(|ago| ago <= within.as_secs())
    }
}
