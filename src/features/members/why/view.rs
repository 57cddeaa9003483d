//! The page: the answer in a sentence, then each reason with its remedies.

use super::{
    super::actions::{LeaveTeam, TakeAccessAway},
    About,
    price::Price,
    reason::{Looking, Reason, every_removal, held},
};
use crate::{
    directory::{AccessTarget, Removal, Snapshot},
    domain::{
        Actor, Baseline, Capability, DocumentRef, EffectiveAccess, GrantSource, Grantee, InheritedFrom, Member,
        Permission, ResourceRef, TeamId,
    },
    features::shared::{
        access::level,
        contest,
        document_access::{UnshareDocument, change_owner},
        resource_access,
    },
    ui::{badge, empty::Empty, head::Head, icon::Icon, panel::Panel},
    web::{NavItem, paths},
};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// “Why Ann Reyes can open Finance”.
pub fn title(member: &Member, about: &About, has: bool) -> String {
    let (name, verb) = (member.full_name(), verb(&about.target));
    if has { format!("Why {name} can {verb} {}", about.name) } else { format!("{name} can’t {verb} {}", about.name) }
}

fn verb(target: &AccessTarget) -> &'static str {
    match target {
        AccessTarget::Resource(ResourceRef::Connection(_)) => "use",
        AccessTarget::Resource(ResourceRef::Workspace(_)) | AccessTarget::Document(_) => "open",
    }
}

/// The page where no thing is named: the ways to choose one.
pub fn choose(member: &Member) -> impl IntoView + use<> {
    let (page, documents) = (paths::member(&member.id), paths::member_documents(&member.id));
    let title = format!("Access of {}", member.full_name());
    view! {
        <Head title=title/>
        <div class="panel">
            <Empty icon=lu::LuLock title="Choose what to explain" text="Open a workspace, connection or document from one of these lists.">
                <a class="btn" href=page>"Workspaces and connections"</a>
                <a class="btn" href=documents>"Documents"</a>
            </Empty>
        </div>
    }
}

pub fn page(
    member: &Member,
    about: &About,
    access: Option<&EffectiveAccess<AccessTarget>>,
    reasons: Vec<Reason>,
    (looking, reads): (&Looking, bool),
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let crumbs = if reads { vec![("Members", paths::MEMBERS)] } else { vec![] };
    let href = paths::member(&member.id);
    let email = member.email.clone();
    let sub = view! { <a href=href>{member.full_name()}</a>" "{email}" "{badge::account_type(snapshot.account_type_name(member))} };
    let body = match access {
        Some(access) => {
            let all = every_removal(access, &about.target, &member.id);
            let many = reasons.len();
            let rows: Vec<_> =
                reasons.into_iter().map(|reason| row(reason, member, about, looking, snapshot)).collect();
            let whole = (many > 1).then(|| whole(&all, member, about, looking, snapshot)).flatten();
            let highest = level(&access.permission, &access.effect, snapshot.account_type_name(member));
            view! {
                <Panel id="reasons" title="Reasons" count=many.to_string()>
                    <p class="panel-body">"Highest level: "{highest}</p>
                    <ul class="rows reasons">{rows}</ul>
                    {whole}
                </Panel>
            }
            .into_any()
        }
        None => nothing(about, looking).into_any(),
    };
    view! {
        <Head title=title(member, about, access.is_some()) crumbs=crumbs sub=sub.into_any()/>
        {admin(member, looking)}
        {body}
    }
}

/// That an admin's grants do not decide.
fn admin(member: &Member, looking: &Looking) -> Option<impl IntoView + use<>> {
    let change = looking.actor.role.can(Capability::WriteMembers).then(|| {
        let href = paths::member_edit(&member.id);
        view! { " "<a href=href>"Change account type"</a> }
    });
    member.has_account_type("admin").then(|| {
        let words = format!(
            "{} is an admin. Admins can open everything in Sigma, whatever they are granted: removing the access below \
             has an effect only with another account type.",
            member.full_name()
        );
        view! { <div class="flash t-warn" role="note"><Icon icon=lu::LuTriangleAlert/><p>{words}{change}</p></div> }
    })
}

fn nothing(about: &About, looking: &Looking) -> impl IntoView + use<> {
    let give = match &about.target {
        AccessTarget::Resource(resource) => {
            looking.actor.role.can(Capability::WriteGrants).then(|| paths::resource_give(resource))
        }
        AccessTarget::Document(document) => {
            looking.actor.role.can(Capability::WriteDocuments).then(|| paths::document(document))
        }
    };
    let give = give.map(|href| view! { <a class="btn" href=href>"Give access"</a> });
    view! {
        <div class="panel">
            <Empty icon=lu::LuLock title="No access" text="No direct or team grants.">{give}</Empty>
        </div>
    }
}

