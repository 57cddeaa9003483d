//! What can go wrong with a call, said without secrets, bodies or addresses.

use super::refusal::Refusal;
use crate::domain::MemberId;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Why a call did not succeed.
#[derive(Clone, Debug)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    operation: &'static str,
    kind: ErrorKind,
    attempts: u32,
    maybe_sent: bool,
}

/// The underlying failure, kept for the chain of sources.
pub(super) type Cause = Arc<dyn std::error::Error + Send + Sync>;

/// The kinds of failure.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No connection could be made, so nothing was sent.
    Unreachable(Cause),
    /// Whoever wanted to know must not make the portal ask, so nothing was sent.
    NotAsked,
    /// The deadline passed while the call waited for its turn, so nothing was sent.
    OutOfTime,
    /// Whoever asks has asked for too much lately, so nothing was sent; after this long they may again.
    HeldBack(Duration),
    /// Sent, perhaps, and no whole answer came back: a time-out or a broken connection.
    Lost(Cause),
    /// Sigma does not accept the credentials, or the token they gave.
    Unauthorized(Refusal),
    /// Sigma wants fewer calls.
    Throttled(Refusal),
    /// Any other answer that is no success.
    Refused(Refusal),
    /// A success whose body is not what the operation promises.
    Decode {
        /// Where in the JSON, for example `entries[3].createdAt`.
        path: String,
        /// What was expected there; values are left out.
        reason: String,
        /// Sigma's id of the request.
        request_id: Option<String>,
    },
    /// An answer larger than the limit.
    TooLarge { limit_bytes: usize },
    /// A list named a page it had named before, so it would never end.
    CursorRepeated,
    /// A list had more pages than the limit.
    TooManyPages { limit: u32 },
    /// A list had more rows than the limit.
    TooManyRows { limit: usize },
    /// The call cannot be made from these values; nothing was sent.
    Invalid(String),
}

impl Error {
    /// A failure of the first attempt.
    pub(super) fn new(operation: &'static str, kind: ErrorKind) -> Self {
        let maybe_sent = match &kind {
            ErrorKind::Lost(_) | ErrorKind::Decode { .. } | ErrorKind::TooLarge { .. } => true,
            ErrorKind::Refused(refusal) => refusal.status >= 500,
            ErrorKind::Unreachable(_)
            | ErrorKind::NotAsked
            | ErrorKind::OutOfTime
            | ErrorKind::HeldBack(_)
            | ErrorKind::Unauthorized(_)
            | ErrorKind::Throttled(_)
            | ErrorKind::CursorRepeated
            | ErrorKind::TooManyPages { .. }
            | ErrorKind::TooManyRows { .. }
            | ErrorKind::Invalid(_) => false,
        };
        Self(Box::new(Inner { operation, kind, attempts: 1, maybe_sent }))
    }

    /// The same failure, seen as the end of a call of several attempts.
    pub(super) fn after(mut self, attempts: u32, maybe_sent: bool) -> Self {
        self.0.attempts = attempts;
        self.0.maybe_sent |= maybe_sent;
        self
    }

    /// The failure of getting a token, seen from a call that needed it and was therefore not sent.
    pub(super) fn before_sending(mut self) -> Self {
        if let ErrorKind::Lost(cause) = &self.0.kind {
            self.0.kind = ErrorKind::Unreachable(cause.clone());
        }
        self.0.maybe_sent = false;
        self
    }

    /// What happened, as a sentence for people: without what only the log and Sigma's support need.
    pub fn sentence(&self) -> String {
        let words = self.0.kind.to_string();
        if words.ends_with(['.', '!', '?']) { words } else { words + "." }
    }

    /// The operation, by the name openapi.yaml gives it.
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// Times the call was tried.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// What Sigma said, when it answered with a refusal.
    pub fn refusal(&self) -> Option<&Refusal> {
        if let ErrorKind::Unauthorized(refusal) | ErrorKind::Throttled(refusal) | ErrorKind::Refused(refusal) =
            &self.0.kind
        {
            return Some(refusal);
        }
        None
    }

    /// HTTP status of the refusal.
    pub fn status(&self) -> Option<u16> {
        self.refusal().map(|r| r.status)
    }

