//! What a heading means, in the words of spreadsheets, identity providers and HR systems.

use super::{Column, Meaning};
use crate::directory::fold;

/// What a heading means, and how well: of two columns for the same thing the lower rank is used.
pub type Understood = (Meaning, u8);

/// Whose something is: it changes nothing about what it is.
const WHOSE: [&str; 7] = ["employee", "user", "member", "worker", "contact", "person", "your"];

/// Which of somebody's addresses it is, when it is the one for work.
const AT_WORK: [&str; 8] = ["work", "business", "company", "corporate", "official", "primary", "office", "id"];

/// What a heading means; `None` is not understood.
pub fn meaning(heading: &str) -> Option<Understood> {
    let outside = words(&without_brackets(heading));
    let inside = bracketed(heading).map(words);
    let whole = words(heading);
    [Some(outside), inside, Some(whole)].into_iter().flatten().find_map(|words| of_words(&words))
}

/// How many columns these headings name.
pub fn understood(headings: &[String]) -> usize {
    headings.iter().filter(|heading| meaning(heading).is_some()).count()
}

/// Whether a heading names a column that can hold addresses.
pub fn names_address(heading: &str) -> bool {
    meaning(heading).is_some_and(|(meaning, _)| meaning == Meaning::Of(Column::Email))
}

fn of_words(words: &[String]) -> Option<Understood> {
    let all = words.concat();
    let own: Vec<&String> = words.iter().filter(|word| !WHOSE.contains(&word.as_str())).collect();
    let without = |drop: &[&str]| {
        own.iter().filter(|word| !drop.contains(&word.as_str())).map(|word| word.as_str()).collect::<String>()
    };
    let plain = without(&[]);
    let one = |column, rank| Some((Meaning::Of(column), rank));
    match all.as_str() {
        "login" | "loginname" | "loginemail" | "loginid" | "upn" | "userprincipalname" | "signinname"
        | "signinemail" => {
            return one(Column::Email, 1);
        }
        "username" | "user" | "account" | "accountname" => return one(Column::Email, 2),
        "address" => return one(Column::Email, 3),
        "accounttype" | "type" | "membertype" | "license" | "licence" | "licensetype" | "licencetype"
        | "sigmaaccounttype" | "sigmalicense" => return one(Column::AccountType, 0),
        "kind" | "userkind" | "usertype" | "guest" => return one(Column::Kind, 0),
        "invite" | "sendinvite" | "invitation" | "sendinvitation" => return one(Column::Invite, 0),
        "accountenabled" | "enabled" | "active" | "isactive" | "isenabled" | "useractive" => {
            return Some((Meaning::Enabled, 0));
        }
        "blocksignin" | "blocked" | "signinblocked" | "suspended" | "issuspended" | "disabled" | "isdisabled"
        | "accountdisabled" | "deactivated" | "isdeactivated" | "archived" | "isarchived" | "terminated" => {
            return Some((Meaning::Blocked, 0));
        }
        "status" | "userstatus" | "accountstatus" | "memberstatus" | "employmentstatus" | "employeestatus"
        | "workerstatus" => return Some((Meaning::Status, 0)),
        "worker" | "person" | "employee" => return Some((Meaning::FullName, 1)),
        _ => {}
    }
    match plain.trim_end_matches(|c: char| c.is_ascii_digit()) {
        "team" | "teams" | "group" | "groups" | "teamname" | "teamnames" | "groupname" | "groupnames" | "memberof"
        | "groupmembership" | "groupmemberships" | "teammembership" | "teammemberships" | "sigmateam"
        | "sigmateams" => {
            return one(Column::Teams, 0);
        }
        "workspace" | "workspaces" => return one(Column::Workspaces, 0),
        "connection" | "connections" => return one(Column::Connections, 0),
        "attribute" | "attributes" | "userattribute" | "userattributes" => return one(Column::Attributes, 0),
        "package" | "accesspackage" | "packagename" => return one(Column::Package, 0),
        _ => {}
    }
    match without(&AT_WORK).as_str() {
        "email" | "mail" | "emailaddress" | "mailaddress" | "emailadresse" | "mailadresse" | "adressemail"
        | "adresseemail" | "smtpaddress" | "courriel" | "correo" | "correoelectronico" => return one(Column::Email, 0),
        _ => {}
    }
    let says = |wanted: &str| words.iter().any(|word| word == wanted);
    let rank = if says("preferred") { 2 } else { u8::from(says("legal")) };
    match without(&["legal", "preferred"]).as_str() {
        "first" | "firstname" | "firstnames" | "given" | "givenname" | "givennames" | "forename" | "forenames"
        | "namefirst" | "namefirstname" | "vorname" | "prenom" | "nombre" => one(Column::FirstName, rank),
        "last" | "lastname" | "lastnames" | "surname" | "surnames" | "family" | "familyname" | "sn" | "namelast"
        | "namelastname" | "nachname" | "familienname" | "nom" | "apellido" | "apellidos" => {
            one(Column::LastName, rank)
        }
        "name" | "fullname" | "displayname" | "completename" | "commonname" | "cn" => Some((Meaning::FullName, rank)),
        _ => None,
    }
}

