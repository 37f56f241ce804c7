//! What an operator types.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use super::greet::greet;
use super::{demo, exchange, operate, operator as door, rotate_key, server};
use crate::ledger::Format;
use crate::mpesa::simulator::{self, SimulatorSettings};
use crate::platform::secrets::new_token;
use crate::platform::{Config, Database, Heir, metrics};
use crate::staff;
use crate::ui::language::Say;
use crate::values::{Language, Stop};

/// Dukani, "at the shop": back office, storefront and till for small businesses.
#[derive(Debug, Parser)]
#[command(name = "dukani", version, about, after_help = ENVIRONMENT)]
pub struct Dukani {
    #[command(subcommand)]
    command: Command,
}

const ENVIRONMENT: &str = "Environment:
  DATABASE_URL            a PostgreSQL 15 or later; unset: a private cluster in the data folder
  DUKANI_ADDR             where to listen (127.0.0.1:3000)
  DUKANI_DATA             the data folder (./data; for root /var/lib/dukani;
                          the demo's ./data-demo; for root /var/lib/dukani-demo)
  DUKANI_PUBLIC           the folder with the browser's files (./public)
  DUKANI_PUBLIC_URL       how browsers and M-Pesa reach us (http:// and the address)
  DARAJA_URL              M-Pesa's API; unset: M-Pesa is off
  DUKANI_CALLBACK_URL     where M-Pesa posts results (the public address)
  DUKANI_SIMULATOR_ADDR   where the Daraja simulator listens (127.0.0.1:3001)
  DUKANI_SECRET_KEY       64 hex digits that seal secrets (a key file in the data folder)
  DUKANI_SECRET_KEY_OLD   the key before it, for rotate-key and while servers are restarted
  DUKANI_DB_CONNECTIONS   connections for requests (16)
  DUKANI_LOG, DUKANI_LOG_FORMAT   what to log (info), as text or json
  DUKANI_TRUST_PROXY      whose X-Forwarded-For is believed: 1 a proxy's on this machine, private
                          one's in a private network too, an address that of the one there (nobody's)
  DUKANI_METRICS_ADDR     where /metrics and /health are, for the operator only (nowhere)
  DUKANI_DRAIN_SECONDS    how long to go on serving once told to stop (0)
  DUKANI_STOP_SECONDS     how long requests under way may then take (20)
  DUKANI_REQUEST_SECONDS  how long a request may be silent and without an answer (30)";

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves every door until it is told to stop.
    Serve {
        /// With the demo business and a simulated M-Pesa; on this machine only.
        #[arg(long)]
        demo: bool,
    },
    /// Brings the database up to date.
    Migrate,
    /// Fills a demo business with the slug `demo`.
    Demo,
    /// Brings something into a business.
    Import {
        #[command(subcommand)]
        what: Import,
    },
    /// Takes something out of a business.
    Export {
        #[command(subcommand)]
        what: Export,
    },
    /// Checks that books, stock and money of every business agree and no job is late; fails if not.
    Check {
        /// Fails unless there are exactly so many businesses.
        #[arg(long, value_name = "N")]
        expect_businesses: Option<usize>,
    },
    /// Writes everything into one file, while the shop is open.
    Backup {
        /// The file, which must not be there yet; with --keep a folder.
        path: PathBuf,
        /// Gives the backup a dated name in a folder, and keeps only so many there.
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
        keep: Option<u16>,
    },
    /// Puts a backup into an empty database, and checks everything.
    Restore {
        /// The file; its manifest is beside it.
        file: PathBuf,
    },
    /// Restores a backup into a database of its own, checks it, and removes it again.
    Drill {
        /// The file, or a folder whose newest backup is tried.
        file: PathBuf,
    },
    /// Asks the running server whether it can serve; fails if it cannot.
    Health,
    /// Gives a login a new password and ends its sessions.
    ResetPassword {
        /// The phone number or e-mail address she signs in with.
        identity: String,
    },
    /// Seals every secret anew with a new key; can be interrupted and run again.
    RotateKey,
    /// Serves a business's storefront at a host name of its own as well.
    AddHost {
        /// The name, such as `shop.example.co.ke`.
        host: String,
        /// The business.
        #[arg(long)]
        business: String,
    },
    /// Speaks M-Pesa's API on its own address, with a virtual phone; moves no money.
    DarajaSimulator,
}

