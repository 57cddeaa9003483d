//! Who takes documents over: one field for every form that hands some over. Those who can own documents come first.

use super::picker::{Candidate, CandidateSource, Owners, PickFrom, PickerField};
use crate::{
    directory::{Snapshot, caveats},
    domain::{Invalid, MemberId},
};

/// The field; the same as in the refusals of planning.
pub const NEW_OWNER: &str = "new_owner";

/// The field of the form of the function at `url`, as it was filled in. `likely` are people that are offered before
/// anything is typed.
pub fn field(
    url: &str,
    typed: &str,
    hint: &'static str,
    likely: Vec<Candidate>,
    errors: &Invalid,
    snapshot: &Snapshot,
) -> PickerField {
    PickerField {
        function: url.to_owned(),
        name: NEW_OWNER,
        from: PickFrom::Owners,
        label: "New owner",
        hint,
        placeholder: "Name or e-mail",
        resolved: Owners { snapshot }.resolve(typed),
        likely,
        error: errors.of(NEW_OWNER).map(str::to_owned),
    }
}

/// The person who is meant by what was typed.
///
/// # Errors
/// Under the field's name, where it is not clear.
pub fn meant(typed: &str, snapshot: &Snapshot) -> Result<MemberId, Invalid> {
    let new_owner = Owners { snapshot }.resolve(typed);
    new_owner.id().map(MemberId::new).ok_or_else(|| new_owner.invalid(NEW_OWNER, "person"))
}

/// What is wrong with the name before anything is planned: that nobody has it.
pub fn unknown(typed: &str, snapshot: &Snapshot) -> Invalid {
    let new_owner = Owners { snapshot }.resolve(typed);
    if new_owner.is_unknown() { new_owner.invalid(NEW_OWNER, "person") } else { Invalid::new() }
}

/// Puts those who can own documents first; otherwise they stay in their order.
pub fn able_first(likely: &mut [Candidate], snapshot: &Snapshot) {
    likely.sort_by_cached_key(|owner| {
        let member = snapshot.member(&MemberId::new(owner.id()));
        member.is_none_or(|member| caveats::of_owner(member, snapshot).is_some())
    });
}
