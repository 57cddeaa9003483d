//! Scheduled exports: what somebody has a workbook or report send, and when.

use super::{DocumentRef, ReportId, WorkbookId};
use serde::{Deserialize, Serialize};

/// Something that is sent again and again (openapi.yaml, `ScheduledExport`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScheduledExport {
    /// Sigma's id of it.
    #[serde(rename = "scheduledNotificationId")]
    pub id: String,
    /// The workbook that is sent, unless it is a report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workbook_id: Option<WorkbookId>,
    /// The report that is sent, unless it is a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_id: Option<ReportId>,
    /// When it is sent.
    #[serde(default)]
    pub schedule: Times,
    /// What it says.
    #[serde(default, rename = "configV2")]
    pub message: Message,
    /// Whether it is not sent at present.
    #[serde(default)]
    pub is_suspended: bool,
}

impl ScheduledExport {
    /// The subject of its mail, or words in its place.
    pub fn title(&self) -> &str {
        if self.message.title.is_empty() { "Untitled export" } else { &self.message.title }
    }

    /// The document that is sent.
    pub fn document(&self) -> Option<DocumentRef> {
        let workbook = self.workbook_id.clone().map(DocumentRef::Workbook);
        workbook.or_else(|| self.report_id.clone().map(DocumentRef::Report))
    }
}

/// When something is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Times {
    /// Five fields, as cron reads them.
    #[serde(default)]
    pub cron_spec: String,
    /// Name of a time zone.
    #[serde(default)]
    pub timezone: String,
}

/// What is sent, as far as it matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Subject of the mail.
    #[serde(default)]
    pub title: String,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

impl Times {
    /// In words where the times are of a usual kind, as cron has them otherwise: “Mondays at 07:00, Europe/Berlin”.
    pub fn words(&self) -> String {
        let when = self.usual().unwrap_or_else(|| self.cron_spec.clone());
        if self.timezone.is_empty() { when } else { format!("{when}, {}", self.timezone) }
    }

    fn usual(&self) -> Option<String> {
        let fields: Vec<&str> = self.cron_spec.split_whitespace().collect();
        let [minute, hour, day, month, weekday] = fields[..] else { return None };
        let (minute, hour): (u8, u8) = (minute.parse().ok()?, hour.parse().ok()?);
        let at = format!("at {hour:02}:{minute:02}");
        match (day, month, weekday) {
            ("*", "*", "*") => Some(format!("every day {at}")),
            ("*", "*", "1-5") => Some(format!("Monday to Friday {at}")),
            ("*", "*", day) => Some(format!("{}s {at}", DAYS.get(day.parse::<usize>().ok()? % 7)?)),
            (day, "*", "*") => Some(format!("on day {} of each month {at}", day.parse::<u8>().ok()?)),
            (day, months, "*") => {
                let named = |month: &str| MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?).copied();
                let months: Vec<&str> = months.split(',').map(named).collect::<Option<_>>()?;
                Some(format!("on day {} of {} {at}", day.parse::<u8>().ok()?, months.join(", ")))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_usual_times_in_words() {
        for (cron, words) in [
            ("0 7 * * 1", "Mondays at 07:00, Europe/Berlin"),
            ("30 6 * * 1-5", "Monday to Friday at 06:30, Europe/Berlin"),
            ("5 18 * * *", "every day at 18:05, Europe/Berlin"),
            ("0 8 1 * *", "on day 1 of each month at 08:00, Europe/Berlin"),
            ("0 6 2 1,4 *", "on day 2 of January, April at 06:00, Europe/Berlin"),
            ("0 6 2 1-4 *", "0 6 2 1-4 *, Europe/Berlin"),
            ("*/5 * * * *", "*/5 * * * *, Europe/Berlin"),
            ("", ", Europe/Berlin"),
        ] {
            let times = Times { cron_spec: cron.into(), timezone: "Europe/Berlin".into() };
            assert_eq!(times.words(), words);
        }
    }
}
