//! Keeps a category: makes it, changes it, closes it.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::category::{Category, PICTURES, picture_for};
use super::product_form::line;
use super::store;
use crate::audit;
use crate::platform::Cx;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop, is_slug, slug_of};

/// A category as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CategoryForm {
    /// Made with the page.
    pub category_id: String,
    /// Not empty where the page was for a new one.
    pub fresh: String,
    /// Required.
    pub name: String,
    /// Made out of the name where it is empty.
    pub slug: String,
    /// A drawn picture's name; empty is one that fits the name.
    pub picture: String,
    /// A whole number; small ones come first. Empty is the end.
    pub position: String,
}

impl CategoryForm {
    /// A category as its form shows it.
    pub(super) fn of(category: &Category) -> CategoryForm {
        CategoryForm {
            category_id: category.category_id.to_string(),
            fresh: String::new(),
            name: category.name.clone(),
            slug: category.slug.clone(),
            picture: category.picture.clone(),
            position: category.position.to_string(),
        }
    }

    /// Reads every field; `last` is the position of the last category.
    pub(super) fn parse(&self, last: i32) -> Result<Category, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let name = line(&self.name);
        if name.is_empty() {
            refusals.push(Refusal::at("name", "refused-a-name-needed"));
        }
        if name.chars().count() > 60 {
            refusals.push(Refusal::at("name", "refused-too-long").with("most", 60));
        }
        let typed = self.slug.trim().to_lowercase();
        let made = slug_of(&name);
        let slug = match (typed.is_empty(), made.is_empty()) {
            (false, _) => typed,
            (true, false) => made,
            (true, true) => "category".to_owned(),
        };
        if !is_slug(&slug) {
            let example = slug_of(&slug);
            refusals
                .push(Refusal::at("slug", "refused-product-slug-form").with("example", example));
        }
        let picture = PICTURES.into_iter().find(|known| *known == self.picture);
        let position = self.position.trim();
        let position = if position.is_empty() {
            Some(last.saturating_add(10))
        } else {
            position
                .parse()
                .ok()
                .filter(|position| (0..=1_000_000).contains(position))
        };
        if position.is_none() {
            refusals.push(Refusal::at("position", "refused-category-position"));
        }
        let category_id = self.category_id.trim().parse().ok();
        if category_id.is_none() {
            refusals.push(Refusal::of("refused-not-found"));
        }
        match (category_id, position) {
            (Some(category_id), Some(position)) if refusals.is_empty() => Ok(Category {
                category_id,
                picture: picture.unwrap_or_else(|| picture_for(&name)).to_owned(),
                name,
                slug,
                position,
                count: 0,
                retired: false,
            }),
            _ => Err(refusals),
        }
    }
}

/// What the trail calls a category that was kept.
const KEEP: &str = "category.keep";

/// Makes or changes a category; its name. A closed one opens again. A new one that is sent twice is one category,
/// and what became of it meanwhile stays.
pub async fn keep(cx: &Cx, form: &CategoryForm) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let (_, _, last) = store::categories_named(&mut tx).await?;
    let category = form.parse(last)?;
    let id = category.category_id;
    // Where it stands as it was typed: the end is another place later.
    let details = json!({
        "name": category.name, "slug": category.slug, "picture": category.picture,
        "position": form.position.trim(),
    });
    if !form.fresh.is_empty() {
        tx.wait_for_turn(id).await?;
        if audit::began_with(&mut tx, KEEP, ("category", id), &details).await? {
            return Ok(category.name);
        }
    }
    store::keep_category(&mut tx, &category).await?;
    audit::record(&mut tx, KEEP, "category", Some(id), details).await?;
    tx.commit().await?;
    Ok(category.name)
}

/// Closes a category; its name. Its products stay on sale, listed under none.
pub async fn retire(cx: &Cx, category_id: Uuid) -> Result<String, Stop> {
    set(cx, category_id, true).await
}

/// Opens a closed category again, with the products that are still in it; its name.
pub async fn bring_back(cx: &Cx, category_id: Uuid) -> Result<String, Stop> {
    set(cx, category_id, false).await
}

async fn set(cx: &Cx, category_id: Uuid, retired: bool) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let category = store::lock_category(&mut tx, category_id)
        .await?
        .ok_or(Stop::NotFound)?;
    if category.retired == retired {
        return Ok(category.name);
    }
    store::set_category_retired(&mut tx, category_id, retired).await?;
    let act = if retired {
        "category.retire"
    } else {
        "category.bring_back"
    };
    let details = json!({ "name": category.name });
    audit::record(&mut tx, act, "category", Some(category_id), details).await?;
    tx.commit().await?;
    Ok(category.name)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::catalog::categories;
    use crate::tests::support::Shop;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_category_is_made_renamed_and_closed() {
        let shop = Shop::open("categories").await;
        let (id, cx) = (Uuid::now_v7(), shop.cx());
        let form = CategoryForm {
            category_id: id.to_string(),
            fresh: "true".to_owned(),
            name: "Grains & rice".to_owned(),
            ..CategoryForm::default()
        };
        let (one, two) = tokio::join!(keep(&cx, &form), keep(&cx, &form));
        assert!(one.is_ok() && one == two, "{one:?} {two:?}");
        let twin = CategoryForm {
            category_id: Uuid::now_v7().to_string(),
            ..form.clone()
        };
        let Err(Stop::Refused(refusals)) = keep(&cx, &twin).await else {
            panic!("two categories of one name");
        };
        assert_eq!(refusals.len(), 1);
        let mut tx = shop.customer().read().await.unwrap();
        let all = categories(&mut tx).await.unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!(
            (all[0].slug.as_str(), all[0].picture.as_str()),
            ("grains-rice", "grain")
        );
        drop(tx);
        let renamed = CategoryForm {
            fresh: String::new(),
            name: "Rice".to_owned(),
            position: "10".to_owned(),
            ..form.clone()
        };
        keep(&cx, &renamed).await.unwrap();
        // The first form comes again: what became of it since stays.
        keep(&cx, &form).await.unwrap();
        let mut tx = shop.customer().read().await.unwrap();
        assert_eq!(categories(&mut tx).await.unwrap()[0].name, "Rice");
        drop(tx);
        retire(&cx, id).await.unwrap();
        keep(&cx, &form).await.unwrap();
        let mut tx = shop.look().await;
        assert!(categories(&mut tx).await.unwrap().is_empty());
        let told = audit::trail(&mut tx, "category", id).await.unwrap();
        assert_eq!(told.len(), 3, "made, renamed and closed");
    }
}
