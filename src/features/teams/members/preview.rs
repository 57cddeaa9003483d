//! What a list of people would do to a team, as far as it is told while one types.

/// Most names of one kind that are told.
pub const NAMED: usize = 20;

/// What a list would do to a team as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MembersPreview {
    /// Those who join the team.
    pub added: People,
    /// Those who leave it.
    pub removed: People,
    /// Who is on the list, and nothing changes for them.
    pub unchanged: usize,
    /// Lines that mean nobody, or nobody clearly.
    pub unclear: Vec<UnclearLine>,
    /// How many more there are than `unclear`.
    pub more_unclear: usize,
    /// Why nothing can be planned yet, in a sentence; empty where something can.
    pub obstacle: String,
    /// How many members the team has now, and afterwards.
    pub size: (usize, usize),
}

/// People of one kind, of whom some are named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// How many they are.
    pub count: usize,
    /// The first of them: name and address.
    pub first: Vec<(String, String)>,
}

/// A line that is not understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnclearLine {
    /// The line as it was typed.
    pub text: String,
    /// Why, in a few words.
    pub why: String,
}
