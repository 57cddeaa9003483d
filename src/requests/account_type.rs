//! The account type that access needs: asked for together, where somebody's own limits it.

use super::{Error, Inner, Requests, ask::Asking};
use crate::{
    directory::caveats,
    domain::{AccountType, Actor, MemberId, NoRoute, Permission, Target},
};

impl Asking<'_> {
    /// The name of the least account type with which a level is all that it says, where the beneficiary's own leaves less
    /// and it can be asked for.
    pub(super) fn account_type_for(&self, requests: &Inner, level: &Permission) -> Option<String> {
        let own = self.snapshot.account_type_name(self.beneficiary.member()?);
        caveats::of_account_type(own, level)?;
        let is_enough = |one: &&AccountType| !one.is_custom && caveats::of_account_type(&one.name, level).is_none();
        let mut enough: Vec<&AccountType> = self.snapshot.account_types().iter().filter(is_enough).collect();
        enough.sort_by_key(|one| one.rank());
        let route =
            |one: &AccountType| self.decided(requests, &Target::AccountType(one.name.to_lowercase()), false).route;
        // What is asked for already is on its way.
        let offered = enough.into_iter().map(|one| (one, route(one)));
        let (found, route) = offered.into_iter().find(|(_, route)| matches!(route, Ok(_) | Err(NoRoute::Asked(_))))?;
        route.is_ok().then(|| found.name.clone())
    }
}

impl Requests {
    /// The account type without which the target would be of less use than it looks, by name; `None` where it is not, or
    /// where none can be asked for.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotReady`] and [`Error::Store`].
    pub async fn account_type_for(
        &self,
        target: &Target,
        beneficiary: Option<&MemberId>,
        actor: &Actor,
    ) -> Result<Option<String>, Error> {
        let Target::Access(_, level) = target else { return Ok(None) };
        let snapshot = self.0.snapshot()?;
        let asking = self.asking(beneficiary, None, actor, &snapshot).await?;
        Ok(asking.account_type_for(&self.0, level))
    }
}
