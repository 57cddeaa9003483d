//! Reading a workbook's schema, of which Sigma publishes the outer shape only: what is understood is taken, the rest is
//! left out, and nothing makes it fail.

use crate::domain::WorkbookSchema;
use serde_json::Value;
use std::collections::HashSet;

/// What a workbook is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// Pages in Sigma's order.
    pub pages: Vec<Page>,
    /// Elements that no page names.
    pub loose: Vec<Element>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its id, which exports name.
    pub id: String,
    /// Its name; the id where there is none.
    pub name: String,
    /// What is on it.
    pub elements: Vec<Element>,
}

/// A table, chart or control.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its id, which exports name.
    pub id: String,
    /// Its name; the id where there is none.
    pub name: String,
    /// Sigma's word for what it is.
    pub kind: Option<String>,
    /// Names of its columns.
    pub columns: Vec<String>,
    /// The query behind it.
    pub sql: Option<String>,
    /// Why there is no query.
    pub trouble: Option<String>,
}

impl Outline {
    /// Reads a schema.
    pub fn of(schema: &WorkbookSchema) -> Self {
        let mut placed = HashSet::new();
        let mut pages = Vec::new();
        for (id, about) in &schema.pages {
            let named = ids(about.get("elements").or_else(|| about.get("elementIds")));
            // Some elements may name their page instead of being named by it.
            let naming = schema.elements.iter().filter(|(_, element)| text(element, "pageId") == Some(id));
            let mut elements = Vec::new();
            for element in named.into_iter().chain(naming.map(|(id, _)| id.clone())) {
                if placed.insert(element.clone()) {
                    elements.push(Element::of(&element, schema));
                }
            }
            pages.push(Page { name: name(about, id), id: id.clone(), elements });
        }
        let loose = schema.elements.keys().filter(|id| !placed.contains(*id));
        Self { pages, loose: loose.map(|id| Element::of(id, schema)).collect() }
    }

    /// All elements, page by page.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.pages.iter().flat_map(|page| &page.elements).chain(&self.loose)
    }

    /// A page by id.
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id == id)
    }

    /// An element by id.
    pub fn element(&self, id: &str) -> Option<&Element> {
        self.elements().find(|element| element.id == id)
    }
}

impl Element {
    fn of(id: &str, schema: &WorkbookSchema) -> Self {
        static NOTHING: Value = Value::Null;
        let about = schema.elements.get(id).unwrap_or(&NOTHING);
        Self {
            id: id.to_owned(),
            name: name(about, id),
            kind: text(about, "type").or_else(|| text(about, "kind")).map(str::to_owned),
            columns: names(about.get("columns")),
            sql: schema.sql_queries.get(id).filter(|sql| !sql.trim().is_empty()).cloned(),
            trouble: schema.sql_query_errors.get(id).map(words),
        }
    }
}

fn text<'v>(value: &'v Value, field: &str) -> Option<&'v str> {
    value.get(field)?.as_str().map(str::trim).filter(|text| !text.is_empty())
}

fn name(value: &Value, id: &str) -> String {
    text(value, "name").or_else(|| text(value, "title")).unwrap_or(id).to_owned()
}

/// Ids: a list of them, a list of objects with one, or an object's keys.
fn ids(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(|item| item.as_str().or_else(|| text(item, "id")).or_else(|| text(item, "elementId")))
            .map(str::to_owned)
            .collect(),
        Some(Value::Object(map)) => map.keys().cloned().collect(),
        _ => Vec::new(),
    }
}

/// Names: a list of them, a list of objects with one, or an object of such.
fn names(value: Option<&Value>) -> Vec<String> {
    let of = |item: &Value| item.as_str().or_else(|| text(item, "name")).map(str::to_owned);
    match value {
        Some(Value::Array(list)) => list.iter().filter_map(of).collect(),
        Some(Value::Object(map)) => map.iter().map(|(id, item)| of(item).unwrap_or_else(|| id.clone())).collect(),
        _ => Vec::new(),
    }
}

/// An error in words, whatever its form.
fn words(error: &Value) -> String {
    match error {
        Value::String(text) => text.clone(),
        other => text(other, "message").map_or_else(|| other.to_string(), str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn outline(pages: Value, elements: Value) -> Outline {
        let schema = json!({
            "workbookId": "w", "pages": pages, "sheets": {}, "variables": {}, "elements": elements,
            "sqlQueries": {"e1": "select 1", "e2": " "}, "sqlQueryErrors": {"e2": {"message": "No connection"}},
        });
        Outline::of(&serde_json::from_value(schema).unwrap())
    }

    #[test]
    fn pages_hold_the_elements_they_name_and_those_that_name_them() {
        let read = outline(
            json!({"p1": {"name": "Overview", "elements": ["e1"]}, "p2": {}}),
            json!({"e1": {"name": "Orders", "type": "table", "columns": ["a", {"name": "b"}]}, "e2": {"pageId": "p1"}, "e3": 7}),
        );
        let names: Vec<_> = read.elements().map(|e| e.name.as_str()).collect();
        assert_eq!(names, ["Orders", "e2", "e3"]);
        assert_eq!((read.pages[0].elements.len(), read.pages[1].name.as_str(), read.loose.len()), (2, "p2", 1));
        let orders = read.element("e1").unwrap();
        assert_eq!((orders.columns.join(","), orders.sql.as_deref()), ("a,b".into(), Some("select 1")));
        let broken = read.element("e2").unwrap();
        assert_eq!((broken.sql.as_deref(), broken.trouble.as_deref()), (None, Some("No connection")));
    }

    #[test]
    fn nothing_makes_it_fail() {
        for (pages, elements) in [
            (json!({}), json!({})),
            (json!({"p": null, "q": [1], "r": {"elements": {"e9": {}}}}), json!({"e": [], "f": {"columns": 3}})),
        ] {
            let read = outline(pages, elements);
            assert_eq!(read.pages.iter().filter(|page| page.name.is_empty()).count(), 0);
        }
    }
}
