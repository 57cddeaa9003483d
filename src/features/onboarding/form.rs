//! What the onboarding form posts, and what is made of it.

use crate::{
    components::{
        grants::{Grants, Row},
        review::Kept,
        things::{Levels, Resources, Teams, Things},
    },
    directory::Snapshot,
    domain::{
        Actor, ConnectionPermission, EmailAddress, Intent, Invalid, Joiner, NewPerson, ResourceKind, TeamChoice,
        UserKind, WorkspacePermission, text,
    },
};
use serde::{Deserialize, Serialize};

/// The form as it was filled in, right or wrong.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub account_type: String,
    /// `guest`, else internal.
    pub kind: String,
    /// `on` when an invitation is to be mailed.
    pub invite: String,
    pub teams: Grants,
    pub workspaces: Grants,
    pub connections: Grants,
    /// The button that was pressed.
    #[serde(rename = "do", skip_serializing)]
    pressed: String,
    /// An earlier state of the form that the review brings back.
    #[serde(rename = "form", skip_serializing)]
    pub kept: Option<Kept>,
}

impl Form {
    /// Does what the pressed button says, if it is one of the editors of teams and access; whether it was. A name that
    /// was typed into one and not added yet is meant to be part of the plan: it is added first, or asked about.
    pub fn press(&mut self, actor: &Actor, snapshot: &Snapshot) -> bool {
        let pressed = std::mem::take(&mut self.pressed);
        let of = |kind| Resources { snapshot, kind: Some(kind) };
        let (teams, workspaces, connections) =
            (teams(actor, snapshot), of(ResourceKind::Workspace), of(ResourceKind::Connection));
        let mut editors: [(&str, &mut Grants, &dyn Things); 3] = [
            ("teams", &mut self.teams, &teams),
            ("workspaces", &mut self.workspaces, &workspaces),
            ("connections", &mut self.connections, &connections),
        ];
        if editors.iter_mut().any(|(name, editor, things)| editor.press(name, &pressed, *things)) {
            return true;
        }
        for (name, editor, things) in editors.iter_mut().filter(|(_, editor, _)| editor.is_pending()) {
            editor.press(name, &format!("add:{name}"), *things);
        }
        editors.iter().any(|(_, editor, _)| editor.is_pending())
    }

    /// What the form asks for.
    ///
    /// # Errors
    /// Every field that needs attention.
    pub fn intent(&self) -> Result<Intent, Invalid> {
        let mut errors = Invalid::new();
        let email = errors.keep("email", EmailAddress::parse(&self.email));
        let first_name = errors.keep("first_name", name(&self.first_name, "first name"));
        let last_name = errors.keep("last_name", name(&self.last_name, "last name"));
        let account_type = Some(self.account_type.trim().to_owned()).filter(|t| !t.is_empty());
        if account_type.is_none() {
            errors.add("account_type", "Choose an account type: it decides what the person can do.");
        }
        let workspaces = levels(&self.workspaces.rows, WorkspacePermission::from_slug);
        let connections = levels(&self.connections.rows, ConnectionPermission::from_slug);
        let workspaces = errors.keep("workspaces", workspaces);
        let connections = errors.keep("connections", connections);
        let team = |row: &Row| TeamChoice { team_id: id(row).into(), is_team_admin: row.level == "admin" };
        let teams = self.teams.rows.iter().map(team);
        let (Some(email), Some(first_name), Some(last_name)) = (email, first_name, last_name) else {
            return Err(errors);
        };
        let (Some(workspaces), Some(connections)) = (workspaces, connections) else { return Err(errors) };
        if !errors.is_empty() {
            return Err(errors);
        }
        let user_kind = if self.kind == "guest" { UserKind::Guest } else { UserKind::Internal };
        let send_invite = self.invite == "on";
        let joiner = Joiner {
            person: NewPerson { email, first_name, last_name, account_type, user_kind, send_invite },
            teams: teams.collect(),
            workspaces: workspaces.into_iter().map(|(id, level)| (id.into(), level)).collect(),
            connections: connections.into_iter().map(|(id, level)| (id.into(), level)).collect(),
        };
        Ok(Intent::Onboard { people: vec![joiner] })
    }
}

/// The teams that can be joined, and as what.
pub fn teams<'a>(actor: &'a Actor, snapshot: &'a Snapshot) -> Teams<'a> {
    Teams { snapshot, actor, levels: team_levels() }
}

/// What somebody can be in a team.
pub fn team_levels() -> Levels {
    vec![("member", "Member"), ("admin", "Team admin")]
}

fn id(row: &Row) -> &str {
    row.id.split_once(':').map_or("", |(_, id)| id)
}

/// A part of a name, without the space around it.
///
/// # Errors
/// What is wrong with it, in a sentence.
pub fn name(text: &str, what: &str) -> Result<String, String> {
    text::person_name(text, what)
}

fn levels<L>(rows: &[Row], parse: impl Fn(&str) -> Option<L>) -> Result<Vec<(&str, L)>, String> {
    rows.iter()
        .map(|row| parse(&row.level).map(|level| (id(row), level)))
        .collect::<Option<_>>()
        .ok_or_else(|| "Choose a level for every row.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(id: &str, level: &str) -> Grants {
        Grants::of(vec![Row { id: id.into(), level: level.into() }])
    }

    fn filled() -> Form {
        Form {
            email: "ada@example.com".into(),
            first_name: "Ada".into(),
            last_name: "Lovelace".into(),
            account_type: "Build".into(),
            invite: "on".into(),
            workspaces: rows("workspace:w", "explore"),
            ..Form::default()
        }
    }

    #[test]
    fn becomes_an_intent() {
        let Ok(Intent::Onboard { people }) = filled().intent() else { panic!("refused") };
        assert!(people[0].person.send_invite);
        assert_eq!(people[0].workspaces, [("w".into(), WorkspacePermission::Explore)]);
    }

    #[test]
    fn names_every_field_that_needs_attention() {
        let form = Form { workspaces: rows("workspace:w", "everything"), ..Form::default() };
        let errors = form.intent().unwrap_err();
        for field in ["email", "first_name", "last_name", "account_type", "workspaces"] {
            assert!(errors.of(field).is_some(), "{field}");
        }
    }

    #[test]
    fn reads_the_browsers_encoding() {
        let body = "email=a%40b.example&teams%5Brows%5D%5B0%5D%5Bid%5D=team%3At&teams%5Brows%5D%5B0%5D%5Blevel%5D=admin&teams%5Brows%5D%5B4%5D%5Bid%5D=team%3Au&teams%5Brows%5D%5B4%5D%5Blevel%5D=member&do=plan&teams%5Bnew%5D%5Bid%5D=fin";
        let form: Form = serde_qs::Config::new(5, false).deserialize_str(body).unwrap();
        assert_eq!(form.teams.rows.iter().map(id).collect::<Vec<_>>(), ["t", "u"]);
        assert!(form.teams.is_pending());
    }
}
