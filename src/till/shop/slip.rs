//! Words that somebody mistyped: by one letter, and not by more. Pure.

/// Whether a word begins with what was typed but for one slip: a letter too much, one that is missing, one in
/// another's place, or two that changed theirs. Bytes are compared: a slip at a letter that is several is not
/// always forgiven, and nobody is the worse for it.
pub(super) fn begins_like(word: &str, typed: &str) -> bool {
    let (word, typed) = (word.as_bytes(), typed.as_bytes());
    let both = typed.iter().zip(word);
    let same = both.take_while(|(one, other)| one == other).count();
    let rest = |skips: usize, left_out: usize| {
        let (typed, word) = (typed.get(same + skips..), word.get(same + left_out..));
        matches!((typed, word), (Some(typed), Some(word)) if word.starts_with(typed))
    };
    let changed = || {
        let (next, after) = (same, same + 1);
        typed.get(next) == word.get(after) && typed.get(after) == word.get(next)
    };
    rest(0, 0) || rest(1, 1) || rest(1, 0) || rest(0, 1) || (changed() && rest(2, 2))
}

/// Whether what was typed may be a slip: nobody guesses at two letters, and of figures each counts.
pub(super) fn may_be(typed: &str) -> bool {
    typed.len() > 2 && !typed.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::till::shop::tests::{id, product, shop};

    #[test]
    fn one_slip_is_forgiven_and_two_are_not() {
        for typed in [
            "sugar", "suga", "suger", "sugr", "suggar", "usgar", "sguar", "sugra", "ugar", "zugar",
            "sugarr", "shugar",
        ] {
            assert!(begins_like("sugar", typed), "{typed}");
        }
        for typed in ["sgr", "zuker", "sugarcane", "rasug", "sugarrr"] {
            assert!(!begins_like("sugar", typed), "{typed}");
        }
        // So far as it is typed.
        assert!(begins_like("maharagwe", "mahrag") && begins_like("unga", "ugna"));
        assert!(may_be("mlk") && !may_be("ml") && !may_be("k500"));
    }

    #[test]
    fn goods_are_found_by_words_that_are_mistyped_where_none_are_by_the_words_themselves() {
        let shop = shop(vec![
            product(1, "Brown sugar 2kg", 100),
            product(2, "Sugar, white 1kg", 100),
            product(3, "Maziwa fresh", 100),
            product(4, "Sukari", 100),
        ]);
        let like = |typed: &str| shop.search_like(typed, 9);
        assert_eq!(like("suger"), [id(1), id(2)]);
        assert_eq!(like("suger 2 kg"), [id(1)]);
        assert_eq!(like("brwn sugra"), [id(1)]);
        assert_eq!(like("maziva"), [id(3)]);
        assert_eq!(like("sukali"), [id(4)]);
        // What is meant as it stands there stays so: there is no brown one of a kilo.
        assert!(like("brown 1kg").is_empty());
        for typed in ["", "99999", "k9999", "zz", "qwerty", "sugar maziwa"] {
            assert!(like(typed).is_empty(), "{typed}");
        }
        // What is found as it is typed is not guessed at.
        assert!(shop.search("suger", 9).is_empty());
        assert_eq!(shop.search("sug", 9), [id(2), id(1)]);
    }
}
