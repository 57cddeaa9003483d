//! Avatars: initials on a tint that belongs to the person.

use leptos::prelude::*;

/// Initials of a person on one of eight tints.
#[component]
pub fn Avatar(
    /// The person's name.
    name: String,
    /// What the tint follows from: the same for the same person everywhere, their address.
    key: String,
    /// `avatar-sm` or `avatar-lg`; nothing for the ordinary size.
    #[prop(optional)]
    size: &'static str,
) -> impl IntoView {
    view! { <span class=format!("avatar avatar-{} {size}", tint(&key)) aria-hidden="true">{initials(&name)}</span> }
}

/// A person with their avatar: name as a link where there is a page, address or other detail below.
#[component]
pub fn Who(
    /// The person's name.
    name: String,
    /// The person's address.
    email: String,
    #[prop(optional_no_strip)] href: Option<String>,
    /// Leaves out the address.
    #[prop(optional)]
    short: bool,
) -> impl IntoView {
    let size = if short { "avatar-sm" } else { "" };
    let label = match href {
        Some(href) => view! { <a href=href>{name.clone()}</a> }.into_any(),
        None => name.clone().into_any(),
    };
    view! {
        <div class="who">
            <Avatar name=name key=email.clone() size=size/>
            <div>{label}{(!short).then(|| view! { <small>{email}</small> })}</div>
        </div>
    }
}

fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphabetic()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

fn tint(key: &str) -> u32 {
    key.bytes().fold(7u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte))) % 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_first_and_last_initial() {
        for (name, expected) in [("Amara Okafor", "AO"), ("élodie de la Tour", "ÉT"), ("Cher", "C"), ("", "")] {
            assert_eq!(initials(name), expected);
        }
    }
}
