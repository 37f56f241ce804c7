//! Digests, tokens, and secrets at rest. A sealed secret opens only for the business and the field
//! it was sealed for; the key stands outside the database.

use std::path::Path;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};

/// SHA-256: what we keep of tokens and session ids, and what rate limits are keyed by.
pub fn digest(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

/// SHA-256 of bytes.
pub fn digest_bytes(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// A new token for an address or a cookie: 192 random bits, safe in a path.
pub fn new_token() -> String {
    use base64::Engine;
    let bytes: [u8; 24] = rand::random();
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

/// The key that seals secrets.
#[derive(Clone)]
pub struct SealingKey(Key);

impl std::fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealingKey(hidden)")
    }
}

impl SealingKey {
    /// From 64 hexadecimal digits.
    pub fn parse(hex: &str) -> Option<SealingKey> {
        let hex = hex.trim();
        if hex.len() != 64 || !hex.is_ascii() {
            return None;
        }
        let mut key = [0_u8; 32];
        for (i, byte) in key.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).ok()?;
        }
        Some(SealingKey(key.into()))
    }

    /// The key in a file, made on first use and readable by its owner only.
    pub fn from_file(path: &Path) -> std::io::Result<SealingKey> {
        use std::io::{Error, Write};
        use std::os::unix::fs::OpenOptionsExt;
        let made = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path);
        if let Ok(mut file) = made {
            let key: [u8; 32] = rand::random();
            let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
            file.write_all(hex.as_bytes())?;
            file.sync_all()?;
        }
        let text = std::fs::read_to_string(path)?;
        SealingKey::parse(&text)
            .ok_or_else(|| Error::other(format!("{} is not a key", path.display())))
    }

    /// What tells this key from others and gives nothing of it away: 16 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        let key: &[u8] = &self.0;
        let named = [b"dukani key|".as_slice(), key].concat();
        let digest = digest_bytes(&named);
        digest.iter().take(8).map(|b| format!("{b:02x}")).collect()
    }

    /// Seals a secret for one business and one field.
    pub fn seal(&self, business_id: i64, field: &str, secret: &[u8]) -> Option<Vec<u8>> {
        let nonce: [u8; 24] = rand::random();
        let bound_to = format!("{business_id}|{field}");
        let payload = Payload {
            msg: secret,
            aad: bound_to.as_bytes(),
        };
        let sealed = XChaCha20Poly1305::new(&self.0)
            .encrypt(XNonce::from_slice(&nonce), payload)
            .ok()?;
        Some([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what was sealed for this business and field; none for anything else.
    pub fn open(&self, business_id: i64, field: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(24)?;
        let bound_to = format!("{business_id}|{field}");
        let payload = Payload {
            msg: sealed,
            aad: bound_to.as_bytes(),
        };
        XChaCha20Poly1305::new(&self.0)
            .decrypt(XNonce::from_slice(nonce), payload)
            .ok()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn opens_for_its_own_business_and_field_only() {
        let key = SealingKey::parse(&"ab".repeat(32)).unwrap();
        let sealed = key.seal(7, "mpesa", b"passkey").unwrap();
        assert_eq!(key.open(7, "mpesa", &sealed).unwrap(), b"passkey");
        assert!(key.open(8, "mpesa", &sealed).is_none());
        assert!(key.open(7, "other", &sealed).is_none());
        assert!(
            SealingKey::parse(&"ac".repeat(32))
                .unwrap()
                .open(7, "mpesa", &sealed)
                .is_none()
        );
        assert!(key.open(7, "mpesa", &sealed[..20]).is_none());
        let other = SealingKey::parse(&"ac".repeat(32)).unwrap();
        assert_eq!(key.fingerprint().len(), 16);
        assert_ne!(key.fingerprint(), other.fingerprint());
        assert!(!"ab".repeat(32).contains(&key.fingerprint()));
    }

    #[test]
    fn tokens_differ_and_fit_a_path() {
        let (a, b) = (new_token(), new_token());
        assert_ne!(a, b);
        assert_eq!(a.len(), 32);
        assert!(
            a.chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        );
    }
}
