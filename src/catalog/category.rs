//! Categories, and the drawn pictures that stand in for photos.

use uuid::Uuid;

/// The drawn pictures there are.
pub const PICTURES: [&str; 14] = [
    "grain", "beans", "leaf", "root", "fruit", "milk", "meat", "fish", "egg", "oil", "salt",
    "bread", "drop", "bag",
];

/// How words of a category's name, in three languages, choose its picture. The first line that
/// fits wins, so that "Meat & fish" is meat and "Beans & peas" not a vegetable.
const WORDS: [(&str, &[&str]); 13] = [
    (
        "meat",
        &[
            "meat", "nyama", "daging", "beef", "goat", "chicken", "kuku", "ayam",
        ],
    ),
    ("fish", &["fish", "samaki", "ikan", "omena"]),
    ("egg", &["egg", "mayai", "telur"]),
    (
        "milk",
        &["milk", "maziwa", "susu", "dairy", "yog", "cheese"],
    ),
    ("oil", &["oil", "fat", "mafuta", "minyak", "ghee"]),
    (
        "salt",
        &[
            "salt", "sugar", "chumvi", "sukari", "garam", "gula", "spice", "viungo", "bumbu",
        ],
    ),
    (
        "beans",
        &[
            "bean", "peas", "maharag", "kunde", "kacang", "pulse", "legume",
        ],
    ),
    (
        "grain",
        &[
            "grain", "rice", "maize", "nafaka", "mchele", "beras", "cereal", "wheat",
        ],
    ),
    (
        "bread",
        &[
            "bread", "flour", "mkate", "unga", "roti", "tepung", "bake", "cake",
        ],
    ),
    ("fruit", &["fruit", "tunda", "matunda", "buah"]),
    (
        "root",
        &[
            "root", "tuber", "potato", "viazi", "ubi", "kentang", "cassava", "muhogo",
        ],
    ),
    (
        "leaf",
        &[
            "vegetable",
            "veg",
            "mboga",
            "sayur",
            "green",
            "leaf",
            "herb",
        ],
    ),
    (
        "drop",
        &[
            "water", "drink", "juice", "soda", "maji", "vinywaji", "minuman", "soap", "sabuni",
        ],
    ),
];

/// A category as a customer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryShown {
    /// Its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its drawn picture.
    pub picture: String,
    /// Whether any product on sale is in it.
    pub is_filled: bool,
}

/// A category as the back office keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Category {
    pub category_id: Uuid,
    pub name: String,
    pub slug: String,
    pub picture: String,
    pub position: i32,
    pub count: i64,
    pub retired: bool,
}

/// The icon of a picture's name; the bag for a name there is no drawing for.
pub fn icon_of(picture: &str) -> &'static str {
    PICTURES
        .into_iter()
        .find(|known| *known == picture)
        .unwrap_or("bag")
}

/// The picture that fits a category's name best.
pub(super) fn picture_for(name: &str) -> &'static str {
    let name = name.to_lowercase();
    let said: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    WORDS
        .iter()
        .find(|(_, words)| {
            words
                .iter()
                .any(|word| said.iter().any(|said| said.starts_with(word)))
        })
        .map_or("bag", |(picture, _)| picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_choose_pictures() {
        for (name, picture) in [
            ("Beans & peas", "beans"),
            ("Grains & rice", "grain"),
            ("Bread & flour", "bread"),
            ("Oil & fat", "oil"),
            ("Meat & fish", "meat"),
            ("Sugar & salt", "salt"),
            ("Vegetables", "leaf"),
            ("Matunda", "fruit"),
            ("Susu", "milk"),
            ("Airtime", "bag"),
        ] {
            assert_eq!(picture_for(name), picture, "{name}");
        }
    }

    #[test]
    fn every_picture_is_drawn() {
        for (picture, _) in WORDS {
            assert_eq!(icon_of(picture), picture);
        }
        assert_eq!(icon_of("dragon"), "bag");
    }
}
