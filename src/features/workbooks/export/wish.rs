//! The export form's fields, and what they ask of Sigma.

use super::format::{Format, Scope};
use crate::{
    domain::{Invalid, MemberId, Workbook},
    features::workbooks::outline::Outline,
    sigma::{Export, ExportFormat, ExportScope, PdfLayout},
};
use serde::{Deserialize, Serialize};

/// Sigma's limit of rows (BEHAVIOUR.md section 13).
const ROWS: u32 = 1_000_000;

/// Widest picture; what Sigma allows it does not say.
const PIXELS: u32 = 4_000;

/// The form as it was filled in, right or wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportFields {
    pub scope: String,
    pub page: String,
    pub element: String,
    /// One format for each scope, so that without script too only those are offered that there are.
    pub workbook_format: String,
    pub page_format: String,
    pub element_format: String,
    pub layout: String,
    pub width: String,
    pub rows: String,
    /// Address of the person as whom the queries run.
    pub run_as: String,
}

/// An export that can be asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportRequest {
    pub export: Export,
    pub format: Format,
    /// What is exported: “page Overview of Revenue by Region”.
    pub what: String,
    /// As whom the queries run, by name.
    pub run_as: Option<String>,
    /// What the file is called.
    pub file_name: String,
}

impl ExportFields {
    /// The scope that is chosen.
    pub fn scope(&self) -> Scope {
        Scope::from_slug(&self.scope).unwrap_or_default()
    }

    /// The format chosen for a scope, as typed.
    pub fn format_of(&self, scope: Scope) -> &str {
        match scope {
            Scope::Workbook => &self.workbook_format,
            Scope::Page => &self.page_format,
            Scope::Element => &self.element_format,
        }
    }

    /// Names and values, for a form that asks for the same again.
    pub fn fields(&self) -> [(&'static str, &str); 10] {
        [
            ("scope", &self.scope),
            ("page", &self.page),
            ("element", &self.element),
            ("workbook_format", &self.workbook_format),
            ("page_format", &self.page_format),
            ("element_format", &self.element_format),
            ("layout", &self.layout),
            ("width", &self.width),
            ("rows", &self.rows),
            ("run_as", &self.run_as),
        ]
    }

    /// What to ask of Sigma; `person` finds somebody by address. Without an outline, pages and elements are taken on
    /// trust: Sigma knows whether they exist.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn wish(
        &self,
        workbook: &Workbook,
        outline: Option<&Outline>,
        person: impl Fn(&str) -> Option<(MemberId, String)>,
    ) -> Result<ExportRequest, Invalid> {
        let mut errors = Invalid::new();
        if Scope::from_slug(&self.scope).is_none() {
            errors.add("scope", "Choose what to export.");
        }
        let part = errors.keep(self.scope().slug(), self.part(workbook, outline));
        let format = self.format(&mut errors);
        let layout = match self.layout.as_str() {
            "portrait" => PdfLayout::Portrait,
            _ => PdfLayout::Landscape,
        };
        let width = number("width", &self.width, PIXELS, "pixels", &mut errors);
        let rows = number("rows", &self.rows, ROWS, "rows", &mut errors);
        let run_as = errors.keep("run_as", self.person(person)).flatten();
        let (Some((scope, what, name)), Some(format), true) = (part, format, errors.is_empty()) else {
            return Err(errors);
        };
        let sigmas = match format {
            Format::Csv => ExportFormat::Csv,
            Format::Json => ExportFormat::Json,
            Format::Jsonl => ExportFormat::Jsonl,
            Format::Xlsx => ExportFormat::Xlsx,
            Format::Pdf => ExportFormat::Pdf { layout },
            Format::Png => ExportFormat::Png { pixel_width: width, pixel_height: None },
        };
        let (run_as_id, run_as) = run_as.unzip();
        let export = Export {
            export_as: run_as_id,
            row_limit: rows.filter(|_| format.has_rows()),
            ..Export::new(scope, sigmas)
        };
        Ok(ExportRequest { export, format, what, run_as, file_name: format!("{name}.{}", format.slug()) })
    }

    /// The part of the workbook, its description, and the name of its file.
    fn part(&self, workbook: &Workbook, outline: Option<&Outline>) -> Result<(ExportScope, String, String), String> {
        let whole = &workbook.name;
        let named = |id: &str, found: Option<Option<&str>>, kind: &str| match found {
            _ if id.is_empty() => Err(format!("Choose the {kind} to export.")),
            Some(None) => Err(format!("This {kind} is no longer in the workbook.")),
            Some(Some(name)) => Ok(name.to_owned()),
            None => Ok(id.to_owned()),
        };
        Ok(match self.scope() {
            Scope::Workbook => (ExportScope::Workbook {}, format!("workbook {whole}"), whole.clone()),
            Scope::Page => {
                let found = outline.map(|outline| outline.page(&self.page).map(|page| page.name.as_str()));
                let name = named(&self.page, found, "page")?;
                let scope = ExportScope::Page { page_id: self.page.clone() };
                (scope, format!("page {name} of {whole}"), format!("{whole} {name}"))
            }
            Scope::Element => {
                let found = outline.map(|outline| outline.element(&self.element).map(|found| found.name.as_str()));
                let name = named(&self.element, found, "element")?;
                let scope = ExportScope::Element { element_id: self.element.clone() };
                (scope, format!("element {name} of {whole}"), format!("{whole} {name}"))
            }
        })
    }

