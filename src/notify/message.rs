//! The words and the look of a mail: names, and links to pages. Nothing is decided in a mail.

use super::Site;
use crate::{
    domain::{
        Because, RequestId, headline,
        text::{escaped, shown},
    },
    store::Delivery,
};
use std::fmt::Write;

/// Notices in one mail; of more, the rest is a number.
const LISTED: usize = 25;

/// A mail as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Stays the same when it is sent again, so that mail programs show it once.
    pub id: String,
    /// The recipient's name.
    pub name: String,
    pub address: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// A line of a mail.
struct Line {
    text: String,
    action: &'static str,
    url: String,
}

/// Path of a request's page.
pub fn request_path(id: &RequestId) -> String {
    let id = url::form_urlencoded::byte_serialize(id.as_str().as_bytes()).collect::<String>();
    format!("/requests/{}", id.replace('+', "%20"))
}

impl Mail {
    /// A mail that tells somebody these things, most pressing first.
    pub fn of(told: &[Delivery], name: &str, address: &str, site: &Site) -> Self {
        let mut told: Vec<&Delivery> = told.iter().collect();
        told.sort_by_key(|one| (one.because, one.notice.at));
        let line = |one: &&Delivery| {
            let headline = headline(&one.notice, one.because);
            let url = site.page(&request_path(&one.notice.request_id));
            Line { text: headline.text, action: headline.action, url }
        };
        let lines: Vec<Line> = told.iter().take(LISTED).map(line).collect();
        let more = told.len().saturating_sub(LISTED);
        let to_do = told.iter().filter(|one| one.because == Because::Acts).count();
        let subject = match (&*lines, to_do) {
            ([only], _) => shown(&only.text).into_owned(),
            (_, 0) => format!("{} updates about access", told.len()),
            (_, 1) => "1 request needs you".to_owned(),
            (_, n) => format!("{n} requests need you"),
        };
        let id = told.first().map(|one| one.id.clone()).unwrap_or_default();
        let (text, html) = (in_text(&lines, more, name, site), in_html(&lines, more, name, site));
        Self { id, name: name.to_owned(), address: address.to_owned(), subject: one_line(&subject), text, html }
    }

    /// A mail that shows that mails arrive.
    pub fn test(name: &str, address: &str, site: &Site) -> Self {
        let text = "This is a test. Mails from the Sigma portal arrive.".to_owned();
        let lines = [Line { text, action: "Open the portal", url: site.url.to_string() }];
        Self {
            id: uuid::Uuid::new_v4().to_string(),
            name: name.to_owned(),
            address: address.to_owned(),
            subject: "Test mail from the Sigma portal".to_owned(),
            text: in_text(&lines, 0, name, site),
            html: in_html(&lines, 0, name, site),
        }
    }
}

/// Where people choose how they are told.
fn preferences(site: &Site) -> String {
    site.page("/notifications/preferences")
}

fn rest(more: usize, site: &Site) -> Option<String> {
    (more > 0).then(|| format!("And {more} more: {}", site.page("/notifications")))
}

fn in_text(lines: &[Line], more: usize, name: &str, site: &Site) -> String {
    let mut text = format!("Hello {},\n\n", one_line(name));
    for Line { text: line, action, url } in lines {
        _ = write!(text, "{}\n{action}: {url}\n\n", one_line(line));
    }
    if let Some(rest) = rest(more, site) {
        _ = write!(text, "{rest}\n\n");
    }
    _ = write!(
        text,
        "-- \nSigma portal of {}\nChange which mails you get: {}\n",
        one_line(&site.organization),
        preferences(site)
    );
    text
}

