//! The code of a voucher: ten letters, the last of which says whether the others are typed as they were
//! printed. Pure, for server and browser.

/// No 0/O, 1/I/L: they are misread.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// How many letters there are to choose from.
pub const LETTERS: usize = ALPHABET.len();
/// How many of a code are chosen: 31^9 codes.
pub const CHOSEN: usize = 9;
/// Of how many random bytes a code is made: most are left over.
pub const RANDOM: usize = 32;
/// So many letters stand together.
const GROUP: usize = 5;

/// The code of these letters, each by its place in the alphabet, with the one that checks them.
#[must_use]
pub fn code_of(chosen: [usize; CHOSEN]) -> String {
    let mut places: Vec<usize> = chosen.iter().map(|place| place % LETTERS).collect();
    places.push(0);
    let check = (LETTERS - weighed(&places)) % LETTERS;
    places.pop();
    places.push(check);
    places
        .into_iter()
        .map(|place| char::from(ALPHABET[place]))
        .collect()
}

/// The code that is made of so many random bytes: a till asks its browser for them. What would favour a letter
/// is passed over; none where too little is left then.
#[must_use]
pub fn code_from(random: &[u8; RANDOM]) -> Option<String> {
    let even = 256 - 256 % LETTERS;
    let bytes = random.iter().map(|byte| usize::from(*byte));
    let mut places = bytes.filter(|byte| *byte < even);
    let mut chosen = [0; CHOSEN];
    for place in &mut chosen {
        *place = places.next()?;
    }
    Some(code_of(chosen))
}

/// Nothing where a code is right. Each place weighs differently, so that one wrong letter is noticed, and
/// so are two that changed places.
fn weighed(places: &[usize]) -> usize {
    let weighed = places.iter().rev().zip(1..);
    weighed.map(|(place, weight)| place * weight).sum::<usize>() % LETTERS
}

/// A code as somebody typed it, in one spelling: case, spaces and dashes forgiven, whatever it is.
#[must_use]
pub fn bare(text: &str) -> String {
    let letters = text.chars().filter(char::is_ascii_alphanumeric).take(40);
    letters.map(|c| c.to_ascii_uppercase()).collect()
}

/// The same where it can be a code; none where a letter must be wrong.
#[must_use]
pub fn read_code(text: &str) -> Option<String> {
    let code = bare(text);
    let place = |byte: u8| ALPHABET.iter().position(|letter| *letter == byte);
    let places: Vec<usize> = code.bytes().map(place).collect::<Option<_>>()?;
    (places.len() == CHOSEN + 1 && weighed(&places) == 0).then_some(code)
}

/// A code as people read it: `8AE8U-NM27Z`.
#[must_use]
pub fn shown(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let parts = letters
        .chunks(GROUP)
        .map(|part| part.iter().collect::<String>());
    parts.collect::<Vec<_>>().join("-")
}

/// The end of a code, for whoever may not see all of it.
#[must_use]
pub fn masked(code: &str) -> String {
    let skipped = code.chars().count().saturating_sub(4);
    let end: String = code.chars().skip(skipped).collect();
    format!("*{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: [usize; CHOSEN] = [3, 14, 15, 9, 26, 5, 30, 0, 8];

    #[test]
    fn what_people_type_reads_back() {
        let code = code_of(CODE);
        assert_eq!(code.len(), 10);
        let typed = format!(" {} ", shown(&code).to_lowercase().replace('-', " - "));
        assert_eq!(read_code(&typed), Some(code.clone()));
        assert_eq!(read_code(&code_of([0; CHOSEN])), Some("2".repeat(10)));
        assert_eq!(shown("8AE8UNM27Z"), "8AE8U-NM27Z");
        assert_eq!(masked("8AE8UNM27Z"), "*M27Z");
        for slip in [
            "",
            "8AE8U",
            "*M27Z",
            "1IL0O1IL0O",
            "222222222",
            "22222222222",
        ] {
            assert_eq!(read_code(slip), None, "{slip}");
        }
    }

    #[test]
    fn random_bytes_make_a_code_and_favour_no_letter() {
        let mut random = [255; RANDOM];
        assert_eq!(code_from(&random), None);
        random[..CHOSEN].copy_from_slice(&[3, 14, 15, 9, 26, 5, 30, 0, 8]);
        assert_eq!(code_from(&random), Some(code_of(CODE)));
        // 248 to 255 would come more often as the first eight letters.
        random[1..=CHOSEN].copy_from_slice(&[14, 15, 9, 26, 5, 30, 0, 8, 247]);
        random[0] = 248;
        let last = code_of([14, 15, 9, 26, 5, 30, 0, 8, 30]);
        assert_eq!(code_from(&random), Some(last));
    }

    #[test]
    fn a_slip_of_the_hand_is_noticed() {
        let code: Vec<char> = code_of(CODE).chars().collect();
        let is_right = |letters: &[char]| read_code(&letters.iter().collect::<String>()).is_some();
        assert!(is_right(&code));
        for place in 0..code.len() {
            for letter in ALPHABET.map(char::from) {
                let mut slip = code.clone();
                slip[place] = letter;
                assert_eq!(is_right(&slip), slip == code, "{slip:?}");
            }
            for other in 0..place {
                let mut swapped = code.clone();
                swapped.swap(place, other);
                assert_eq!(is_right(&swapped), swapped == code, "{swapped:?}");
            }
        }
    }
}
