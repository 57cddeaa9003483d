//! Where the pages are: the router, and beside it the list of what it was given.

use super::{AppState, paths};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    http::Method,
    routing::{self, MethodRouter},
};

/// Routes of pages, which can be listed.
#[derive(Default)]
pub struct Pages {
    router: Router<AppState>,
    list: Vec<(Method, String)>,
}

/// What answers at one path, and to which methods.
pub struct Answers {
    router: MethodRouter<AppState>,
    methods: Vec<Method>,
}

/// Answers those who open the page.
pub fn get<H: Handler<T, AppState>, T: 'static>(handler: H) -> Answers {
    Answers { router: routing::get(handler), methods: vec![Method::GET] }
}

impl Answers {
    /// Answers those who post to the page, too: files only, as everything else is posted to a function.
    #[must_use]
    pub fn post<H: Handler<T, AppState>, T: 'static>(mut self, handler: H) -> Self {
        self.methods.push(Method::POST);
        Self { router: self.router.post(handler), ..self }
    }

    /// Takes bodies up to this limit instead of the usual one.
    #[must_use]
    pub fn layer(self, limit: DefaultBodyLimit) -> Self {
        Self { router: self.router.layer(limit), ..self }
    }
}

impl Pages {
    pub fn new() -> Self {
        Self::default()
    }

    /// These, and what answers at this path.
    #[must_use]
    pub fn route(mut self, path: &str, answers: Answers) -> Self {
        self.list.extend(answers.methods.into_iter().map(|method| (method, path.to_owned())));
        Self { router: self.router.route(path, answers.router), list: self.list }
    }

    /// These, and what answers for the list at this path and for its CSV: both are the same handler's.
    #[must_use]
    pub fn list<H: Handler<T, AppState>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.route(path, get(handler.clone())).route(&paths::csv(path), get(handler))
    }

    /// These and others.
    #[must_use]
    pub fn merge(mut self, others: Self) -> Self {
        self.list.extend(others.list);
        Self { router: self.router.merge(others.router), list: self.list }
    }

    /// Method and path of each route.
    pub fn routes(&self) -> &[(Method, String)] {
        &self.list
    }

    /// The router that answers them.
    pub fn into_router(self) -> Router<AppState> {
        self.router
    }
}
