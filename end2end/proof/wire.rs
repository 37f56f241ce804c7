//! One connection to a server, spoken byte by byte: whatever is written goes out as it is, whether
//! or not it is HTTP.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

use super::run::size;

/// Whoever waits longer than this hangs: a minute, where other tests run on the same machine.
fn patience() -> Duration {
    Duration::from_secs(size("PROOF_ANSWER_SECONDS", 60))
}

/// What came back, as far as anybody judges it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The id under which the server logs it; empty where it says none.
    pub id: String,
    /// The cookies that it sets, as they are sent back.
    pub cookies: Vec<String>,
    /// Where it leads; empty where it leads nowhere.
    pub location: String,
    length: Option<u64>,
    is_chunked: bool,
    closes: bool,
}

/// How a request ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// With a whole answer.
    Replied(Reply),
    /// Without one: the connection ended, and how.
    Silent(String),
    /// Not within the patience that there is.
    Hung,
}

struct Open {
    reader: BufReader<OwnedReadHalf>,
    writer: OwnedWriteHalf,
}

/// A connection that is opened when it is needed, and again when it was closed.
pub struct Wire {
    address: String,
    open: Option<Open>,
}

impl Wire {
    /// A connection to `host:port`.
    pub fn to(address: &str) -> Wire {
        Wire {
            address: address.to_owned(),
            open: None,
        }
    }

    /// Sends these bytes and reads one answer. `is_head`: the answer has no body. `is_cut`: nothing
    /// more is sent after them, and the connection is not used again.
    pub async fn send(&mut self, bytes: &[u8], is_head: bool, is_cut: bool) -> Ended {
        let was_open = self.open.is_some();
        let ended = self.send_once(bytes, is_head, is_cut).await;
        // A server may close a connection that waits; the same on a new one.
        if was_open && matches!(ended, Ended::Silent(_)) {
            return self.send_once(bytes, is_head, is_cut).await;
        }
        ended
    }

    async fn send_once(&mut self, bytes: &[u8], is_head: bool, is_cut: bool) -> Ended {
        let open = match self.open.take() {
            Some(open) => Ok(open),
            None => TcpStream::connect(&self.address).await.map(Open::of),
        };
        let mut open = match open {
            Ok(open) => open,
            Err(error) => return Ended::Silent(error.to_string()),
        };
        let is_sent = AtomicBool::new(false);
        let (reader, writer) = (&mut open.reader, &mut open.writer);
        // Both at once: who refuses a body answers before it has all come.
        let writing = async {
            let written = writer.write_all(bytes).await;
            if is_cut {
                let _ = writer.shutdown().await;
            }
            is_sent.store(written.is_ok(), Ordering::Relaxed);
            std::future::pending::<std::io::Result<Reply>>().await
        };
        let talk = async {
            tokio::select! {
                reply = read_reply(reader, is_head) => reply,
                never = writing => never,
            }
        };
        let ended = tokio::time::timeout(patience(), talk).await;
        match ended {
            Ok(Ok(reply)) => {
                if !reply.closes && !is_cut && is_sent.load(Ordering::Relaxed) {
                    self.open = Some(open);
                }
                Ended::Replied(reply)
            }
            Ok(Err(error)) => Ended::Silent(error.to_string()),
            Err(_) => Ended::Hung,
        }
    }
}

impl Open {
    fn of(stream: TcpStream) -> Open {
        let _ = stream.set_nodelay(true);
        let (reader, writer) = stream.into_split();
        Open {
            reader: BufReader::new(reader),
            writer,
        }
    }
}

async fn read_reply(
    reader: &mut BufReader<OwnedReadHalf>,
    is_head: bool,
) -> std::io::Result<Reply> {
    let mut reply = read_head(reader).await?;
    while (100..200).contains(&reply.status) {
        reply = read_head(reader).await?;
    }
    if is_head || matches!(reply.status, 204 | 304) {
        return Ok(reply);
    }
    if reply.is_chunked {
        loop {
            let line = read_line(reader).await?;
            let length = u64::from_str_radix(line.trim(), 16)
                .map_err(|_| std::io::Error::other(format!("no length: {line:?}")))?;
            skip(reader, length + 2).await?;
            if length == 0 {
                return Ok(reply);
            }
        }
    }
    match reply.length {
        Some(length) => skip(reader, length).await?,
        None => {
            reply.closes = true;
            tokio::io::copy(reader, &mut tokio::io::sink()).await?;
        }
    }
    Ok(reply)
}

async fn read_head(reader: &mut BufReader<OwnedReadHalf>) -> std::io::Result<Reply> {
    let first = read_line(reader).await?;
    let status = first.split(' ').nth(1).and_then(|text| text.parse().ok());
    let status = status.ok_or_else(|| std::io::Error::other(format!("no status: {first:?}")))?;
    let mut reply = Reply {
        status,
        ..Reply::default()
    };
    loop {
        let line = read_line(reader).await?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            return Ok(reply);
        };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => reply.length = value.parse().ok(),
            "transfer-encoding" => reply.is_chunked = value.eq_ignore_ascii_case("chunked"),
            "connection" => reply.closes = value.eq_ignore_ascii_case("close"),
            "x-request-id" => value.clone_into(&mut reply.id),
            "location" => value.clone_into(&mut reply.location),
            "set-cookie" => {
                let pair = value.split(';').next().unwrap_or_default();
                reply.cookies.push(pair.to_owned());
            }
            _ => {}
        }
    }
}

async fn read_line(reader: &mut BufReader<OwnedReadHalf>) -> std::io::Result<String> {
    let mut line = Vec::new();
    if reader.read_until(b'\n', &mut line).await? == 0 {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    Ok(String::from_utf8_lossy(&line).into_owned())
}

async fn skip(reader: &mut BufReader<OwnedReadHalf>, length: u64) -> std::io::Result<()> {
    let mut body = reader.take(length);
    let skipped = tokio::io::copy(&mut body, &mut tokio::io::sink()).await?;
    if skipped < length {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    Ok(())
}
