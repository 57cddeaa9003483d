//! The fields that making and editing a team share.

use crate::{
    domain::{Invalid, Team, TeamVisibility, text},
    ui::field::{self, TextField},
    web,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The fields as they were filled in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Fields {
    name: String,
    description: String,
    visibility: String,
}

impl Default for Fields {
    fn default() -> Self {
        let visibility = TeamVisibility::Private.slug().to_owned();
        Self { name: String::new(), description: String::new(), visibility }
    }
}

pub struct Checked {
    pub name: String,
    /// What the team is for; may be empty.
    pub description: String,
    /// Who can see it.
    pub visibility: TeamVisibility,
}

impl Fields {
    /// The fields with a team's present values.
    pub fn of(team: &Team) -> Self {
        Self {
            name: team.name.clone(),
            description: team.description.clone().unwrap_or_default(),
            visibility: team.visibility().slug().to_owned(),
        }
    }

    /// Checks the fields, noting what is wrong.
    pub fn check(&self, errors: &mut Invalid) -> Option<Checked> {
        let (name, description) = (self.check_name(errors), self.check_description(errors));
        let visibility = self.check_visibility(errors);
        Some(Checked { name: name?, description: description?, visibility: visibility? })
    }

    /// Checks the name, noting what is wrong.
    pub fn check_name(&self, errors: &mut Invalid) -> Option<String> {
        errors.keep("name", name(&self.name))
    }

    /// Checks the description, noting what is wrong.
    pub fn check_description(&self, errors: &mut Invalid) -> Option<String> {
        errors.keep("description", description(&self.description))
    }

    /// Checks who sees the team, noting what is wrong.
    pub fn check_visibility(&self, errors: &mut Invalid) -> Option<TeamVisibility> {
        let visibility = TeamVisibility::from_slug(&self.visibility).ok_or("Choose who sees the team.".to_owned());
        errors.keep("visibility", visibility)
    }

    /// What a field has, by its name in the form.
    pub fn value(&self, field: &str) -> &str {
        match field {
            "name" => &self.name,
            "description" => &self.description,
            "visibility" => &self.visibility,
            _ => "",
        }
    }

    /// The fields of the form.
    pub fn view(&self, errors: &Invalid) -> impl IntoView + use<> {
        let cards: Vec<_> = TeamVisibility::ALL
            .iter()
            .map(|visibility| {
                let checked = visibility.slug() == self.visibility;
                view! {
                    <label class="card">
                        <input type="radio" name="visibility" value=visibility.slug().to_owned() checked=checked/>
                        <span><b>{visibility.label().to_owned()}</b><small>{visibility.meaning()}</small></span>
                    </label>
                }
            })
            .collect();
        // A kind that this version does not know is kept unless another is chosen.
        let other = (!self.visibility.is_empty() && TeamVisibility::from_slug(&self.visibility).is_none()).then(|| {
            let value = self.visibility.clone();
            view! {
                <label class="card">
                    <input type="radio" name="visibility" value=value.clone() checked=true/>
                    <span><b>{value}</b><small>"As it is now. This version does not know it."</small></span>
                </label>
            }
        });
        let wrong = errors.of("visibility").map(|error| field::field_error("visibility", error.to_owned()));
        let description_error =
            errors.of("description").map(|error| field::field_error("description", error.to_owned()));
        let invalid = description_error.is_some().then_some("true");
        let described = description_error.is_some().then_some("description-error");
        view! {
            <fieldset class="set">
                <legend>"Details"</legend>
                <TextField name="name" label="Name" value=self.name.clone() errors=errors.clone() max=text::THING_NAME/>
                <div class="field">
                    <label for="description">"Description "<small>"optional"</small></label>
                    <textarea class="input" id="description" name="description" rows="2" maxlength=text::NOTE
                        aria-invalid=invalid aria-describedby=described inner_html=web::escaped(&self.description)></textarea>
                    {description_error}
                </div>
                <div class="field" id="visibility" role="radiogroup" aria-labelledby="visibility-label">
                    <span class="label" id="visibility-label">"Visibility"</span>
                    <div class="cards">{cards}{other}</div>
                    {wrong}
                    <p class="hint">"Guests and embed users never see public teams."</p>
                </div>
            </fieldset>
        }
    }
}

fn name(text: &str) -> Result<String, String> {
    text::thing_name(text, "name")
}

fn description(text: &str) -> Result<String, String> {
    text::note(text, "description")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_every_field_that_needs_attention() {
        let mut errors = Invalid::new();
        let fields =
            Fields { name: " \t ".into(), description: "d".repeat(text::NOTE + 1), visibility: "secret".into() };
        assert!(fields.check(&mut errors).is_none());
        for field in ["name", "description", "visibility"] {
            assert!(errors.of(field).is_some(), "{field}");
        }
        let mut errors = Invalid::new();
        let fields = Fields { name: "  Data   Platform ".into(), ..Fields::default() };
        let checked = fields.check(&mut errors).unwrap();
        assert_eq!((checked.name.as_str(), checked.visibility), ("Data Platform", TeamVisibility::Private));
        assert!(errors.is_empty());
    }
}
