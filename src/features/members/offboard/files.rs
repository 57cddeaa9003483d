//! The documents somebody owns, asked of Sigma while the page waits: the directory does not keep who owns which.

use crate::{
    domain::{File, FileKind, MemberId},
    features::shared::sigma_error_panel::sigma_error_panel,
    sigma::{self, ListFiles, SigmaClient},
    ui::{count, empty::Empty, error_panel::ErrorPanel, icon::Icon, more, number, panel::Panel},
    web::paths,
};
use futures::TryStreamExt;
use icondata_lu as lu;
use leptos::prelude::*;
use std::{collections::BTreeMap, time::Duration};
use tokio::time::Instant;

/// How long the page waits for Sigma. Who owns more than can be counted in this time owns “at least” so many.
const SIGMA_TIMEOUT: Duration = Duration::from_secs(3);

/// Documents in view before one asks for the others.
const SHOWN: usize = 8;

/// The documents somebody owns.
#[derive(Debug, Default)]
pub struct Owned {
    files: Vec<File>,
    kinds: BTreeMap<String, usize>,
    is_whole: bool,
}

/// Why they are not known.
#[derive(Debug)]
pub enum Unknown {
    /// Sigma did not answer in time.
    Late,
    /// Sigma refused, or its answer could not be read.
    Failed(sigma::Error),
}

/// Asks Sigma which documents a member owns, as far as they can be counted while somebody waits.
pub async fn owned(client: &SigmaClient, member: &MemberId) -> Result<Owned, Unknown> {
    let deadline = Instant::now() + SIGMA_TIMEOUT;
    let which = ListFiles::default();
    let pages = client.members().stream_files(member, &which);
    let mut pages = std::pin::pin!(pages);
    let mut owned = None::<Owned>;
    loop {
        match tokio::time::timeout_at(deadline, pages.try_next()).await {
            Ok(Ok(Some(page))) => {
                let owned = owned.get_or_insert_default();
                page.into_iter().filter(|f| f.owner_id.as_ref() == Some(member)).for_each(|f| owned.add(f));
            }
            Ok(Ok(None)) => return Ok(Owned { is_whole: true, ..owned.unwrap_or_default() }),
            // What was counted until then is worth showing.
            Ok(Err(error)) => return owned.ok_or(Unknown::Failed(error)),
            Err(_) => return owned.ok_or(Unknown::Late),
        }
    }
}

impl Owned {
    fn add(&mut self, file: File) {
        *self.kinds.entry(file.kind.as_str().to_owned()).or_default() += 1;
        self.files.push(file);
    }

    fn total(&self) -> usize {
        self.kinds.values().sum()
    }
}

/// The panel about them: kinds with their numbers, and the first by name; or why they are not known, with the page
/// that tries again.
pub fn panel(owned: Result<Owned, Unknown>, retry: String) -> AnyView {
    let owned = match owned {
        Ok(owned) => owned,
        Err(why) => {
            let (title, reference) = match why {
                Unknown::Late => ("Sigma did not answer in time", None),
                Unknown::Failed(error) if matches!(error.kind(), sigma::ErrorKind::NotAsked) => {
                    let panel = sigma_error_panel(&error);
                    return view! { <Panel id="documents-owned" title="Documents">{panel}</Panel> }.into_any();
                }
                Unknown::Failed(error) => {
                    tracing::warn!(%error, "A member's documents could not be read from Sigma");
                    ("The documents could not be read", error.request_id().map(str::to_owned))
                }
            };
            let text = "How many there are is not known now. What is planned works all the same: Sigma itself hands over \
                        or archives what is owned.";
            return view! {
                <Panel id="documents-owned" title="Documents"><ErrorPanel title=title text=text retry=retry reference=reference/></Panel>
            }
            .into_any();
        }
    };
    let total = owned.total();
    if total == 0 && owned.is_whole {
        return view! {
            <Panel id="documents-owned" title="Documents" count="0">
                <Empty icon=lu::LuFileX2 title="Owns no documents" text="There is nothing to hand over."/>
            </Panel>
        }
        .into_any();
    }
    let n = if owned.is_whole { number(total) } else { format!("at least {}", number(total)) };
    let named = |(kind, n): (&String, &usize)| count(*n, &word(kind), &format!("{}s", word(kind)));
    let kinds: Vec<String> = owned.kinds.iter().map(named).collect();
    let kinds = kinds.join(", ");
    let rows: Vec<_> = owned.files.into_iter().map(|file| row(file).into_any()).collect();
    view! {
        <Panel id="documents-owned" title="Documents" count=n>
            <p class="panel-foot">{kinds}</p>
            {more::rows("rows", rows, SHOWN)}
        </Panel>
    }
    .into_any()
}

fn row(file: File) -> impl IntoView {
    let (icon, href) = match &file.kind {
        FileKind::Workbook => (lu::LuBookOpen, Some(paths::workbook(&file.id.as_str().into()))),
        FileKind::Dataset => (lu::LuTable2, Some(paths::dataset(&file.id.as_str().into()))),
        FileKind::DataModel => (lu::LuBoxes, Some(paths::data_model(&file.id.as_str().into()))),
        FileKind::Report => (lu::LuFileText, Some(paths::report(&file.id.as_str().into()))),
        FileKind::Folder => (lu::LuFolder, None),
        _ => (lu::LuFile, None),
    };
    let name = match href {
        Some(href) => view! { <a href=href>{file.name}</a> }.into_any(),
        None => view! { <b>{file.name}</b> }.into_any(),
    };
    let detail = format!("{} in {}", word(file.kind.as_str()), file.path);
    view! { <li><Icon icon=icon/><div class="row-text">{name}<small>{detail}</small></div></li> }
}

/// Sigma's word for a kind as people write it: “data model”.
fn word(kind: &str) -> String {
    kind.replace('-', " ")
}
