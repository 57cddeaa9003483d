//! Taking a file, or pasted rows, and what holds for everybody in it.

use super::{
    super::file::{Corrections, Defaults, MAX_ROWS, Options, Sheet, cell::Names},
    fields,
    kept::{Draft, Source},
};
use crate::{
    directory::Snapshot,
    domain::Invalid,
    ui::{count, number},
    web::{AppError, NavItem, PageParts, RequestContext},
};
use axum::{
    extract::{
        Multipart,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
    response::Response,
};

/// The largest file, in bytes: a thousand for each of as many people as a file may have.
const BYTES: usize = 5_000_000;

/// The largest upload that is read to its end, in bytes: a file that is too large does not cost what was typed below it.
pub const UPLOAD: usize = 50_000_000;

/// The form as it was filled in, right or wrong.
#[derive(Debug, Default)]
pub struct Form {
    /// The file or the rows.
    pub source: Source,
    /// The rows that were pasted.
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
            let (bytes, size) = read_within(part).await?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            match field.as_str() {
                "rows" => {
                    self.text = text;
                    file = file.and(size.check("rows"));
                }
                "account_type" => self.defaults.account_type = text,
                "invite" => self.defaults.invite = text,
                "teams" => self.defaults.teams = text,
                "workspaces" => self.defaults.workspaces = text,
                "connections" => self.defaults.connections = text,
                _ => {}
            }
        }
        if self.source.is_empty() {
            self.source = Source::pasted(self.text.clone());
        }
        file
    }

    /// A file that was chosen stands for what was pasted.
    async fn read_file(&mut self, part: Field<'_>) -> Result<(), Invalid> {
        let name = part.file_name().unwrap_or_default().to_owned();
        let (bytes, size) = read_within(part).await?;
        size.check("file")?;
        if !bytes.is_empty() {
            self.source = Source::file(name, &bytes);
        }
        Ok(())
    }

    /// The file with what is said about it, and its rows.
    ///
    /// # Errors
    /// Every field that needs attention.
    pub fn sheet(&self, snapshot: &Snapshot) -> Result<(Draft, Sheet), Invalid> {
        let mut errors = Invalid::new();
        let Defaults { account_type, teams, workspaces, connections, .. } = &self.defaults;
        let names = Names::new(snapshot, &[]);
        if !account_type.is_empty() {
            errors.keep("account_type", names.account_type(account_type));
        }
        errors.keep("teams", names.teams(teams, ""));
        errors.keep("workspaces", names.workspaces(workspaces, ""));
        errors.keep("connections", names.connections(connections, ""));
        let field = if self.source.name.is_empty() { "rows" } else { "file" };
        if self.source.is_empty() {
            errors.add("file", "Choose a file, or paste rows.");
            return Err(errors);
        }
        let decoded = self.source.decode("");
        let sheet = decoded.and_then(|text| {
            Sheet::read(&text, &Options::default(), &Corrections::default(), snapshot.user_attributes())
        });
        let Some(sheet) = errors.keep(field, sheet) else { return Err(errors) };
        if errors.is_empty() {
            return Ok((Draft { defaults: self.defaults.clone(), ..Draft::default() }, sheet));
        }
        if let Some(missing) = sheet.missing {
            errors.add(field, missing);
        }
        Err(errors)
    }

    /// The form as a page, with what is wrong with it.
    pub async fn show(self, cx: RequestContext, errors: Invalid) -> Result<Response, AppError> {
        let snapshot = cx.snapshot()?;
        let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let page = PageParts::new("Onboard from a file", NavItem::Onboard).status(status).islands();
        // A file that is text is given back as rows, to be mended where it is.
        let text = if self.source.name.is_empty() {
            self.text
        } else {
            self.source.decode("").map_or_else(|_| self.text, |decoded| decoded.text)
        };
        let rules = cx.app.changes.rules();
        Ok(cx.render_page(page, move || fields::view(text, self.defaults, &errors, &rules, &snapshot)).await)
    }
}

/// How much was sent, of which no more than [`BYTES`] are kept.
struct Size {
    bytes: usize,
    lines: usize,
}

/// Reads a part as far as it may be kept, and counts the rest.
async fn read_within(mut part: Field<'_>) -> Result<(Vec<u8>, Size), Invalid> {
    let (mut bytes, mut size) = (Vec::new(), Size { bytes: 0, lines: 0 });
    while let Some(chunk) = part.chunk().await.map_err(|error| unreadable(&error))? {
        size.bytes += chunk.len();
        size.lines += memchr::memchr_iter(b'\n', &chunk).count();
        if size.bytes <= BYTES {
            bytes.extend(chunk);
        }
    }
    Ok((bytes, size))
}

impl Size {
    /// Says in people what is too much.
    fn check(&self, field: &str) -> Result<(), Invalid> {
        let most = number(MAX_ROWS);
        match (self.bytes > BYTES, self.lines > MAX_ROWS) {
            (false, _) => Ok(()),
            (true, true) => {
                let lines = count(self.lines, "line", "lines");
                Err(Invalid::one(
                    field,
                    format!("It has {lines}; up to {most} people can be onboarded at once. Split it."),
                ))
            }
            (true, false) => Err(too_large(field)),
        }
    }
}

fn unreadable(error: &MultipartError) -> Invalid {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large("file"),
        _ => Invalid::one("file", "The upload broke off. Try again."),
    }
}

fn too_large(field: &str) -> Invalid {
    let (most, bytes) = (number(MAX_ROWS), BYTES / 1_000_000);
    Invalid::one(field, format!("This is larger than {bytes} MB, which is more than {most} people need. Split it."))
}
