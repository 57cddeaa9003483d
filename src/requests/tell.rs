//! Who is told of what happens to a request. It is written with the event itself; the `notify` room sends it.

use super::{Error, Inner};
use crate::{
    directory::Snapshot,
    domain::{AccessRequest, Actor, Because, Notice, PersonKey, Recipient, RequestEventKind, RequestState, Told},
};
use std::sync::Arc;

impl Inner {
    /// Whom to tell of the last thing that happened to a request; `None` where nobody is.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(super) async fn told(&self, request: &AccessRequest) -> Result<Option<Told>, Error> {
        let Some(notice) = Notice::of(request) else { return Ok(None) };
        let mut recipients = Vec::new();
        if let Some(snapshot) = self.directory.snapshot() {
            self.involved(request, &snapshot, &mut recipients).await?;
        }
        let concerned = [(Because::Gets, request.beneficiary.key()), (Because::Asked, request.requester.key())];
        recipients.extend(
            concerned
                .into_iter()
                .filter(|_| concerns_them(request))
                .map(|(because, person)| Recipient { person, because }),
        );
        // Nobody is told what they did themselves, and nobody twice.
        let by = request.last_event().and_then(|event| event.by.as_ref()).map(Actor::key);
        let mut told: Vec<Recipient> = Vec::new();
        for recipient in recipients {
            let is_news = Some(&recipient.person) != by.as_ref() || recipient.because == Because::Acts;
            if is_news && !told.iter().any(|one| one.person == recipient.person) {
                told.push(recipient);
            }
        }
        Ok(Some(Told { notice, recipients: told }))
    }

    /// Those who are to do something about it, and those who answer for what it is about.
    async fn involved(
        &self,
        request: &AccessRequest,
        snapshot: &Arc<Snapshot>,
        recipients: &mut Vec<Recipient>,
    ) -> Result<(), Error> {
        use RequestEventKind as Kind;
        let mut add = |because: Because, people: &mut dyn Iterator<Item = &PersonKey>| {
            recipients.extend(people.cloned().map(|person| Recipient { person, because }));
        };
        match request.last_event().map(|event| (event.kind, event.note.is_empty())) {
            Some((Kind::Asked | Kind::StageApproved, _)) => {
                let route = self.present(request, &*self.offering().await?, snapshot).route;
                let stage = route.ok().and_then(|route| route.stages.into_iter().nth(request.stage));
                let approvers = stage.map(|stage| stage.approvers).unwrap_or_default();
                add(Because::Acts, &mut approvers.iter());
            }
            Some((Kind::Attention, _)) => add(Because::Acts, &mut self.admins(snapshot).iter()),
            // An end with a note has not gone as usual.
            Some((Kind::Reminded, _) | (Kind::Ended, false)) => {
                let (offering, thing) = (self.offering().await?, request.target.requestable());
                add(Because::Owns, &mut self.owners(&thing, &offering, snapshot).iter());
            }
            Some((
                Kind::Approved
                | Kind::Denied
                | Kind::Cancelled
                | Kind::Closed
                | Kind::Applying
                | Kind::Granted
                | Kind::Renewed
                | Kind::Shortened
                | Kind::Lapses
                | Kind::Ending
                | Kind::Ended
                | Kind::Offered
                | Kind::Updated,
                _,
            ))
            | None => {}
        }
        Ok(())
    }
}

/// Whether those who asked and get it are told of the last event, too.
fn concerns_them(request: &AccessRequest) -> bool {
    use RequestEventKind as Kind;
    let Some(event) = request.last_event() else { return false };
    match event.kind {
        // Only a colleague's wish for somebody is news to that person; the requester did it.
        Kind::Asked => request.is_for_another(),
        // Granted follows at once where nobody had to decide.
        Kind::Approved => event.by.is_some(),
        // That taking back waits is the admins' business.
        Kind::Attention => request.state == RequestState::Attention,
        Kind::StageApproved
        | Kind::Denied
        | Kind::Cancelled
        | Kind::Closed
        | Kind::Granted
        | Kind::Renewed
        | Kind::Shortened
        | Kind::Reminded
        | Kind::Ended
        | Kind::Updated => true,
        Kind::Applying | Kind::Lapses | Kind::Ending | Kind::Offered => false,
    }
}
