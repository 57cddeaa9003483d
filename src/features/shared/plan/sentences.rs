//! What a plan means for people, in sentences: the heaviest first.

use crate::{
    domain::{
        AccountChange, Consequences, OrganizationSwitch, PersonChange, Shift, Shifted, Subject, SwitchChange,
        WorkspaceId, text::isolated,
    },
    ui::{count, icon::Icon, number},
};
use icondata_core::Icon as Drawing;
use icondata_lu as lu;
use leptos::prelude::*;
use std::collections::HashSet;

/// More things than this are counted in one sentence; the table of people names each.
const THINGS: usize = 5;

/// More people than this are counted; the table names each.
const NAMES: usize = 3;

/// One sentence about what a plan does.
pub struct Sentence {
    weight: u8,
    tone: &'static str,
    icon: Drawing,
    /// The sentence, with marks around foreign words.
    pub text: String,
    /// Whether it names everybody it is about.
    pub is_complete: bool,
}

/// All that a plan does to people, documents and things; values of fields have a table of their own.
pub fn of(told: &Consequences) -> Vec<Sentence> {
    let mut all = Sentences::default();
    all.things(told);
    all.switches(told);
    all.accounts(told);
    all.teams(told);
    all.access(told);
    all.handovers(told);
    all.0.sort_by_key(|sentence| sentence.weight);
    all.0
}

/// The sentences as a list.
pub fn list(sentences: Vec<Sentence>) -> impl IntoView {
    let item = |Sentence { tone, icon, text, .. }| view! { <li class=tone><Icon icon=icon/>" "<p>{text}</p></li> };
    view! { <ul class="outcomes">{sentences.into_iter().map(item).collect_view()}</ul> }
}

#[derive(Default)]
struct Sentences(Vec<Sentence>);

impl Sentences {
    fn add(&mut self, weight: u8, tone: &'static str, icon: Drawing, text: String, is_complete: bool) {
        self.0.push(Sentence { weight, tone, icon, text, is_complete });
    }

    fn things(&mut self, told: &Consequences) {
        for thing in &told.things {
            let (weight, tone, icon, what) = if thing.is_made {
                (5, "t-ok", lu::LuPlus, "created")
            } else {
                (0, "t-bad", lu::LuTrash2, "deleted for good")
            };
            let kind = match thing.kind.as_str() {
                "team" => "Team",
                "user attribute" => "User attribute",
                _ => "Workspace",
            };
            self.add(weight, tone, icon, format!("{kind} {} is {what}.", isolated(&thing.name)), true);
        }
    }

    fn switches(&mut self, told: &Consequences) {
        for SwitchChange { switch, enabled } in &told.switches {
            let (weight, tone) = match (switch, enabled) {
                (OrganizationSwitch::PublicEmbeds, true) => (0, "t-bad"),
                (OrganizationSwitch::PublicEmbeds, false)
                | (OrganizationSwitch::BulkCopy | OrganizationSwitch::UpgradeRequests, _) => (4, "t-info"),
            };
            let word = if *enabled { "on" } else { "off" };
            let text = format!("{} are turned {word} for the whole organization.", switch.label());
            self.add(weight, tone, lu::LuSettings, text, true);
        }
    }

    fn accounts(&mut self, told: &Consequences) {
        let with = |is: &dyn Fn(&AccountChange) -> bool| -> Vec<&PersonChange> {
            told.people.iter().filter(|person| person.account.as_ref().is_some_and(is)).collect()
        };
        let ended = with(&|account| matches!(account, AccountChange::Deactivated { .. }));
        if let Some(who) = who(&ended) {
            self.add(1, "t-bad", lu::LuUserX, format!("{who} can no longer sign in."), ended.len() <= NAMES);
        }
        let back = with(&|account| matches!(account, AccountChange::Reactivated { .. }));
        if let Some(who) = who(&back) {
            self.add(4, "t-ok", lu::LuUserCheck, format!("{who} can sign in again."), back.len() <= NAMES);
        }
        let mut kinds: Vec<(&str, &str)> = Vec::new();
        for person in &told.people {
            if let Some(AccountChange::Retyped { from, to }) = &person.account
                && !kinds.contains(&(from, to))
            {
                kinds.push((from, to));
            }
        }
        for (from, to) in kinds {
            let is = |account: &AccountChange| matches!(account, AccountChange::Retyped { from: f, to: t } if f == from && t == to);
            let people = with(&is);
            let is_admin = |name: &str| name.eq_ignore_ascii_case("admin");
            let (weight, tone) = if is_admin(from) {
                (0, "t-bad")
            } else if is_admin(to) {
                (1, "t-warn")
            } else {
                (4, "t-info")
            };
            if let Some(who) = who(&people) {
                let verb = if people.len() == 1 { "changes" } else { "change" };
                let text = format!("{who} {verb} from {} to {}.", isolated(from), isolated(to));
                self.add(weight, tone, lu::LuIdCard, text, people.len() <= NAMES);
            }
        }
        self.invitations(&with(&|account| matches!(account, AccountChange::Invited { .. })));
    }

