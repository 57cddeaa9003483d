//! Embeds of workbooks (BEHAVIOUR.md section 18).

use serde::Serialize;

use super::{attached_mut, in_path};
use crate::simulator::body::Fields;
use crate::simulator::call::{Answer, Call, empty, json};
use crate::simulator::content;
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;
use crate::simulator::page::Window;
use crate::simulator::state::Organisation;
use crate::simulator::state::attached::{EmbedSource, PublicEmbed};
use crate::simulator::state::document::{Document, Workbook};

/// One workbook in so many has a public embed, an embed of a page for people who sign in.
const ONE_PUBLIC_IN: u64 = 17;
const ONE_EMBEDDED_IN: u64 = 11;
const SOURCES: [(&str, EmbedSource); 3] =
    [("workbook", EmbedSource::Workbook), ("page", EmbedSource::Page), ("element", EmbedSource::Element)];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    embed_id: Id,
    embed_url: String,
    public: bool,
    source_type: EmbedSource,
    source_id: Option<Box<str>>,
    source_name: Option<Box<str>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Made {
    embed_id: Id,
    embed_url: String,
}

fn url(embed: Id) -> String {
    format!("https://app.sigmacomputing.com/embed/{}", embed.url())
}

/// The embeds of a workbook. Those of the seed are one of the whole for everybody, and one of its first page for people
/// who sign in. Where public embeds are switched off, none is public.
fn embeds_of(organisation: &Organisation, document: &Document, workbook: &Workbook) -> Vec<Wire> {
    let number = document.contents().number();
    let embed = |embed_id: Id, public: bool, source_type, part: Option<(Box<str>, Box<str>)>| {
        let (source_id, source_name) = part.unzip();
        Wire { embed_id, embed_url: url(embed_id), public, source_type, source_id, source_name }
    };
    let whole = number
        .is_multiple_of(ONE_PUBLIC_IN)
        .then(|| embed(document.id.derived(100), true, EmbedSource::Workbook, None));
    let page =
        content::pages(document.contents()).into_iter().next().filter(|_| number.is_multiple_of(ONE_EMBEDDED_IN));
    let page = page.map(|page| {
        embed(document.id.derived(101), false, EmbedSource::Page, Some((page.id.into(), page.name.into())))
    });
    let made = workbook.attached.embeds.iter().map(|made| embed(made.id, true, made.source, made.part.clone()));
    let is_there = |embed: &Wire| {
        (organisation.settings.public_embeds || !embed.public)
            && !workbook.attached.deleted_embeds.contains(&embed.embed_id)
    };
    whole.into_iter().chain(page).chain(made).filter(is_there).collect()
}

/// `GET /v2/workbooks/{workbookId}/embeds`
pub fn embeds(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let (document, workbook) = in_path(organisation, call)?;
    Ok(window.cut(embeds_of(organisation, document, workbook).into_iter(), |embed| embed).counted())
}

/// `POST /v2/workbooks/{workbookId}/embeds`: public ones alone can be made, where they are allowed.
pub fn embed(organisation: &mut Organisation, call: &Call) -> Answer {
    let body = call.body()?;
    let fields = Fields::mixed(&body)?;
    fields.choice("embedType", &[("public", ())])?;
    let (source, part) = (fields.choice("sourceType", &SOURCES)?, fields.text_opt("sourceId")?);
    let (document, _) = in_path(organisation, call)?;
    let part = match (source, part) {
        (EmbedSource::Workbook, _) => None,
        (EmbedSource::Page, id) => {
            let page = content::pages(document.contents()).into_iter().find(|page| Some(&*page.id) == id);
            Some(page.map(|page| (page.id.into(), page.name.into())).ok_or_else(missing)?)
        }
        (EmbedSource::Element, id) => {
            let element = content::elements(document.contents()).into_iter().find(|one| Some(&*one.id) == id);
            Some(element.map(|element| (element.id.into(), element.name.into())).ok_or_else(missing)?)
        }
    };
    if !organisation.settings.public_embeds {
        return Err(Failure::forbidden("Public embeds are disabled"));
    }
    let id = organisation.mint.id();
    attached_mut(organisation, call)?.embeds.push(PublicEmbed { id, source, part });
    Ok(json(&Made { embed_id: id, embed_url: url(id) }))
}

/// `DELETE /v2/workbooks/{workbookId}/embeds/{embedId}`
pub fn delete_embed(organisation: &mut Organisation, call: &Call) -> Answer {
    let (document, workbook) = in_path(organisation, call)?;
    let id = call.path_id("embedId");
    let there = embeds_of(organisation, document, workbook);
    let id = there.iter().map(|embed| embed.embed_id).find(|there| Some(*there) == id).ok_or_else(missing)?;
    let attached = attached_mut(organisation, call)?;
    attached.embeds.retain(|embed| embed.id != id);
    attached.deleted_embeds.push(id);
    Ok(empty())
}

fn missing() -> Failure {
    Failure::not_found("There is no such embed, page or element")
}
