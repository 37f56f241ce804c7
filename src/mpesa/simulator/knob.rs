//! How a switch is declared once and is then a field, a change, a row of the form and a key of
//! the JSON.
//!
//! What never breaks: the lists here are the only ones, so that a switch or a choice that exists
//! can be set, is shown, and is missed by the test that looks for its scene.

/// What a switch can be set to.
pub(super) trait Setting: Copy {
    /// Its keys and what the form says of each; empty where a number is typed.
    const CHOICES: &'static [(&'static str, &'static str)];
}

impl Setting for bool {
    const CHOICES: &'static [(&'static str, &'static str)] = &[("false", "off"), ("true", "on")];
}

impl Setting for u64 {
    const CHOICES: &'static [(&'static str, &'static str)] = &[];
}

impl Setting for i64 {
    const CHOICES: &'static [(&'static str, &'static str)] = &[];
}

/// Which requests use up a rule that holds for the next few only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Requests for a token. They name no phone.
    Token,
    /// Pushes, with all that becomes of their prompts.
    Push,
    /// Queries.
    Query,
    /// Requests for a QR code. They name no phone.
    Qr,
}

/// One switch, as the form and the tests see it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Knob {
    /// Its key in JSON and forms.
    pub name: &'static str,
    /// What the form calls it.
    pub title: &'static str,
    /// The group it stands in.
    pub group: &'static str,
    /// Its keys and their words; empty where a number is typed.
    pub choices: &'static [(&'static str, &'static str)],
}

/// An enum whose variants have a key and words for the form.
macro_rules! choices {
    ($(#[$about:meta])* pub enum $name:ident {
        $($(#[$doc:meta])+ $variant:ident = $key:literal, $label:literal;)+
    }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$doc])+ $variant,)+
        }

        impl $name {
            /// Its key in JSON and forms.
            pub const fn key(self) -> &'static str {
                match self {
                    $($name::$variant => $key,)+
                }
            }

            /// The one with this key.
            pub fn from_key(key: &str) -> Option<$name> {
                match key {
                    $($key => Some($name::$variant),)+
                    _ => None,
                }
            }
        }

        impl $crate::mpesa::simulator::knob::Setting for $name {
            const CHOICES: &'static [(&'static str, &'static str)] = &[$(($key, $label),)+];
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.key())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let key = <String as serde::Deserialize>::deserialize(deserializer)?;
                $name::from_key(&key).ok_or_else(|| {
                    serde::de::Error::unknown_variant(&key, &[$($key),+])
                })
            }
        }
    };
}

/// The switches: a struct of all, a change of some, and the table.
macro_rules! switches {
    ($($kind:ident $group:literal {
        $($(#[$doc:meta])+ $name:ident: $type:ty = $usual:expr, $title:literal;)+
    })+) => {
        /// The switches as they stand.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
        pub struct Switches {
            $($($(#[$doc])+ pub $name: $type,)+)+
        }

        impl Default for Switches {
            fn default() -> Switches {
                Switches { $($($name: $usual,)+)+ }
            }
        }

        /// A change of some switches: it names only what it changes.
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub(in crate::mpesa::simulator) struct Change {
            $($(#[serde(skip_serializing_if = "Option::is_none")]
            pub $name: Option<$type>,)+)+
        }

        impl Switches {
            /// These, but for what the change names.
            pub(in crate::mpesa::simulator) fn with(mut self, change: &Change) -> Switches {
                $($(if let Some(value) = change.$name {
                    self.$name = value;
                })+)+
                self
            }

            /// What is not as usual.
            pub(in crate::mpesa::simulator) fn unusual(&self) -> Change {
                let usual = Switches::default();
                Change {
                    $($($name: (self.$name != usual.$name).then_some(self.$name),)+)+
                }
            }
        }

        impl Change {
            /// Both; where both name a switch, the later one counts.
            pub(in crate::mpesa::simulator) fn and(self, later: &Change) -> Change {
                Change { $($($name: later.$name.or(self.$name),)+)+ }
            }

            /// The part that requests of this kind heed.
            pub(in crate::mpesa::simulator) fn only(&self, kind: Kind) -> Change {
                Change {
                    $($($name: self.$name.filter(|_| kind == Kind::$kind),)+)+
                }
            }
        }

        /// Every switch, in the order of the form.
        pub(in crate::mpesa::simulator) const TABLE: &[Knob] = &[
            $($(Knob {
                name: stringify!($name),
                title: $title,
                group: $group,
                choices: <$type as Setting>::CHOICES,
            },)+)+
        ];
    };
}

pub(super) use {choices, switches};
