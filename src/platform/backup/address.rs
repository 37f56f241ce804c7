//! Where PostgreSQL's own programs find a database.

use std::path::PathBuf;
use std::process::Command;

use sqlx::postgres::PgConnectOptions;

use crate::platform::embedded_postgres;

/// A database, as `pg_dump`, `pg_restore` and `psql` are told of it. The password goes by the
/// environment of that one program: a command line can be read by everybody on the machine.
#[derive(Clone)]
pub struct Address {
    database: String,
    password: Option<String>,
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address(hidden)")
    }
}

impl Address {
    /// Of a `DATABASE_URL`.
    pub fn of_url(url: &str) -> Address {
        let (database, before_host) = without_password(url);
        let (database, in_query) = without_password_in_query(&database);
        Address {
            database,
            password: in_query.or(before_host),
        }
    }

    /// Of a login without a password, such as the embedded cluster's.
    pub fn of_login(login: &PgConnectOptions) -> Address {
        let host = login.get_socket().map_or_else(
            || login.get_host().to_owned(),
            |socket| socket.to_string_lossy().into_owned(),
        );
        let database = format!(
            "host={} port={} user={} dbname={}",
            quoted(&host),
            login.get_port(),
            quoted(login.get_username()),
            quoted(login.get_database().unwrap_or_default()),
        );
        Address {
            database,
            password: None,
        }
    }

    /// One of PostgreSQL's programs, told to connect here and never to ask for a password.
    pub(super) fn program(&self, name: &str) -> Result<Command, String> {
        let mut command = program(name)?;
        command
            .arg("--no-password")
            .arg(format!("--dbname={}", self.database));
        if let Some(password) = &self.password {
            command.env("PGPASSWORD", password);
        }
        Ok(command)
    }
}

/// One of PostgreSQL's programs, the newest there is.
pub(super) fn program(name: &str) -> Result<Command, String> {
    let folder: PathBuf = embedded_postgres::programs(name)?;
    Ok(Command::new(folder.join(name)))
}

fn quoted(value: &str) -> String {
    format!("'{}'", value.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// The address without its password, and the password, decoded.
fn without_password(url: &str) -> (String, Option<String>) {
    let Some((scheme, rest)) = url.split_once("://") else {
        return (url.to_owned(), None);
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    let Some((user, host)) = authority.rsplit_once('@') else {
        return (url.to_owned(), None);
    };
    match user.split_once(':') {
        Some((user, password)) => (
            format!("{scheme}://{user}@{host}{tail}"),
            Some(decoded(password)),
        ),
        None => (url.to_owned(), None),
    }
}

/// The same of one that stands behind the question mark, where it is read as a form's field is.
fn without_password_in_query(url: &str) -> (String, Option<String>) {
    let Some((base, query)) = url.split_once('?') else {
        return (url.to_owned(), None);
    };
    let (secret, plain): (Vec<&str>, Vec<&str>) = query
        .split('&')
        .partition(|pair| pair.starts_with("password="));
    let Some(secret) = secret.last() else {
        return (url.to_owned(), None);
    };
    let pairs = crate::platform::http::query_pairs(secret);
    let password = pairs.into_iter().next().map(|(_, password)| password);
    let mark = if plain.is_empty() { "" } else { "?" };
    (format!("{base}{mark}{}", plain.join("&")), password)
}

fn decoded(text: &str) -> String {
    // In forms these three stand for something else; here they are themselves.
    let plain = text
        .replace('+', "%2B")
        .replace('&', "%26")
        .replace('=', "%3D");
    let pairs = crate::platform::http::query_pairs(&plain);
    pairs
        .into_iter()
        .next()
        .map_or_else(String::new, |(password, _)| password)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_password_leaves_the_command_line() {
        for (url, database, password) in [
            (
                "postgres://shop:a%40b+c&d@db.example:5433/shop?sslmode=require",
                "postgres://shop@db.example:5433/shop?sslmode=require",
                Some("a@b+c&d"),
            ),
            (
                "postgres://dukani@localhost/dukani?host=/var/tmp/x",
                "postgres://dukani@localhost/dukani?host=/var/tmp/x",
                None,
            ),
            ("postgres:///shop", "postgres:///shop", None),
            (
                "postgres://db.example/shop?user=shop&password=a%26b=c&sslmode=require",
                "postgres://db.example/shop?user=shop&sslmode=require",
                Some("a&b=c"),
            ),
            (
                "postgres://shop@db.example/shop?password=a%40b",
                "postgres://shop@db.example/shop",
                Some("a@b"),
            ),
        ] {
            let address = Address::of_url(url);
            assert_eq!(address.database, database);
            assert_eq!(address.password.as_deref(), password);
            assert_eq!(format!("{address:?}"), "Address(hidden)");
        }
    }

    #[test]
    fn a_socket_is_quoted() {
        let login = PgConnectOptions::new_without_pgpass()
            .socket("/var/tmp/it's here")
            .port(5432)
            .username("dukani")
            .database("dukani");
        let address = Address::of_login(&login);
        assert_eq!(
            address.database,
            "host='/var/tmp/it\\'s here' port=5432 user='dukani' dbname='dukani'"
        );
    }
}