#[derive(Debug, Subcommand)]
enum Import {
    /// Products from a CSV file.
    Products {
        /// The file.
        file: PathBuf,
        /// The business.
        #[arg(long)]
        business: String,
        /// Says what would happen and changes nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Goods that everybody sells, by their barcode, from a CSV file: for all businesses.
    SharedProducts {
        /// The file: barcode, name, brand, category, unit, tax.
        file: PathBuf,
        /// Says what would happen and changes nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Debug, Subcommand)]
enum Export {
    /// The journal, to standard output.
    Ledger {
        /// The business.
        #[arg(long)]
        business: String,
        /// The form.
        #[arg(long, value_enum)]
        format: Format,
    },
}

/// Does what was typed.
pub async fn run(dukani: Dukani, config: Config) -> Result<(), String> {
    let config = match dukani.command {
        Command::Serve { demo: true } | Command::Demo => config.for_demo(),
        _ => config,
    };
    match dukani.command {
        Command::Serve { demo } => serve(config, demo).await,
        Command::DarajaSimulator => simulate(config).await,
        Command::Health => operate::health(&config),
        Command::Restore { file } => operate::restore(&config, &file).await,
        Command::Drill { file } => operate::drill(&config, &file).await,
        Command::Backup { path, keep } => {
            operate::backup(&config, &path, keep.map(usize::from)).await
        }
        command => {
            let opened = Database::open(&config).await?;
            let done = with_database(command, &config, &opened.database).await;
            opened.close().await;
            done
        }
    }
}

async fn with_database(command: Command, config: &Config, db: &Database) -> Result<(), String> {
    match command {
        Command::Migrate => println!("the database is up to date"),
        Command::Demo => {
            refuse_elsewhere(config, "the demo is made")?;
            demo::keeps_apart(config, db, true).await?;
            let state = server::state(config, db)?;
            demo::fill(db, &state.seal).await.map_err(said)?;
            println!(
                "the demo business is at {}/s/{}",
                config.public_url,
                demo::SLUG
            );
        }
        Command::Check { expect_businesses } => {
            return operate::check(db, config, expect_businesses).await;
        }
        Command::Import {
            what:
                Import::Products {
                    file,
                    business,
                    dry_run,
                },
        } => {
            return exchange::import(db, &file, &business, dry_run).await;
        }
        Command::Import {
            what: Import::SharedProducts { file, dry_run },
        } => {
            return exchange::import_shared(db, &file, dry_run).await;
        }
        Command::Export {
            what: Export::Ledger { business, format },
        } => {
            return exchange::export(db, &business, format).await;
        }
        Command::AddHost { host, business } => {
            if !db.add_host(&business, &host).await.map_err(said)? {
                return Err(format!(
                    "{host} is taken, or there is no business {business}"
                ));
            }
            println!("{host} now shows the storefront of {business}");
        }
        Command::RotateKey => return rotate_key::rotate(config, db).await,
        Command::ResetPassword { identity } => {
            let password = new_token();
            let reset = staff::reset_password(db, &identity, &password).await;
            reset.map_err(|stop| match stop {
                Stop::NotFound => format!("nobody signs in with {identity}"),
                other => said(other),
            })?;
            println!("the new password is {password}");
        }
        // Done before a database is opened for them.
        Command::Serve { .. }
        | Command::DarajaSimulator
        | Command::Health
        | Command::Backup { .. }
        | Command::Restore { .. }
        | Command::Drill { .. } => {}
    }
    Ok(())
}

/// What stopped a command, in the words of whoever typed it.
pub(super) fn said(stop: Stop) -> String {
    match stop {
        Stop::Refused(reasons) => {
            let say = Say(Language::En);
            let reasons = reasons.iter().map(|reason| say.refusal(reason));
            reasons.collect::<Vec<_>>().join("\n")
        }
        other => other.to_string(),
    }
}

async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let (interrupt, terminate) = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
    );
    match (interrupt, terminate) {
        (Ok(mut interrupt), Ok(mut terminate)) => {
            tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
        }
        _ => std::future::pending().await,
    }
}

fn refuse_elsewhere(config: &Config, what: &str) -> Result<(), String> {
    if config.is_this_machine() {
        return Ok(());
    }
    Err(format!(
        "{what} only where the public address is this machine, and that is {}: goods would be free",
        config.public_url
    ))
}

async fn simulate(config: Config) -> Result<(), String> {
    refuse_elsewhere(&config, "the simulator runs")?;
    let listener = listen(config.simulator_addr).await?;
    println!(
        "Daraja simulator: http://{0}  phone: http://{0}/phone",
        config.simulator_addr
    );
    simulator::serve(listener, SimulatorSettings::default(), stop_signal())
        .await
        .map_err(|e| e.to_string())
}

async fn listen(addr: std::net::SocketAddr) -> Result<tokio::net::TcpListener, String> {
    tokio::net::TcpListener::bind(addr)
        .await
        .map_err(|e| format!("listening on {addr}: {e}"))
}

async fn serve(mut config: Config, with_demo: bool) -> Result<(), String> {
    if with_demo {
        refuse_elsewhere(&config, "the demo is served")?;
    }
    // Before the database starts: an address that is taken should say so at once.
    let listener = listen(config.addr).await?;
    let own = match config.metrics_addr {
        Some(addr) => Some(listen(addr).await?),
        None => None,
    };
    let phone = if with_demo && config.daraja_url.is_none() {
        config.daraja_url = Some(format!("http://{}", config.simulator_addr));
        let listener = listen(config.simulator_addr).await?;
        Some(tokio::spawn(simulator::serve(
            listener,
            SimulatorSettings::default(),
            stop_signal(),
        )))
    } else {
        None
    };
    let opened = Database::open(&config).await?;
    if let Err(why) = demo::keeps_apart(&config, &opened.database, with_demo).await {
        opened.close().await;
        return Err(why);
    }
    let heir = Heir::of(&config, opened.cluster.as_ref());
    let state = server::state(&config, &opened.database)?;
    if with_demo {
        demo::fill(&opened.database, &state.seal)
            .await
            .map_err(said)?;
    }
    if !config.is_this_machine() {
        demo::lock(&opened.database).await.map_err(said)?;
    }
    greet(&config, with_demo, phone.is_some());
    if let Some(listener) = own {
        metrics::start()?;
        // Until the process ends: an operator may look while the server stops.
        tokio::spawn(door::serve(state.clone(), listener));
    }
    let served = server::serve(state, listener, stop_signal()).await;
    opened.close().await;
    if let Some(heir) = heir {
        heir.end().await;
    }
    if let Some(phone) = phone {
        phone.abort();
    }
    served
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Refusal;

    #[test]
    fn who_types_a_command_reads_words() {
        let form = said(Refusal::of("refused-host-form").into());
        assert!(form.starts_with("Write a host name"), "{form}");
    }
}
