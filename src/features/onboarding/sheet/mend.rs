//! The rows that need attention, to be corrected in place.

use super::{
    super::{
        file::{Checked, Column, Meaning, Row, Sheet, Wrong},
        missing::{self, CreateMissingOfFile},
    },
    actions::{AddInstead, SettleRows, SkipRows, TurnPage, UseSuggestions},
    corrected::{ALL, cell_key},
};
use crate::{
    directory::Snapshot,
    domain::{Adjustment, Invalid, Member, Page},
    ui::{count, field::TextField, icon::Icon, islands::SAID, number, panel::Panel},
    web::paths,
};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// Rows to be corrected on one page.
const AT_ONCE: u32 = 20;

/// The rows that need attention, each with the cells that do.
pub fn view(sheet: &Sheet, checked: &Checked, wanted: u32, path: &str, snapshot: &Snapshot) -> impl IntoView + use<> {
    let problems: Vec<(usize, Wrong)> = checked.problems.iter().map(|(at, wrong)| (*at, wrong.clone())).collect();
    let all = problems.len();
    let odd = problems.iter().filter(|(at, wrong)| sheet.rows.get(*at).is_some_and(|row| row.odd == *wrong)).count();
    let last = u32::try_from(all).unwrap_or(u32::MAX).div_ceil(AT_ONCE).max(1);
    let page = Page::cut(problems, wanted.min(last), AT_ONCE);
    let used: Vec<Column> = Column::ALL.into_iter().filter(|column| uses(sheet, *column)).collect();
    let rows: Vec<_> = page
        .items
        .iter()
        .filter_map(|(at, wrong)| Some(row(*at, sheet.rows.get(*at)?, wrong, (checked, &used), snapshot)))
        .collect();
    let here = page.number.to_string();
    let pager = pager(&page, last);
    let file = view! {
        <a class="btn btn-sm" href=paths::csv(path)><Icon icon=lu::LuDownload/>" These rows as CSV"</a>
    };
    let skip = if all == 1 { "Skip".to_owned() } else { format!("Skip all {}", number(all)) };
    let settle = (odd > 1).then(|| {
        let words = format!("Use {} as shown", count(odd, "unusual row", "unusual rows"));
        view! { <button class="btn" formaction=SettleRows::url()>{words}</button> }
    });
    let for_all = for_all(checked);
    view! {
        <Panel id="mend" title="Needs fixing" count=number(all) actions=file.into_any() class="table-box">
            <input type="hidden" name="page" value=here/>
            <table class="table mend">
                <caption class="vh">"Rows that need fixing"</caption>
                <thead><tr>
                    <th scope="col" class="num">"Line"</th><th scope="col">"Person"</th>
                    <th scope="col">"Problem"</th><th scope="col">"Skip"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {pager}
            <div class="panel-foot actions">
                <p class="muted" role="status" id=SAID></p>
                <button class="btn btn-primary">"Check again"</button>
                <button class="btn" formaction=SkipRows::url()>{skip}</button>
                {settle}
                {for_all}
            </div>
        </Panel>
    }
}

/// What can be done with all rows at once: take what may be meant, and give members what their rows say.
fn for_all(checked: &Checked) -> impl IntoView + use<> {
    let meant: usize = checked.suggested.values().map(Vec::len).sum();
    let meant = (meant > 1).then(|| {
        let words = format!("Use all {} suggestions", number(meant));
        view! { <button class="btn" formaction=UseSuggestions::url() name="which" value=ALL>{words}</button> }
    });
    let members = checked.existing.len();
    let members = (members > 1).then(|| {
        let words = format!("Add teams and access to {} instead", count(members, "member", "members"));
        view! { <button class="btn" formaction=AddInstead::url() name="which" value=ALL>{words}</button> }
    });
    view! { {meant}{members} }
}

/// What may be meant in a row’s cells, each as a button.
fn suggestions(at: usize, checked: &Checked) -> impl IntoView + use<> {
    let buttons = checked.suggested.get(&at).into_iter().flatten().map(|(column, text)| {
        let (value, words) = (cell_key(at, *column), format!("Use “{text}”"));
        view! { <button class="btn btn-sm" formaction=UseSuggestions::url() name="which" value=value>{words}</button>" " }
    });
    let buttons: Vec<_> = buttons.collect();
    (!buttons.is_empty()).then(|| view! { <p class="meant">{buttons}</p> })
}

/// The way to give a member what the row says, in place of inviting them.
fn instead(at: usize, adjustment: &Adjustment) -> impl IntoView + use<> {
    let words = if adjustment.join.is_empty() { "Add the access instead" } else { "Add the teams instead" };
    view! { <p><button class="btn btn-sm" formaction=AddInstead::url() name="which" value=at.to_string()>{words}</button></p> }
}

/// Whether the file has a column for it.
fn uses(sheet: &Sheet, column: Column) -> bool {
    let names = [Column::FirstName, Column::LastName].contains(&column);
    sheet.columns.iter().any(|heading| match heading.meaning {
        Some(Meaning::Of(used)) => used == column,
        Some(Meaning::FullName) => names,
        Some(Meaning::Enabled | Meaning::Blocked | Meaning::Status) | None => false,
    })
}

