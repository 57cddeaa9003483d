//! The texts of a wish at the one door: whoever fills an intent in, what is new in it is folded and checked here.

use super::{EmailAddress, Intent, Invalid, text};

impl Intent {
    /// The same wish with every new text folded ([`text`]). What Sigma holds is no new text: neither names that only say
    /// what the wish is about, nor values to be put back.
    ///
    /// # Errors
    /// What is unfit, by the field of the form that asks for it; of several people after their place:
    /// `people.3.first_name`.
    pub fn checked(mut self) -> Result<Self, Invalid> {
        let mut door = Door::default();
        match &mut self {
            Self::Onboard { people } => {
                let several = people.len() > 1;
                for (at, joiner) in people.iter_mut().enumerate() {
                    door.within = if several { format!("people.{at}.") } else { String::new() };
                    let person = &mut joiner.person;
                    door.address("email", &mut person.email);
                    door.text("first_name", &mut person.first_name, |text| text::person_name(text, "first name"));
                    door.text("last_name", &mut person.last_name, |text| text::person_name(text, "last name"));
                }
            }
            Self::EditMember { patch, .. } => {
                patch.email.iter_mut().for_each(|email| door.address("email", email));
                door.wanted("first_name", &mut patch.first_name, |text| text::person_name(text, "first name"));
                door.wanted("last_name", &mut patch.last_name, |text| text::person_name(text, "last name"));
            }
            Self::CreateTeam { team } => {
                door.text("name", &mut team.name, name);
                door.wanted("description", &mut team.description, description);
            }
            Self::EditTeam { patch, .. } => {
                door.wanted("name", &mut patch.name, name);
                door.wanted("description", &mut patch.description, description);
            }
            Self::CreateWorkspace { name: new, .. } | Self::RenameWorkspace { name: new, .. } => {
                door.text("name", new, name);
            }
            Self::EditConnection { patch, .. } => door.wanted("name", &mut patch.name, name),
            Self::CreateAttribute { attribute } => {
                door.text("name", &mut attribute.name, name);
                door.wanted("description", &mut attribute.description, description);
                if let Some(default) = &mut attribute.default_value {
                    door.text("default_value", &mut default.value, |value| text::value(value, "default value"));
                }
            }
            Self::SetAttributes { values, .. } => {
                for wish in values {
                    door.wanted("value", &mut wish.value, |value| text::value(value, "value"));
                }
            }
            Self::EditDocument { patch, .. } => {
                door.wanted("name", &mut patch.name, |title| text::title(title, "name"));
                door.wanted("description", &mut patch.description, description);
            }
            // Their texts are names that are held, an account type's or a document's, or that the portal has made up.
            Self::SetAccountType { .. }
            | Self::ChangeOwner { .. }
            | Self::SetPathAccess { .. }
            | Self::Offboard { .. }
            | Self::Reactivate { .. }
            | Self::DeleteMember { .. }
            | Self::DeleteTeam { .. }
            | Self::EditTeamMembers { .. }
            | Self::DeleteWorkspace { .. }
            | Self::SetAccess { .. }
            | Self::AdjustMembers { .. }
            | Self::ShareDocument { .. }
            | Self::Materialize { .. }
            | Self::SetSwitch { .. }
            | Self::RenewCredentials { .. }
            | Self::DeleteLeftCredentials { .. }
            | Self::Undo { .. } => {}
        }
        if door.errors.is_empty() { Ok(self) } else { Err(door.errors) }
    }
}

fn name(text: &str) -> Result<String, String> {
    text::thing_name(text, "name")
}

fn description(text: &str) -> Result<String, String> {
    text::note(text, "description")
}

/// Puts checked texts in the place of typed ones, and notes what is unfit.
#[derive(Default)]
struct Door {
    /// What stands before a field's name.
    within: String,
    errors: Invalid,
}

impl Door {
    fn text(&mut self, field: &str, text: &mut String, check: impl Fn(&str) -> Result<String, String>) {
        let field = format!("{}{field}", self.within);
        if let Some(checked) = self.errors.keep(&field, check(text)) {
            *text = checked;
        }
    }

    fn wanted(&mut self, field: &str, text: &mut Option<String>, check: impl Fn(&str) -> Result<String, String>) {
        if let Some(text) = text {
            self.text(field, text, check);
        }
    }

