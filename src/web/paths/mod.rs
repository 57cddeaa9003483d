//! Every URL of the portal, built in one place.

mod own;
mod pages;
mod things;

use crate::domain::{ApiTokenId, MemberId, Requestable};

pub use own::own;
pub use pages::*;
pub use things::*;

pub const HOME: &str = "/";
pub const SIGN_IN: &str = "/sign-in";
/// Where all server functions are.
pub const FUNCTIONS: &str = "/api";

/// Leads on to the identity provider.
pub const SIGN_IN_START: &str = "/sign-in/start";
/// Where the identity provider leads back to.
pub const SIGN_IN_CALLBACK: &str = "/sign-in/callback";
/// Says that a fresh sign-in is needed, and leads there.
pub const SIGN_IN_AGAIN: &str = "/sign-in/again";
/// Leads on to where the identity provider signs people out.
pub const SIGNED_OUT: &str = "/sign-in/out";
/// Signs somebody in by a link made on the server.
pub const SIGN_IN_LINK: &str = "/sign-in/link";
/// Where the identity provider tells of people it has signed out.
pub const BACK_CHANNEL_LOGOUT: &str = "/sign-in/back-channel-logout";
/// The function that signs in.
pub const BEGIN_SESSION: &str = "/api/session/begin";
/// The function that signs out.
pub const END_SESSION: &str = "/api/session/end";
/// The function that chooses between light and dark.
pub const SET_THEME: &str = "/api/theme/set";
/// The function that moves the demo's clock on by a day.
pub const NEXT_DAY: &str = "/api/demo/next-day";
pub const MEMBERS: &str = "/members";
pub const MEMBERS_LICENCES: &str = "/members/licences";
pub const MEMBERS_DUPLICATES: &str = "/members/duplicates";
/// The form that selects people by a pasted list.
pub const MEMBERS_SELECT: &str = "/members/select";
pub const TEAMS: &str = "/teams";
/// The form that makes a team.
pub const TEAM_NEW: &str = "/teams/new";
/// Teams and workspaces as a matrix of levels.
pub const ACCESS: &str = "/access";
pub const WORKSPACES: &str = "/workspaces";
/// The form that makes a workspace.
pub const WORKSPACE_NEW: &str = "/workspaces/new";
pub const CONNECTIONS: &str = "/connections";
pub const WORKBOOKS: &str = "/workbooks";
pub const DATASETS: &str = "/datasets";
/// Documents of every kind.
pub const DOCUMENTS: &str = "/documents";
/// Exports that are sent again and again, of all people.
pub const SCHEDULED_EXPORTS: &str = "/documents/scheduled-exports";
/// Where workbooks are embedded.
pub const EMBEDS: &str = "/documents/embeds";
/// The function that begins giving documents to another owner.
pub const START_OWNER_CHANGE: &str = "/api/documents/owner/start";
/// Exports of workbooks; each has a page, there is no list.
pub const EXPORTS: &str = "/exports";
/// User attributes list.
pub const ATTRIBUTES: &str = "/attributes";
/// The form that makes a user attribute.
pub const ATTRIBUTE_NEW: &str = "/attributes/new";
/// What the portal is set up with, and how it is.
pub const SETTINGS: &str = "/settings";
/// Whether the portal works.
pub const STATUS: &str = "/status";
/// The same as a file for whoever helps.
pub const STATUS_BUNDLE: &str = "/status/support-bundle.json";
/// The signed-in person's own page.
pub const ME: &str = "/me";
/// One's own sessions.
pub const MY_SESSIONS: &str = "/me/sessions";
/// Who may do what.
pub const ROLES: &str = "/settings/roles";
/// The list of everybody's sessions.
pub const SESSIONS: &str = "/settings/sessions";
/// API tokens, for programs of others.
pub const API_TOKENS: &str = "/settings/api-tokens";
/// What the API is, for those programs: an `OpenAPI` document.
pub const API_DOCUMENT: &str = "/v1/openapi.json";
/// Onboard a person.
pub const ONBOARD: &str = "/onboard";
/// Onboard many people from a file.
pub const ONBOARD_FILE: &str = "/onboard/file";
/// An empty file with the headings.
pub const ONBOARD_TEMPLATE: &str = "/onboard/template.csv";
/// The catalogue of what can be asked for.
pub const GET_ACCESS: &str = "/get-access";
/// The form that asks for something.
pub const ASK: &str = "/get-access/ask";
/// The form of somebody without an account who asks for one.
pub const ASK_ACCOUNT: &str = "/get-access/account";
/// One's own requests, and those for oneself.
pub const REQUESTS: &str = "/requests";
/// Requests that wait for one's decision.
pub const INBOX: &str = "/requests/inbox";
/// Access that ends soon.
pub const ENDS_SOON: &str = "/requests/ends-soon";
/// What renewing or letting lapse would do with terms that were selected there.
pub const ENDS_SELECTED: &str = "/requests/ends-soon/selected";
/// The requests of everybody.
pub const ALL_REQUESTS: &str = "/requests/all";
/// What somebody was told.
pub const NOTIFICATIONS: &str = "/notifications";
/// The form that says how somebody wants to be told by mail.
pub const NOTIFICATION_PREFERENCES: &str = "/notifications/preferences";
/// Mails of the demo.
pub const MAIL_BOX: &str = "/mail-box";
/// The list of access packages.
pub const PACKAGES: &str = "/packages";
/// The form that makes a package.
pub const PACKAGE_NEW: &str = "/packages/new";
/// By which rules requests are decided.
pub const POLICIES: &str = "/policies";
/// All policies as a file.
pub const POLICIES_EXPORT: &str = "/policies/export.json";
/// The form that sets a policy.
pub const POLICY_EDIT: &str = "/policies/edit";
/// All subjects of the help.
pub const HELP: &str = "/help";
pub const CHANGES: &str = "/changes";
pub const AUDIT: &str = "/audit";
/// What changed outside the portal.
pub const HISTORY: &str = "/history";
/// Find anything; also where the command palette's options come from.
pub const FIND: &str = "/find";
/// Forms that could not be taken, kept for their person.
pub const FORMS: &str = "/forms";
/// The function that begins an action on several people.
pub const START_BULK: &str = "/api/members/bulk/start";
/// The function that has the directory read again.
pub const REFRESH: &str = "/api/directory/refresh";
/// Functions that answer a question as long as a form: they are posted, and change nothing.
pub const QUESTIONS: &str = "/api/ask/";
/// Progress of the directory's sync, as server-sent events.
pub const DIRECTORY_EVENTS: &str = "/directory/events";