/// The words of a heading, folded: camel case apart, without notes on whether it must be filled.
fn words(heading: &str) -> Vec<String> {
    let heading = heading.replace("(s)", "s").replace("(S)", "s");
    let mut spaced = String::new();
    let mut before = ' ';
    for c in heading.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(c);
        before = c;
    }
    let folded = fold(&spaced);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| !["required", "optional", "mandatory"].contains(word)).map(str::to_owned).collect()
}

/// Without what stands in brackets: `[Required]`, `(Yes/No)`, `[displayName]`.
fn without_brackets(heading: &str) -> String {
    let (mut out, mut depth) = (String::new(), 0_usize);
    for c in heading.replace("(s)", "s").chars() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// What stands in square brackets.
fn bracketed(heading: &str) -> Option<&str> {
    heading.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map(|(inside, _)| inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn understands_headings_however_they_are_written() {
        use Column::{AccountType, Email, FirstName, Kind, LastName, Teams};
        for (heading, column, rank) in [
            ("E-Mail", Email, 0),
            ("email_address", Email, 0),
            ("Email Address [Required]", Email, 0),
            ("E-mail *", Email, 0),
            ("Email - Primary Work", Email, 0),
            ("primaryEmail", Email, 0),
            ("Work e-mail", Email, 0),
            ("E-mail\n", Email, 0),
            ("userPrincipalName", Email, 1),
            ("User name [userPrincipalName] Required", Email, 2),
            ("login", Email, 1),
            ("Username", Email, 2),
            ("FIRST NAME", FirstName, 0),
            ("First\nname", FirstName, 0),
            ("givenName", FirstName, 0),
            ("Legal Name - First Name", FirstName, 1),
            ("Preferred first name", FirstName, 2),
            ("Surname", LastName, 0),
            ("Last Name [Required]", LastName, 0),
            ("Member type", AccountType, 0),
            ("userType", Kind, 0),
            ("Team(s)", Teams, 0),
            ("Group 2", Teams, 0),
        ] {
            assert_eq!(meaning(heading), Some((Meaning::Of(column), rank)), "{heading}");
        }
        for (heading, meant) in [
            ("Display name", Meaning::FullName),
            ("Name [displayName] Required", Meaning::FullName),
            ("Employee Name", Meaning::FullName),
            ("accountEnabled", Meaning::Enabled),
            ("Block sign in (Yes/No) [accountEnabled] Required", Meaning::Blocked),
            ("User status", Meaning::Status),
            ("Status [READ ONLY]", Meaning::Status),
        ] {
            assert_eq!(meaning(heading).map(|(meaning, _)| meaning), Some(meant), "{heading}");
        }
        for column in Column::ALL {
            assert_eq!(meaning(column.heading()), Some((Meaning::Of(column), 0)));
        }
    }

    #[test]
    fn what_only_resembles_a_column_is_none() {
        for heading in [
            "Department",
            "",
            "User id",
            "Last seen in Jira",
            "Last Sign In [READ ONLY]",
            "Recovery Email",
            "Home Secondary Email",
            "Work Secondary Email",
            "New Primary Email [UPLOAD ONLY]",
            "Manager Email",
            "Manager name",
            "Employee ID",
            "Employee Type",
            "Employee Title",
            "Org Unit Path [Required]",
            "Added to org",
            "creationType",
            "Home Email",
            "Personal e-mail",
            "Company Name",
        ] {
            assert_eq!(meaning(heading), None, "{heading}");
        }
    }
}
