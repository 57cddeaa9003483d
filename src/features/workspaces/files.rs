//! What Sigma says of the files in a workspace, asked while somebody waits.

use crate::{
    domain::{File, FileKind, InodeId, WorkspaceId},
    sigma::{Error, ListFiles, SigmaClient},
};
use futures::TryStreamExt;
use std::time::Duration;

/// How long somebody waits for it.
pub const SIGMA_TIMEOUT: Duration = Duration::from_secs(12);

/// Most files that are read.
const MAX_FILES: usize = 1_000;

/// Most folders that can lie in each other; ends a walk that Sigma leads in a circle.
const DEEPEST: usize = 24;

/// What lies directly in a workspace or in one of its folders.
pub struct Contents {
    /// Folders by name, then everything else by name.
    pub files: Vec<File>,
    /// Whether there are more than are read.
    pub more: bool,
    /// The folders on the way, the outermost first; the last is the one whose contents these are.
    pub trail: Vec<File>,
}

/// What a workspace holds at any depth.
pub struct Census {
    /// How many of each kind, the most first.
    pub kinds: Vec<(FileKind, usize)>,
    /// Whether there are more than are read.
    pub more: bool,
}

/// The contents of a workspace or folder; `None` for a folder that lies elsewhere.
///
/// # Errors
/// When Sigma does not answer as hoped.
pub async fn contents(
    client: &SigmaClient,
    workspace: &WorkspaceId,
    folder: Option<&InodeId>,
) -> Result<Option<Contents>, Error> {
    // A workspace's id is an inode's too (BEHAVIOUR.md section 9).
    let root = InodeId::new(workspace.as_str());
    let which =
        ListFiles { parent: Some(folder.unwrap_or(&root).clone()), direct_children: true, ..ListFiles::default() };
    // Where a folder lies is known before what is in it is asked for: Sigma answers with the portal's rights.
    let Some(trail) = trail(client, &root, folder).await? else { return Ok(None) };
    let (mut files, more) = read(client, &which).await?;
    files.sort_by_cached_key(|file| (file.kind != FileKind::Folder, file.name.to_lowercase()));
    Ok(Some(Contents { files, more, trail }))
}

/// How much a workspace holds.
///
/// # Errors
/// When Sigma does not answer as hoped.
pub async fn census(client: &SigmaClient, workspace: &WorkspaceId) -> Result<Census, Error> {
    let which = ListFiles { parent: Some(InodeId::new(workspace.as_str())), ..ListFiles::default() };
    let (files, more) = read(client, &which).await?;
    let mut kinds: Vec<(FileKind, usize)> = Vec::new();
    for file in files {
        match kinds.iter_mut().find(|(kind, _)| *kind == file.kind) {
            Some((_, n)) => *n += 1,
            None => kinds.push((file.kind, 1)),
        }
    }
    kinds.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    Ok(Census { kinds, more })
}

/// Files page by page until there are enough.
async fn read(client: &SigmaClient, which: &ListFiles) -> Result<(Vec<File>, bool), Error> {
    let mut pages = std::pin::pin!(client.files().stream(which));
    let mut files = Vec::new();
    while let Some(page) = pages.try_next().await? {
        files.extend(page);
        if files.len() > MAX_FILES {
            files.truncate(MAX_FILES);
            return Ok((files, true));
        }
    }
    Ok((files, false))
}

/// The folders from the workspace down to `folder`; `None` when it does not lie in that workspace.
async fn trail(client: &SigmaClient, root: &InodeId, folder: Option<&InodeId>) -> Result<Option<Vec<File>>, Error> {
    let mut trail = Vec::new();
    let mut next = folder.cloned();
    while let Some(id) = next.take().filter(|id| id != root) {
        let file = match client.files().get(&id).await {
            Ok(file) => file,
            // One that does not exist is no other to whoever asks than one that lies elsewhere.
            Err(error) if error.status() == Some(400) || error.is_hidden_or_gone() => return Ok(None),
            Err(error) => return Err(error),
        };
        if file.kind == FileKind::Workspace || file.parent_id.is_none() || trail.len() == DEEPEST {
            return Ok(None);
        }
        next.clone_from(&file.parent_id);
        trail.push(file);
    }
    trail.reverse();
    Ok(Some(trail))
}
