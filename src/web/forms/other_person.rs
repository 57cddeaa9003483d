//! What is said when a form was filled in as one person and sent as another.

use super::super::paths;
use crate::ui::{head::Head, icon::Icon, panel::Panel};
use icondata_lu as lu;
use leptos::prelude::*;

/// How the person of the form gets back to it.
pub enum Mine {
    /// By being this persona of the demo again.
    Persona(&'static str),
    /// By signing in.
    SignIn,
}

/// Two people and a form.
pub struct OtherPerson {
    /// Who is signed in: name and address.
    pub now: (String, String),
    /// Whose page the form was on.
    pub of: (String, String),
    /// Where what was typed is kept.
    pub kept: Option<String>,
    /// How its person gets there.
    pub mine: Mine,
}

impl OtherPerson {
    pub fn view(self) -> impl IntoView {
        let Self { now, of, kept, mine } = self;
        let words = match &kept {
            Some(_) => format!("What was typed is kept for {} for 24 hours, and for nobody else.", of.0),
            None => "What was typed could not be kept.".to_owned(),
        };
        let way = kept.map(|path| match mine {
            Mine::Persona(slug) => view! {
                <form method="post" action=paths::BEGIN_SESSION>
                    <input type="hidden" name="next" value=path/>
                    <button class="btn btn-primary" name="persona" value=slug><Icon icon=lu::LuArrowRight/>{format!(" Go on as {}", of.0)}</button>
                </form>
            }
            .into_any(),
            Mine::SignIn => view! {
                <p>{format!("To go on with it, sign in as {} and open ", of.0)}<a href=path.clone()>{path.clone()}</a>"."</p>
            }
            .into_any(),
        });
        view! {
            <Head title="This form is someone else’s" sub="Nothing was sent to Sigma and nothing was changed.".into_any()/>
            <Panel id="other-person" title="Signed in as someone else">
                <div class="panel-body">
                    <p>
                        "You are now signed in as "<b><bdi>{now.0}</bdi></b>" ("<bdi>{now.1}</bdi>"). This form was filled in as "
                        <b><bdi>{of.0.clone()}</bdi></b>" ("<bdi>{of.1}</bdi>")."
                    </p>
                    <p>{words}</p>
                    <div class="actions">{way}<a class="btn" href=paths::HOME>"Start page"</a></div>
                </div>
            </Panel>
        }
    }
}