/// What a list's path ends with when the list is taken away as CSV.
pub const CSV: &str = "/export.csv";
/// What the audit log's path ends with when it is taken away as JSON Lines.
pub const JSON_LINES: &str = "/export.jsonl";
/// The audit log as JSON Lines, in the order of its chain.
pub const AUDIT_LINES: &str = "/audit/export.jsonl";

/// What an export's path ends with when its file is fetched.
pub const FILE: &str = "/file";

/// The onboarding form with the address filled in.
pub fn onboard(email: &str) -> String {
    format!("{ONBOARD}?email={}", segment(email))
}

/// The scheduled exports of one person.
pub fn scheduled_exports_of(member: &MemberId) -> String {
    format!("{SCHEDULED_EXPORTS}?owner={}", segment(member.as_str()))
}

/// The embeds that anybody may see who has their link.
pub fn public_embeds() -> String {
    format!("{EMBEDS}?audience=public")
}

/// The form that asks for a thing, by its key.
pub fn ask(thing: &Requestable) -> String {
    format!("{ASK}?for={}", segment(&thing.key()))
}

/// The form of somebody without an account, with a thing to come with it.
pub fn ask_account(with: &Requestable) -> String {
    if *with == Requestable::Account {
        ASK_ACCOUNT.to_owned()
    } else {
        format!("{ASK_ACCOUNT}?with={}", segment(&with.key()))
    }
}

/// The form that makes a package from what somebody has.
pub fn package_from(member: &MemberId) -> String {
    format!("{PACKAGE_NEW}?from={}", segment(member.as_str()))
}

/// The form that makes a package from a file that was taken, by its id.
pub fn package_from_file(id: &str) -> String {
    format!("{PACKAGE_NEW}?file={}", segment(id))
}

/// The onboarding form filled in with what a colleague has, by their id, and with the address.
pub fn onboard_like(colleague: &str, email: &str) -> String {
    format!("{ONBOARD}?like={}&email={}", segment(colleague), segment(email))
}

/// What a colleague has, by their id, to be given to a member.
pub fn copy_from(member: &MemberId, colleague: &str) -> String {
    format!("{}?from={}", member_copy(member), segment(colleague))
}

/// Why a member can reach a thing, by the thing's key.
pub fn why(member: &MemberId, of: &str) -> String {
    format!("{}?of={}", member_why(member), segment(of))
}

/// The form that sets the policy of a thing or kind, by its key.
pub fn policy_edit(key: &str) -> String {
    format!("{POLICY_EDIT}?for={}", segment(key))
}

/// The page of tokens with the secret of a new one, which it shows once.
pub fn new_token(id: &ApiTokenId) -> String {
    format!("{API_TOKENS}?new={}", segment(id.as_str()))
}

/// Sign-in that leads back to `next`.
pub fn sign_in_then(next: &str) -> String {
    format!("{SIGN_IN}?next={}", segment(next))
}

/// The way to the identity provider that leads to `next` afterwards. `how` is empty, or what is wanted besides: `choose`
/// to be somebody else, `fresh` to show anew who one is.
pub fn sign_in_start(next: &str, how: &str) -> String {
    let how = if how.is_empty() { String::new() } else { format!("&how={how}") };
    format!("{SIGN_IN_START}?next={}{how}", segment(next))
}

/// The page that asks for a fresh sign-in and leads to `next` afterwards.
pub fn sign_in_again(next: &str) -> String {
    format!("{SIGN_IN_AGAIN}?next={}", segment(next))
}

/// A list as CSV.
pub fn csv(list: &str) -> String {
    format!("{list}{CSV}")
}

/// The list whose CSV this is; none where it is no CSV.
pub fn page_of_csv(path: &str) -> Option<&str> {
    path.strip_suffix(CSV)
}

/// A page that shows its form as it was filled in; `form` is the id of what is kept of it.
pub fn refilled(page: &str, form: &str) -> String {
    let joint = if page.contains('?') { '&' } else { '?' };
    format!("{page}{joint}form={}", segment(form))
}

/// The form that makes a user attribute of this name, with the way back to the page that wants it.
pub fn new_attribute(name: &str, back: &str) -> String {
    #[derive(serde::Serialize)]
    struct Wanted<'a> {
        #[serde(skip_serializing_if = "str::is_empty")]
        name: &'a str,
        back: &'a str,
    }
    with_query(ATTRIBUTE_NEW, &Wanted { name, back })
}

/// A path with a query; without the question mark when there is nothing to say.
pub fn with_query(path: &str, query: &impl serde::Serialize) -> String {
    match serde_qs::to_string(query) {
        Ok(text) if !text.is_empty() => format!("{path}?{text}"),
        _ => path.to_owned(),
    }
}

fn segment(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::MemberId;

    #[test]
    fn escapes_ids() {
        assert_eq!(member(&MemberId::new("a/b c")), "/members/a%2Fb%20c");
    }
}
