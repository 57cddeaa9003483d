//! Two admins who want opposite things: each offboards the other, at the same time, through whichever portal answers.

use super::admin::{Fleet, RETRY};
use reqwest::Method;
use sigma_portal::{
    domain::{Member, MemberPatch, MemberStatus, UserKind},
    sigma::{ListMembers, SigmaClient},
};
use std::time::Duration;

/// How often they look at their changes, and how often they retry what did not work.
const LOOK_AGAIN: Duration = Duration::from_millis(500);
const RETRIES: u32 = 5;

/// Two people who become admins. Whoever acts in the rest of the proof is not among them.
pub async fn admins(client: &SigmaClient) -> [Member; 2] {
    let owner = client.whoami().await.unwrap().user_id;
    let members = client.members().all(&ListMembers::default()).await.unwrap();
    let may = |member: &Member| {
        member.status() == MemberStatus::Active
            && member.user_kind == UserKind::Internal
            && !member.has_account_type("admin")
            && !member.is_system()
            && member.id != owner
    };
    let mut chosen: Vec<Member> = members.into_iter().filter(may).take(2).collect();
    for member in &chosen {
        let patch = MemberPatch { account_type: Some("Admin".into()), ..MemberPatch::default() };
        client.members().update(&member.id, &patch).await.unwrap();
    }
    let second = chosen.pop().unwrap();
    [chosen.pop().unwrap(), second]
}

/// Offboards the other, and follows that until nothing more becomes of it.
pub async fn offboard(fleet: &Fleet, who: &Member, other: &Member) -> Result<(), String> {
    let form = [
        ("member_id", other.id.as_str()),
        ("documents", "archive"),
        ("tokens", "on"),
        ("teams", "on"),
        ("grants", "on"),
    ];
    let form = form.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let send = |method, path: String, form: Vec<(String, String)>| async move {
        fleet.send_as(&who.email, method, &path, &form).await
    };
    let planned = send(Method::POST, "/api/members/offboard".into(), form.to_vec()).await?;
    let Some(review) = planned.location.filter(|page| page.starts_with("/reviews/")) else {
        // The other was faster: this account is gone, or theirs is.
        return Ok(());
    };
    let review = send(Method::GET, review, vec![]).await?;
    if !review.has_field("fingerprint") {
        return Ok(());
    }
    let accept = ["id", "fingerprint"].map(|name| (name.to_owned(), review.field(name)));
    let typed = ("confirmation".to_owned(), review.confirmation().unwrap_or_default());
    send(Method::POST, "/api/changes/accept".into(), [accept.to_vec(), vec![typed]].concat()).await?;
    let page = format!("/changes/{}", accept[0].1);
    let mut retries = 0;
    loop {
        let seen = send(Method::GET, page.clone(), vec![]).await?;
        if !seen.names("Progress") {
            if retries == RETRIES || !seen.body.contains(RETRY) {
                return Ok(());
            }
            retries += 1;
            send(Method::POST, RETRY.into(), vec![accept[0].clone()]).await?;
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// What is wrong in the end: of the two, one at least must still be there.
pub async fn problem(client: &SigmaClient, two: &[Member; 2]) -> Option<String> {
    let mut active = 0;
    for member in two {
        active += usize::from(client.members().get(&member.id).await.unwrap().status() == MemberStatus::Active);
    }
    (active == 0).then(|| "two admins have offboarded each other, and neither is left".to_owned())
}
