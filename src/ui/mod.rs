//! The design system: the pieces every page is put together from. Their look is in `style/`.
//!
//! A component takes texts that are already translated and values that are already formatted; it
//! reads nothing and decides nothing. What never breaks here: whatever an owner or a customer
//! typed is escaped, in the two places as well where the framework does not do it by itself (the
//! inside of a `<textarea>` and of the `<title>`), and no meaning is carried by colour alone.
//!
//! Pages are drawn on the server; icons are shared with islands, and one island is here.

#[cfg(feature = "ssr")]
pub mod cell;
#[cfg(feature = "ssr")]
pub mod chart;
#[cfg(feature = "ssr")]
pub mod choices;
#[cfg(feature = "ssr")]
pub mod dates;
#[cfg(feature = "ssr")]
pub mod fields;
#[cfg(feature = "ssr")]
pub mod files;
#[cfg(feature = "ssr")]
pub mod form;
pub mod icon;
#[cfg(feature = "ssr")]
pub mod language;
#[cfg(feature = "ssr")]
pub mod money;
#[cfg(feature = "ssr")]
pub mod page_links;
#[cfg(feature = "ssr")]
pub mod parts;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub mod print;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod scan;
#[cfg(feature = "ssr")]
pub mod search;
#[cfg(feature = "ssr")]
pub mod title;

#[cfg(feature = "ssr")]
pub use self::{
    cell::*, chart::*, choices::*, fields::*, files::*, form::*, money::*, page_links::*, parts::*,
    record::*, scan::*, search::*, title::*,
};
pub use icon::Icon;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub use print::PrintButton;