    fn invitations(&mut self, invited: &[&PersonChange]) {
        let Some(who) = who(invited) else { return };
        let verb = if invited.len() == 1 { "joins" } else { "join" };
        self.add(4, "t-ok", lu::LuUserPlus, format!("{who} {verb} the organization."), invited.len() <= NAMES);
        let mailed: Vec<&PersonChange> = invited.iter().copied().filter(|person| person.is_mailed()).collect();
        let unmailed = invited.len() - mailed.len();
        let without = match unmailed {
            0 => String::new(),
            1 => " 1 person gets no e-mail.".to_owned(),
            n => format!(" {} people get no e-mail.", number(n)),
        };
        match mailed.as_slice() {
            [] => self.add(6, "t-info", lu::LuMailX, "No invitation is sent.".to_owned(), true),
            [one] => {
                let text = format!("An invitation is sent to {} immediately.{without}", isolated(&one.email));
                self.add(3, "t-warn", lu::LuMail, text, unmailed == 0);
            }
            many => {
                let text = format!("{} invitations are sent immediately.{without}", number(many.len()));
                self.add(3, "t-warn", lu::LuMail, text, false);
            }
        }
    }

    fn teams(&mut self, told: &Consequences) {
        for (at, named) in (0..).zip(&told.named) {
            if !matches!(named.subject, Subject::Team(_)) {
                continue;
            }
            let team = isolated(&named.name);
            let joins: Vec<&PersonChange> = told.people.iter().filter(|person| person.joins.contains(&at)).collect();
            if let Some(who) = who(&joins) {
                let verb = if joins.len() == 1 { "joins" } else { "join" };
                self.add(5, "t-ok", lu::LuUsers, format!("{who} {verb} team {team}."), joins.len() <= NAMES);
            }
            let leaves: Vec<&PersonChange> = told.people.iter().filter(|person| person.leaves.contains(&at)).collect();
            if let Some(who) = who(&leaves) {
                let verb = if leaves.len() == 1 { "leaves" } else { "leave" };
                self.add(3, "t-warn", lu::LuUserMinus, format!("{who} {verb} team {team}."), leaves.len() <= NAMES);
            }
        }
    }

    fn access(&mut self, told: &Consequences) {
        let all = told.by_thing();
        for shift in [Shift::Lost, Shift::Lowered, Shift::Raised, Shift::Gained] {
            let shifted: Vec<&Shifted<'_>> = all.iter().filter(|shifted| shifted.shift == shift).collect();
            let (weight, tone, icon) = match shift {
                Shift::Lost => (2, "t-bad", lu::LuCircleMinus),
                Shift::Lowered => (2, "t-warn", lu::LuCircleArrowDown),
                Shift::Raised => (5, "t-info", lu::LuCircleArrowUp),
                Shift::Gained => (5, "t-ok", lu::LuCirclePlus),
            };
            if shifted.len() <= THINGS {
                for one in shifted {
                    self.add(weight, tone, icon, one_thing(one), one.people.len() <= NAMES && one.level.is_some());
                }
            } else {
                self.add(weight, tone, icon, many_things(&shifted), false);
            }
        }
    }

    fn handovers(&mut self, told: &Consequences) {
        let mut new_owners: Vec<Option<&str>> = Vec::new();
        for handover in &told.handovers {
            let new_owner = handover.to.as_deref();
            if !new_owners.contains(&new_owner) {
                new_owners.push(new_owner);
            }
        }
        for new_owner in new_owners {
            let of: Vec<_> = told.handovers.iter().filter(|handover| handover.to.as_deref() == new_owner).collect();
            let documents = of.iter().map(|handover| handover.documents).sum();
            let whose = match of.as_slice() {
                [one] => isolated(&one.from).into_owned(),
                many => count(many.len(), "person", "people"),
            };
            let documents = count(documents, "document", "documents");
            let text = match new_owner {
                Some(new_owner) => format!("{documents} of {whose} go to {}.", isolated(new_owner)),
                None => format!("{documents} of {whose} are archived."),
            };
            let text = if documents.starts_with("1 ") {
                text.replace(" go to ", " goes to ").replace(" are archived", " is archived")
            } else {
                text
            };
            self.add(2, "t-warn", lu::LuFileInput, text, true);
        }
    }
}

fn one_thing(shifted: &Shifted<'_>) -> String {
    let who = who(&shifted.people).unwrap_or_default();
    let is_one = shifted.people.len() == 1;
    let verb = |one: &'static str, many: &'static str| if is_one { one } else { many };
    let what = isolated(&shifted.what.name);
    let level = shifted.level.map(crate::domain::Permission::label);
    match (shifted.shift, level) {
        (Shift::Gained, Some(level)) => format!("{who} {} {level} on {what}.", verb("gets", "get")),
        (Shift::Gained, None) => format!("{who} {} access to {what}.", verb("gets", "get")),
        (Shift::Raised, Some(level)) => format!("{who} {} raised to {level} on {what}.", verb("is", "are")),
        (Shift::Raised, None) => format!("{who} {} more access to {what}.", verb("gets", "get")),
        (Shift::Lowered, Some(level)) => format!("{who} {} lowered to {level} on {what}.", verb("is", "are")),
        (Shift::Lowered, None) => format!("{who} {} some of their access to {what}.", verb("loses", "lose")),
        (Shift::Lost, _) => format!("{who} {} access to {what}.", verb("loses", "lose")),
    }
}

