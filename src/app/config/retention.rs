//! How long what is kept is kept.

use super::sources::Sources;
use crate::store::Retention;
use std::time::Duration;

/// One time for all, and one for each kind that is kept otherwise.
pub fn retention(sources: &mut Sources) -> Retention {
    let days = |sources: &mut Sources, name: &str| {
        let days = sources.optional_number(name, 1_u32..=36_500, "days")?;
        Some(Duration::from_hours(u64::from(days) * 24))
    };
    let all = days(sources, "PORTAL_RETENTION_DAYS");
    let changes = days(sources, "PORTAL_RETENTION_CHANGES_DAYS").or(all);
    let audit = days(sources, "PORTAL_RETENTION_AUDIT_DAYS").or(all);
    let history = days(sources, "PORTAL_RETENTION_HISTORY_DAYS").or(all);
    let requests = days(sources, "PORTAL_RETENTION_REQUESTS_DAYS").or(all);
    let usual = Retention::default().notices;
    let notices = days(sources, "PORTAL_RETENTION_NOTIFICATIONS_DAYS");
    let notices = notices.unwrap_or_else(|| all.map_or(usual, |all| all.min(usual)));
    // A change stands on the audit event that accepted it.
    if audit.is_some_and(|audit| changes.is_none_or(|changes| audit < changes)) {
        sources.problem(
            "PORTAL_RETENTION_AUDIT_DAYS",
            "is shorter than changes are kept, which stand on their audit events: raise it, or set \
             PORTAL_RETENTION_CHANGES_DAYS to no more",
        );
    }
    Retention { changes, audit, history, requests, notices }
}
