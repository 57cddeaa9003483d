//! Picking several things out of many, each with a level.

use leptos::{ev, html, prelude::*};

/// One thing that can be picked.
#[derive(Clone, Debug, PartialEq)]
struct Item {
    id: String,
    label: String,
    detail: String,
}

/// One thing that is picked.
#[derive(Clone, Debug, PartialEq)]
struct Picked {
    /// Place in the form's names; never given twice.
    slot: u32,
    item: Item,
    level: RwSignal<String>,
}

/// Most suggestions shown at once.
const SHOWN: usize = 8;

/// Turns the plain rows in its children (see `components::picker`) into a combobox with rows: typing narrows the
/// suggestions, Enter takes one, every row has its level and can be removed. What was chosen before it wakes is kept.
/// Posts the same fields as the plain rows, which are disabled while it is awake.
#[island]
pub fn Picker(
    /// Name of the list in the form.
    name: String,
    /// What is picked: “Workspaces”.
    label: String,
    /// Text of the empty search field.
    placeholder: String,
    /// The plain rows.
    children: Children,
) -> impl IntoView {
    let plain = NodeRef::<html::Fieldset>::new();
    let awake = RwSignal::new(false);
    let items = RwSignal::new(Vec::<Item>::new());
    let levels = RwSignal::new(Vec::<(String, String)>::new());
    let picked = RwSignal::new(Vec::<Picked>::new());
    #[cfg(feature = "hydrate")]
    Effect::new(move || {
        if let Some(fieldset) = plain.get() {
            browser::read(&fieldset, items, levels, picked);
            awake.set(true);
        }
    });
    view! {
        <fieldset class="plain" node_ref=plain disabled=awake hidden=awake>{children()}</fieldset>
        <Show when=move || awake.get()>
            <Awake name=name.clone() label=label.clone() placeholder=placeholder.clone() items levels picked/>
        </Show>
    }
}

#[component]
fn Awake(
    name: String,
    label: String,
    placeholder: String,
    items: RwSignal<Vec<Item>>,
    levels: RwSignal<Vec<(String, String)>>,
    picked: RwSignal<Vec<Picked>>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let active = RwSignal::new(0usize);
    let list_id = format!("{name}-list");
    let option_id = {
        let name = StoredValue::new(name.clone());
        move |at: usize| format!("{}-option-{at}", name.get_value())
    };
    let found = Memo::new(move |_| suggestions(&items.read(), &picked.read(), &typed.read()));
    let take = move |item: Item| {
        picked.update(|all| {
            let slot = all.iter().map(|p| p.slot + 1).max().unwrap_or(0);
            let level = levels.read().first().map(|(value, _)| value.clone()).unwrap_or_default();
            all.push(Picked { slot, item, level: RwSignal::new(level) });
        });
        typed.set(String::new());
        active.set(0);
    };
    let on_key = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "ArrowDown" => {
            event.prevent_default();
            open.set(true);
            active.update(|at| *at = (*at + 1).min(found.read().len().saturating_sub(1)));
        }
        "ArrowUp" => {
            event.prevent_default();
            active.update(|at| *at = at.saturating_sub(1));
        }
        "Enter" => {
            // Never the form's submit: a half-typed name must not send it.
            event.prevent_default();
            let chosen = if open.get() { found.read().get(active.get()).cloned() } else { None };
            if let Some(item) = chosen {
                take(item);
            }
        }
        "Escape" => open.set(false),
        _ => {}
    };
    let rows_name = StoredValue::new(name.clone());
    let label_of_list = label.clone();
    view! {
        <ul class="grants" hidden=move || picked.read().is_empty()>
            <For each=move || picked.get() key=|p| p.slot children=move |p: Picked| row(&p, rows_name, levels, picked)/>
        </ul>
        <div class="combo">
            <div class="input combo-box">
                <input
                    id=format!("{name}-search")
                    role="combobox"
                    aria-label=label
                    aria-expanded=move || open.get().to_string()
                    aria-controls=list_id.clone()
                    aria-autocomplete="list"
                    aria-activedescendant=move || open.get().then(|| option_id(active.get()))
                    autocomplete="off"
                    placeholder=placeholder
                    prop:value=typed
                    on:input:target=move |event| {
                        typed.set(event.target().value());
                        active.set(0);
                        open.set(true);
                    }
                    on:focus=move |_| open.set(true)
                    on:click=move |_| open.set(true)
                    on:blur=move |_| open.set(false)
                    on:keydown=on_key
                />
            </div>
            <ul class="combo-list" id=list_id role="listbox" aria-label=label_of_list hidden=move || !open.get()>
                <For
                    each=move || found.get().into_iter().enumerate()
                    key=|(at, item)| (*at, item.id.clone())
                    children=move |(at, item): (usize, Item)| {
                        let chosen = item.clone();
                        view! {
                            <li
                                role="option"
                                id=option_id(at)
                                aria-selected=move || (active.get() == at).to_string()
                                on:mousedown=move |event| {
                                    // Before the field loses the focus, which would close the list.
                                    event.prevent_default();
                                    take(chosen.clone());
                                }
                            >
                                <span>{item.label}</span>" "<small>{item.detail}</small>
                            </li>
                        }
                    }
                />
                <Show when=move || found.read().is_empty()>
                    <li class="combo-none" role="option" aria-selected="false" aria-disabled="true">"Nothing of that name"</li>
                </Show>
            </ul>
        </div>
    }
}