fn many_things(shifted: &[&Shifted<'_>]) -> String {
    let people: HashSet<&Subject> =
        shifted.iter().flat_map(|one| one.people.iter().map(|person| &person.who)).collect();
    let first = shifted.iter().find_map(|one| one.people.first());
    let (who, is_one) = match (people.len(), first) {
        (1, Some(person)) => (isolated(&person.name).into_owned(), true),
        (n, _) => (count(n, "person", "people"), n == 1),
    };
    let is = |subject: &Subject| {
        shifted
            .iter()
            .filter(|one| std::mem::discriminant(&one.what.subject) == std::mem::discriminant(subject))
            .count()
    };
    let workspaces = is(&Subject::Workspace(WorkspaceId::default()));
    let kinds = if workspaces == shifted.len() { "workspaces" } else { "workspaces and connections" };
    let verb = |one: &'static str, many: &'static str| if is_one { one } else { many };
    let n = number(shifted.len());
    match shifted.first().map(|one| one.shift) {
        Some(Shift::Gained) => format!("{who} {} access to {n} {kinds}.", verb("gets", "get")),
        Some(Shift::Raised) => format!("{who} {} raised on {n} {kinds}.", verb("is", "are")),
        Some(Shift::Lowered) => format!("{who} {} lowered on {n} {kinds}.", verb("is", "are")),
        Some(Shift::Lost) | None => format!("{who} {} access to {n} {kinds}.", verb("loses", "lose")),
    }
}

/// “Ann Lee”, “Ann Lee and Bo Ek”, “12 people”; nothing where there is nobody.
fn who(people: &[&PersonChange]) -> Option<String> {
    let names = || people.iter().map(|person| isolated(&person.name).into_owned()).collect::<Vec<_>>();
    match people.len() {
        0 => None,
        n if n <= NAMES => {
            let names = names();
            Some(match names.as_slice() {
                [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
                [only] => only.clone(),
                [..] => String::new(),
            })
        }
        n => Some(count(n, "person", "people")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AccessChange, Handover, Named, Permission, WorkspacePermission};

    fn person(name: &str) -> PersonChange {
        PersonChange::new(Subject::Member(name.into()), name.to_owned(), format!("{name}@a.example"))
    }

    fn texts(told: &Consequences) -> Vec<String> {
        of(told).into_iter().map(|sentence| sentence.text).collect()
    }

    #[test]
    fn losing_admin_and_accounts_come_before_what_is_gained() {
        let view = Some(Permission::Workspace(WorkspacePermission::View));
        let named = vec![Named { subject: Subject::Workspace("w".into()), name: "Finance".into() }];
        let gains =
            PersonChange { access: vec![AccessChange { at: 0, before: None, after: view.clone() }], ..person("Ann") };
        let loses = PersonChange {
            account: Some(AccountChange::Retyped { from: "Admin".into(), to: "View".into() }),
            access: vec![AccessChange { at: 0, before: view, after: None }],
            ..person("Bo")
        };
        let handovers = vec![Handover { from: "Bo".into(), to: Some("Cy".into()), documents: 1 }];
        let told = Consequences { named, people: vec![gains, loses], handovers, ..Consequences::default() };
        assert_eq!(
            texts(&told),
            [
                "Bo changes from Admin to View.",
                "Bo loses access to Finance.",
                "1 document of Bo goes to Cy.",
                "Ann gets Can view on Finance.",
            ]
        );
    }

    #[test]
    fn many_people_are_counted_and_many_things_too() {
        let level = Some(Permission::Workspace(WorkspacePermission::View));
        let named =
            |at: u32| Named { subject: Subject::Workspace(at.to_string().as_str().into()), name: format!("W{at}") };
        let access =
            |n: u32| (0..n).map(|at| AccessChange { at, before: None, after: level.clone() }).collect::<Vec<_>>();
        let people = (0..4).map(|n| PersonChange { access: access(6), ..person(&format!("P{n}")) }).collect();
        let told = Consequences { named: (0..6).map(named).collect(), people, ..Consequences::default() };
        assert_eq!(texts(&told), ["4 people get access to 6 workspaces."]);
        assert!(!of(&told)[0].is_complete, "the table has to name them");
        let one = PersonChange { access: access(1), ..person("Ann") };
        let told = Consequences { named: vec![named(0)], people: vec![one], ..Consequences::default() };
        assert!(of(&told)[0].is_complete);
    }
}
