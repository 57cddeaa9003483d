//! What else the directory knows: documents, account types, user attributes.

use super::Snapshot;
use crate::domain::{
    AccountType, AttributeValue, DataModel, DataModelId, Dataset, DatasetId, FeaturePermission, Member, MemberId,
    Report, ReportId, Team, TeamId, UserAttribute, UserAttributeId, Workbook, WorkbookId,
};

impl Snapshot {
    /// Workbooks of the whole organization, by name, without explorations and archived ones.
    pub fn workbooks(&self) -> &[Workbook] {
        self.sections.workbooks.held().map_or(&[], |held| held.content.list.rows())
    }

    /// A workbook by id.
    pub fn workbook(&self, id: &WorkbookId) -> Option<&Workbook> {
        self.sections.workbooks.held()?.content.list.get(id)
    }

    /// Datasets of the whole organization, by name.
    pub fn datasets(&self) -> &[Dataset] {
        self.sections.datasets.held().map_or(&[], |held| held.content.list.rows())
    }

    /// A dataset by id.
    pub fn dataset(&self, id: &DatasetId) -> Option<&Dataset> {
        self.sections.datasets.held()?.content.list.get(id)
    }

    /// Data models of the whole organization, by name.
    pub fn data_models(&self) -> &[DataModel] {
        self.sections.data_models.held().map_or(&[], |held| held.content.list.rows())
    }

    /// A data model by id.
    pub fn data_model(&self, id: &DataModelId) -> Option<&DataModel> {
        self.sections.data_models.held()?.content.list.get(id)
    }

    /// Reports of the whole organization, by name, without archived ones.
    pub fn reports(&self) -> &[Report] {
        self.sections.reports.held().map_or(&[], |held| held.content.list.rows())
    }

    /// A report by id.
    pub fn report(&self, id: &ReportId) -> Option<&Report> {
        self.sections.reports.held()?.content.list.get(id)
    }

    /// Account types, Sigma's own first.
    pub fn account_types(&self) -> &[AccountType] {
        self.sections.account_types.held().map_or(&[], |held| held.content.list.rows())
    }

    /// An account type by name, compared without case.
    pub fn account_type(&self, name: &str) -> Option<&AccountType> {
        self.account_types().iter().find(|t| t.name.eq_ignore_ascii_case(name))
    }

    /// The name of a member's account type as the type itself spells it: members carry it in any casing.
    pub fn account_type_name<'a>(&'a self, member: &'a Member) -> &'a str {
        self.account_type(&member.account_type).map_or(&member.account_type, |t| &t.name)
    }

    /// What an account type lets its holders do.
    pub fn permissions_of(&self, account_type: &AccountType) -> &[FeaturePermission] {
        let held = self.sections.account_types.held();
        held.and_then(|held| held.content.detail(&account_type.id)).map_or(&[], Vec::as_slice)
    }

    /// How many people hold each account type, active ones only, in the order of the types.
    pub fn seats(&self) -> &[(String, usize)] {
        &self.figures().seats
    }

    /// User attributes, by name.
    pub fn user_attributes(&self) -> &[UserAttribute] {
        self.sections.user_attributes.held().map_or(&[], |held| held.content.list.rows())
    }

    /// A user attribute by id.
    pub fn user_attribute(&self, id: &UserAttributeId) -> Option<&UserAttribute> {
        self.sections.user_attributes.held()?.content.list.get(id)
    }

    /// The attributes that a member has a value of their own for, by name.
    pub fn attributes_of_member(&self, id: &MemberId) -> Vec<(&UserAttribute, &AttributeValue)> {
        let Some(at) = self.place(id) else { return Vec::new() };
        let held = |(attribute, value): &(u32, u32)| {
            let attribute = self.user_attributes().get(*attribute as usize)?;
            let held = self.sections.user_attributes.held()?;
            Some((attribute, held.content.detail(&attribute.id)?.value(*value)?))
        };
        self.attributes.of(at).iter().filter_map(held).collect()
    }

    /// The attributes that a team has a value for, by name.
    pub fn attributes_of_team(&self, id: &TeamId) -> Vec<(&UserAttribute, &AttributeValue)> {
        let of = |attribute| Some((attribute, self.teams_with(attribute).find(|(team, _)| *team == id)?.1));
        self.user_attributes().iter().filter_map(of).collect()
    }

    /// The members that have a value of their own for an attribute, by name.
    pub fn members_with_attribute(&self, id: &UserAttributeId) -> Vec<(&Member, &AttributeValue)> {
        let assigned = self.sections.user_attributes.held().and_then(|held| held.content.detail(id));
        let held = assigned.into_iter().flat_map(|assigned| {
            assigned.members.iter().filter_map(|(member, value)| Some((self.place(member)?, assigned.value(*value)?)))
        });
        let mut held: Vec<_> = held.collect();
        held.sort_by_key(|(at, _)| *at);
        held.into_iter().filter_map(|(at, value)| Some((self.rows().get(at as usize)?, value))).collect()
    }

    /// How many members and how many teams have a value for an attribute.
    pub fn attribute_values(&self, id: &UserAttributeId) -> (usize, usize) {
        let assigned = self.sections.user_attributes.held().and_then(|held| held.content.detail(id));
        assigned.map_or((0, 0), |assigned| (assigned.members.len(), assigned.teams.len()))
    }

    /// The teams that have a value for an attribute, by name.
    pub fn teams_with_attribute(&self, id: &UserAttributeId) -> Vec<(&Team, &AttributeValue)> {
        let Some(attribute) = self.user_attribute(id) else { return Vec::new() };
        let mut held: Vec<_> =
            self.teams_with(attribute).filter_map(|(team, value)| Some((self.team(team)?, value))).collect();
        held.sort_by_cached_key(|(team, _)| super::fold(&team.name));
        held
    }

    fn teams_with(&self, attribute: &UserAttribute) -> impl Iterator<Item = (&TeamId, &AttributeValue)> {
        let assigned = self.sections.user_attributes.held().and_then(|held| held.content.detail(&attribute.id));
        assigned.into_iter().flat_map(|assigned| {
            assigned.teams.iter().filter_map(|(team, value)| Some((team, assigned.value(*value)?)))
        })
    }
}
