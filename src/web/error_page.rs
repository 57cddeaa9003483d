//! Pages for when there is no page: each with a picture of the line and what happened to it.

use super::paths;
use crate::{
    directory::{Progress, SyncState, SyncStatus},
    domain::{AppError, Contact, Denied},
    ui::{count, icon::Icon, number, style_sheet::StyleSheet},
};
use icondata_lu as lu;
use leptos::prelude::*;

/// The page's title in the browser.
pub fn title(error: &AppError, sync: &SyncStatus) -> &'static str {
    words(error, sync).heading
}

struct Words {
    code: &'static str,
    heading: &'static str,
    text: String,
    art: &'static str,
}

const CLOSED: &str = r#"<path class="track-on" d="M10 78h290"/><path class="track" d="M340 78h290"/><g class="stop-on"><circle cx="60" cy="78" r="9"/><circle cx="170" cy="78" r="9"/></g><g class="stop"><circle cx="460" cy="78" r="9"/><circle cx="580" cy="78" r="9"/></g><circle class="here" cx="284" cy="78" r="13"/><path class="track" d="M320 104V30"/><path class="bar" stroke-width="9" d="M320 44l112-20"/><path class="track" stroke-width="9" d="M346 39l20-3.500M392 31l20-3.500"/>"#;
const LOST: &str = r#"<path class="track-on" d="M10 60h150l40-34h120"/><path class="track-off" d="M320 26h70l40 34h150"/><g class="stop-on"><circle cx="60" cy="60" r="9"/><circle cx="130" cy="60" r="9"/><circle cx="240" cy="26" r="9"/></g><circle class="here" cx="320" cy="26" r="13"/><circle class="stop" cx="590" cy="60" r="13" stroke-dasharray="4 8"/>"#;
const DERAILED: &str = r#"<path class="track-on" d="M10 60h230"/><path class="track-on" d="M240 60c26 0 30-36 52-36s20 66 44 66 22-50 40-44"/><path class="track" d="M412 60h218"/><path class="track" stroke-width="4" d="M392 22l8 12M420 18l-4 13M384 96l10-9"/><g class="stop-on"><circle cx="70" cy="60" r="9"/><circle cx="160" cy="60" r="9"/></g><g class="stop"><circle cx="480" cy="60" r="9"/><circle cx="580" cy="60" r="9"/></g><circle class="here" cx="376" cy="46" r="13"/>"#;
const SILENT: &str = r#"<path class="track-on" d="M10 60h200"/><path class="track-off" d="M226 60h190"/><g class="stop-on"><circle cx="60" cy="60" r="9"/><circle cx="130" cy="60" r="9"/></g><circle class="here" cx="210" cy="60" r="13"/><path class="track" stroke-width="4" d="M238 34a36 36 0 0 1 0 52M258 24a54 54 0 0 1 0 72"/><g transform="translate(430 14)"><path class="track" stroke-width="7" d="M86 8H10l48 38-48 38h76"/></g><path class="track" d="M560 60h70"/>"#;

