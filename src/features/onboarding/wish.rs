//! What the onboarding form asks for.

use super::form::{NO_ACCOUNT_TYPE, OnboardingForm, PersonFields};
use crate::{
    directory::Snapshot,
    domain::{
        Actor, ConnectionPermission, EmailAddress, Intent, Invalid, Invitee, NewPerson, TeamChoice, UserKind,
        WorkspacePermission, text,
    },
    features::shared::{
        attribute_lines::AttributeLines,
        grant_editor::{EditorSubject, GrantEditor, GrantRow},
    },
};

/// The form with typed names resolved and its buttons followed.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    pub person: PersonFields,
    /// Teams to join.
    pub teams: GrantEditor,
    /// Workspaces with direct access.
    pub workspaces: GrantEditor,
    /// Connections with direct access.
    pub connections: GrantEditor,
    /// Values of user attributes.
    pub attributes: AttributeLines,
}

impl Settled {
    /// Resolves what was typed, as far as it is clear: a name that was typed and not added is meant to be part of it.
    pub fn of(form: OnboardingForm, actor: &Actor, snapshot: &Snapshot) -> Self {
        let OnboardingForm { person, teams: posted, workspaces, connections, attributes } = form;
        let settled =
            |subject: EditorSubject, posted| GrantEditor::settled(posted, &*subject.candidates(actor, snapshot, &[]));
        Self {
            person,
            teams: settled(EditorSubject::Teams, posted),
            workspaces: settled(EditorSubject::Workspaces, workspaces),
            connections: settled(EditorSubject::Connections, connections),
            attributes: AttributeLines::read(attributes, snapshot),
        }
    }

    /// What it asks for.
    ///
    /// # Errors
    /// Every field that needs attention.
    pub fn intent(&self) -> Result<Intent, Invalid> {
        let mut errors = Invalid::new();
        let person = &self.person;
        let email = errors.keep("email", EmailAddress::parse(&person.email));
        let first_name = errors.keep("first_name", text::person_name(&person.first_name, "first name"));
        let last_name = errors.keep("last_name", text::person_name(&person.last_name, "last name"));
        let account_type = account_type(person);
        if account_type.is_none() {
            errors.add("account_type", NO_ACCOUNT_TYPE);
        }
        let editors = [("teams", "team", &self.teams), ("workspaces", "workspace", &self.workspaces)];
        for (field, what, editor) in editors.into_iter().chain([("connections", "connection", &self.connections)]) {
            if let Some(why) = editor.unclear(what) {
                errors.add(field, why);
            }
        }
        let workspaces = errors.keep("workspaces", levels(&self.workspaces.rows, WorkspacePermission::from_slug));
        let connections = errors.keep("connections", levels(&self.connections.rows, ConnectionPermission::from_slug));
        if let Some(why) = &self.attributes.error {
            errors.add("attributes", why.to_string());
        }
        let (Some(email), Some(first_name), Some(last_name)) = (email, first_name, last_name) else {
            return Err(errors);
        };
        let (Some(workspaces), Some(connections)) = (workspaces, connections) else { return Err(errors) };
        if !errors.is_empty() {
            return Err(errors);
        }
        let (user_kind, send_invite) = (kind(person), person.is_invited());
        let person = NewPerson { email, first_name, last_name, account_type, user_kind, send_invite };
        Ok(Intent::Onboard { people: vec![self.invitee(person, &workspaces, &connections)] })
    }

    /// As much of the person as is filled in, for what can be said before the form is complete; none without an address.
    pub fn draft(&self) -> Option<Invitee> {
        let person = NewPerson {
            email: EmailAddress::parse(&self.person.email).ok()?,
            first_name: text::folded(&self.person.first_name),
            last_name: text::folded(&self.person.last_name),
            account_type: account_type(&self.person),
            user_kind: kind(&self.person),
            send_invite: self.person.is_invited(),
        };
        let workspaces = levels(&self.workspaces.rows, WorkspacePermission::from_slug).unwrap_or_default();
        let connections = levels(&self.connections.rows, ConnectionPermission::from_slug).unwrap_or_default();
        Some(self.invitee(person, &workspaces, &connections))
    }

