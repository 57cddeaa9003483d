//! Who was given what: by team as a rule, directly here and there, and a few times too much and then forgotten.

use std::collections::HashSet;

use rand::Rng;

use super::company::unit;
use super::connections::{AUDIT_LOG, PEOPLE, SAMPLE};
use super::people::{AMARA, JONAS, LEO, OWNER, PRIYA};
use super::places::{BOARD, FINANCE, unit_of};
use super::since;
use super::teams::ADMINS;
use super::types::CONTRACTOR;
use crate::simulator::clock::Stamp;
use crate::simulator::ids::Id;
use crate::simulator::state::document::Document;
use crate::simulator::state::grant::{Grant, Grantee, Inode, Kind, Permission};
use crate::simulator::state::member::Member;
use crate::simulator::state::{Audit, Organisation};
use crate::simulator::table::Slot;

const WORKSPACE: [Permission; 4] = [Permission::View, Permission::Explore, Permission::Organize, Permission::Edit];

/// Grants as they are thought of; they are added in the order of their dates.
struct Book<'a> {
    organisation: &'a Organisation,
    held: HashSet<(Id, Grantee)>,
    grants: Vec<Grant>,
}

/// Adds the grants; those on data models, reports and warehouse paths from randomness of their own.
pub fn add(organisation: &mut Organisation, rng: &mut impl Rng, later: &mut impl Rng) {
    let mut book = Book { organisation, held: HashSet::new(), grants: Vec::new() };
    for (slot, workspace) in organisation.workspaces.iter() {
        let inode = Inode { id: workspace.id, kind: Kind::Workspace };
        book.workspace(slot.place(), inode, workspace.audit.created_at, rng);
    }
    for (slot, connection) in organisation.connections.iter() {
        let inode = Inode { id: connection.id, kind: Kind::Connection };
        book.connection(slot.place(), inode, connection.audit.created_at, rng);
    }
    for (_, document) in organisation.documents.table.iter() {
        match document.kind() {
            Kind::DataModel | Kind::Report => {
                if later.random_bool(0.2) {
                    book.document(document, later);
                }
            }
            _ => {
                if rng.random_bool(0.08) {
                    book.document(document, rng);
                }
            }
        }
    }
    for (_, connection) in organisation.connections.iter() {
        for path in connection.paths.iter().filter(|path| path.parts.len() > 1) {
            if later.random_bool(0.15) {
                let on = (Inode { id: path.id, kind: connection.kind_of(path) }, connection.audit.created_at);
                let grantee = if later.random_bool(0.6) { book.any_team(later) } else { book.anybody(later) };
                book.give(on, grantee, Permission::Usage, later);
            }
        }
    }
    let mut grants = book.grants;
    grants.sort_by_key(|grant| grant.audit.created_at);
    for grant in grants {
        organisation.grants.insert(grant);
    }
}

fn member(place: usize) -> Grantee {
    Grantee::Member(Slot::at(place))
}

fn team(place: usize) -> Grantee {
    Grantee::Team(Slot::at(place))
}

/// The team of the same unit as a workspace.
fn team_of(organisation: &Organisation, home: usize) -> Option<usize> {
    let (name, _) = unit(home);
    organisation.teams.iter().find(|(_, team)| *team.name == *name).map(|(slot, _)| slot.place())
}

