//! What keys open, and what becomes of their files.

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
    assert_eq!(key.id().len(), 12);
    assert_ne!(key.id(), other.id());
    assert!(!"ab".repeat(32).contains(&key.id()));
}

#[test]
fn both_keys_open_while_one_follows_the_other() {
    let (old, new) = ("ab".repeat(32), "cd".repeat(32));
    let before = SealingKey::parse(&old).unwrap();
    let both = SealingKey::parse_with_old(&new, &old).unwrap();
    let after = SealingKey::parse(&new).unwrap();
    let sealed = before.seal(7, "mpesa", b"passkey").unwrap();
    assert_eq!(both.open(7, "mpesa", &sealed).unwrap(), b"passkey");
    assert!(both.open(8, "mpesa", &sealed).is_none());
    assert!(after.open(7, "mpesa", &sealed).is_none());
    let again = both.seal(7, "mpesa", b"passkey").unwrap();
    assert!(before.open(7, "mpesa", &again).is_none());
    assert_eq!(after.open(7, "mpesa", &again).unwrap(), b"passkey");
    assert_eq!((both.id(), both.has_old()), (after.id(), true));
    assert_ne!(before.id(), after.id());
    assert!(!new.contains(&after.id()));
}

#[test]
fn a_key_in_a_file_changes_under_those_who_hold_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret.key");
    let held = SealingKey::from_file(&path).unwrap();
    let (first, sealed) = (held.id(), held.seal(7, "mpesa", b"passkey").unwrap());
    renew_file(&path).unwrap();
    let second = held.id();
    assert!(second != first && held.has_old());
    assert_eq!(held.open(7, "mpesa", &sealed).unwrap(), b"passkey");
    // Called again before the old one is forgotten, it makes no third.
    renew_file(&path).unwrap();
    assert_eq!(held.id(), second);
    // A crash has left a draft of it, which is the same file.
    let drafts = [".", ".old."].map(|of| beside(&path, &format!("{of}{}", new_token())));
    let others = [".bak", "s", ".d"].map(|of| beside(&path, of));
    for draft in &drafts {
        std::fs::hard_link(beside(&path, ".old"), draft).unwrap();
    }
    for other in &others {
        std::fs::create_dir(other).unwrap();
    }
    forget_old_file(&path).unwrap();
    assert!(drafts.iter().all(|one| !one.exists()));
    assert!(others.iter().all(|one| one.exists()));
    assert!(held.open(7, "mpesa", &sealed).is_none());
    assert_eq!(SealingKey::from_file(&path).unwrap().id(), second);
}

#[test]
fn a_renewal_that_was_interrupted_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret.key");
    let held = SealingKey::from_file(&path).unwrap();
    let sealed = held.seal(7, "mpesa", b"passkey").unwrap();
    // Interrupted after the new key was written, and again after the old one was copied.
    write_new(&beside(&path, ".new")).unwrap();
    let new = name_of(&read_key(&beside(&path, ".new")).unwrap());
    std::fs::copy(&path, beside(&path, ".old")).unwrap();
    renew_file(&path).unwrap();
    assert_eq!(held.id(), new);
    assert_eq!(held.open(7, "mpesa", &sealed).unwrap(), b"passkey");
    assert!(!beside(&path, ".new").exists());
}

#[test]
fn who_start_at_the_same_instant_have_the_same_key() {
    use std::os::unix::fs::PermissionsExt;
    const MANY: usize = 16;
    for _ in 0..20 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let start = std::sync::Barrier::new(MANY);
        let ids: Vec<String> = std::thread::scope(|scope| {
            let one = || {
                start.wait();
                SealingKey::from_file(&path).unwrap().id()
            };
            let all: Vec<_> = (0..MANY).map(|_| scope.spawn(one)).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        // Nothing else stays in the folder.
        let left = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 1);
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

/// Perhaps secrets are sealed with what was in it: nobody makes another without being told.
#[test]
fn a_file_that_is_no_key_is_said_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret.key");
    for text in ["", "abc", &"x".repeat(64)] {
        std::fs::write(&path, text).unwrap();
        let said = SealingKey::from_file(&path).unwrap_err().to_string();
        assert_eq!(said, format!("{} is not a key", path.display()));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
}

/// Where the tests are not root's, there is nothing to give away.
#[test]
fn a_key_that_root_renews_stays_the_services() {
    use std::os::unix::fs::{MetadataExt, chown};
    const SERVICE: u32 = 65_534;
    if !nix::unistd::geteuid().is_root() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    chown(folder.path(), Some(SERVICE), Some(SERVICE)).unwrap();
    let path = folder.path().join("secret.key");
    SealingKey::from_file(&path).unwrap();
    renew_file(&path).unwrap();
    for file in [path.clone(), beside(&path, ".old")] {
        let about = std::fs::metadata(&file).unwrap();
        assert_eq!((about.uid(), about.gid()), (SERVICE, SERVICE), "{file:?}");
        assert_eq!(about.mode() & 0o777, 0o600, "{file:?}");
    }
}

#[test]
fn a_token_of_a_text_needs_the_key() {
    let key = SealingKey::parse(&"ab".repeat(32)).unwrap();
    let other = SealingKey::parse(&"ac".repeat(32)).unwrap();
    let token = key.token_of("till 7");
    assert_eq!(token, key.token_of("till 7"));
    assert_ne!(token, key.token_of("till 8"));
    assert_ne!(token, other.token_of("till 7"));
    assert_eq!(token.len(), 43);
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