    /// Sigma's code in the refusal.
    pub fn code(&self) -> Option<&str> {
        self.refusal()?.code.as_deref()
    }

    /// Sigma's id of the request, to quote to its support.
    pub fn request_id(&self) -> Option<&str> {
        if let ErrorKind::Decode { request_id, .. } = &self.0.kind {
            return request_id.as_deref();
        }
        self.refusal()?.request_id.as_deref()
    }

    /// How long Sigma asks to wait before the next call.
    pub fn retry_after(&self) -> Option<Duration> {
        self.refusal()?.retry_after
    }

    /// Whether the same call may succeed later with nothing else changed: nothing was sent, the answer was lost, or
    /// the status is 402, 408, 429, 500, 502–504 or one of the edge's own (520–527, 530). Says nothing about whether
    /// repeating is safe; for that see [`Self::was_sent_maybe`].
    pub fn is_retryable(&self) -> bool {
        match &self.0.kind {
            ErrorKind::Unreachable(_)
            | ErrorKind::OutOfTime
            | ErrorKind::HeldBack(_)
            | ErrorKind::Lost(_)
            | ErrorKind::Throttled(_) => true,
            ErrorKind::Refused(r) => r.status == 500 || is_passing(r.status),
            ErrorKind::NotAsked
            | ErrorKind::Unauthorized(_)
            | ErrorKind::Decode { .. }
            | ErrorKind::TooLarge { .. }
            | ErrorKind::CursorRepeated
            | ErrorKind::TooManyPages { .. }
            | ErrorKind::TooManyRows { .. }
            | ErrorKind::Invalid(_) => false,
        }
    }

    /// Whether Sigma may have done what was asked, in this or an earlier attempt of the call: it was sent and the
    /// answer was lost, was a 5xx, or could not be read. Before repeating a write, read Sigma's state.
    pub fn was_sent_maybe(&self) -> bool {
        self.0.maybe_sent
    }

    /// Whether Sigma itself has ended the call with an answer, so that nothing of it can still happen later. An answer of
    /// the edge in front of it, or none at all, says no such thing.
    pub fn is_final_answer(&self) -> bool {
        self.status().is_some_and(|status| !is_passing(status))
    }

    /// Whether what was asked for is not there: Sigma knows no such thing, or it is archived or cannot be resolved, which
    /// for documents is 409 `inode_archived` (BEHAVIOUR.md section 5).
    pub fn is_gone(&self) -> bool {
        match self.status() {
            Some(404 | 410) => true,
            Some(409) => self.code() == Some("inode_archived"),
            _ => false,
        }
    }

    /// Whether Sigma may not tell what was asked for, or does not have it.
    pub fn is_hidden_or_gone(&self) -> bool {
        self.status() == Some(403) || self.is_gone()
    }

    /// The member who already has the address, when an invitation was refused for that (BEHAVIOUR.md section 7).
    pub fn existing_member_id(&self) -> Option<MemberId> {
        self.refusal()?.existing_member_id().map(MemberId::from)
    }

