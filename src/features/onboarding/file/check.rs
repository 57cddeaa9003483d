//! Checks every row of a file: whom it means to invite with what, and what stands against that.

use super::{
    Column,
    cell::{self, Names},
    existing::existing,
    model::{Corrections, Defaults, Sheet},
    row::Row,
};
use crate::{
    changes::{Rules, obstacles, remarks},
    directory::Snapshot,
    domain::{
        AccessPackage, Adjustment, EmailAddress, Invalid, Invitee, NewPerson, UserKind, text, wanted::while_wanted,
    },
};
use std::collections::{BTreeMap, HashMap};

/// What a check of all rows has found. Every row is in one of the lists, or was left out on the page.
#[derive(Default)]
pub struct Checked {
    /// Those who can be onboarded.
    pub ready: Vec<Invitee>,
    /// By the place of a row, what is wrong with it.
    pub problems: BTreeMap<usize, Wrong>,
    /// By the place of a row, what may be meant in its cells.
    pub suggested: BTreeMap<usize, Vec<(Column, String)>>,
    /// By the place of a row, the user attribute that it names and that does not exist.
    pub missing: BTreeMap<usize, String>,
    /// By the place of a row, what it gives somebody who is a member already.
    pub existing: BTreeMap<usize, Adjustment>,
    /// Places of rows that are not to be invited, by what the file says.
    pub aside: Vec<usize>,
    /// What to know about rows that are ready: lines and sentences.
    pub remarks: Vec<(u64, String)>,
}

/// What is wrong with a row, in sentences. What concerns no column stands under `None`.
pub type Wrong = Vec<(Option<Column>, String)>;

/// Checks all rows that are not left out, against what is in the directory and the access packages that there are.
pub fn check(
    sheet: &Sheet,
    corrections: &Corrections,
    defaults: &Defaults,
    (snapshot, packages): (&Snapshot, &[AccessPackage]),
    rules: &Rules,
) -> Checked {
    let mut checked = Checked::default();
    if sheet.missing.is_some() {
        return checked;
    }
    let names = Names::new(snapshot, packages);
    let mut lines: HashMap<String, u64> = HashMap::new();
    let rows = sheet.rows.iter().enumerate().filter(|(_, row)| !corrections.out.contains(&row.line));
    for (at, row) in while_wanted(rows) {
        if row.aside.is_some() {
            checked.aside.push(at);
            continue;
        }
        let checked_row = joiner(row, defaults, &names).and_then(|joiner| {
            let email = &joiner.person.email;
            if let Some(line) = lines.get(&email.folded()) {
                return Err(vec![(Some(Column::Email), format!("{email} is in line {line} already."))]);
            }
            lines.insert(email.folded(), row.line);
            let errors = obstacles(&joiner, snapshot, rules);
            let mut wrong = by_column(errors);
            wrong.extend(row.odd.iter().cloned());
            if wrong.is_empty() { Ok(joiner) } else { Err(wrong) }
        });
        match checked_row {
            Ok(joiner) => {
                checked.remarks.extend(remarks(&joiner, snapshot).into_iter().map(|remark| (row.line, remark)));
                checked.ready.push(joiner);
            }
            Err(wrong) => {
                let columns = wrong.iter().filter_map(|(column, _)| *column);
                let meant: Vec<_> =
                    columns.filter_map(|column| Some((column, names.suggested(column, row.cell(column))?))).collect();
                if !meant.is_empty() {
                    checked.suggested.insert(at, meant);
                }
                if let Some(name) = names.missing_attribute(row.cell(Column::Attributes)) {
                    checked.missing.insert(at, name);
                }
                if let Some(adjustment) = existing(row, defaults, &names, snapshot) {
                    checked.existing.insert(at, adjustment);
                }
                checked.problems.insert(at, wrong);
            }
        }
    }
    checked
}

/// The person that a row means.
fn joiner(row: &Row, everybodys: &Defaults, names: &Names<'_>) -> Result<Invitee, Wrong> {
    let mut errors = Invalid::new();
    let cell = |column: Column| row.cell(column);
    let email = errors.keep("email", EmailAddress::parse(cell(Column::Email)));
    let first_name = errors.keep("first_name", text::person_name(cell(Column::FirstName), "first name"));
    let last_name = errors.keep("last_name", text::person_name(cell(Column::LastName), "last name"));
    let package = errors.keep("package", names.package(cell(Column::Package))).flatten();
    let of_package = package.and_then(|package| package.contents.account_type.as_deref());
    // The account type of the person comes before that of their package, and that before everybody's.
    let usual = of_package.unwrap_or(&everybodys.account_type);
    let account_type = match (cell(Column::AccountType), usual) {
        ("", "") => Err("Name an account type.".to_owned()),
        ("", usual) => names.account_type(usual),
        (own, _) => names.account_type(own),
    };
    let account_type = errors.keep("account_type", account_type);
    let user_kind = errors.keep("kind", cell::kind(cell(Column::Kind)));
    let send_invite = match cell(Column::Invite) {
        "" => Ok(everybodys.invite == "on"),
        own => cell::yes(own),
    };
    let send_invite = errors.keep("invite", send_invite);
    let teams = errors.keep("teams", names.teams(cell(Column::Teams), &everybodys.teams));
    let workspaces = names.workspaces(cell(Column::Workspaces), &everybodys.workspaces);
    let workspaces = errors.keep("workspaces", workspaces);
    let connections = names.connections(cell(Column::Connections), &everybodys.connections);
    let connections = errors.keep("connections", connections);
    let attributes = errors.keep("attributes", names.attributes(cell(Column::Attributes)));
    let (Some(email), true) = (email, errors.is_empty()) else {
        return Err(by_column(errors).into_iter().chain(row.odd.iter().cloned()).collect());
    };
    let mut joiner = Invitee {
        person: NewPerson {
            email,
            first_name: first_name.unwrap_or_default(),
            last_name: last_name.unwrap_or_default(),
            account_type,
            user_kind: user_kind.unwrap_or(UserKind::Internal),
            send_invite: send_invite.unwrap_or_default(),
        },
        teams: teams.unwrap_or_default(),
        workspaces: workspaces.unwrap_or_default(),
        connections: connections.unwrap_or_default(),
        attributes: attributes.unwrap_or_default(),
        package: None,
    };
    if let Some(package) = package {
        joiner.take(package);
    }
    Ok(joiner)
}

fn by_column(errors: Invalid) -> Wrong {
    let column = |field: &str| Column::ALL.into_iter().find(|column| column.field() == field);
    errors.fields.into_iter().map(|error| (column(&error.field), error.message)).collect()
}
