//! The mail box of the demo: mails that would have been sent, kept in this process to be looked at.

use crate::notify::Mail;
use jiff::Timestamp;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

/// Mails that are kept; the oldest goes first.
const KEPT: usize = 200;

/// A mail in the box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptMail {
    /// Its number in the box, from 1.
    pub number: u64,
    pub at: Timestamp,
    pub mail: Mail,
}

/// Mails of everybody, the last first.
#[derive(Clone, Debug, Default)]
pub struct MailBox(Arc<Mutex<Mails>>);

#[derive(Debug, Default)]
struct Mails {
    taken: u64,
    mails: VecDeque<KeptMail>,
}

impl MailBox {
    /// Puts a mail into the box.
    pub fn keep(&self, mail: Mail, at: Timestamp) {
        let mut mails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        mails.taken += 1;
        let number = mails.taken;
        mails.mails.push_front(KeptMail { number, at, mail });
        mails.mails.truncate(KEPT);
    }

    /// All that is in the box, the last first.
    pub fn all(&self) -> Vec<KeptMail> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).mails.iter().cloned().collect()
    }

    /// The mail of this number.
    pub fn mail(&self, number: u64) -> Option<KeptMail> {
        let mails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        mails.mails.iter().find(|kept| kept.number == number).cloned()
    }
}