fn row(
    picked: &Picked,
    name: StoredValue<String>,
    levels: RwSignal<Vec<(String, String)>>,
    all: RwSignal<Vec<Picked>>,
) -> impl IntoView + use<> {
    let Picked { slot, item, level } = picked.clone();
    let field = move |part: &str| format!("{}[{slot}][{part}]", name.get_value());
    let level_label = format!("Level for {}", item.label);
    let remove_label = format!("Remove {}", item.label);
    view! {
        <li class="grant">
            <div class="grant-what"><span>{item.label}" "<small>{item.detail}</small></span></div>
            <input type="hidden" name=field("id") value=item.id/>
            <select
                class="input"
                name=field("level")
                aria-label=level_label
                prop:value=level
                on:change:target=move |event| level.set(event.target().value())
            >
                {levels.get_untracked().into_iter().map(|(value, label)| {
                    let selected = value == level.get_untracked();
                    view! { <option value=value selected=selected>{label}</option> }
                }).collect_view()}
            </select>
            <button
                class="btn btn-quiet btn-icon"
                type="button"
                aria-label=remove_label
                on:click=move |_| all.update(|rows| rows.retain(|r| r.slot != slot))
            >
                <svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" aria-hidden="true"><path d="M18 6 6 18M6 6l12 12"/></svg>
            </button>
        </li>
    }
}

/// The first few items that are not picked and whose label has all the typed words; those in which a word of the
/// label begins as typed come first, so that “board” finds “Executive Board” before “Dashboards”.
fn suggestions(items: &[Item], picked: &[Picked], typed: &str) -> Vec<Item> {
    let typed = typed.to_lowercase();
    let words: Vec<&str> = typed.split_whitespace().collect();
    let rank = |item: &Item| {
        let label = item.label.to_lowercase();
        let begins = |word: &&str| label.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(*word));
        words.iter().all(|word| label.contains(word)).then(|| !words.iter().all(begins))
    };
    let mut found: Vec<(bool, &Item)> = items
        .iter()
        .filter(|item| !picked.iter().any(|p| p.item.id == item.id))
        .filter_map(|item| Some((rank(item)?, item)))
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().take(SHOWN).map(|(_, item)| item.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_begin_as_typed_come_first() {
        let item = |label: &str| Item { id: label.into(), label: label.into(), detail: String::new() };
        let items = [item("Company Dashboards"), item("Executive Board"), item("Finance")];
        let found = |typed| suggestions(&items, &[], typed).into_iter().map(|i| i.label).collect::<Vec<_>>();
        assert_eq!(found("board"), ["Executive Board", "Company Dashboards"]);
        assert_eq!(found("board exec"), ["Executive Board"]);
        assert_eq!(found("").len(), 3);
        assert!(found("nothing").is_empty());
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::{Item, Picked};
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlSelectElement};

    /// Reads the plain rows: what can be picked, the levels, and what is picked already.
    pub fn read(
        plain: &Element,
        items: RwSignal<Vec<Item>>,
        levels: RwSignal<Vec<(String, String)>>,
        picked: RwSignal<Vec<Picked>>,
    ) {
        let all: Vec<Item> = each(plain, "select[data-items] option")
            .filter_map(|option| {
                let id = option.get_attribute("value").filter(|id| !id.is_empty())?;
                let detail = option.get_attribute("data-detail").unwrap_or_default();
                Some(Item { id, label: option.text_content().unwrap_or_default(), detail })
            })
            .collect();
        let kinds = each(plain, "select[data-levels] option").map(|option| {
            (option.get_attribute("value").unwrap_or_default(), option.text_content().unwrap_or_default())
        });
        let find = |id: &str| all.iter().find(|item| item.id == id).cloned();
        let mut chosen = Vec::new();
        let mut choose = |id: &str, level: String| {
            if let Some(item) = find(id) {
                let slot = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
                chosen.push(Picked { slot, item, level: RwSignal::new(level) });
            }
        };
        for row in each(plain, "[data-picked]") {
            choose(&row.get_attribute("data-picked").unwrap_or_default(), value(&row, "select"));
        }
        // A choice made but not yet added while the island slept.
        choose(&value(plain, "select[data-items]"), value(plain, "select[data-levels]"));
        levels.set(kinds.collect());
        picked.set(chosen);
        items.set(all);
    }

    fn each(within: &Element, selector: &str) -> impl Iterator<Item = Element> + use<> {
        let found = within.query_selector_all(selector).ok();
        let length = found.as_ref().map_or(0, web_sys::NodeList::length);
        (0..length).filter_map(move |at| found.as_ref()?.get(at)?.dyn_into().ok())
    }

    fn value(within: &Element, selector: &str) -> String {
        let select = within.query_selector(selector).ok().flatten();
        select.and_then(|s| s.dyn_into::<HtmlSelectElement>().ok()).map(|s| s.value()).unwrap_or_default()
    }
}