/// Buttons that leaf through the rows and take along what was typed.
fn pager(page: &Page<(usize, Wrong)>, last: u32) -> Option<impl IntoView + use<>> {
    let rows = |n: u64| number(usize::try_from(n).unwrap_or(usize::MAX));
    let words = format!("{}–{} of {}", rows(page.first_row()), rows(page.last_row()), rows(page.total));
    let here = page.number;
    let url = TurnPage::url();
    let numbers: Vec<_> = (1..=last)
        .filter(|n| *n == 1 || *n == last || n.abs_diff(here) <= 2)
        .map(|n| {
            let current = (n == here).then_some("page");
            view! { <li><button class="btn btn-sm" formaction=url name="to" value=n aria-current=current aria-label=format!("Page {n}")>{n}</button></li> }
        })
        .collect();
    (last > 1).then(|| view! {
        <nav class="pages" aria-label="Pages">
            <p>{words}</p>
            <button class="btn btn-sm" formaction=url name="to" value=here.max(2) - 1 disabled=here == 1><Icon icon=lu::LuChevronLeft/>" Previous"</button>
            <ol>{numbers}</ol>
            <button class="btn btn-sm" formaction=url name="to" value=here + 1 disabled=here == last>"Next "<Icon icon=lu::LuChevronRight/></button>
        </nav>
    })
}

fn row(
    at: usize,
    row: &Row,
    wrong: &Wrong,
    (checked, used): (&Checked, &[Column]),
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let name = format!("{} {}", row.cell(Column::FirstName), row.cell(Column::LastName));
    let line = row.line.to_string();
    let label = format!("Skip line {line}");
    let mut shown: Vec<Column> = Vec::new();
    let mut fields = Vec::new();
    for (column, why) in wrong {
        let cell = column.filter(|column| !shown.contains(column)).map(|column| (column, row.cell(column)));
        shown.extend(*column);
        fields.push(field(at, &line, cell, Some(why)));
    }
    // A row of an odd form may have its cells in the wrong columns: all of them are shown.
    let right = (!row.odd.is_empty()).then(|| {
        let others = used.iter().filter(|column| !shown.contains(column));
        fields.extend(others.map(|column| field(at, &line, Some((*column, row.cell(*column))), None)));
        let label = format!("Use line {line} as shown");
        view! { <label class="check"><input type="checkbox" name="rows[right][]" value=at.to_string()/>" "<span>{label}</span></label> }
    });
    let known = snapshot.member_by_email(row.cell(Column::Email)).filter(|member| !member.is_system()).map(known);
    let missing = checked.missing.get(&at).map(|name| missing::button(CreateMissingOfFile::url(), name));
    let (meant, instead) = (suggestions(at, checked), checked.existing.get(&at).map(|found| instead(at, found)));
    view! {
        <tr>
            <td data-label="Line" class="num">{line.clone()}</td>
            <th scope="row" class="lead">{name}<br/><small class="muted">{row.cell(Column::Email).to_owned()}</small></th>
            <td class="said"><div class="mend-cells">{fields}{meant}{missing}{right}{known}{instead}</div></td>
            <td data-label="Skip"><input type="checkbox" name="rows[skip][]" value=at.to_string() aria-label=label/></td>
        </tr>
    }
}

/// The way to the person who has the address already.
fn known(member: &Member) -> impl IntoView + use<> {
    let words = format!("Open {}", member.full_name());
    view! { <p><a href=paths::member(&member.id)>{words}</a></p> }
}

/// A cell where it can be corrected; or what is wrong with the row, where that concerns no cell.
fn field(at: usize, line: &str, cell: Option<(Column, &str)>, why: Option<&String>) -> AnyView {
    let why = why.cloned().unwrap_or_default();
    let Some((column, text)) = cell else {
        return view! { <p class="error"><Icon icon=lu::LuCircleAlert/>" "<span>{why}</span></p> }.into_any();
    };
    let (name, id) = (format!("rows[fix][r{at}][{}]", column.field()), format!("r{at}-{}", column.field()));
    let (label, errors) = (format!("{} in line {line}", column.heading()), Invalid::one(&id, why));
    // What a file brings is judged by what is wrong with it.
    let max: Option<usize> = None;
    view! { <TextField name id label=column.heading() spoken=label value=text errors optional=true live=true max/> }
        .into_any()
}

/// The rows that need attention as cells of a file.
pub fn as_cells(sheet: &Sheet, checked: Checked) -> Vec<Vec<String>> {
    let cells = |(at, wrong): (usize, Wrong)| {
        let row = sheet.rows.get(at)?;
        let why: Vec<String> = wrong.into_iter().map(|(_, why)| why).collect();
        let cells = Column::ALL.map(|column| row.cell(column).to_owned());
        Some(cells.into_iter().chain([row.line.to_string(), why.join(" ")]).collect())
    };
    checked.problems.into_iter().filter_map(cells).collect()
}