    fn format(&self, errors: &mut Invalid) -> Option<Format> {
        let (scope, typed) = (self.scope(), self.format_of(self.scope()));
        let field = format!("{}_format", scope.slug());
        let offered = scope.formats();
        match Format::from_slug(typed) {
            Some(format) if offered.contains(&format) => Some(format),
            wrong => {
                let labels: Vec<_> = offered.iter().map(|format| format.label()).collect();
                let begin = wrong.map_or_else(
                    || "Choose a format.".to_owned(),
                    |format| format!("Sigma makes no {} of {}.", format.label(), scope.label().to_lowercase()),
                );
                errors.add(&field, format!("{begin} There is: {}.", labels.join(", ")));
                None
            }
        }
    }

    fn person(&self, find: impl Fn(&str) -> Option<(MemberId, String)>) -> Result<Option<(MemberId, String)>, String> {
        match self.run_as.trim() {
            "" => Ok(None),
            email => find(email).map(Some).ok_or_else(|| format!("Nobody in the directory has the address {email}.")),
        }
    }
}

fn number(field: &str, typed: &str, most: u32, what: &str, errors: &mut Invalid) -> Option<u32> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let checked = typed.parse().ok().filter(|n| (1..=most).contains(n));
    errors.keep(field, checked.ok_or_else(|| format!("Enter a number of {what} from 1 to {most}, or leave it empty.")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn wish(form: ExportFields) -> Result<ExportRequest, Invalid> {
        let workbook = json!({
            "workbookId": "w", "workbookUrlId": "u", "name": "Revenue", "url": "https://x", "path": "Finance",
            "latestVersion": 3, "ownerId": "m", "createdBy": "m", "updatedBy": "m",
            "createdAt": "2025-03-03T21:06:55Z", "updatedAt": "2025-03-03T21:06:55Z",
        });
        let schema = json!({
            "workbookId": "w", "pages": {"p1": {"name": "Overview", "elements": ["e1"]}}, "sheets": {}, "variables": {},
            "elements": {"e1": {"name": "Orders"}}, "sqlQueries": {}, "sqlQueryErrors": {},
        });
        let outline = Outline::of(&serde_json::from_value(schema).unwrap());
        let leo =
            |email: &str| (email == "leo@lumen.example").then(|| (MemberId::new("m-leo"), "Leo Martins".to_owned()));
        form.wish(&serde_json::from_value(workbook).unwrap(), Some(&outline), leo)
    }

    fn form(scope: &str, format: &str) -> ExportFields {
        ExportFields {
            scope: scope.into(),
            page: "p1".into(),
            element: "e1".into(),
            workbook_format: format.into(),
            page_format: format.into(),
            element_format: format.into(),
            ..ExportFields::default()
        }
    }

    #[test]
    fn only_the_combinations_that_sigma_makes_pass() {
        for scope in Scope::ALL {
            for format in Scope::Element.formats() {
                let made = wish(form(scope.slug(), format.slug()));
                assert_eq!(made.is_ok(), scope.formats().contains(format), "{scope:?} {format:?}");
            }
        }
        let refused = wish(form("page", "csv")).unwrap_err();
        let message = refused.of("page_format").unwrap();
        assert_eq!(message, "Sigma makes no CSV of one page. There is: PDF, PNG picture, Excel.");
    }

    #[test]
    fn what_is_asked_for_has_a_name() {
        let made = wish(form("element", "csv")).unwrap();
        assert_eq!((made.what.as_str(), made.file_name.as_str()), ("element Orders of Revenue", "Revenue Orders.csv"));
        let gone = wish(ExportFields { element: "e9".into(), ..form("element", "csv") }).unwrap_err();
        assert_eq!(gone.of("element"), Some("This element is no longer in the workbook."));
        let none = wish(ExportFields { page: String::new(), ..form("page", "pdf") }).unwrap_err();
        assert_eq!(none.of("page"), Some("Choose the page to export."));
    }

    #[test]
    fn queries_run_as_somebody_who_is_there() {
        let as_whom = |email: &str| wish(ExportFields { run_as: email.into(), ..form("element", "csv") });
        let leo = as_whom(" leo@lumen.example ").unwrap();
        assert_eq!((leo.export.export_as, leo.run_as.as_deref()), (Some(MemberId::new("m-leo")), Some("Leo Martins")));
        assert_eq!(as_whom("").unwrap().export.export_as, None);
        assert!(as_whom("nobody@x.example").unwrap_err().of("run_as").is_some());
    }

    #[test]
    fn numbers_are_checked_and_used_where_they_mean_something() {
        for rows in ["0", "1000001", "-3", "many"] {
            assert!(
                wish(ExportFields { rows: rows.into(), ..form("element", "csv") }).unwrap_err().of("rows").is_some(),
                "{rows}"
            );
        }
        let limited =
            |format| wish(ExportFields { rows: "10".into(), ..form("element", format) }).unwrap().export.row_limit;
        assert_eq!((limited("csv"), limited("pdf")), (Some(10), None));
        let png = wish(ExportFields { width: "640".into(), ..form("page", "png") }).unwrap();
        assert_eq!(png.export.format, ExportFormat::Png { pixel_width: Some(640), pixel_height: None });
    }
}
