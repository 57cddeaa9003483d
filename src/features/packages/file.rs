//! A package as a file: written with names instead of ids, so that it can be read, kept elsewhere, and used in another
//! organisation. Taking one fills in the form of a new package; nothing is made before somebody has looked.

use super::{
    edit,
    form::{PackageFields, PackageForm},
};
use crate::{
    directory::Snapshot,
    domain::{
        AccessPackage, AppError, Capability, Invalid, MemberId, PackageId, ResourceKind, UserAttribute, UserAttributeId,
    },
    features::shared::{
        grant_editor::{GrantRow, GrantRows},
        picker::{self, CandidateSource, Resolution, Resources},
    },
    store::PageRequest,
    web::{self, RequestContext, draft, paths},
};
use axum::{
    body::Body,
    extract::{Multipart, Path, multipart::MultipartRejection},
    http::HeaderValue,
    response::{IntoResponse, Redirect, Response},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, time::Duration};

/// The largest file, in bytes: many times what a package needs.
pub const BYTES: usize = 200_000;

/// How long what a file says is kept until the package is saved.
const LIFE: Duration = Duration::from_hours(2);

/// A package, in names.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct PackageFile {
    name: String,
    description: String,
    /// Addresses of those who own it.
    owners: Vec<String>,
    account_type: Option<String>,
    teams: Vec<Named>,
    workspaces: Vec<Named>,
    connections: Vec<Named>,
    /// Values of user attributes by their names.
    attributes: BTreeMap<String, String>,
}

/// A thing of the organisation at a level: `member` or `admin` of a team, else Sigma's word.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Named {
    name: String,
    level: String,
}

impl PackageFile {
    fn of(package: &AccessPackage, owners: &[MemberId], snapshot: &Snapshot) -> Self {
        let contents = &package.contents;
        let type_name = |name: &String| snapshot.account_type(name).map_or(name, |known| &known.name).clone();
        let attribute = |(id, value): &(UserAttributeId, String)| {
            let known: Option<&UserAttribute> = snapshot.user_attribute(id);
            Some((known?.name.clone(), value.clone()))
        };
        let access = |kind: ResourceKind| {
            let of_kind = contents.access.iter().filter(move |(resource, _)| resource.kind() == kind);
            let named = of_kind.filter_map(|(resource, level)| {
                let name = snapshot.resource_name(resource)?.to_owned();
                Some(Named { name, level: level.slug().to_owned() })
            });
            named.collect()
        };
        let teams = contents.teams.iter().filter_map(|choice| {
            let level = if choice.is_team_admin { "admin" } else { "member" };
            Some(Named { name: snapshot.team_name(&choice.team_id)?.to_owned(), level: level.to_owned() })
        });
        let owners = owners.iter().filter_map(|id| snapshot.member(id)).map(|member| member.email.clone());
        Self {
            name: package.name.clone(),
            description: package.description.clone(),
            owners: owners.collect(),
            account_type: contents.account_type.as_ref().map(type_name),
            teams: teams.collect(),
            workspaces: access(ResourceKind::Workspace),
            connections: access(ResourceKind::Connection),
            attributes: contents.attributes.iter().filter_map(attribute).collect(),
        }
    }

    /// The form filled in with it, and what of it is not clear, field by field.
    fn form(self, snapshot: &Snapshot) -> (PackageForm, Invalid) {
        let mut errors = Invalid::new();
        let mut rows = |field: &'static str, what: &str, named: &[Named], source: &dyn CandidateSource| {
            let row = |one: &Named| match source.meant(&one.name) {
                Resolution::One(thing) => Ok(GrantRow { id: thing.key, level: one.level.clone() }),
                unclear @ (Resolution::Nothing | Resolution::Several { .. } | Resolution::Unknown) => {
                    Err(unclear.problem(what, &one.name).unwrap_or_default())
                }
            };
            let (clear, unclear): (Vec<_>, Vec<_>) = named.iter().map(row).partition(Result::is_ok);
            let why: Vec<String> = unclear.into_iter().filter_map(Result::err).collect();
            if !why.is_empty() {
                errors.add(field, why.join(" "));
            }
            GrantRows::of(clear.into_iter().flatten().collect())
        };
        let resources = |kind| Resources { snapshot, kind: Some(kind) };
        let teams = rows("teams", "team", &self.teams, &picker::teams(snapshot));
        let workspaces = rows("workspaces", "workspace", &self.workspaces, &resources(ResourceKind::Workspace));
        let connections = rows("connections", "connection", &self.connections, &resources(ResourceKind::Connection));
        let lines: Vec<_> = self.attributes.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let fields = PackageFields {
            name: self.name,
            description: self.description,
            owners: self.owners.join(", "),
            account_type: self.account_type.unwrap_or_default(),
            attributes: lines.join("\n"),
        };
        (PackageForm { fields, teams, workspaces, connections }, errors)
    }
}

/// The package as a file, for those who know the names of all that is in it.
pub async fn download(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::ReadAudit)?;
    let held = cx.app.requests.package(&PackageId::new(id), &cx.actor, PageRequest { number: 1, size: 1 }).await?;
    let file = PackageFile::of(&held.package, &held.owners, &*cx.snapshot()?);
    let text = serde_json::to_string_pretty(&file).map_err(|_| AppError::Broken)?;
    Ok(web::attachment("access-package.json", HeaderValue::from_static("application/json"), Body::from(text)))
}

/// Keeps what the file says, and leads to the form of a new package that is filled in with it.
pub async fn take(cx: RequestContext, body: Result<Multipart, MultipartRejection>) -> Result<Response, AppError> {
    cx.require(Capability::WriteMembers)?;
    match read(body.map_err(|_| AppError::Unreadable)?).await {
        Ok(file) => {
            let id = uuid::Uuid::now_v7().to_string();
            draft::keep(&cx, &id, &file, LIFE).await?;
            Ok(Redirect::to(&paths::package_from_file(&id)).into_response())
        }
        Err(why) => edit::blank(cx, Invalid::one("file", why)).await,
    }
}

/// What the file of this id fills in, and what of it is not clear.
///
/// # Errors
/// [`AppError::NotFound`] where it is not the actor's or kept no longer, and failures of the database.
pub async fn filled_in(cx: &RequestContext, id: &str) -> Result<(PackageForm, Invalid), AppError> {
    let file: PackageFile = draft::find(cx, id).await?.ok_or(AppError::NotFound)?;
    Ok(file.form(&*cx.snapshot()?))
}

/// What was sent, as far as it is a package.
///
/// # Errors
/// What is wrong with the file, in a sentence.
async fn read(mut body: Multipart) -> Result<PackageFile, String> {
    let broken = || "The upload broke off, or the file is too large for a package. Try again.".to_owned();
    while let Some(part) = body.next_field().await.map_err(|_| broken())? {
        if part.name() != Some("file") {
            continue;
        }
        let bytes = part.bytes().await.map_err(|_| broken())?;
        if bytes.is_empty() {
            break;
        }
        return serde_json::from_slice(&bytes)
            .map_err(|error| format!("This is no file of an access package: {error}."));
    }
    Err("Choose a file.".to_owned())
}
