//! What Sigma lets only an admin's credentials do, in words for people (BEHAVIOUR.md sections 2, 11 and 18). Since August
//! 2026 credentials can belong to somebody who is none.

/// Why a call can be refused that the credentials have the right to.
pub const ALLOW_LIST: &str = "Where the organization has an IP allow list, this machine's address must be on it.";

/// What credentials that are not an admin's cannot do, each after “cannot”.
pub const FOR_ADMINS_ONLY: [&str; 5] = [
    "see documents that their owner cannot open",
    "read account types, and what each allows",
    "read when people were last active, what they have sent regularly, and what the organization allows everybody",
    "invite, change or deactivate people, make teams, or set user attributes",
    "change connections, or who may use them",
];