fn in_html(lines: &[Line], more: usize, name: &str, site: &Site) -> String {
    let mut list = String::new();
    for Line { text, action, url } in lines {
        let (text, url) = (escaped(&one_line(text)), escaped(url));
        _ = write!(
            list,
            "<tr><td style=\"padding:12px 0;border-bottom:1px solid #d9e0de\"><p style=\"margin:0 0 8px\"><b>{text}</b></p>\
             <a href=\"{url}\" style=\"color:#0b6b5d\">{action}</a></td></tr>"
        );
    }
    let rest = rest(more, site).map(|rest| format!("<p>{}</p>", escaped(&rest))).unwrap_or_default();
    let (name, organization) = (escaped(&one_line(name)), escaped(&one_line(&site.organization)));
    let preferences = escaped(&preferences(site));
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Sigma portal</title></head>\
         <body style=\"margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#16211f;background:#ffffff\">\
         <p>Hello {name},</p>\
         <table role=\"presentation\" width=\"100%\" style=\"border-collapse:collapse;max-width:560px\">{list}</table>{rest}\
         <p style=\"margin-top:24px;font-size:13px;color:#5a6866\">Sigma portal of {organization}<br>\
         <a href=\"{preferences}\" style=\"color:#5a6866\">Change which mails you get</a></p></body></html>"
    )
}

/// A text without line breaks and control characters: a subject or a name must not begin another header or line.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{Channel, Notice, RequestEventKind},
        store::DeliveryState,
    };
    use jiff::Timestamp;

    fn delivery(kind: RequestEventKind, because: Because, title: &str) -> Delivery {
        Delivery {
            id: format!("r/1 {title}"),
            notice: Notice {
                id: "r/1".into(),
                at: Timestamp::UNIX_EPOCH,
                kind,
                request_id: "r".into(),
                title: title.into(),
                requester: "Leo <b>Martins".into(),
                beneficiary: "Leo <b>Martins".into(),
                is_for_another: false,
                by: None,
                ends_at: None,
            },
            channel: Channel::Email,
            person: None,
            because,
            state: DeliveryState::Waiting,
            attempts: 0,
            due_at: Timestamp::UNIX_EPOCH,
            ended_at: None,
            error: None,
        }
    }

    fn site() -> Site {
        Site { url: "https://portal.lumen.example".parse().unwrap(), organization: "Lumen Supply".into() }
    }

    #[test]
    fn one_thing_is_the_subject_and_a_link() {
        let told = [delivery(RequestEventKind::Asked, Because::Acts, "Membership\r\nBcc: of Finance")];
        let mail = Mail::of(&told, "Jonas Weber", "jonas@lumen.example", &site());
        assert!(!mail.subject.contains(['\r', '\n']) && mail.subject.contains("requests Membership"), "{mail:?}");
        assert!(mail.text.contains("Review request: https://portal.lumen.example/requests/r"), "{}", mail.text);
        assert!(mail.html.contains("Leo &lt;b&gt;Martins") && !mail.html.contains("<b>Martins"), "{}", mail.html);
    }

    #[test]
    fn links_are_those_of_the_pages() {
        let (id, site) = ("a/b c".into(), site());
        assert_eq!(site.page(&request_path(&"r".into())), "https://portal.lumen.example/requests/r");
        assert_eq!(request_path(&id), crate::web::paths::request(&id));
        assert_eq!(preferences(&site), site.page(crate::web::paths::NOTIFICATION_PREFERENCES));
        assert_eq!(site.page(crate::web::paths::NOTIFICATIONS), "https://portal.lumen.example/notifications");
    }

    #[test]
    fn many_things_are_one_mail_with_what_is_to_do_first() {
        let mut told = vec![delivery(RequestEventKind::Granted, Because::Gets, "a")];
        told.extend((0..30).map(|n| delivery(RequestEventKind::Asked, Because::Acts, &format!("team {n}"))));
        let mail = Mail::of(&told, "Jonas Weber", "jonas@lumen.example", &site());
        assert_eq!(mail.subject, "30 requests need you");
        assert!(mail.text.contains("And 6 more: https://portal.lumen.example/notifications"), "{}", mail.text);
        assert!(mail.text.find("team 1").unwrap() < mail.text.find("And 6").unwrap());
        let updates = [told[0].clone(), told[0].clone()];
        assert_eq!(Mail::of(&updates, "Leo", "leo@lumen.example", &site()).subject, "2 updates about access");
    }
}