fn words(error: &AppError, sync: &SyncStatus) -> Words {
    let (code, heading, text, art) = match (error, &sync.state) {
        (AppError::SignedOut, _) => (
            "401, signed out",
            "Sign in first",
            "You reach the portal through your company's sign-in. Open it again from there.",
            CLOSED,
        ),
        (AppError::Denied(why), _) => {
            let (code, heading, text) = denied(*why);
            (code, heading, text, CLOSED)
        }
        (AppError::Forbidden, _) => (
            "403, not allowed",
            "You don’t have access",
            "Your role does not include this. If you need it for your work, ask an admin of the portal.",
            CLOSED,
        ),
        (AppError::Provisioned(why), _) => {
            ("409, managed elsewhere", "Managed by your identity provider", why.as_str(), CLOSED)
        }
        (AppError::Refused(why), _) => ("409, not possible", "This can’t be done now", why.as_str(), CLOSED),
        (AppError::Invalid(_), _) => (
            "422, needs attention",
            "Some fields need attention",
            "Nothing was sent. Go back to the form: what needs attention is named beside each field.",
            CLOSED,
        ),
        (AppError::Stale, _) => (
            "409, out of date",
            "This plan is out of date",
            "The organization has changed since the plan was made. Nothing was sent; review it again.",
            CLOSED,
        ),
        (AppError::Unreachable, _) => (
            "502, no answer",
            "The portal could not be reached",
            "Check your connection, then look at the changes page before you repeat a write.",
            SILENT,
        ),
        (AppError::NotFound, _) => (
            "404, not found",
            "Page not found",
            "This page doesn’t exist, or you don’t have access to it. What it showed may have been deleted in Sigma. If you need it for your work, ask an admin of the portal.",
            LOST,
        ),
        (AppError::Elsewhere, _) => (
            "403, from elsewhere",
            "Not loaded from Sigma yet",
            "This page is loaded from Sigma, which the portal asks only when you follow one of its own links.",
            CLOSED,
        ),
        (AppError::Method, _) => {
            ("405, method not allowed", "Method not allowed", "This address doesn’t accept that kind of request.", LOST)
        }
        (AppError::Unreadable, _) => (
            "400, not understood",
            "This form was not understood",
            "It did not arrive as the portal sent it out. Go back, load the page again and repeat what you entered.",
            LOST,
        ),
        (AppError::TooLarge, _) => (
            "413, too large",
            "That is more than fits",
            "The form is larger than the portal accepts. Send less at once.",
            LOST,
        ),
        (AppError::TooMany { seconds }, _) => return too_many(*seconds),
        (AppError::Busy, _) => (
            "503, busy",
            "The portal is busy",
            "It could not answer in time, because it has too much to do. Look at the changes page before you repeat a write; anything else can be tried again in a few seconds.",
            SILENT,
        ),
        (AppError::NotReady, SyncState::Failed(_)) => (
            "503, no connection",
            "Sigma does not answer",
            "The portal couldn’t sync your organization yet. It keeps trying; this page reloads as soon as it works.",
            SILENT,
        ),
        (AppError::NotReady, SyncState::Running(progress)) => return reading(progress),
        (AppError::NotReady, SyncState::Idle) => (
            "Syncing your organization",
            "Nearly there",
            "The first sync of your organization is about to start.",
            SILENT,
        ),
        (AppError::NoDatabase, _) => (
            "503, no database",
            "The portal’s database isn’t available",
            "The portal could not read or write its own records just now, so nothing new was started. People, teams and access can still be viewed. Try again in a moment; if you submitted something, look at the changes page before you send it again.",
            SILENT,
        ),
        (AppError::Broken, _) => (
            "500, our fault",
            "Something went wrong",
            "The portal made a mistake while preparing this page. Nothing was sent to Sigma that the changes page does not show.",
            DERAILED,
        ),
    };
    Words { code, heading, text: text.to_owned(), art }
}

/// More at once than one person may ask for.
fn too_many(seconds: u32) -> Words {
    let wait = count(seconds as usize, "second", "seconds");
    Words {
        code: "429, too much at once",
        heading: "One moment, please",
        text: format!(
            "You have asked for more at once than the portal does for one person. \
             This was not carried out. Go back and try again in {wait}."
        ),
        art: CLOSED,
    }
}

/// The first reading of the organisation, and how far it is.
fn reading(progress: &Progress) -> Words {
    let done = match progress.total {
        Some(total) => format!("{} of {}", number(progress.done), number(total)),
        None => number(progress.done),
    };
    Words {
        code: "Syncing your organization",
        heading: "Nearly there",
        text: format!("The first sync of your organization is under way: {}, {done}.", progress.stage),
        art: SILENT,
    }
}

