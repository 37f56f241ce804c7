//! Passwords: which are taken, how they are kept, how they are compared.
//!
//! Argon2id with two passes over 19 MiB, on a pool as wide as the machine, so that a flood of
//! sign-ins can neither take every core nor every byte. A login that does not exist costs the same
//! work as one that does.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use super::identity::Identity;
use crate::platform::fault;
use crate::values::{Refusal, Stop};

/// Characters, not bytes.
const SHORTEST: usize = 8;
/// Long enough for any sentence; a bound, so that nobody makes us read a book.
const LONGEST: usize = 128;
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// A hash that no password has, compared with where there is no login. Its cost is that of the
/// hashes we make now; a test holds it to that.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlzIQ\
                      $AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// As many at once as there are cores.
static PLACES: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    Arc::new(Semaphore::new(cores))
});
/// Who waits longer than this for a place is asked to come back.
const PATIENCE: Duration = Duration::from_secs(10);

/// The commonest passwords of eight characters and more, in lower case: lists of leaked ones, with
/// those that East Africa and Indonesia add. One character repeated is refused by rule.
const COMMON: &str = "\
    password password1 password12 password123 passw0rd p@ssw0rd p@ssword 12345678 123456789 \
    1234567890 12345678910 87654321 987654321 0987654321 0123456789 123123123 12341234 \
    12121212 11223344 1q2w3e4r 1q2w3e4r5t 1qaz2wsx qwertyui qwertyuiop qwerty12 qwerty123 \
    asdfghjk asdfghjkl zxcvbnm123 abcd1234 abc12345 abcdefgh 1234abcd a1b2c3d4 iloveyou \
    iloveyou1 sunshine princess football baseball liverpool arsenal1 chelsea1 manchester \
    superman starwars trustno1 letmein1 welcome1 welcome123 admin123 administrator changeme \
    computer internet whatever samsung1 michael1 jesus123 jesuschrist safaricom mpesa123 \
    nairobi1 kenya123 kenya254 hakunamatata mwananchi tanzania dukani123 bismillah indonesia \
    sayang123";

/// What a comparison came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Not the password, or no such login.
    Wrong,
    /// The password.
    Right {
        /// Whether it was hashed more cheaply than we hash now.
        stale: bool,
    },
}

/// Whether a new password will do for a login.
pub(super) fn check(password: &str, identity: &Identity) -> Result<(), Refusal> {
    check_alone(password)?;
    let lower = password.to_lowercase();
    let name = identity.stored().split('@').next().unwrap_or_default();
    if lower == name || Identity::parse(password).as_ref() == Some(identity) {
        return Err(Refusal::at("password", "refused-password-is-login"));
    }
    Ok(())
}

/// Whether a new password will do, as far as that can be said before it is known whose it is.
pub(super) fn check_alone(password: &str) -> Result<(), Refusal> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Refusal::at("password", "refused-password-short").with("least", SHORTEST));
    }
    if length > LONGEST {
        return Err(Refusal::at("password", "refused-password-long").with("most", LONGEST));
    }
    let lower = password.to_lowercase();
    let first = lower.chars().next();
    let one_character = lower.chars().all(|c| Some(c) == first);
    if one_character || COMMON.split_whitespace().any(|common| common == lower) {
        return Err(Refusal::at("password", "refused-password-common"));
    }
    Ok(())
}

/// The hash of a password, as a PHC string.
pub(super) async fn hash(password: &str) -> Result<String, Stop> {
    let password = password.to_owned();
    let hashed = in_a_place(move || hash_now(&password)).await?;
    hashed.map_err(|error| fault("hashing a password", &error))
}

/// Compares a password with the hash of its login, or does the same work where there is no login.
pub(super) async fn verify(password: &str, stored: Option<String>) -> Result<Verdict, Stop> {
    let password = password.to_owned();
    in_a_place(move || {
        let against = stored.as_deref().unwrap_or(NOBODY);
        let right = Argon2::default()
            .verify_password(password.as_bytes(), against)
            .is_ok();
        match stored {
            Some(stored) if right => Verdict::Right {
                stale: is_stale(&stored),
            },
            _ => Verdict::Wrong,
        }
    })
    .await
}

fn hash_now(password: &str) -> Result<String, argon2::password_hash::Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).unwrap_or_default();
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash: PasswordHash = argon2.hash_password(password.as_bytes())?;
    Ok(hash.to_string())
}

