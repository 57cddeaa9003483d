//! The command line: demo, serve, simulate, check, health, audit, backup, sign-in-link.

use anyhow::{Context, anyhow};
use clap::{Args, Parser, Subcommand};
use sigma_portal::{
    app::{self, Base, Config, DemoOptions, Overrides},
    simulator::{self, Faults, Latency, Limits, Simulator},
    web::COMMIT,
};
use std::{net::SocketAddr, path::PathBuf, process::ExitCode, sync::LazyLock};
use tokio::net::TcpListener;

/// The version, with the commit that it was built from.
static VERSION: LazyLock<String> = LazyLock::new(|| format!("{} ({COMMIT})", env!("CARGO_PKG_VERSION")));

/// Self-hosted admin portal for Sigma Computing organisations.
#[derive(Parser)]
#[command(version = VERSION.as_str())]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

/// What every command shares.
#[derive(Args)]
struct Common {
    /// Address to listen on [default: 127.0.0.1:3000, for simulate 127.0.0.1:8081]
    #[arg(long, global = true, value_name = "ADDRESS")]
    addr: Option<SocketAddr>,
    /// Folder for database and directory [default: data; for demo a temporary one]
    #[arg(long, global = true, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// What to log: error, warn, info, debug, trace, or a filter by module
    #[arg(long, global = true, value_name = "FILTER")]
    log: Option<String>,
    /// A TOML file with settings
    #[arg(long, global = true, value_name = "FILE", env = "PORTAL_CONFIG")]
    config: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Try the portal on a simulated organisation; needs nothing
    Demo {
        /// People in the organisation
        #[arg(long, default_value_t = 400)]
        members: usize,
        /// The number everything invented is derived from
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Run the portal against Sigma
    Serve,
    /// Serve a simulated Sigma API, for trying out any Sigma client
    Simulate(Simulate),
    /// Check the configuration and try the credentials
    Check,
    /// Ask the portal that runs with these settings whether it lives: for the health check of a container
    Health,
    /// Prove that the audit log is whole, or hand it on
    #[command(subcommand)]
    Audit(Audit),
    /// Copy the SQLite database into a new file, also while the portal runs
    Backup {
        /// The file to make
        file: PathBuf,
    },
    /// Make a link that signs somebody in once, for when the identity provider is out of order
    SignInLink {
        /// Whom it signs in, by address
        #[arg(long)]
        email: String,
    },
}

#[derive(Subcommand)]
enum Audit {
    /// Find events that were altered, are missing, out of order or cut off
    Verify {
        /// A head that was kept elsewhere; the log must go through it
        #[arg(long, value_name = "NUMBER:HASH")]
        head: Option<String>,
    },
    /// Print the log as JSON Lines
    Export {
        /// Only events after this place in the chain
        #[arg(long, value_name = "NUMBER", default_value_t = 0)]
        after: i64,
    },
}

#[derive(Args)]
struct Simulate {
    /// Client id it accepts
    #[arg(long, default_value = "demo-client")]
    client_id: String,
    /// Client secret it accepts
    #[arg(long, default_value = "demo-secret")]
    client_secret: String,
    /// People in the organisation
    #[arg(long, default_value_t = 400)]
    members: usize,
    /// The number everything invented is derived from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// File that keeps the organisation across restarts
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Extra milliseconds of every call: 80, 20..200 (anything between), ~80 (mostly about that)
    #[arg(long, value_name = "MS")]
    latency: Option<Latency>,
    /// Calls allowed in any second; more are answered 429
    #[arg(long, value_name = "N")]
    calls_per_second: Option<u32>,
    /// A JSON file with faults, in the form that PUT /__simulator/faults takes
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
}

impl Simulate {
    async fn run(self, addr: SocketAddr) -> anyhow::Result<()> {
        let mut faults = match &self.faults {
            Some(file) => serde_json::from_slice(&std::fs::read(file)?)
                .with_context(|| format!("{} does not describe faults", file.display()))?,
            None => Faults::default(),
        };
        faults.latency = self.latency.unwrap_or(faults.latency);
        let simulator = Simulator::new(simulator::Options {
            client_id: self.client_id,
            client_secret: self.client_secret,
            members: self.members,
            seed: self.seed,
            state_file: self.state,
        })?;
        simulator.set_faults(faults);
        simulator.set_limits(Limits { calls_per_second: self.calls_per_second, ..simulator.limits() });
        let listener = TcpListener::bind(addr)
            .await
            .with_context(|| format!("cannot listen on {addr}: is another program using it?"))?;
        tracing::info!("The simulated Sigma listens on http://{}", listener.local_addr()?);
        simulator.serve(listener, app::told_to_stop()).await
    }
}

impl Common {
    fn overrides(&self) -> Overrides {
        let given = [
            ("PORTAL_ADDR", self.addr.map(|a| a.to_string())),
            ("PORTAL_DATA_DIR", self.data_dir.as_ref().map(|d| d.display().to_string())),
            ("PORTAL_LOG", self.log.clone()),
        ];
        let values = given.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        Overrides { file: self.config.clone(), values, environment: app::environment() }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let ended = run(cli).await;
    #[cfg(feature = "otel")]
    app::send_rest_of_traces();
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sigma-portal: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<()> {
    let overrides = cli.common.overrides();
    match cli.command {
        Command::Demo { members, seed } => {
            let base = begin(&overrides)?;
            app::demo(DemoOptions { addr: base.addr, data_dir: base.data_dir, members, seed }).await
        }
        Command::Serve => {
            let config = complete(&overrides)?;
            begin(&overrides)?;
            app::serve(config, &overrides).await
        }
        Command::Simulate(simulate) => {
            begin(&overrides)?;
            simulate.run(cli.common.addr.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8081)))).await
        }
        Command::Check => {
            let config = complete(&overrides)?;
            begin(&overrides)?;
            app::check(config).await
        }
        Command::Health => app::health(&complete(&overrides)?).await,
        Command::Audit(what) => {
            let config = complete(&overrides)?;
            begin(&overrides)?;
            match what {
                Audit::Verify { head } => app::verify_audit(&config, head.as_deref()).await,
                Audit::Export { after } => app::export_audit(&config, after).await,
            }
        }
        Command::Backup { file } => {
            let config = complete(&overrides)?;
            begin(&overrides)?;
            app::back_up(&config, &file).await
        }
        Command::SignInLink { email } => {
            let config = complete(&overrides)?;
            begin(&overrides)?;
            println!("Works once, for ten minutes:\n{}", app::sign_in_link(&config, &email).await?);
            Ok(())
        }
    }
}

/// All settings, or all that is wrong with them.
fn complete(overrides: &Overrides) -> anyhow::Result<Config> {
    Config::load(overrides).map_err(|problems| {
        let advice = app::advice(problems.mention("SIGMA_BASE_URL"));
        anyhow!("the portal does not start, because these settings need attention:\n{problems}{advice}")
    })
}

/// What every command begins with.
fn begin(overrides: &Overrides) -> anyhow::Result<Base> {
    let base = Base::load(overrides).map_err(|problems| anyhow!("these settings need attention:\n{problems}"))?;
    app::init_log(&base.log, base.log_json);
    app::no_core_dumps();
    Ok(base)
}
