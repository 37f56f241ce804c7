//! HTTP/1.1 by hand, because what is measured is what comes over the socket: every byte of an
//! answer is counted, its headers and the frames of its chunks too.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Its body, as it was sent: perhaps compressed.
    pub body: Vec<u8>,
    /// How many bytes came over the socket.
    pub wire: usize,
}

impl Answer {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A connection that is kept open.
pub struct Client {
    address: String,
    stream: Option<BufReader<TcpStream>>,
}

impl Client {
    /// To a host and port; connected at the first request.
    pub fn to(address: &str) -> Client {
        Client {
            address: address.to_owned(),
            stream: None,
        }
    }

    /// Sends a whole request and reads the whole answer.
    pub fn send(&mut self, request: &[u8]) -> Result<Answer, String> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => self.connect()?,
        };
        let said = |e: std::io::Error| format!("{}: {e}", self.address);
        stream.get_mut().write_all(request).map_err(said)?;
        let answer = read(&mut stream).map_err(said)?;
        if answer.header("connection") != Some("close") {
            self.stream = Some(stream);
        }
        Ok(answer)
    }

    fn connect(&self) -> Result<BufReader<TcpStream>, String> {
        let said = |e: std::io::Error| format!("{}: {e}", self.address);
        let stream = TcpStream::connect(&self.address).map_err(said)?;
        stream.set_nodelay(true).map_err(said)?;
        stream
            // Many at once wait long for many things that are done one after the other.
            .set_read_timeout(Some(Duration::from_secs(120)))
            .map_err(said)?;
        Ok(BufReader::new(stream))
    }
}

fn read(stream: &mut BufReader<TcpStream>) -> std::io::Result<Answer> {
    let mut wire = 0;
    let first = line(stream, &mut wire)?;
    let status = first.split(' ').nth(1).and_then(|code| code.parse().ok());
    let status =
        status.ok_or_else(|| std::io::Error::other(format!("this is no answer: {first:?}")))?;
    let mut headers = Vec::new();
    loop {
        let header = line(stream, &mut wire)?;
        let Some((name, value)) = header.split_once(':') else {
            break;
        };
        headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut answer = Answer {
        status,
        headers,
        body: Vec::new(),
        wire,
    };
    if answer.header("transfer-encoding") == Some("chunked") {
        read_chunks(stream, &mut answer)?;
    } else if let Some(length) = answer
        .header("content-length")
        .and_then(|length| length.parse().ok())
    {
        answer.body = exactly(stream, length)?;
        answer.wire += length;
    }
    Ok(answer)
}

fn read_chunks(stream: &mut BufReader<TcpStream>, answer: &mut Answer) -> std::io::Result<()> {
    loop {
        let size = line(stream, &mut answer.wire)?;
        let size = size.split(';').next().unwrap_or_default();
        let size = usize::from_str_radix(size, 16)
            .map_err(|_| std::io::Error::other(format!("this is no chunk: {size:?}")))?;
        answer.body.extend(exactly(stream, size)?);
        answer.wire += size;
        line(stream, &mut answer.wire)?;
        if size == 0 {
            return Ok(());
        }
    }
}

fn line(stream: &mut BufReader<TcpStream>, wire: &mut usize) -> std::io::Result<String> {
    let mut line = String::new();
    let read = stream.read_line(&mut line)?;
    if read == 0 {
        return Err(std::io::Error::other("the connection was closed"));
    }
    *wire += read;
    Ok(line.trim_end().to_owned())
}

fn exactly(stream: &mut BufReader<TcpStream>, length: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// A request for a page.
pub fn get(address: &str, path: &str, headers: &[(&str, &str)]) -> Vec<u8> {
    let mut request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n");
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    request.into_bytes()
}

/// A form that is sent.
pub fn post(
    address: &str,
    path: &str,
    headers: &[(&str, &str)],
    fields: &[(String, String)],
) -> Vec<u8> {
    let body: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    let kind = "application/x-www-form-urlencoded";
    with_body(address, path, headers, kind, body.join("&").as_bytes())
}

/// JSON that is sent.
pub fn post_json(address: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    with_body(address, path, headers, "application/json", body)
}

fn with_body(
    address: &str,
    path: &str,
    headers: &[(&str, &str)],
    kind: &str,
    body: &[u8],
) -> Vec<u8> {
    let mut request = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\n\
         Content-Type: {kind}\r\nContent-Length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    let mut request = request.into_bytes();
    request.extend_from_slice(body);
    request
}

fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The tags of a name in a page, such as every `<link …>`.
pub fn tags<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let opening = format!("<{name}");
    html.match_indices(&opening)
        .filter_map(|(at, _)| {
            let tag = html.get(at..)?;
            let tag = tag.get(..tag.find('>')?)?;
            let next = tag.get(opening.len()..)?.chars().next();
            next.is_none_or(char::is_whitespace).then_some(tag)
        })
        .collect()
}

/// An attribute of a tag.
pub fn attribute(tag: &str, name: &str) -> Option<String> {
    let opening = format!(" {name}=\"");
    let (_, rest) = tag.split_once(&opening)?;
    let (value, _) = rest.split_once('"')?;
    Some(value.replace("&amp;", "&"))
}
