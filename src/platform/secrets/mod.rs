//! Digests, tokens, and secrets at rest. A sealed secret opens only for the business and the field
//! it was sealed for; the key stands outside the database.

use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

/// SHA-256: what we keep of tokens and session ids, and what rate limits are keyed by.
pub fn digest(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

/// SHA-256 of bytes.
pub fn digest_bytes(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// The id that bytes always stand for.
pub fn id_of(bytes: &[u8]) -> Uuid {
    let mut id = [0; 16];
    for (to, from) in id.iter_mut().zip(digest_bytes(bytes)) {
        *to = from;
    }
    Builder::from_custom_bytes(id).into_uuid()
}

/// A new token for an address or a cookie: 192 random bits, safe in a path.
pub fn new_token() -> String {
    use base64::Engine;
    let bytes: [u8; 24] = rand::random();
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

/// The key that seals secrets, and while it is being changed the one before it: what is sealed is
/// sealed with the first, and opens with either.
#[derive(Clone)]
pub struct SealingKey {
    ring: Ring,
    /// Where the key is kept, if in a file: read anew each time, because `dukani rotate-key` changes
    /// it under a server that runs. Secrets are sealed and opened seldom.
    file: Option<PathBuf>,
}

#[derive(Clone)]
struct Ring {
    key: Key,
    old: Option<Key>,
}

impl std::fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealingKey(hidden)")
    }
}

impl SealingKey {
    /// From 64 hexadecimal digits.
    pub fn parse(hex: &str) -> Option<SealingKey> {
        let ring = Ring {
            key: key_of(hex)?,
            old: None,
        };
        Some(SealingKey { ring, file: None })
    }

    /// The same with the key before it, which still opens what it sealed.
    pub fn parse_with_old(hex: &str, old: &str) -> Option<SealingKey> {
        let ring = Ring {
            key: key_of(hex)?,
            old: Some(key_of(old)?),
        };
        Some(SealingKey { ring, file: None })
    }

    /// The key in a file, made on first use and readable by its owner only. The key before it, if it
    /// is being changed, stands beside it with `.old` behind its name.
    pub fn from_file(path: &Path) -> std::io::Result<SealingKey> {
        if !path.exists() {
            write_new(path)?;
        }
        Ok(SealingKey {
            ring: Ring::read(path)?,
            file: Some(path.to_owned()),
        })
    }

    /// Names the key that seals now and gives nothing of it away: 12 hexadecimal digits.
    pub fn id(&self) -> String {
        name_of(&self.ring().key)
    }

    /// Whether there is an older key beside it.
    pub fn has_old(&self) -> bool {
        self.ring().old.is_some()
    }

    fn ring(&self) -> Ring {
        let read = self.file.as_deref().map(Ring::read);
        match read {
            Some(Ok(ring)) => ring,
            Some(Err(error)) => {
                tracing::error!("the key's file cannot be read: {error}");
                self.ring.clone()
            }
            None => self.ring.clone(),
        }
    }

    /// A token that comes out the same whenever it is made of this text while the key is the same, and
    /// that nobody makes who has only the text.
    pub fn token_of(&self, text: &str) -> String {
        use base64::Engine;
        let mut named = b"dukani token|".to_vec();
        named.extend_from_slice(self.ring().key.as_slice());
        named.extend_from_slice(text.as_bytes());
        let token = digest_bytes(&digest_bytes(&named));
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(token)
    }

    /// Seals a secret for one business and one field.
    pub fn seal(&self, business_id: i64, field: &str, secret: &[u8]) -> Option<Vec<u8>> {
        let nonce: [u8; 24] = rand::random();
        let bound_to = format!("{business_id}|{field}");
        let payload = Payload {
            msg: secret,
            aad: bound_to.as_bytes(),
        };
        let sealed = XChaCha20Poly1305::new(&self.ring().key)
            .encrypt(XNonce::from_slice(&nonce), payload)
            .ok()?;
        Some([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what was sealed for this business and field; none for anything else. What a key did
    /// not seal it does not open, so trying both is safe.
    pub fn open(&self, business_id: i64, field: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let ring = self.ring();
        let with = |key: &Key| open_with(key, business_id, field, sealed);
        with(&ring.key).or_else(|| ring.old.as_ref().and_then(with))
    }
}

fn open_with(key: &Key, business_id: i64, field: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_at_checked(24)?;
    let bound_to = format!("{business_id}|{field}");
    let payload = Payload {
        msg: sealed,
        aad: bound_to.as_bytes(),
    };
    XChaCha20Poly1305::new(key)
        .decrypt(XNonce::from_slice(nonce), payload)
        .ok()
}

impl Ring {
    fn read(path: &Path) -> std::io::Result<Ring> {
        let old = beside(path, ".old");
        Ok(Ring {
            old: if old.exists() {
                Some(read_key(&old)?)
            } else {
                None
            },
            key: read_key(path)?,
        })
    }
}

/// A file of the same name with more behind it.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn read_key(path: &Path) -> std::io::Result<Key> {
    let text = std::fs::read_to_string(path)?;
    key_of(&text).ok_or_else(|| std::io::Error::other(format!("{} is not a key", path.display())))
}

fn key_of(hex: &str) -> Option<Key> {
    let hex = hex.trim();
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    let mut key = [0_u8; 32];
    for (i, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).ok()?;
    }
    Some(key.into())
}

fn name_of(key: &Key) -> String {
    let mut named = b"dukani sealing key|".to_vec();
    named.extend_from_slice(key.as_slice());
    let digest = digest_bytes(&named);
    digest
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A new key in a file that is not there yet; somebody else's, made meanwhile, stays.
fn write_new(path: &Path) -> std::io::Result<()> {
    let key: [u8; 32] = rand::random();
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    write_once(path, &hex)
}

/// Whole or not at all: it is written under another name, and has its own when all of it is on the
/// disk. Who starts at the same instant, or after a crash in here, finds no half of a key.
fn write_once(path: &Path, text: &str) -> std::io::Result<()> {
    let draft = beside(path, &format!(".{}", new_token()));
    let written = write_draft(&draft, text).and_then(|()| std::fs::hard_link(&draft, path));
    let removed = std::fs::remove_file(&draft);
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(error),
        _ => removed?,
    }
    std::fs::File::open(folder_of(path))?.sync_all()
}

fn write_draft(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    give_away(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The folder that a file is in.
fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// A file that root has made becomes that of its folder's owner: a command that root types does not take
/// the key away from the service's own user.
fn give_away(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};
    if !nix::unistd::geteuid().is_root() {
        return Ok(());
    }
    let owner = std::fs::metadata(folder_of(path))?;
    chown(path, Some(owner.uid()), Some(owner.gid()))
}

/// Puts a new key in the place of the one in a file and keeps the old one beside it. Interrupted
/// anywhere, it goes on from there when it is called again; while an old key is still beside, none
/// is made.
pub fn renew_file(path: &Path) -> std::io::Result<()> {
    let (new, old) = (beside(path, ".new"), beside(path, ".old"));
    if old.exists() && !new.exists() {
        return Ok(());
    }
    if new.exists() && read_key(&new).is_err() {
        // A disk has lost it, or a program before this one left half of it: nothing is sealed with it.
        std::fs::remove_file(&new)?;
    }
    write_new(&new)?;
    read_key(&new)?;
    if !old.exists() {
        write_once(&old, &std::fs::read_to_string(path)?)?;
    }
    std::fs::rename(&new, path)
}

/// Throws the old key beside a file away, and what a crash has left of drafts: nothing is sealed with it any more.
pub fn forget_old_file(path: &Path) -> std::io::Result<()> {
    let begins = beside(path, ".");
    let begins = begins.file_name().and_then(std::ffi::OsStr::to_str);
    for entry in std::fs::read_dir(folder_of(path))? {
        let name = entry?.file_name();
        let behind = begins.and_then(|begins| name.to_str()?.strip_prefix(begins));
        if behind.is_some_and(is_left_over) {
            std::fs::remove_file(folder_of(path).join(&name))?;
        }
    }
    Ok(())
}

/// Whether what is called so behind a key's name is the old key, or a draft of ours: a copy that somebody made is
/// hers.
fn is_left_over(behind: &str) -> bool {
    let drafts = ["new.", "old."].into_iter();
    let draft = drafts.filter_map(|of| behind.strip_prefix(of)).next();
    let draft = draft.unwrap_or(behind);
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    behind == "old" || (draft.len() == new_token().len() && draft.chars().all(is_of_token))
}
