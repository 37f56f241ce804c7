//! A part of a list that stays as it is while it shows the same. Whatever else is drawn anew takes the attributes
//! of its elements off and sets them again, for which a browser styles and lays out all of them: too slow for sixty
//! tiles each time that one of them changes, and for the lines of a cart while a scanner types.

use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Position, PositionState};
use leptos::web_sys::{Element, Node};

/// The part. What is in it may follow signals, and makes none of its own: they would go before it does.
struct Same {
    shows: String,
    draw: Box<dyn FnOnce() -> AnyView + Send>,
}

/// A part that is drawn anew only where this, all that it shows, is another.
pub fn same(shows: String, draw: impl FnOnce() -> AnyView + Send + 'static) -> AnyView {
    let draw = Box::new(draw);
    Same { shows, draw }.into_any()
}

/// What was drawn of it.
struct Drawn {
    shows: String,
    view: AnyViewState,
}

impl Render for Same {
    type State = Drawn;

    fn build(self) -> Drawn {
        Drawn {
            shows: self.shows,
            view: (self.draw)().build(),
        }
    }

    fn rebuild(self, drawn: &mut Drawn) {
        if drawn.shows != self.shows {
            (self.draw)().rebuild(&mut drawn.view);
            drawn.shows = self.shows;
        }
    }
}

impl Mountable for Drawn {
    fn unmount(&mut self) {
        self.view.unmount();
    }

    fn mount(&mut self, parent: &Element, before: Option<&Node>) {
        self.view.mount(parent, before);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.view.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.view.elements()
    }
}

leptos::tachys::no_attrs!(Same);

impl RenderHtml for Same {
    type AsyncOutput = Same;
    type Owned = Same;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Same {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        let view = (self.draw)();
        view.to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Drawn {
        Drawn {
            shows: self.shows,
            view: (self.draw)().hydrate::<FROM_SERVER>(cursor, position),
        }
    }

    fn into_owned(self) -> Same {
        self
    }
}
