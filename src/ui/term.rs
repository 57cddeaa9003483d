//! Words that not everybody knows.

use leptos::prelude::*;

/// A word with what it means, told by pointing at it, by focus and by touch; without script by the style sheet.
pub fn term(word: impl IntoView + 'static, meaning: String) -> impl IntoView {
    if meaning.is_empty() {
        return word.into_any();
    }
    view! { <span class="term" tabindex="0" title=meaning>{word}</span> }.into_any()
}

/// Words with the addresses in them set back: “Grant Ada Okafor <ada@lumen.example> Can view” is about Ada.
pub fn addressed(text: &str) -> impl IntoView + use<> {
    if next_address(text).is_none() {
        return text.to_owned().into_any();
    }
    let mut rest = text;
    let mut parts = Vec::new();
    while let Some((before, address, after)) = next_address(rest) {
        parts.push(view! { {shown(before)}<span class="address">{address.to_owned()}</span> }.into_any());
        rest = after;
    }
    parts.push(shown(rest).into_any());
    parts.into_any()
}

/// A text that is there: an empty one would be drawn as a space.
fn shown(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The first `<address>`, with what stands before and after it.
fn next_address(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let start = from + text[from..].find('<')?;
        let end = start + text[start..].find('>')? + 1;
        let address = &text[start..end];
        if address.contains('@') && !address.contains(char::is_whitespace) {
            return Some((&text[..start], address, &text[end..]));
        }
        from = start + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::rendered;

    #[test]
    fn addresses_are_set_back_and_nothing_else() {
        let html = |text: &str| rendered(|| addressed(text)).replace("<!>", "");
        assert_eq!(
            html("Add Ada <a@b.example> and Jo <j@b.example> to X"),
            "Add Ada <span class=\"address\">&lt;a@b.example&gt;</span> and Jo <span class=\"address\">&lt;j@b.example&gt;</span> to X"
        );
        for text in ["Rename A < B to C", "Rename a<b c@d> to e", "Move x@y"] {
            assert!(!html(text).contains("span"), "{text}");
        }
    }
}