    fn invitee(
        &self,
        person: NewPerson,
        workspaces: &[(&str, WorkspacePermission)],
        connections: &[(&str, ConnectionPermission)],
    ) -> Invitee {
        let team = |row: &GrantRow| TeamChoice { team_id: row.id().into(), is_team_admin: row.level == "admin" };
        Invitee {
            person,
            teams: self.teams.rows.iter().map(team).collect(),
            workspaces: workspaces.iter().map(|(id, level)| ((*id).into(), *level)).collect(),
            connections: connections.iter().map(|(id, level)| ((*id).into(), *level)).collect(),
            attributes: self.attributes.values.clone(),
            package: None,
        }
    }
}

fn account_type(person: &PersonFields) -> Option<String> {
    Some(person.account_type.trim().to_owned()).filter(|name| !name.is_empty())
}

fn kind(person: &PersonFields) -> UserKind {
    if person.is_guest() { UserKind::Guest } else { UserKind::Internal }
}

fn levels<L>(rows: &[GrantRow], parse: impl Fn(&str) -> Option<L>) -> Result<Vec<(&str, L)>, String> {
    rows.iter()
        .map(|row| parse(&row.level).map(|level| (row.id(), level)))
        .collect::<Option<_>>()
        .ok_or_else(|| "Choose a level for every row.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{super::actions::Onboard, *};
    use crate::features::shared::grant_editor::GrantRows;

    fn rows(id: &str, level: &str) -> GrantEditor {
        let mut editor = GrantEditor::default();
        editor.rows.push(GrantRow { id: id.into(), level: level.into() });
        editor
    }

    #[test]
    fn becomes_an_intent() {
        let person = PersonFields {
            email: "ada@example.com".into(),
            first_name: "Ada".into(),
            last_name: "Lovelace".into(),
            account_type: "Build".into(),
            kind: String::new(),
            invite: "on".into(),
        };
        let form = Settled { person, workspaces: rows("workspace:w", "explore"), ..Settled::default() };
        let Ok(Intent::Onboard { people }) = form.intent() else { panic!("refused") };
        assert!(people[0].person.send_invite);
        assert_eq!(people[0].workspaces, [("w".into(), WorkspacePermission::Explore)]);
        assert_eq!(form.draft().as_ref(), people.first());
    }

    #[test]
    fn names_every_field_that_needs_attention() {
        let form = Settled { workspaces: rows("workspace:w", "everything"), ..Settled::default() };
        let errors = form.intent().unwrap_err();
        for field in ["email", "first_name", "last_name", "account_type", "workspaces"] {
            assert!(errors.of(field).is_some(), "{field}");
        }
    }

    #[test]
    fn reads_the_browsers_encoding() {
        let body = "email=a%40b.example&teams%5Brows%5D%5B0%5D%5Bid%5D=team%3At&teams%5Brows%5D%5B0%5D%5Blevel%5D=admin&teams%5Brows%5D%5B4%5D%5Bid%5D=team%3Au&teams%5Brows%5D%5B4%5D%5Blevel%5D=member&teams%5Bnew%5D%5Bid%5D=fin&teams%5Bpick%5D=team%3Av";
        let form: Onboard = serde_qs::Config::new(5, false).deserialize_str(body).unwrap();
        let GrantRows { rows, new, pick, remove } = form.teams;
        assert_eq!(form.person.email, "a@b.example");
        assert_eq!(rows.iter().map(GrantRow::id).collect::<Vec<_>>(), ["t", "u"]);
        assert_eq!((new.id.as_str(), pick.as_str(), remove.as_str()), ("fin", "team:v", ""));
    }
}
