//! Taking a file, or pasted rows, and what holds for everybody in it.

use super::{
    cell::Names,
    fields,
    model::{Defaults, Sheet},
    table,
};
use crate::{
    directory::Snapshot,
    domain::Invalid,
    web::{Cx, Fault, PageParts, Place},
};
use axum::{
    extract::{
        Multipart,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
    response::Response,
};

/// The largest file, in bytes: a thousand for each person.
const BYTES: usize = 5_000_000;

/// The largest upload that is read to its end, in bytes: a file that is too large does not cost what was typed below it.
pub const UPLOAD: usize = 50_000_000;

/// The form as it was filled in, right or wrong.
#[derive(Debug, Default)]
pub struct Form {
    /// The name of the file; empty for pasted rows.
    name: String,
    /// The rows.
    text: String,
    /// What holds for everybody.
    defaults: Defaults,
}

impl Form {
    /// The form before anybody has filled it in.
    pub fn fresh() -> Self {
        Self { defaults: Defaults { invite: "on".into(), ..Defaults::default() }, ..Self::default() }
    }

    /// Takes what was posted, as far as it can be read.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub async fn read(&mut self, mut body: Multipart) -> Result<(), Invalid> {
        let mut file = Ok(());
        while let Some(part) = body.next_field().await.map_err(|error| unreadable(&error))? {
            let field = part.name().unwrap_or_default().to_owned();
            if field == "file" {
                file = self.read_file(part).await;
                continue;
            }
            let text = part.text().await.map_err(|error| unreadable(&error))?;
            match field.as_str() {
                "rows" if self.name.is_empty() => self.text = text,
                "account_type" => self.defaults.account_type = text,
                "invite" => self.defaults.invite = text,
                "teams" => self.defaults.teams = text,
                "workspaces" => self.defaults.workspaces = text,
                "connections" => self.defaults.connections = text,
                _ => {}
            }
        }
        file
    }

    /// A file that was chosen stands for what was pasted.
    async fn read_file(&mut self, mut part: Field<'_>) -> Result<(), Invalid> {
        let name = part.file_name().unwrap_or_default().to_owned();
        let (mut bytes, mut size) = (Vec::new(), 0);
        while let Some(chunk) = part.chunk().await.map_err(|error| unreadable(&error))? {
            size += chunk.len();
            if size <= BYTES {
                bytes.extend(chunk);
            }
        }
        if size > BYTES {
            return Err(too_large());
        }
        if !bytes.is_empty() {
            self.text = table::decode(&bytes).map_err(|why| Invalid::one("file", why))?;
            self.name = name;
        }
        Ok(())
    }

    /// The rows by column.
    ///
    /// # Errors
    /// Every field that needs attention.
    pub fn sheet(&self, snapshot: &Snapshot) -> Result<Sheet, Invalid> {
        let mut errors = Invalid::new();
        let Defaults { account_type, teams, workspaces, connections, .. } = &self.defaults;
        let names = Names::new(snapshot);
        if !account_type.is_empty() {
            errors.keep("account_type", names.account_type(account_type));
        }
        errors.keep("teams", names.teams(teams, ""));
        errors.keep("workspaces", names.workspaces(workspaces, ""));
        errors.keep("connections", names.connections(connections, ""));
        let field = if self.name.is_empty() { "rows" } else { "file" };
        if self.text.trim().is_empty() {
            errors.add("file", "Choose a file, or paste rows.");
            return Err(errors);
        }
        let table = table::read(&self.text);
        let sheet = table.and_then(|table| Sheet::new(self.name.clone(), table, self.defaults.clone()));
        match errors.keep(field, sheet) {
            Some(sheet) if errors.is_empty() => Ok(sheet),
            _ => Err(errors),
        }
    }

    /// The form as a page, with what is wrong with it.
    pub async fn show(self, cx: Cx, errors: Invalid) -> Result<Response, Fault> {
        let snapshot = cx.snapshot()?;
        let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let page = PageParts::new("Onboard from a file", Place::Onboard).status(status).islands();
        Ok(cx.show(page, move || fields::view(self.text, self.defaults, &errors, &snapshot)).await)
    }
}

fn unreadable(error: &MultipartError) -> Invalid {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => Invalid::one("file", "The upload broke off. Try again."),
    }
}

fn too_large() -> Invalid {
    Invalid::one("file", format!("This file is larger than {} MB. Split it.", BYTES / 1_000_000))
}