fn row(reason: Reason, member: &Member, about: &About, looking: &Looking, snapshot: &Snapshot) -> AnyView {
    let Reason { path, remedies, why_not } = reason;
    let icon = match &path.via {
        GrantSource::Owner => lu::LuCrown,
        GrantSource::Direct => lu::LuUser,
        GrantSource::Team(_) => lu::LuUsers,
    };
    let via = match &path.via {
        GrantSource::Owner => "Owns it".into_any(),
        GrantSource::Direct => "Direct access".into_any(),
        GrantSource::Team(team) => {
            let name = team_name(team, snapshot);
            match looking.linked.team(team) {
                Some(team) => view! { "Member of team "<a href=paths::team(&team.id)>{name}</a> }.into_any(),
                None => format!("Member of team {name}").into_any(),
            }
        }
    };
    let above = path.above.as_ref().map(|above| match above {
        InheritedFrom::Folder => ", granted on a folder above".to_owned(),
        InheritedFrom::Workspace(id) => {
            let workspace = ResourceRef::Workspace(id.clone());
            format!(", granted on workspace {}", snapshot.resource_name(&workspace).unwrap_or_else(|| id.as_str()))
        }
    });
    let owner = match &about.target {
        AccessTarget::Document(of)
            if path.via == GrantSource::Owner && looking.actor.role.can(Capability::WriteDocuments) =>
        {
            new_owner(of, paths::why(&member.id, &of.key()), &looking.actor, snapshot)
        }
        AccessTarget::Document(_) | AccessTarget::Resource(_) => None,
    };
    let remedies: Vec<_> = remedies
        .iter()
        .map(|removal| {
            let price = Price::of(removal, member, about, snapshot);
            view! { <div class="remedy">{form(removal, member, snapshot)}{price.view()}</div> }
        })
        .collect();
    let why_not = why_not.map(|why| view! { <small>{why}</small> });
    view! {
        <li>
            <Icon icon=icon/>
            <div class="row-text"><span>{via}{above}</span>{why_not}{owner}{remedies}</div>
            {badge::level(&path.permission, false)}
        </li>
    }
    .into_any()
}

/// The way to give a document to somebody else, or why there is none.
fn new_owner(of: &DocumentRef, back: String, actor: &Actor, snapshot: &Snapshot) -> Option<AnyView> {
    let document = snapshot.document(of)?;
    if let Some(owner) = snapshot.kept_to_themselves(of, document.path(), &document.owner()) {
        let words = format!("In {}’s My Documents: it is handed over when they are offboarded.", owner.full_name());
        return Some(view! { <small>{words}</small> }.into_any());
    }
    let button = change_owner(of, back, actor, snapshot)?;
    Some(view! { <div class="remedy">{button}</div> }.into_any())
}

fn team_name(team: &TeamId, snapshot: &Snapshot) -> String {
    snapshot.team_name(team).unwrap_or_else(|| team.as_str()).to_owned()
}

/// The form that leads to the plan of a removal.
fn form(removal: &Removal, member: &Member, snapshot: &Snapshot) -> AnyView {
    let id = member.id.to_string();
    match removal {
        Removal::Leave(team) => {
            let label = format!("Remove from {}", team_name(team, snapshot));
            view! {
                <form method="post" action=LeaveTeam::url()>
                    <input type="hidden" name="member_id" value=id/>
                    <input type="hidden" name="team_id" value=team.to_string()/>
                    <button class="btn btn-sm">{label}</button>
                </form>
            }
            .into_any()
        }
        Removal::Revoke { grantee, on } => revoke(grantee, on, snapshot),
    }
}

/// The form that leads to the plan of taking a grant away.
fn revoke(grantee: &Grantee, on: &AccessTarget, snapshot: &Snapshot) -> AnyView {
    let shown = held(grantee, on, snapshot);
    let shown = shown.as_ref().map(Permission::slug).unwrap_or_default();
    let label = match grantee {
        Grantee::Member(_) => "Revoke direct access".to_owned(),
        Grantee::Team(team) => format!("Revoke access of team {}", team_name(team, snapshot)),
    };
    match (on, grantee) {
        (AccessTarget::Document(document), grantee) => view! {
            <form method="post" action=UnshareDocument::url()>
                <input type="hidden" name="document" value=document.key()/>
                <input type="hidden" name="grantee" value=grantee.key()/>
                {contest::shown(&Baseline::of([(grantee.key(), shown)]))}
                <button class="btn btn-sm">{label}</button>
            </form>
        }
        .into_any(),
        (AccessTarget::Resource(resource), grantee) => {
            let button = view! { <button class="btn btn-sm">{label}</button> };
            resource_access::revoke_form(grantee, resource, NavItem::Members, snapshot, button)
        }
    }
}

/// Ending all ways in one plan, for a workspace or connection that several ways lead to.
fn whole(
    all: &[Removal],
    member: &Member,
    about: &About,
    looking: &Looking,
    snapshot: &Snapshot,
) -> Option<impl IntoView + use<>> {
    let AccessTarget::Resource(resource) = &about.target else { return None };
    if !looking.may_take_all(member) {
        return None;
    }
    let price = Price::of_member(member, all, about, snapshot);
    let (id, key) = (member.id.to_string(), resource.key());
    Some(view! {
        <div class="panel-foot remedy">
            <form method="post" action=TakeAccessAway::url()>
                <input type="hidden" name="member_id" value=id/>
                <input type="hidden" name="resource" value=key/>
                <button class="btn btn-sm btn-danger">"Remove all of this access"</button>
            </form>
            {price.view()}
        </div>
    })
}