impl Book<'_> {
    /// Gives a permission unless the holder has one on the object; not before both exist.
    fn give(&mut self, (inode, made): (Inode, Stamp), grantee: Grantee, permission: Permission, rng: &mut impl Rng) {
        if !self.held.insert((inode.id, grantee)) {
            return;
        }
        let joined = match grantee {
            Grantee::Member(slot) => self.organisation.members.table.get(slot).map(|member| member.audit.created_at),
            Grantee::Team(slot) => self.organisation.teams.get(slot).map(|team| team.audit.created_at),
        };
        let by = Slot::at(if rng.random_bool(0.8) { AMARA } else { OWNER });
        let at = since(joined.map_or(made, |joined| joined.max(made)), rng);
        self.grants.push(Grant { id: Id::draw(rng), inode, grantee, permission, audit: Audit::new(by, at) });
    }

    fn anybody(&self, rng: &mut impl Rng) -> Grantee {
        member(rng.random_range(LEO..self.organisation.members.table.len()))
    }

    fn any_team(&self, rng: &mut impl Rng) -> Grantee {
        team(rng.random_range(1..self.organisation.teams.len()))
    }

    fn workspace(&mut self, place: usize, inode: Inode, made: Stamp, rng: &mut impl Rng) {
        let on = (inode, made);
        self.give(on, team(ADMINS), Permission::Edit, rng);
        if place == BOARD {
            self.give(on, member(AMARA), Permission::Edit, rng);
            self.give(on, member(JONAS), Permission::Explore, rng);
            return;
        }
        match place {
            0 => {
                self.give(on, member(LEO), Permission::View, rng);
                self.give(on, member(PRIYA), Permission::Explore, rng);
            }
            FINANCE => {
                self.give(on, member(JONAS), Permission::Edit, rng);
                self.forgotten(on, rng);
            }
            _ if rng.random_bool(0.05) => self.forgotten(on, rng),
            _ => {}
        }
        if let Some(home) = unit_of(place).and_then(|home| team_of(self.organisation, home)) {
            let permission = if rng.random_bool(0.4) { Permission::Edit } else { Permission::Organize };
            self.give(on, team(home), permission, rng);
        }
        for _ in 0..rng.random_range(1..5) {
            let permission = WORKSPACE[[0, 0, 0, 1, 1, 2][rng.random_range(0..6)]];
            let grantee = self.any_team(rng);
            self.give(on, grantee, permission, rng);
        }
        // Direct grants, many of them to people who have access through a team as well.
        for _ in 0..rng.random_range(1..6) {
            let permission = WORKSPACE[[0, 0, 1, 1, 2, 3][rng.random_range(0..6)]];
            let grantee = self.anybody(rng);
            self.give(on, grantee, permission, rng);
        }
    }

    /// An outsider with full control, given for a project that is over.
    fn forgotten(&mut self, on: (Inode, Stamp), rng: &mut impl Rng) {
        let people = &self.organisation.members.table;
        let is_outsider = |member: &Member| member.account_type == CONTRACTOR && member.is_active();
        let first = rng.random_range(0..people.len());
        let from_there = people.starting_at(first).chain(people.iter());
        let outsider = from_there.filter(|(_, member)| is_outsider(member)).map(|(slot, _)| slot).next();
        if let Some(slot) = outsider {
            self.give(on, Grantee::Member(slot), Permission::Edit, rng);
        }
    }

    fn connection(&mut self, place: usize, inode: Inode, made: Stamp, rng: &mut impl Rng) {
        let on = (inode, made);
        self.give(on, team(ADMINS), Permission::Annotate, rng);
        if place == AUDIT_LOG {
            return;
        }
        let shares = match place {
            SAMPLE => 12,
            PEOPLE => 1,
            _ => rng.random_range(2..6),
        };
        for _ in 0..shares {
            let permission = if rng.random_bool(0.75) { Permission::Usage } else { Permission::Annotate };
            let grantee = self.any_team(rng);
            self.give(on, grantee, permission, rng);
        }
        self.give(on, member(PRIYA), Permission::Usage, rng);
        for _ in 0..rng.random_range(0..3) {
            let grantee = self.anybody(rng);
            self.give(on, grantee, Permission::Usage, rng);
        }
    }

    /// Shares one document with somebody beyond its workspace.
    fn document(&mut self, document: &Document, rng: &mut impl Rng) {
        let inode = Inode { id: document.id, kind: document.kind() };
        let permission = if rng.random_bool(0.7) { Permission::View } else { Permission::Explore };
        let grantee = self.anybody(rng);
        self.give((inode, document.audit.created_at), grantee, permission, rng);
    }
}
