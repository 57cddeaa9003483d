//! The layout around every signed-in page: navigation, organisation, age of the directory, user menu, flash messages.

use super::{
    Flash, Mode, RequestContext, flash_message,
    navigation::{NavItem, navigation},
    paths,
    theme::theme_of,
};
use crate::{
    auth::SignOut,
    directory::{SyncState, SyncStatus},
    domain::{Actor, Capability, Theme},
    ui::{
        age,
        avatar::Avatar,
        date,
        icon::{self, Icon},
        moment, number,
    },
};
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::prelude::*;

/// What the layout shows besides the page.
pub struct Layout {
    place: NavItem,
    actor: Actor,
    mode: Mode,
    sign_out: SignOut,
    organization: String,
    host: String,
    people: Option<usize>,
    /// Requests that wait for their decision.
    waiting: Option<usize>,
    /// Whether they answer for an access package.
    owns_package: bool,
    /// Notices that were not read.
    unread: Option<u64>,
    /// Whether there are mails of a demo to look at.
    has_mail_box: bool,
    /// Whether the demo's clock can be moved on.
    moves_clock: bool,
    now: Timestamp,
    theme: Theme,
    palette: fn() -> AnyView,
}

impl Layout {
    /// The layout for this request.
    pub async fn of(cx: &RequestContext, place: NavItem) -> Self {
        let waiting = cx.app.requests.waiting_for(&cx.actor).await;
        let owns_package = cx.app.requests.owns_package(&cx.actor).await;
        let unread = cx.app.notify.unread(&cx.actor).await;
        let host = match cx.app.mode {
            Mode::Demo => "simulated".to_owned(),
            Mode::Serve => cx.app.client.base_url().host_str().unwrap_or_default().to_owned(),
        };
        let people = cx.snapshot().ok().map(|s| s.people_count());
        Self {
            place,
            actor: cx.actor.clone(),
            mode: cx.app.mode,
            sign_out: cx.app.auth.sign_out(),
            organization: cx.app.organization_name.clone(),
            palette: cx.app.palette,
            host,
            people,
            waiting,
            owns_package,
            unread,
            has_mail_box: cx.app.notify.mail_box().is_some(),
            moves_clock: cx.app.moves_clock(),
            now: cx.now,
            theme: theme_of(&cx.parts.headers),
        }
    }

    /// What stands beside a place's word.
    fn count(&self, place: NavItem) -> Option<AnyView> {
        if place == NavItem::Requests {
            let n = self.waiting.filter(|n| *n > 0)?;
            return Some(
                view! { " "<span class="rail-n is-hot">{number(n)}<span class="vh">" to decide"</span></span> }
                    .into_any(),
            );
        }
        let n = if place == NavItem::Members { self.people? } else { return None };
        Some(view! { " "<span class="rail-n">{number(n)}</span> }.into_any())
    }

