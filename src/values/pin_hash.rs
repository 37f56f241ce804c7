//! Whether a PIN is the one that a hash was made of: looked at by a till that has no network. By hand what
//! stands around the sum: the reader of every hash that there is would be in the browser for it.

use argon2::{Algorithm, Argon2, Params, Version};

/// What the server makes hashes of PINs with.
const KIND: &str = "$argon2id$v=19$";
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Whether it is. What is no such hash is that of none.
pub fn is_of(hash: &str, pin: &str) -> bool {
    checked(hash, pin).unwrap_or_default()
}

fn checked(hash: &str, pin: &str) -> Option<bool> {
    let mut parts = hash.strip_prefix(KIND)?.split('$');
    let (costs, salt, sum) = (parts.next()?, bytes(parts.next()?)?, bytes(parts.next()?)?);
    let (memory, times) = (cost(costs, "m=")?, cost(costs, "t=")?);
    let params = Params::new(memory, times, cost(costs, "p=")?, Some(sum.len())).ok()?;
    let mut own = vec![0_u8; sum.len()];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2
        .hash_password_into(pin.as_bytes(), &salt, &mut own)
        .ok()?;
    // To the end, wherever they differ first.
    let both = own.iter().zip(&sum);
    let differing = both.fold(0, |differing, (own, wanted)| differing | (own ^ wanted));
    Some(parts.next().is_none() && differing == 0)
}

/// A figure among `m=19456,t=2,p=1`.
fn cost(costs: &str, name: &str) -> Option<u32> {
    let figure = costs.split(',').find_map(|one| one.strip_prefix(name));
    figure?.parse().ok()
}

/// What is written as base 64, unpadded.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let mut all = Vec::with_capacity(text.len());
    let (mut held, mut bits) = (0_u32, 0);
    for letter in text.bytes() {
        let six = LETTERS.iter().position(|one| *one == letter)?;
        held = ((held & 0xff) << 6) | u32::try_from(six).ok()?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            all.push(u8::try_from((held >> bits) & 0xff).ok()?);
        }
    }
    Some(all)
}

#[cfg(all(test, feature = "ssr"))]
#[allow(clippy::unwrap_used)]
mod tests {
    use argon2::{PasswordHash, PasswordHasher, PasswordVerifier};

    use super::*;

    #[test]
    fn a_pin_is_the_one_of_the_hash_that_the_server_makes_of_it() {
        let params = Params::new(64, 2, 1, None).unwrap();
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        for pin in ["2580", "000000", "12345678"] {
            let hash: PasswordHash = argon2.hash_password(pin.as_bytes()).unwrap();
            let hash = hash.to_string();
            for typed in [pin, "2581", ""] {
                let verified = argon2.verify_password(typed.as_bytes(), hash.as_str());
                assert_eq!(is_of(&hash, typed), verified.is_ok(), "{hash} {typed}");
            }
        }
    }

    #[test]
    fn what_is_no_hash_is_that_of_none() {
        let hash = "$argon2id$v=19$m=64,t=2,p=1$bm9ib2R5IGhhcyB0aGlzIQ$bm9ib2R5IGhhcyB0aGlzIQ";
        for wrong in [
            "",
            "2580",
            &hash.replace("argon2id", "argon2i"),
            &hash.replace("t=2,", ""),
            &hash.replace("m=64", "m=x"),
            &hash.replace("IQ$", "I!$"),
            hash.rsplit_once('$').unwrap().0,
            &format!("{}$", hash.rsplit_once('$').unwrap().0),
            hash,
        ] {
            assert!(!is_of(wrong, "2580"), "{wrong}");
        }
    }
}
