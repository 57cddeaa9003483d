//! What a token is for.

use super::problem::Problem;
use crate::{
    domain::{ApiScope, AppError, Capability},
    web::Caller,
};

/// Goes on only if the token is for this, and who made it may do it now.
///
/// # Errors
/// A problem that says which of both is not so.
pub fn require(caller: &Caller, scope: ApiScope) -> Result<(), Problem> {
    if !caller.token.scopes.contains(&scope) {
        let why = format!("This token was made without the scope “{}”. Nothing was done.", scope.slug());
        return Err(Problem::forbidden(why));
    }
    let needed = match scope {
        ApiScope::Onboard | ApiScope::Request | ApiScope::Leave => Capability::WriteMembers,
        ApiScope::Read => Capability::ReadAudit,
    };
    if caller.actor.role.can(needed) { Ok(()) } else { Err(AppError::Forbidden.into()) }
}