/// Whether a hash was made with less work than we ask for now.
fn is_stale(stored: &str) -> bool {
    let Ok(hash) = PasswordHash::new(stored) else {
        return true;
    };
    let Ok(params) = Params::try_from(&hash) else {
        return true;
    };
    !stored.starts_with("$argon2id$")
        || params.m_cost() < MEMORY_KIB
        || params.t_cost() < PASSES
        || params.p_cost() < LANES
}

/// Runs the work on a blocking thread once there is a place. The place is given back by the work
/// itself, so that a browser that goes away does not let another one in beside it.
async fn in_a_place<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Stop> {
    let place = tokio::time::timeout(PATIENCE, Arc::clone(&PLACES).acquire_owned()).await;
    let Ok(Ok(place)) = place else {
        return Err(Stop::SlowDown(60));
    };
    let done = tokio::task::spawn_blocking(move || {
        let done = work();
        drop(place);
        done
    });
    done.await
        .map_err(|error| fault("hashing a password", &error))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn refused(password: &str, identity: &str) -> Option<String> {
        let identity = Identity::parse(identity).unwrap();
        check(password, &identity).err().map(|refusal| refusal.key)
    }

    #[test]
    fn takes_sentences_and_refuses_what_is_guessed_first() {
        let phone = "0712345678";
        assert_eq!(refused("seven77", phone).unwrap(), "refused-password-short");
        assert_eq!(
            refused(&"ab".repeat(65), phone).unwrap(),
            "refused-password-long"
        );
        assert_eq!(
            refused("Password123", phone).unwrap(),
            "refused-password-common"
        );
        assert_eq!(
            refused("zzzzzzzzzz", phone).unwrap(),
            "refused-password-common"
        );
        assert_eq!(
            refused("254712345678", phone).unwrap(),
            "refused-password-is-login"
        );
        assert_eq!(
            refused("0712 345 678", phone).unwrap(),
            "refused-password-is-login"
        );
        assert_eq!(
            refused("Mamamboga", "mamamboga@example.com").unwrap(),
            "refused-password-is-login"
        );
        assert_eq!(
            refused("MAMAMBOGA@example.com", "mamamboga@example.com").unwrap(),
            "refused-password-is-login"
        );
        assert_eq!(refused("sukuma wiki na ugali", phone), None);
        assert_eq!(refused(&"ab".repeat(64), phone), None);
        // Eight characters, though more bytes.
        assert_eq!(refused("ñandú çe", phone), None);
    }

    #[test]
    fn the_list_is_in_lower_case_and_long_enough_to_matter() {
        for word in COMMON.split_whitespace() {
            assert_eq!(word, word.to_lowercase());
            assert!(word.chars().count() >= SHORTEST, "{word}");
        }
    }

    #[tokio::test]
    async fn knows_the_password_and_no_other() {
        let stored = hash("sukuma wiki na ugali").await.unwrap();
        assert!(
            stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{stored}"
        );
        assert_ne!(stored, hash("sukuma wiki na ugali").await.unwrap());
        let right = verify("sukuma wiki na ugali", Some(stored.clone()))
            .await
            .unwrap();
        assert_eq!(right, Verdict::Right { stale: false });
        assert_eq!(
            verify("Sukuma wiki na ugali", Some(stored)).await.unwrap(),
            Verdict::Wrong
        );
        assert_eq!(verify("anything", None).await.unwrap(), Verdict::Wrong);
        assert_eq!(
            verify("x", Some("no hash".to_owned())).await.unwrap(),
            Verdict::Wrong
        );
    }

    #[test]
    fn nobody_costs_what_everybody_costs() {
        let nobody = Params::try_from(&PasswordHash::new(NOBODY).unwrap()).unwrap();
        let made = hash_now("sukuma wiki na ugali").unwrap();
        let made = Params::try_from(&PasswordHash::new(&made).unwrap()).unwrap();
        assert_eq!(nobody, made);
        assert!(!is_stale(NOBODY));
    }

    #[test]
    fn a_cheaper_hash_is_stale() {
        let cheap = Params::new(8 * 1024, 2, 1, None).unwrap();
        let cheap = Argon2::new(Algorithm::Argon2id, Version::V0x13, cheap);
        let hash: PasswordHash = cheap.hash_password(b"sukuma wiki na ugali").unwrap();
        assert!(is_stale(&hash.to_string()));
        assert!(is_stale("no hash"));
    }
}