/// Why an account is not let in, and what to do about it.
fn denied(why: Denied) -> (&'static str, &'static str, &'static str) {
    match why {
        Denied::NoAccount => (
            "403, no account",
            "You have no account here",
            "You are signed in, but your Sigma organization has no member with your address. Ask a Sigma admin to invite you, or to give your account there the address you sign in with.",
        ),
        Denied::NotInvited => (
            "403, not invited",
            "This portal isn’t open to your account",
            "You are signed in, but the organization in Sigma has no member with your address, and your e-mail domain and groups are not among those the portal is open to. If you have a company account, sign in with that one. Otherwise ask a Sigma admin to invite you.",
        ),
        Denied::Deactivated => (
            "403, account deactivated",
            "Your account is deactivated",
            "Your account in Sigma is deactivated, so you can’t sign in there or here. Your teams and access are kept. If you need them again, ask a Sigma admin to reactivate the account; then sign in again.",
        ),
        Denied::SystemAccount => (
            "403, system account",
            "System accounts can’t sign in",
            "This is the account that Sigma runs its own schedules with. Sign in with an account of your own.",
        ),
        Denied::Embed => (
            "403, embed user",
            "Embed users can’t sign in",
            "Your account in Sigma is for embedded content only. If you need the portal for your work, ask a Sigma admin for an internal account.",
        ),
        Denied::Guest => (
            "403, guest account",
            "Guests can’t sign in",
            "Your account in Sigma is a guest's, and this portal is for internal members. If you need it for your work, ask a Sigma admin for an internal account, or the people who run the portal to let guests sign in (PORTAL_GUESTS_SIGN_IN).",
        ),
        Denied::UnknownKind => (
            "403, unknown kind of user",
            "Your kind of account can’t sign in",
            "Sigma lists your account as a kind of user that this version of the portal does not know. Tell the people who run the portal; a newer version may know it.",
        ),
        Denied::NotReadYet => (
            "403, not yet",
            "Your role is not known yet",
            "Who administers which team is still being read from Sigma. Try again in a moment.",
        ),
    }
}

/// What the button says that asks for the same page once more; `None` where that would change nothing.
fn again(error: &AppError) -> Option<&'static str> {
    match error {
        AppError::Broken | AppError::NotReady | AppError::Busy => Some("Try again"),
        AppError::Elsewhere => Some("Load from Sigma"),
        AppError::Invalid(_)
        | AppError::Refused(_)
        | AppError::Stale
        | AppError::SignedOut
        | AppError::Denied(_)
        | AppError::Forbidden
        | AppError::NotFound
        | AppError::Method
        | AppError::Unreadable
        | AppError::TooLarge
        | AppError::TooMany { .. }
        | AppError::Provisioned(_)
        | AppError::NoDatabase
        | AppError::Unreachable => None,
    }
}

/// What a person sees instead of a page.
#[component]
pub fn ErrorPage(
    /// What went wrong.
    error: AppError,
    /// Id of the request, under which the log has the rest.
    reference: String,
    /// What the directory's sync is doing.
    progress: SyncStatus,
    /// The address of whoever is signed in.
    signed_in_as: Option<String>,
    /// Whom somebody who is not let in asks for help, where the portal is told.
    contact: Option<Contact>,
    /// Where somebody who is not let in signs in as somebody else, and what the link says.
    elsewhere: Option<(String, &'static str)>,
) -> impl IntoView {
    let words = words(&error, &progress);
    let why = match (&progress.state, &error) {
        (SyncState::Failed(why), AppError::NotReady) => Some(why.clone()),
        _ => None,
    };
    let again = again(&error);
    let again = again.map(|label| {
        view! {
            <a class="btn btn-primary" href=""><Icon icon=lu::LuRotateCcw/>" "{label}</a>
        }
    });
    let is_denied = matches!(error, AppError::Denied(_));
    let signed_in = signed_in_as.filter(|_| is_denied);
    let contact = contact.filter(|_| is_denied).map(|contact| {
        view! { <p>"Questions? Contact "<a href=contact.href()>{contact.label()}</a>"."</p> }
    });
    let elsewhere = elsewhere.map(|(href, label)| view! { <a class="btn btn-primary" href=href>{label}</a> });
    StyleSheet::Outside.link();
    view! {
        <div class="lost">
            <svg class="art" viewBox="0 0 640 120" aria-hidden="true" inner_html=words.art></svg>
            <p class="lost-code">{words.code}</p>
            <h1>{words.heading}</h1>
            <p>{words.text}</p>
            {signed_in.map(|email| view! { <p>"You are signed in as "<bdi><b>{email}</b></bdi>"."</p> })}
            {contact}
            <div class="actions">{again}{elsewhere}<a class="btn" href=paths::HOME>"Start page"</a></div>
            <details>
                <summary>"For the portal’s admins"</summary>
                <dl class="keys">
                    <div><dt>"request id"</dt><dd>{reference}</dd></div>
                    {why.map(|why| view! { <div><dt>"error"</dt><dd>{why}</dd></div> })}
                </dl>
            </details>
        </div>
    }
}