    fn address(&mut self, field: &str, address: &mut EmailAddress) {
        let field = format!("{}{field}", self.within);
        if let Some(checked) = self.errors.keep(&field, EmailAddress::parse(address.as_str())) {
            *address = checked;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FilePatch, Invitee, MemberPatch, NewPerson, NewTeam, TeamPatch, UserKind};

    const UNSEEN: &str = "Mi\u{200b}a";

    fn joiner(first_name: &str) -> Invitee {
        Invitee {
            person: NewPerson {
                email: EmailAddress::held("mia@lumen.example"),
                first_name: first_name.into(),
                last_name: "Lund\u{a0}Vrba ".into(),
                account_type: None,
                user_kind: UserKind::Internal,
                send_invite: false,
            },
            teams: vec![],
            workspaces: vec![],
            connections: vec![],
            attributes: vec![],
            package: None,
        }
    }

    #[test]
    fn every_new_text_is_checked_whoever_filled_it_in() {
        let text = || Some(UNSEEN.to_owned());
        let intents: [(&str, serde_json::Value); 11] = [
            ("name", serde_json::json!({"kind": "create_workspace", "name": UNSEEN})),
            ("name", serde_json::json!({"kind": "create_attribute", "attribute": {"name": UNSEEN}})),
            (
                "default_value",
                serde_json::json!({"kind": "create_attribute", "attribute": {"name": "Region", "defaultValue": {"val": UNSEEN, "type": "string"}}}),
            ),
            ("name", serde_json::json!({"kind": "rename_workspace", "workspace_id": "w", "name": UNSEEN})),
            ("name", serde_json::json!({"kind": "edit_connection", "connection_id": "c", "patch": {"name": UNSEEN}})),
            (
                "first_name",
                serde_json::json!({"kind": "edit_member", "member_id": "m", "patch": MemberPatch { first_name: text(), ..MemberPatch::default() }}),
            ),
            (
                "email",
                serde_json::json!({"kind": "edit_member", "member_id": "m", "patch": {"email": "mi\u{200b}a@lumen.example"}}),
            ),
            (
                "description",
                serde_json::json!({"kind": "edit_team", "team_id": "t", "patch": TeamPatch { description: text(), ..TeamPatch::default() }}),
            ),
            (
                "name",
                serde_json::json!({"kind": "create_team", "team": NewTeam { name: UNSEEN.into(), description: None, members: vec![], with_workspace: false, visibility: None }}),
            ),
            (
                "name",
                serde_json::json!({"kind": "edit_document", "document": {"workbook": "b"}, "name": UNSEEN, "patch": FilePatch { name: text(), ..FilePatch::default() }, "before": FilePatch { name: text(), ..FilePatch::default() }}),
            ),
            (
                "value",
                serde_json::json!({"kind": "set_attributes", "values": [{"attributeId": "a", "holder": crate::domain::Grantee::Team("t".into()), "value": UNSEEN}]}),
            ),
        ];
        for (field, json) in intents {
            let intent: Intent = serde_json::from_value(json.clone()).unwrap_or_else(|error| panic!("{json}: {error}"));
            let errors = intent.checked().unwrap_err();
            assert!(errors.of(field).is_some_and(|why| why.contains("U+200B")), "{json}: {errors:?}");
        }
    }

    #[test]
    fn of_several_people_the_place_is_named_and_texts_are_folded() {
        let errors = Intent::Onboard { people: vec![joiner("Ada"), joiner(UNSEEN)] }.checked().unwrap_err();
        assert!(errors.of("people.1.first_name").is_some(), "{errors:?}");
        assert!(Intent::Onboard { people: vec![joiner(UNSEEN)] }.checked().unwrap_err().of("first_name").is_some());
        let Ok(Intent::Onboard { people }) = (Intent::Onboard { people: vec![joiner("Ada")] }).checked() else {
            panic!()
        };
        assert_eq!(people[0].person.last_name, "Lund Vrba");
    }

    #[test]
    fn what_is_held_is_not_checked() {
        let json = serde_json::json!({"kind": "edit_document", "document": {"workbook": "b"}, "name": UNSEEN, "patch": {"restore": true}, "before": {"name": UNSEEN}});
        let intent: Intent = serde_json::from_value(json).unwrap();
        assert_eq!(intent.clone().checked(), Ok(intent));
    }
}
