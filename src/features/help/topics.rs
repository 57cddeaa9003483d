//! What the help says, subject by subject.

/// A subject that help is offered on.
pub struct Topic {
    /// Its name in the URL.
    pub slug: &'static str,
    pub title: &'static str,
    /// What it is about, in a sentence.
    pub about: &'static str,
    /// Headings and paragraphs, in their order.
    pub parts: &'static [(&'static str, &'static str)],
    /// Where it is done: label and path.
    pub places: &'static [(&'static str, &'static str)],
}

/// All subjects, in the order of the index.
pub const TOPICS: &[Topic] = &[
    Topic {
        slug: "access",
        title: "How access works",
        about: "Grants, teams, levels and account types, and how they add up.",
        parts: &[
            (
                "Grants and levels",
                "A grant gives a person or a team a level on a workspace, connection or document. Workspace levels are \
                 Can view, Can explore, Can contribute and Can manage. With several grants, the highest one counts.",
            ),
            (
                "Account types limit grants",
                "An account type is a ceiling: a person with the View type can only view, even with a higher grant. \
                 The portal shows the level that takes effect and, beside it, what it is limited by.",
            ),
            (
                "Documents inherit",
                "A document has the grants of its workspace and folders, plus its own shares. Its owner can always open it. \
                 Admins can open everything.",
            ),
            (
                "Schemas and tables",
                "A connection’s page lists its databases, schemas and tables. Each can be granted by itself; such grants \
                 are not counted among those who reach the connection.",
            ),
            (
                "Why can this person open this?",
                "Open the list of everyone who can reach a workspace, connection or document and choose Details beside a \
                 person. Each reason is listed with the action that ends it and what else the person would lose.",
            ),
        ],
        places: &[("Access matrix", "/access"), ("Workspaces", "/workspaces"), ("Connections", "/connections")],
    },
    Topic {
        slug: "changes",
        title: "Plans, changes and undo",
        about: "What happens between a form and Sigma.",
        parts: &[
            (
                "Nothing is sent before you review it",
                "Every form leads to a review. It says what each person gains and loses, which seats are used, who gets \
                 mail, and which API calls are made. Sigma is called only when you apply the change.",
            ),
            (
                "Dangerous changes are confirmed",
                "Deleting, deactivating, taking Admin away, removing a team’s last admin, and changes for more than a tenth \
                 of the organization ask you to type a phrase first.",
            ),
            (
                "While a change runs",
                "You can pause it, resume it or cancel the rest. If a step fails, the steps that depend on it wait; the \
                 others continue. Retry takes up where it stopped.",
            ),
            (
                "Undo",
                "A finished change can be undone where Sigma allows it. Undo is a change of its own: you review it first, and \
                 it leaves alone what has been changed since.",
            ),
        ],
        places: &[("Changes", "/changes")],
    },
    Topic {
        slug: "members",
        title: "Finding and changing members",
        about: "Filters, views, selections, and actions on several people.",
        parts: &[
            (
                "Filters and views",
                "Filter by account type, team, status, kind and last activity, or by what needs attention: people without a \
                 team, without access, or who own documents. Views saves filters, order and columns under a name. The \
                 address of the page is a link to exactly this list.",
            ),
            (
                "Several people at once",
                "Tick people, or take all that match, and choose an action: set the account type, add to a team, remove from \
                 a team, move to another team, reactivate, offboard or export.",
            ),
            (
                "Select from a list",
                "Paste addresses or names, one per line. Lines that match nobody are listed with suggestions; nothing \
                 happens until every line is settled.",
            ),
            (
                "Account types",
                "Each active person uses a seat of their account type. Unused licences lists people by how long they have \
                 been away.",
            ),
        ],
        places: &[
            ("Members", "/members"),
            ("Select from a list", "/members/select"),
            ("Unused licences", "/members/licences"),
        ],
    },
    Topic {
        slug: "onboarding",
        title: "Onboarding people",
        about: "One person, or many from a file.",
        parts: &[
            (
                "One person",
                "Enter the address and name, choose an account type and teams, and add direct access only where teams do not \
                 give it. You can start from an access package or from what a colleague has.",
            ),
            (
                "From a file",
                "Upload a CSV file or paste rows. Columns are recognized by their headings. Rows that need fixing are listed \
                 with the reason; suggestions can be taken one by one or all at once. People who are members already can be \
                 given the teams of their row instead.",
            ),
            (
                "Invitations",
                "Sigma sends the invitation as soon as the person is created. Team admins can only be named at this moment, \
                 or later in Sigma itself.",
            ),
        ],
        places: &[("Onboard a person", "/onboard"), ("Onboard from a file", "/onboard/file")],
    },
    Topic {
        slug: "offboarding",
        title: "Offboarding people",
        about: "What becomes of an account, its documents and its access.",
        parts: &[
            (
                "Deactivate",
                "The person can no longer sign in, and the seat is free. You choose who takes over their documents, whether \
                 they leave their teams, and whether direct grants are revoked.",
            ),
            (
                "My Documents",
                "Documents in a person’s own My Documents folder move to the new owner, into a folder named after the person. \
                 Until then only the owner and admins can open them.",
            ),
            (
                "Coming back",
                "Reactivating a person restores the account with the teams and grants it still has, but no documents.",
            ),
        ],
        places: &[("Members", "/members")],
    },
    Topic {
        slug: "teams",
        title: "Teams",
        about: "Who is in a team, and what it gives them.",
        parts: &[
            (
                "Change members",
                "Paste a list to add or remove people, or to make the team exactly that list. Tick members on the team’s page \
                 to move them to another team in one change.",
            ),
            (
                "Team admins",
                "Team admins manage their team in Sigma, and in this portal too. The API can name one only when the person \
                 is invited; afterwards it is done in Sigma.",
            ),
            (
                "Visibility",
                "Every internal member sees a public team and who is in it. A private team is seen by its members and by \
                 admins.",
            ),
        ],
        places: &[("Teams", "/teams")],
    },
    Topic {
        slug: "requests",
        title: "Requests and packages",
        about: "Asking for access, and deciding about it.",
        parts: &[
            (
                "Ask",
                "Choose what you need under Get access and say why. You see who decides, and you are told when it is done.",
            ),
            (
                "Decide",
                "Requests that wait for you are in your inbox, each with what approving it would do. Decide about several at \
                 once; by keyboard, j and k move, x selects, a and d lead to approving and denying.",
            ),
            (
                "Access that ends",
                "Access for a limited time ends by itself, and when the account is deactivated. Ends soon lists it a month \
                 before: renew it or let it lapse, one term or several at once. You see what happens first.",
            ),
            (
                "Packages and policies",
                "A package bundles teams, access and attributes for a job. Policies say who approves what, and for how long \
                 it is given. A package can be exported as a file, and made from one.",
            ),
        ],
        places: &[("Get access", "/get-access"), ("Requests", "/requests"), ("Ends soon", "/requests/ends-soon")],
    },
    Topic {
        slug: "history",
        title: "Audit log and changes made in Sigma",
        about: "Who did what, and what changed outside the portal.",
        parts: &[
            (
                "Audit log",
                "Every change made through the portal, with who asked for it, when, and what Sigma answered. Filter by time, \
                 person, subject, action and result; choose One line per change to leave single steps out.",
            ),
            (
                "What did this person do?",
                "Open the person and choose Done by this person. It works for people who have left, too.",
            ),
            (
                "Made in Sigma",
                "The portal reads the directory again and again and lists what is different, sync by sync: changes made in \
                 Sigma itself or by an identity provider. Sigma does not say who made them.",
            ),
        ],
        places: &[("Audit log", "/audit"), ("Made in Sigma", "/history")],
    },
    Topic {
        slug: "content",
        title: "Documents and attributes",
        about: "What lies in workspaces, and values that documents use.",
        parts: &[
            (
                "Documents",
                "Workbooks, data models, reports and datasets lie in a workspace, or in a person’s own My Documents folder. \
                 Share a document with a person or team from its page.",
            ),
            (
                "Stale documents",
                "All documents finds those unchanged for months, and those whose owner is gone. Select them and choose \
                 Change owner; people who can own documents are offered first. Documents in a person’s My Documents are \
                 handed over when they are offboarded.",
            ),
            (
                "Scheduled exports and embeds",
                "Admins and auditors find what people have sent regularly, and where workbooks are embedded, under All \
                 documents. Sigma has no such lists: the portal asks person by person and workbook by workbook, so each row \
                 says when it was synced.",
            ),
            (
                "User attributes",
                "An attribute holds a value per person or team, for example a region that documents filter by. A person’s \
                 own value comes first; Sigma does not document which team wins where several have one.",
            ),
        ],
        places: &[("All documents", "/documents"), ("Workbooks", "/workbooks"), ("Attributes", "/attributes")],
    },
    Topic {
        slug: "operations",
        title: "Settings and status",
        about: "How the portal is set up, and whether it works.",
        parts: &[
            (
                "Settings",
                "Settings shows the configuration, when each part of the directory was synced, account types, roles, \
                 sessions and API tokens. Most values come from environment variables and change with a restart.",
            ),
            (
                "Status",
                "Status checks the database, Sigma’s credentials, the sync, changes and notifications. Download the support \
                 bundle when you ask for help: it has no secrets and no names.",
            ),
            (
                "Sync",
                "The portal syncs the directory from Sigma on a schedule. Use the arrows beside the age of the directory to \
                 sync now.",
            ),
        ],
        places: &[("Settings", "/settings"), ("Roles", "/settings/roles"), ("Status", "/status")],
    },
    Topic {
        slug: "keys",
        title: "Keys and times",
        about: "Getting around without a mouse, and reading times in UTC.",
        parts: &[
            ("Find anything", "Ctrl K, or ⌘ K on a Mac, opens the palette: pages, people, teams, content and actions."),
            (
                "Lists",
                "/ goes to the search, Escape from there to the first row. j and k go from row to row, x ticks the row. ? \
                 lists all keys.",
            ),
            (
                "Times",
                "Times are in your own time zone. Point at one to read it in UTC, or turn all of them into UTC with Times in \
                 UTC in the account menu.",
            ),
        ],
        places: &[],
    },
];

/// The subject of this name.
pub fn topic(slug: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.slug == slug)
}
