//! How the readings of the directory have gone: a picture of the last days, and the last of them one by one.

use crate::{
    directory::Collection,
    features::shared::sync_health::{DAYS, capital, picture},
    store::{self, Reading, ReadingCount, Store},
    ui::{count, empty::Empty, moment, panel::Panel},
};
use icondata_lu as lu;
use jiff::{Timestamp, civil::Date};
use leptos::prelude::*;
use std::time::Duration;

/// Readings told one by one.
const LAST: u64 = 10;

/// What the panel shows.
pub struct Readings {
    days: Vec<(Date, Vec<ReadingCount>)>,
    last: Vec<Reading>,
}

impl Readings {
    /// Reads them.
    ///
    /// # Errors
    /// Failures of the database.
    pub async fn of(store: &Store, now: Timestamp) -> Result<Self, store::Error> {
        let days = store.readings_per_day(now, DAYS);
        let (days, last) = tokio::join!(days, store.last_readings(LAST));
        Ok(Self { days: days?, last: last? })
    }

    pub fn panel(self) -> AnyView {
        if self.last.is_empty() {
            return view! {
                <Panel id="readings" title="Syncs">
                    <Empty icon=lu::LuHistory title="None yet" text="The result of each sync appears here."/>
                </Panel>
            }
            .into_any();
        }
        let picture = picture(&self.days);
        let rows = self.last.into_iter().map(row).collect_view();
        let span = format!("last {DAYS} days");
        view! {
            <Panel id="readings" title="Syncs" count=span class="table-box">
                {picture}
                <table class="table">
                    <caption class="vh">"Latest syncs"</caption>
                    <thead><tr>
                        <th scope="col">"Section"</th><th scope="col">"Began"</th><th scope="col" class="num">"Took"</th>
                        <th scope="col">"Result"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </Panel>
        }
        .into_any()
    }
}

fn row(reading: Reading) -> impl IntoView {
    let section = Collection::from_task(&reading.section);
    let name = section.map_or(reading.section, |section| capital(section.name()));
    let result = match reading.error {
        Some(error) => {
            view! { <span class="status is-failed">"Failed"</span>" "<small class="muted">{error}</small> }.into_any()
        }
        None => view! { <span class="status is-done">"Succeeded"</span> }.into_any(),
    };
    let news = usize::try_from(reading.news).unwrap_or(usize::MAX);
    let news = (news > 0).then(|| {
        let words = format!("{} outside the portal", count(news, "change", "changes"));
        view! { " "<small class="muted">{words}</small> }
    });
    view! {
        <tr>
            <th scope="row" class="lead">{name}</th>
            <td data-label="Began" class="nowrap muted"><time datetime=reading.began_at.to_string()>{moment(reading.began_at)}</time></td>
            <td data-label="Took" class="num nowrap">{took(reading.took)}</td>
            <td>{result}{news}</td>
        </tr>
    }
}

/// How long it took: “40 ms”, “1.2 s”, “3 min”.
fn took(time: Duration) -> String {
    match time.as_millis() {
        ms @ ..1_000 => format!("{ms} ms"),
        1_000..60_000 => format!("{:.1} s", time.as_secs_f64()),
        _ => format!("{} min", time.as_secs() / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_times_in_the_unit_that_fits() {
        for (ms, words) in [(40, "40 ms"), (999, "999 ms"), (1_230, "1.2 s"), (59_000, "59.0 s"), (200_000, "3 min")] {
            assert_eq!(took(Duration::from_millis(ms)), words);
        }
    }
}