    /// The layout around `body`.
    pub fn view<V, B>(self, flash: Option<Flash>, sync: &SyncStatus, body: B) -> impl IntoView + use<V, B>
    where
        V: IntoView + 'static,
        B: FnOnce() -> V,
    {
        let sections = navigation(&self.actor, self.owns_package);
        let can_refresh = self.actor.role.can(Capability::RefreshDirectory);
        let can_search = self.actor.role.can(Capability::ReadDirectory);
        let (here, now) = (self.place, self.now);
        let count = |place| self.count(place);
        let nav = sections
            .into_iter()
            .map(|(head, links)| {
                let id = format!("nav-{}", head.to_lowercase());
                let heading = (head != "Start").then(|| view! { <h2 class="rail-head" id=id.clone()>{head}</h2> });
                let (label, labelledby) = if head == "Start" { (Some(head), None) } else { (None, Some(id)) };
                let items = links
                    .into_iter()
                    .map(|l| {
                        view! {
                            <li><a href=l.href aria-current=(l.place == here).then_some("page")>
                                <Icon icon=l.icon/>" "{l.label}
                                {count(l.place)}
                            </a></li>
                        }
                    })
                    .collect_view();
                view! { {heading}<ul class="rail-list" aria-label=label aria-labelledby=labelledby>{items}</ul> }
            })
            .collect_view();
        let demo =
            (self.mode == Mode::Demo).then(|| demo_banner(&self.actor, (self.has_mail_box, self.moves_clock), now));
        view! {
            <body class="frame">
                <a class="skip" href="#main">"Skip to content"</a>
                <nav class="rail" id="rail" popover="auto" aria-label="Main">
                    <a class="brand" href="/" aria-label="Sigma portal, start page">{icon::mark()}" "<span>"sigma portal"</span></a>
                    <p class="rail-org"><b>{self.organization}</b>" "<small>{self.host}</small></p>
                    {nav}
                    <p class="rail-foot">"Version "{env!("CARGO_PKG_VERSION")}</p>
                </nav>
                {demo}
                <header class="top">
                    <button class="btn btn-quiet btn-icon top-menu" type="button" popovertarget="rail" aria-label="Menu"><Icon icon=lu::LuMenu/></button>
                    {can_search.then(|| view! {
                        <form class="search top-find" role="search" action=paths::FIND aria-label="Everywhere">
                            <Icon icon=lu::LuSearch/><input type="search" name="q" aria-label="Find anything" placeholder="Find anyone, anything"/>
                            {palette_opener()}
                        </form>
                    })}
                    {freshness(sync, now, can_refresh)}
                    {help(here)}
                    {bell(self.unread)}
                    {user_menu(&self.actor, self.theme, self.sign_out)}
                </header>
                <main id="main" tabindex="-1">
                    {flash.map(flash_message)}
                    {outage(sync)}
                    {body()}
                </main>
                {can_search.then_some(self.palette).map(|palette| palette())}
            </body>
        }
    }
}

/// The way to the help about a place.
fn help(place: NavItem) -> impl IntoView {
    let href = place.help().map_or_else(|| paths::HELP.to_owned(), paths::help_topic);
    view! { <a class="btn btn-quiet btn-icon top-help" href=href aria-label="Help about this page"><Icon icon=lu::LuCircleHelp/></a> }
}

/// The way to one's notices, and how many are unread.
fn bell(unread: Option<u64>) -> impl IntoView {
    let unread = unread.and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0);
    let label = unread.map_or_else(|| "Notifications".to_owned(), |n| format!("Notifications, {} unread", number(n)));
    let badge = unread.map(|n| {
        let text = if n > 99 { "99+".to_owned() } else { n.to_string() };
        view! { <span class="bell-n" aria-hidden="true">{text}</span> }
    });
    view! {
        <a class="btn btn-quiet btn-icon bell" href=paths::NOTIFICATIONS aria-label=label><Icon icon=lu::LuBell/>{badge}</a>
    }
}

/// What is only in a demo: a mail box, and a clock that can be moved on.
fn demo_banner(actor: &Actor, (has_mail_box, moves_clock): (bool, bool), now: Timestamp) -> impl IntoView + use<> {
    let mail_box = has_mail_box.then(|| view! { <a href=paths::MAIL_BOX>"Mail box"</a> });
    let clock = moves_clock.then(|| {
        view! {
            <form method="post" action=paths::NEXT_DAY>
                <button title=format!("It is {} in this demo", date(now))>"Next day"</button>
            </form>
        }
    });
    view! {
        <aside class="demo" aria-label="Demo">
            <p><b>"Demo."</b>" You are "<b>{actor.name.clone()}</b>", "{actor.role.label().to_lowercase()}" of a simulated organization. Nothing here reaches Sigma."</p>
            {mail_box}{clock}
            <form method="post" action=paths::END_SESSION><button>"Switch persona"</button></form>
        </aside>
    }
}

