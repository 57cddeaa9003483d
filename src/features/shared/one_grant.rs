//! One grantee's level on one thing whose grants the directory does not keep by themselves: compared with what a page
//! showed before it is planned.

use super::{
    contest::{self, Compared, Contest, Field},
    grantee,
};
use crate::{
    domain::{AppError, Baseline, Call, Grantee, Invalid, Permission, Subject},
    web::RequestContext,
};

/// What is wanted of somebody's level, and what Sigma says they hold.
pub struct OneGrant<'a> {
    pub grantee: &'a Grantee,
    /// `None` takes the grant away.
    pub wanted: Option<&'a Permission>,
    /// `None` is no grant of their own.
    pub held: Option<&'a Permission>,
}

/// Passes what nobody else has changed since the page was shown. `subject` is what the change is about; `level_by` says
/// at which level a call leaves this grantee on this thing, by Sigma's word for it, empty for none.
///
/// # Errors
/// [`AppError::Invalid`] with the question which value holds, [`AppError::Refused`] where somebody else's was chosen, and
/// failures of the database.
pub async fn undisputed(
    cx: &RequestContext,
    subject: &Subject,
    wish: &OneGrant<'_>,
    base: &Baseline,
    level_by: impl Fn(&Call) -> Option<String>,
) -> Result<(), AppError> {
    let OneGrant { grantee, wanted, held } = wish;
    let slug = |level: Option<&Permission>| level.map(|level| level.slug().to_owned()).unwrap_or_default();
    let field = Field {
        name: grantee.key(),
        label: grantee::name(grantee, &*cx.snapshot()?),
        typed: slug(*wanted),
        now: slug(*held),
    };
    let mut compared = Compared::new(base, [field], |slug| match slug {
        "" => "no access of their own".to_owned(),
        slug => format!("“{}”", Permission::from(slug.to_owned()).label()),
    });
    let sets = |call: &Call, contest: &Contest| level_by(call).is_some_and(|level| level == contest.now());
    compared.contests = contest::named(&cx.app.store, subject, compared.contests, sets).await?;
    if !compared.contests.is_empty() {
        return Err(Invalid::from(compared).into());
    }
    // Wanted is what was shown, or somebody else's was chosen: what they have set since stays.
    if !compared.writes(&grantee.key()) && held != wanted {
        return Err(AppError::Refused(contest::STAYS.to_owned()));
    }
    Ok(())
}
