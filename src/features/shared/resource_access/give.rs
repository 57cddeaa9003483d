//! Giving many people and teams access to a resource at once: what the form wants.

use super::{
    super::{
        grant_editor::{EditorSubject, GrantEditor, GrantRow, GrantRows},
        grantee,
    },
    Resource,
    compared::compared,
    levels::seen,
};
use crate::{
    directory::{
        Snapshot,
        resolve::{
            list,
            lookup::{Found, look_up},
        },
    },
    domain::{Actor, AppError, Baseline, ChangeId, Grantee, Intent, Invalid, Permission, ResourceRef},
    ui::number,
    web::RequestContext,
};

/// Name of the editor in the form.
pub(super) const EDITOR: &str = "grants";

/// Most people and teams in one form: what a form may weigh, divided by what a row does.
pub(super) const MAX_GRANTEES: usize = 500;

/// The form as it is posted.
#[derive(Clone, Debug, Default)]
pub struct GiveForm {
    /// Who, and at which level.
    pub grants: GrantRows,
    /// Addresses to add, in any form that has them apart.
    pub addresses: String,
    /// The levels that were shown beside the rows, by the keys of grantees.
    pub base: Baseline,
}

/// The form with a row for everybody who was typed or pasted and is clear.
pub(super) struct Settled {
    /// The rows, and what is asked about the name that was typed.
    pub editor: GrantEditor,
    /// Lines that mean nobody clearly.
    pub addresses: String,
    /// The levels that were shown.
    pub base: Baseline,
    /// What is wrong with what was pasted.
    pub errors: Invalid,
}

impl GiveForm {
    /// Does what the buttons say; what was typed and pasted becomes rows where it is clear, and stays where it is not.
    pub(super) fn settled(self, resource: &Resource, actor: &Actor, snapshot: &Snapshot) -> Settled {
        let Self { grants, addresses, base } = self;
        let levels = resource.levels();
        let known = levels.iter().find(|(slug, _)| *slug == grants.new.level).or(levels.first());
        let level = known.map_or_else(String::new, |(slug, _)| (*slug).to_owned());
        let editor = GrantEditor::settled(grants, &*subject(resource).candidates(actor, snapshot, &[]));
        let mut settled = Settled { editor, addresses, base, errors: Invalid::new() };
        settled.errors = settled.paste(&level, snapshot);
        settled
    }
}

impl Settled {
    /// Adds the people that the pasted list means; lines that mean nobody clearly stay, with an error.
    fn paste(&mut self, level: &str, snapshot: &Snapshot) -> Invalid {
        let lines = list::lines(&self.addresses).count();
        let rows = &mut self.editor.rows;
        if lines + rows.len() > MAX_GRANTEES {
            return Invalid::one("addresses", too_many(lines + rows.len()));
        }
        let mut unknown: Vec<String> = Vec::new();
        let (mut suggested, mut unseen) = (None, None);
        for entry in look_up(&self.addresses, snapshot) {
            unseen = unseen.or_else(|| entry.unseen());
            match entry.found {
                Found::One(member) => {
                    let id = Grantee::Member(member.id.clone()).key();
                    if !rows.iter().any(|row| row.id == id) {
                        rows.push(GrantRow { id, level: level.to_owned() });
                    }
                    continue;
                }
                Found::Nobody(meant) => suggested = suggested.or(meant),
                Found::Several(_) => {}
            }
            unknown.push(entry.text);
        }
        self.addresses = unknown.join("\n");
        if let Some(unseen) = unseen {
            return Invalid::one("addresses", unseen);
        }
        let meant = suggested.map(|member| format!(" Did you mean {}?", member.email)).unwrap_or_default();
        match unknown.as_slice() {
            [] => Invalid::new(),
            [one] if one.contains('@') => {
                Invalid::one("addresses", format!("Nobody in the directory has the address {one}.{meant}"))
            }
            [one] => Invalid::one("addresses", format!("“{one}” means nobody in the directory clearly.{meant}")),
            many => Invalid::one("addresses", format!("Nobody in the directory has these {} addresses.", many.len())),
        }
    }

    /// Who is to have which level.
    ///
    /// # Errors
    /// That there is nobody yet, or too many.
    pub fn access(&self, resource: &Resource) -> Result<Vec<(Grantee, Option<Permission>)>, Invalid> {
        let row = |row: &GrantRow| Some((Grantee::from_key(&row.id)?, Some(resource.of.permission(&row.level)?)));
        let wanted: Vec<_> = self.editor.rows.iter().filter_map(row).collect();
        match wanted.len() {
            0 => Err(Invalid::one(EDITOR, "Add a person or a team first.")),
            n if n > MAX_GRANTEES => Err(Invalid::one(EDITOR, too_many(n))),
            _ => Ok(wanted),
        }
    }
}

/// What the rows are.
pub(super) fn subject(resource: &Resource) -> EditorSubject {
    EditorSubject::AccessTo(resource.of.clone())
}

fn too_many(n: usize) -> String {
    format!(
        "At most {MAX_GRANTEES} people and teams get access at once; these are {}. For more, give it to a team.",
        number(n)
    )
}

/// Plans giving access and leads to the review.
///
/// # Errors
/// As [`Resource::changeable`] and [`RequestContext::propose`]; [`AppError::Invalid`] also where a name is not clear,
/// where somebody has access whose level was not shown, and where somebody else has set a level meanwhile.
pub async fn give(cx: &RequestContext, of: impl Into<ResourceRef>, form: GiveForm) -> Result<ChangeId, AppError> {
    let resource = Resource::changeable(cx, of)?;
    let snapshot = cx.snapshot()?;
    let form = form.settled(&resource, &cx.actor, &snapshot);
    if !form.errors.is_empty() || form.editor.is_pending() {
        return Err(form.errors.into());
    }
    let access = form.access(&resource)?;
    // A row that was never shown with what is held already is shown with it first.
    let is_unseen = |who: &Grantee, level: Option<&Permission>| {
        let held = snapshot.grant_of(&resource.of, who).map(|grant| &grant.permission);
        held.is_some() && held != level && !form.base.shown.contains_key(&who.key())
    };
    let unseen = access.iter().filter(|(who, level)| is_unseen(who, level.as_ref()));
    let unseen: Vec<String> = unseen.map(|(who, _)| grantee::name(who, &snapshot)).collect();
    if !unseen.is_empty() {
        let names = unseen.join(", ");
        let text = format!("Already has access: {names}. Check the level beside the name, then go on.");
        return Err(AppError::field(EDITOR, text));
    }
    let found = compared(cx, &resource.of, &access, &form.base, &snapshot).await?;
    if !found.contests.is_empty() {
        return Err(found.unanswered().into());
    }
    // Whoever is to have what was shown, or keeps what somebody else has given since, is left alone.
    let access: Vec<_> = access.into_iter().filter(|(who, _)| found.writes(&who.key())).collect();
    if access.is_empty() {
        return Err(AppError::field(EDITOR, "Nothing would change: everyone keeps the level that they have."));
    }
    let (place, before) = (resource.place(), seen(&resource.of, &access, &snapshot));
    let intent = Intent::SetAccess { resource: resource.of, access, before };
    cx.propose(intent, place).await.map_err(beside_the_rows)
}

/// What stands against a row is said at the editor.
fn beside_the_rows(error: AppError) -> AppError {
    match error {
        AppError::Invalid(mut errors) => {
            for error in errors.fields.iter_mut().filter(|e| e.field == "grantee" || e.field == "permission") {
                EDITOR.clone_into(&mut error.field);
            }
            errors.into()
        }
        other => other,
    }
}