    /// Short name of the outcome for logs and metrics: the status where there is one.
    pub(super) fn label(&self) -> String {
        match (&self.0.kind, self.status()) {
            (_, Some(status)) => status.to_string(),
            (ErrorKind::Unreachable(_), _) => "unreachable".to_owned(),
            (ErrorKind::Lost(_), _) => "lost".to_owned(),
            (ErrorKind::Decode { .. } | ErrorKind::TooLarge { .. }, _) => "unreadable".to_owned(),
            _ => "unsent".to_owned(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { operation, attempts, .. } = &*self.0;
        write!(f, "{} [{operation}", self.0.kind)?;
        if let Some(status) = self.status() {
            write!(f, ", status {status}")?;
        }
        if let Some(code) = self.code() {
            write!(f, ", code {code}")?;
        }
        if let Some(id) = self.request_id() {
            write!(f, ", request {id}")?;
        }
        if *attempts > 1 {
            write!(f, ", {attempts} attempts")?;
        }
        f.write_str("]")
    }
}

/// What happened, without a stop.
impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(cause) => write!(f, "Sigma could not be reached ({})", root(cause.as_ref())),
            Self::OutOfTime => {
                f.write_str("There was no time left to call Sigma: too many calls wait, or Sigma asked for a pause")
            }
            Self::HeldBack(wait) => {
                let seconds = wait.as_secs() + 1;
                write!(f, "Sigma was not asked: you have asked it for much lately. Try again in {seconds} s")
            }
            Self::NotAsked => f.write_str("Sigma was not asked: the request did not come from a page of the portal"),
            Self::Lost(cause) => write!(f, "Sigma's answer was lost ({})", root(cause.as_ref())),
            Self::Unauthorized(r) => write!(f, "Sigma does not accept the API credentials: {}", r.message),
            Self::Throttled(r) => write!(f, "Sigma wants fewer calls: {}", r.message),
            Self::Refused(r) => write!(f, "Sigma refused: {}", r.message),
            Self::Decode { path, reason, .. } => write!(f, "Sigma's answer could not be read at {path}: {reason}"),
            Self::TooLarge { limit_bytes } => write!(f, "Sigma's answer is larger than {limit_bytes} bytes"),
            Self::CursorRepeated => f.write_str("Sigma's list leads back to a page already read"),
            Self::TooManyPages { limit } => write!(f, "Sigma's list has more than {limit} pages"),
            Self::TooManyRows { limit } => write!(f, "Sigma's list has more than {limit} rows"),
            Self::Invalid(reason) => write!(f, "Sigma was not called: {reason}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if let ErrorKind::Unreachable(cause) | ErrorKind::Lost(cause) = &self.0.kind {
            return Some(cause.as_ref());
        }
        None
    }
}

/// The innermost cause: the outer ones only say that a request failed.
fn root<'e>(mut error: &'e (dyn std::error::Error + 'static)) -> &'e (dyn std::error::Error + 'static) {
    while let Some(source) = error.source() {
        error = source;
    }
    error
}

/// Statuses that pass by themselves: 402, by which Sigma says that a list took it too long (BEHAVIOUR.md section 5), 408,
/// 429, 502–504, and those the edge makes up (520–527, 530).
pub(super) fn is_passing(status: u16) -> bool {
    matches!(status, 402 | 408 | 429 | 502..=504 | 520..=527 | 530)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16) -> Refusal {
        Refusal {
            status,
            code: Some("not_found".into()),
            message: "Member type name is not found".into(),
            request_id: Some("r-1".into()),
            retry_after: None,
        }
    }

    #[test]
    fn says_all_that_support_asks_for() {
        let error = Error::new("updateMember", ErrorKind::Refused(refused(404))).after(2, false);
        assert_eq!(
            error.to_string(),
            "Sigma refused: Member type name is not found [updateMember, status 404, code not_found, request r-1, \
             2 attempts]"
        );
    }

    #[test]
    fn an_answer_that_may_hide_a_success_counts_as_sent() {
        for (kind, maybe) in [
            (ErrorKind::Refused(refused(404)), false),
            (ErrorKind::Refused(refused(500)), true),
            (ErrorKind::Throttled(refused(429)), false),
            (ErrorKind::Lost(Arc::new(fmt::Error)), true),
            (ErrorKind::Unreachable(Arc::new(fmt::Error)), false),
            (ErrorKind::OutOfTime, false),
            (ErrorKind::TooLarge { limit_bytes: 1 }, true),
        ] {
            assert_eq!(Error::new("createMember", kind.clone()).was_sent_maybe(), maybe, "{kind:?}");
        }
    }

    #[test]
    fn a_later_attempt_does_not_forget_an_earlier_one() {
        let error = Error::new("updateMember", ErrorKind::Unreachable(Arc::new(fmt::Error))).after(2, true);
        assert!(error.was_sent_maybe());
    }

    #[test]
    fn a_token_that_was_lost_means_the_call_was_not_sent() {
        let error = Error::new("postToken", ErrorKind::Lost(Arc::new(fmt::Error))).before_sending();
        assert!(matches!(error.kind(), ErrorKind::Unreachable(_)) && !error.was_sent_maybe());
    }
}
