//! What a notice says, to each person in their own place.

use super::{Because, Notice};
use crate::domain::{RequestEventKind as Kind, text::isolated};

/// What a notice says to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// What has happened, in one line without a full stop.
    pub text: String,
    /// What can be done on the request's page: “Review request”.
    pub action: &'static str,
}

/// What a notice says to somebody who is told for this reason.
pub fn headline(notice: &Notice, because: Because) -> Headline {
    let (what, who, by) = (isolated(&notice.title), isolated(&notice.beneficiary), by(notice));
    let requester = isolated(&notice.requester);
    // “your” for the person themselves.
    let of = if because == Because::Gets { "your".to_owned() } else { format!("{who}’s") };
    let for_whom = if because == Because::Gets { "you".to_owned() } else { who.clone().into_owned() };
    let mut action = "View request";
    let text = match notice.kind {
        Kind::Asked | Kind::StageApproved if because == Because::Acts => {
            action = "Review request";
            if notice.is_for_another {
                format!("{requester} requests {what} for {who}")
            } else {
                format!("{who} requests {what}")
            }
        }
        Kind::Asked if because == Because::Gets => format!("{requester} requested {what} for you"),
        Kind::Asked => format!("{requester} requested {what} for {who}"),
        Kind::StageApproved => format!("{by} approved a stage of {of} request: {what}"),
        Kind::Approved => format!("{by} approved {of} request: {what}"),
        Kind::Denied => format!("{by} denied {of} request: {what}"),
        Kind::Cancelled => format!("{by} cancelled {of} request: {what}"),
        Kind::Closed => format!("Closed without a decision: {what} for {for_whom}"),
        Kind::Granted => match (because, notice.ends_at) {
            (Because::Gets, Some(ends)) => format!("You have access until {}: {what}", ends.strftime("%-d %B %Y")),
            (Because::Gets, None) => format!("You have access: {what}"),
            (Because::Acts | Because::Asked | Because::Owns, _) => format!("{who} has access: {what}"),
        },
        Kind::Attention if because == Because::Acts => {
            action = "Fix request";
            format!("Could not be applied: {what} for {who}")
        }
        Kind::Attention => format!("Delayed, an admin has been told: {what} for {for_whom}"),
        Kind::Renewed => format!("{by} renewed {of} access: {what}"),
        Kind::Shortened => format!("{by} brought the end of {of} access forward: {what}"),
        Kind::Reminded => {
            action = "Renew or let it end";
            let ends = notice.ends_at.map(|at| format!(" on {}", at.strftime("%-d %B %Y"))).unwrap_or_default();
            format!("{} access ends{ends}: {what}", capitalised(&of))
        }
        Kind::Ended => format!("{} access has ended: {what}", capitalised(&of)),
        Kind::Updated => format!("{} access is as the package gives it now: {what}", capitalised(&of)),
        // Nobody is told of these.
        Kind::Offered => format!("Being brought to what the package gives now: {what} for {for_whom}"),
        Kind::Applying => format!("Being applied: {what} for {for_whom}"),
        Kind::Lapses => format!("Will lapse: {what} for {for_whom}"),
        Kind::Ending => format!("Being taken back: {what} for {for_whom}"),
    };
    Headline { text, action }
}

/// Who did it.
fn by(notice: &Notice) -> String {
    notice.by.as_deref().map_or_else(|| "The portal".to_owned(), |name| isolated(name).into_owned())
}

fn capitalised(word: &str) -> String {
    if word == "your" { "Your".to_owned() } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(kind: Kind) -> Notice {
        Notice {
            id: "r/1".into(),
            at: "2026-11-30T10:00:00Z".parse().unwrap(),
            kind,
            request_id: "r".into(),
            title: "Can explore on Marketing".into(),
            requester: "Jonas Weber".into(),
            beneficiary: "Leo Martins".into(),
            is_for_another: true,
            by: Some("Amara Okafor".into()),
            ends_at: Some("2026-12-24T10:00:00Z".parse().unwrap()),
        }
    }

    #[test]
    fn everybody_reads_what_it_means_for_them() {
        let what = "Can explore on Marketing";
        for (kind, because, says) in [
            (Kind::Asked, Because::Acts, format!("Jonas Weber requests {what} for Leo Martins")),
            (Kind::Asked, Because::Gets, format!("Jonas Weber requested {what} for you")),
            (Kind::Denied, Because::Gets, format!("Amara Okafor denied your request: {what}")),
            (Kind::Denied, Because::Asked, format!("Amara Okafor denied Leo Martins’s request: {what}")),
            (Kind::Granted, Because::Gets, format!("You have access until 24 December 2026: {what}")),
            (Kind::Granted, Because::Asked, format!("Leo Martins has access: {what}")),
            (Kind::Reminded, Because::Gets, format!("Your access ends on 24 December 2026: {what}")),
            (Kind::Reminded, Because::Owns, format!("Leo Martins’s access ends on 24 December 2026: {what}")),
            (Kind::Attention, Because::Acts, format!("Could not be applied: {what} for Leo Martins")),
        ] {
            assert_eq!(headline(&notice(kind), because).text, says);
        }
    }
}
