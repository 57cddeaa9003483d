//! The writing road of one portal process, several of which may share a database; with a client as impatient as a test
//! wants it.

use crate::store::database::Database;
use sigma_portal::{
    app::configure_credentials,
    auth::AuthConfig,
    changes::{AcceptChange, Changes, Error, Refusal, Settings},
    directory::{Directory, Snapshot},
    domain::{Actor, Change, ChangeId, Intent, Member, Role, TeamId, WorkspaceId},
    sigma::{ClientConfig, Credentials, Limits, SigmaClient},
    simulator::{self, Running},
    store::{Store, Vault},
};
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// How long a test waits for what must happen.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// What the keys of all processes follow from.
pub const SECRET: &str = "a secret of the installation";

/// A simulated organisation and a database, for any number of processes.
pub struct Site {
    pub sigma: Running,
    pub database: Database,
}

/// One process.
pub struct Process {
    pub store: Store,
    pub directory: Directory,
    pub client: SigmaClient,
    pub changes: Changes,
    stop: CancellationToken,
}

impl Site {
    pub async fn new(database: Database) -> Self {
        let sigma = simulator::start(simulator::Options::default()).await.unwrap();
        sigma.simulator.set_token_limit(None);
        Self { sigma, database }
    }

    /// A process whose directory has been read.
    pub async fn process(&self, limits: impl FnOnce(&mut Limits), settle: Duration) -> Process {
        let url = self.sigma.url.parse().unwrap();
        let mut config = ClientConfig::new(url, "demo-client", "demo-secret".to_owned().into());
        limits(&mut config.limits);
        let configured =
            Credentials { client_id: config.client_id.clone(), client_secret: config.client_secret.clone() };
        let client = SigmaClient::new(config).unwrap();
        let vault = Vault::derived(&SECRET.into()).unwrap();
        let store = self.database.store().await.with_vault(Some(vault));
        configure_credentials(&store, &client, configured).await;
        let directory = Directory::open(client.clone(), store.clone()).await;
        assert!(directory.sync().await, "{:?}", directory.status());
        let settings = Settings { settle, lease: Duration::from_secs(3), ..Settings::default() };
        let stop = CancellationToken::new();
        let changes = Changes::new(
            store.clone(),
            directory.clone(),
            client.for_changes(),
            AuthConfig::Demo.authority(),
            settings,
            stop.clone(),
        );
        Process { store, directory, client, changes, stop }
    }
}

impl Process {
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.directory.snapshot().unwrap()
    }

    pub fn member(&self, email: &str) -> Member {
        self.snapshot().member_by_email(email).unwrap().clone()
    }

    pub fn leo(&self) -> Member {
        self.member("leo.martins@lumen.example")
    }

    pub fn actor(&self, email: &str) -> Actor {
        let member = self.member(email);
        Actor {
            member_id: Some(member.id.clone()),
            subject: None,
            name: member.full_name(),
            email: email.into(),
            role: Role::Admin,
            origin: None,
        }
    }

    pub fn team(&self, name: &str) -> TeamId {
        self.snapshot().teams().iter().find(|t| t.name == name).unwrap().id.clone()
    }

    pub fn workspace(&self, name: &str) -> WorkspaceId {
        self.snapshot().workspaces().iter().find(|w| w.name == name).unwrap().id.clone()
    }

    /// The wish as it is applied: reviewed, and confirmed where that is wanted.
    pub async fn wish(&self, intent: Intent, actor: &Actor) -> Result<AcceptChange, Refusal> {
        let plan = match self.changes.preview(&intent, actor).await {
            Ok(plan) => plan,
            Err(Error::Refused(refusal)) => return Err(refusal),
            Err(error) => panic!("{error}"),
        };
        Ok(AcceptChange {
            id: Changes::fresh_id(),
            intent,
            actor: actor.clone(),
            reason: String::new(),
            fingerprint: plan.fingerprint(),
            confirmation: plan.confirm.map(|wanted| wanted.phrase).unwrap_or_default(),
        })
    }

    /// Plans and begins as Amara, an admin.
    pub async fn accept(&self, intent: Intent) -> ChangeId {
        let wish = self.wish(intent, &self.actor("amara.okafor@lumen.example")).await.unwrap();
        self.changes.accept(wish).await.unwrap()
    }

    /// Plans, applies and waits.
    pub async fn apply(&self, intent: Intent) -> Change {
        let id = self.accept(intent).await;
        self.settled(&id).await
    }

    pub async fn settled(&self, id: &ChangeId) -> Change {
        let change = self.changes.settled(id, PATIENCE).await.unwrap().unwrap();
        assert!(change.state.is_settled(), "{:?} {:?}", change.state, change.waiting);
        change
    }

    pub async fn kept(&self, id: &ChangeId) -> Change {
        self.store.change(id).await.unwrap().unwrap()
    }

    /// Waits until the journal says so.
    pub async fn until(&self, id: &ChangeId, is_so: impl Fn(&Change) -> bool) -> Change {
        let mut moves = self.changes.watch();
        loop {
            let change = self.kept(id).await;
            if is_so(&change) {
                return change;
            }
            let heard = tokio::time::timeout(PATIENCE, moves.recv()).await;
            assert!(heard.is_ok(), "it never came to that: {change:#?}");
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
