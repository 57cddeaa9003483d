//! A package as its form has it: names, levels and lines of text.

use crate::{
    directory::Snapshot,
    domain::{
        AccessPackage, AppError, Grantee, Invalid, Member, MemberId, PackageContents, Permission, ResourceRef,
        TeamChoice, text,
    },
    features::shared::{
        addresses::{addresses, people},
        attribute_lines,
        grant_editor::{EditorSubject, GrantEditor, GrantRow, GrantRows},
    },
    requests::PackageDraft,
    web::RequestContext,
};
use serde::{Deserialize, Serialize};

/// What was typed, but for the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PackageFields {
    pub name: String,
    pub description: String,
    /// Addresses of those who answer for it.
    pub owners: String,
    /// Name of the account type; empty for none.
    pub account_type: String,
    /// One user attribute a line: “Region: EMEA”.
    pub attributes: String,
}

/// The form as it was filled in, right or wrong.
#[derive(Clone, Debug, Default)]
pub struct PackageForm {
    pub fields: PackageFields,
    pub teams: GrantRows,
    pub workspaces: GrantRows,
    pub connections: GrantRows,
}

/// The form with typed names resolved and its buttons followed.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    pub fields: PackageFields,
    pub teams: GrantEditor,
    pub workspaces: GrantEditor,
    pub connections: GrantEditor,
}

fn rows<'a>(access: impl Iterator<Item = (&'a ResourceRef, &'a Permission)>) -> GrantRows {
    let row = |(resource, level): (&ResourceRef, &Permission)| GrantRow {
        id: resource.key(),
        level: level.slug().to_owned(),
    };
    GrantRows::of(access.map(row).collect())
}

impl PackageForm {
    /// The form of a package as it is now.
    pub fn of(package: &AccessPackage, owners: &[MemberId], snapshot: &Snapshot) -> Self {
        let mut form = Self::giving(&package.contents, snapshot);
        form.fields.name.clone_from(&package.name);
        form.fields.description.clone_from(&package.description);
        form.fields.owners = addresses(owners, snapshot);
        form
    }

    /// The form of a new package that gives what somebody has themselves.
    pub fn as_of(member: &Member, snapshot: &Snapshot) -> Self {
        let teams = snapshot.teams_of(&member.id);
        let access = snapshot.granted_to(&Grantee::Member(member.id.clone())).to_vec();
        let attributes = snapshot.attributes_of_member(&member.id).into_iter();
        Self::giving(
            &PackageContents {
                account_type: Some(member.account_type.to_lowercase()),
                teams: teams.map(|(team, _)| TeamChoice { team_id: team.id.clone(), is_team_admin: false }).collect(),
                access,
                attributes: attributes.map(|(known, value)| (known.id.clone(), value.value.clone())).collect(),
            },
            snapshot,
        )
    }

    fn giving(contents: &PackageContents, snapshot: &Snapshot) -> Self {
        let name = |name: &String| snapshot.account_type(name).map_or(name, |known| &known.name).clone();
        let team = |choice: &TeamChoice| GrantRow {
            id: format!("team:{}", choice.team_id),
            level: if choice.is_team_admin { "admin" } else { "member" }.to_owned(),
        };
        let of = |is_workspace: bool| {
            let access = contents.access.iter().map(|(resource, level)| (resource, level));
            rows(access.filter(|(resource, _)| matches!(resource, ResourceRef::Workspace(_)) == is_workspace))
        };
        Self {
            fields: PackageFields {
                account_type: contents.account_type.as_ref().map(name).unwrap_or_default(),
                attributes: attribute_lines::lines(&contents.attributes, snapshot),
                ..PackageFields::default()
            },
            teams: GrantRows::of(contents.teams.iter().map(team).collect()),
            workspaces: of(true),
            connections: of(false),
        }
    }

    /// Resolves what was typed, as far as it is clear.
    ///
    /// # Errors
    /// [`AppError::NotReady`].
    pub fn settled(self, cx: &RequestContext) -> Result<Settled, AppError> {
        let (snapshot, Self { fields, teams, workspaces, connections }) = (cx.snapshot()?, self);
        let settled = |subject: EditorSubject, posted| {
            GrantEditor::settled(posted, &*subject.candidates(&cx.actor, &snapshot, &[]))
        };
        Ok(Settled {
            fields,
            teams: settled(EditorSubject::Teams, teams),
            workspaces: settled(EditorSubject::Workspaces, workspaces),
            connections: settled(EditorSubject::Connections, connections),
        })
    }
}

impl Settled {
    /// What it stands for.
    ///
    /// # Errors
    /// Every field that needs attention.
    pub fn draft(&self, snapshot: &Snapshot) -> Result<PackageDraft, Invalid> {
        let mut errors = Invalid::new();
        let fields = &self.fields;
        let name = errors.keep("name", text::title(&fields.name, "name")).unwrap_or_default();
        let description = errors.keep("description", text::note(&fields.description, "description"));
        let owners = errors.keep("owners", people(&fields.owners, snapshot)).unwrap_or_default();
        let account_type = match fields.account_type.trim() {
            "" => None,
            typed if snapshot.account_type(typed).is_some() => Some(typed.to_lowercase()),
            typed => {
                errors.add("account_type", format!("There is no account type “{}”.", text::isolated(typed)));
                None
            }
        };
        let editors = [
            ("teams", "team", &self.teams),
            ("workspaces", "workspace", &self.workspaces),
            ("connections", "connection", &self.connections),
        ];
        for (field, what, editor) in editors {
            if let Some(why) = editor.unclear(what) {
                errors.add(field, why);
            }
        }
        let team = |row: &GrantRow| TeamChoice { team_id: row.id().into(), is_team_admin: row.level == "admin" };
        let mut access = errors.keep("workspaces", levels(&self.workspaces.rows)).unwrap_or_default();
        access.extend(errors.keep("connections", levels(&self.connections.rows)).unwrap_or_default());
        let attributes = errors
            .keep("attributes", attribute_lines::read(&fields.attributes, snapshot).map_err(|why| why.to_string()))
            .unwrap_or_default();
        let teams = self.teams.rows.iter().map(team).collect();
        let contents = PackageContents { account_type, teams, access, attributes };
        if contents.is_empty() && errors.is_empty() {
            errors.add(
                "account_type",
                "Choose what the package gives: an account type, a team, a workspace or a connection.",
            );
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(PackageDraft { name, description: description.unwrap_or_default(), contents, owners })
    }
}

fn levels(rows: &[GrantRow]) -> Result<Vec<(ResourceRef, Permission)>, String> {
    let level = |row: &GrantRow| {
        let resource = ResourceRef::from_key(&row.id)?;
        let permission = resource.permission(&row.level)?;
        Some((resource, permission))
    };
    rows.iter().map(level).collect::<Option<_>>().ok_or_else(|| "Choose a level for every row.".to_owned())
}