fn freshness(sync: &SyncStatus, now: Timestamp, can_refresh: bool) -> impl IntoView + use<> {
    let (state, text) = match (&sync.state, sync.as_of) {
        (SyncState::Running(_), _) => ("running", "Syncing…".to_owned()),
        (SyncState::Failed(_), Some(at)) => ("stale", old(at, now)),
        (SyncState::Failed(_), None) => ("stale", "not synced yet".to_owned()),
        (SyncState::Idle, Some(at)) => ("fresh", old(at, now)),
        (SyncState::Idle, None) => ("running", "not synced yet".to_owned()),
    };
    let datetime = sync.as_of.map(|at| at.to_string());
    let content = view! {
        <p class="sync-age" role="status"><span>"Directory"</span>" "<time datetime=datetime>{text}</time></p>
        {can_refresh.then(|| view! {
            <button class="btn btn-quiet btn-icon" aria-label="Sync the directory now"><Icon icon=lu::LuRefreshCw/></button>
        })}
    };
    view! { <form class="sync" method="post" action=paths::REFRESH data-state=state>{content}</form> }
}

/// How old what is shown is.
fn old(at: Timestamp, now: Timestamp) -> String {
    match age(at, now) {
        age if age == "now" => "synced just now".to_owned(),
        age => format!("{age} old"),
    }
}

fn outage(sync: &SyncStatus) -> Option<impl IntoView + use<>> {
    let (SyncState::Failed(_), Some(at)) = (&sync.state, sync.as_of) else { return None };
    Some(view! {
        <div class="flash t-warn" role="status">
            <Icon icon=lu::LuCloudOff/>
            <p><b>"Sigma cannot be reached."</b>" You see your organization as of "<time datetime=at.to_string()>{moment(at)}</time>". Changes will wait until Sigma answers again."</p>
        </div>
    })
}

fn user_menu(actor: &Actor, theme: Theme, sign_out: SignOut) -> impl IntoView + use<> {
    let keeps_sessions = sign_out == SignOut::Session;
    let sign_out = match sign_out {
        SignOut::Session => Some(
            view! { <form method="post" action=paths::END_SESSION><button><Icon icon=lu::LuLogOut/>" Sign out"</button></form> }
                .into_any(),
        ),
        // A link: from a form the browser would not follow a proxy that leads on to the identity provider.
        SignOut::Proxy(url) => Some(view! { <a href=url><Icon icon=lu::LuLogOut/>" Sign out"</a> }.into_any()),
        SignOut::NotOffered => None,
    };
    let sign_out = sign_out.map(|way| view! { <hr/>{way} });
    let (name, email) = (actor.name.clone(), actor.email.clone());
    view! {
        <button class="me" type="button" popovertarget="me">
            <Avatar name=name.clone() key=email.clone()/>
            <span>{name.clone()}" "<small>{actor.role.label()}</small>" "<span class="vh">"account menu"</span></span>
            <Icon icon=lu::LuChevronDown/>
        </button>
        <div class="menu menu-top" id="me" popover="auto">
            <p class="menu-head">{name}" "<small>{email}</small></p>
            {actor.member_id.is_some().then(|| view! { <a href=paths::ME><Icon icon=lu::LuKeyRound/>" My access"</a> })}
            {keeps_sessions.then(|| view! { <a href=paths::MY_SESSIONS><Icon icon=lu::LuMonitor/>" Sessions"</a> })}
            // Shown by the script that has times in the reader’s zone, where that is not UTC.
            <button type="button" id="times-in-utc" aria-pressed="false" hidden=true><Icon icon=lu::LuClock/>" Times in UTC"</button>
            {themes(theme)}
            {sign_out}
        </div>
    }
}

/// The choice between light and dark: each button is a choice, the present one pressed.
fn themes(now: Theme) -> impl IntoView {
    let choices = Theme::ALL.map(|theme| {
        let icon = match theme {
            Theme::System => lu::LuMonitor,
            Theme::Light => lu::LuSun,
            Theme::Dark => lu::LuMoon,
        };
        let pressed = if theme == now { "true" } else { "false" };
        view! { <button name="theme" value=theme.slug() aria-pressed=pressed><Icon icon=icon/>" "{theme.label()}</button> }
    });
    view! {
        <form class="themes" method="post" action=paths::SET_THEME aria-label="Theme">{choices.collect_view()}</form>
    }
}

/// The button in the top bar that opens the palette.
fn palette_opener() -> impl IntoView {
    view! {
        <button class="palette-open" type="button" command="show-modal" commandfor="palette" aria-label="Open the command palette">
            <kbd>"Ctrl K"</kbd>
        </button>
    }
}
