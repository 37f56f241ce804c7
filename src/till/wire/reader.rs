//! JSON as it is read, token by token.
//!
//! By hand, and not by serde's reader: what that makes of the types that are told is a third of all a till
//! downloads, once for each type and place. Here one function reads every thing, and is told the names and the
//! places of its parts; which those are stands in `things`. Values are read strictly; what is passed over is
//! only looked at for where it ends.

use std::borrow::Cow;

use super::Legible;

/// A text that is being read.
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    /// From its beginning.
    pub(super) fn new(text: &'a str) -> Reader<'a> {
        Reader { text, at: 0 }
    }

    /// Whether nothing is left but blanks.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// What comes next, behind blanks.
    pub fn peek(&mut self) -> Option<u8> {
        loop {
            let next = *self.text.as_bytes().get(self.at)?;
            if !matches!(next, b' ' | b'\t' | b'\n' | b'\r') {
                return Some(next);
            }
            self.at += 1;
        }
    }

    /// The next byte, blank or not.
    fn step(&mut self) -> Option<u8> {
        let next = *self.text.as_bytes().get(self.at)?;
        self.at += 1;
        Some(next)
    }

    /// How far bytes go that fit.
    fn span(&mut self, fits: impl Fn(u8) -> bool) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.bytes().position(|byte| !fits(byte));
        let (span, _) = rest.split_at(end.unwrap_or(rest.len()));
        self.at += span.len();
        span
    }

    /// Goes over a sign that has to be there.
    fn pass(&mut self, sign: u8) -> Option<()> {
        (self.peek()? == sign).then(|| self.at += 1)
    }

    /// Goes over a word, where that is what comes next.
    pub(super) fn word(&mut self, word: &str) -> bool {
        let is_it = self.peek().is_some()
            && self
                .text
                .get(self.at..)
                .is_some_and(|rest| rest.starts_with(word));
        if is_it {
            self.at += word.len();
        }
        is_it
    }

    /// A whole number.
    pub(super) fn whole(&mut self) -> Option<i64> {
        self.peek()?;
        let figures = self.span(|byte| byte.is_ascii_digit() || byte == b'-');
        // JSON has no noughts in front, and none below nothing.
        let is_odd = figures.starts_with("-0") || (figures.len() > 1 && figures.starts_with('0'));
        figures.parse().ok().filter(|_| !is_odd)
    }

    /// A text.
    pub fn text(&mut self) -> Option<Cow<'a, str>> {
        self.pass(b'"')?;
        let mut text = Cow::Borrowed(self.plain());
        loop {
            match self.step()? {
                b'"' => return Some(text),
                b'\\' => text.to_mut().push(self.escaped()?),
                // What steers a terminal is never written as it is.
                _ => return None,
            }
            text.to_mut().push_str(self.plain());
        }
    }

    /// As much of a text as stands there as it is.
    fn plain(&mut self) -> &'a str {
        self.span(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f))
    }

    fn escaped(&mut self) -> Option<char> {
        Some(match self.step()? {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.by_number(),
            sign @ (b'"' | b'\\' | b'/') => char::from(sign),
            _ => return None,
        })
    }

    /// A letter by its number; one beyond the first 65536 is written as two halves.
    fn by_number(&mut self) -> Option<char> {
        let number = self.four_digits()?;
        if !(0xd800..0xdc00).contains(&number) {
            return char::from_u32(number);
        }
        if self.step()? != b'\\' || self.step()? != b'u' {
            return None;
        }
        let low = self.four_digits()?.checked_sub(0xdc00)?;
        let high = (number - 0xd800) << 10;
        (low < 0x400).then(|| char::from_u32(0x1_0000 + high + low))?
    }

    fn four_digits(&mut self) -> Option<u32> {
        let mut number = 0;
        for _ in 0..4 {
            number = number * 16 + char::from(self.step()?).to_digit(16)?;
        }
        Some(number)
    }

    /// Goes over whatever comes next; that, as it stands there.
    pub(super) fn skip(&mut self) -> Option<&'a str> {
        self.peek()?;
        let (start, mut depth) = (self.at, 0_usize);
        loop {
            match self.peek()? {
                b'"' => {
                    self.text()?;
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                b',' | b':' if depth > 0 => self.at += 1,
                _ => {
                    let is_of_word = |byte: u8| {
                        byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
                    };
                    if self.span(is_of_word).is_empty() {
                        return None;
                    }
                }
            }
            if depth == 0 {
                return self.text.get(start..self.at);
            }
        }
    }

    /// What stands between two brackets, with commas between.
    fn between(
        &mut self,
        (open, close): (u8, u8),
        one: &mut dyn FnMut(&mut Reader<'a>) -> Option<()>,
    ) -> Option<()> {
        self.pass(open)?;
        if self.peek()? != close {
            one(self)?;
            while self.peek()? == b',' {
                self.at += 1;
                one(self)?;
            }
        }
        self.pass(close)
    }

    /// A list: `one` reads each.
    pub(super) fn list(
        &mut self,
        one: &mut dyn FnMut(&mut Reader<'a>) -> Option<()>,
    ) -> Option<()> {
        self.between((b'[', b']'), one)
    }

    /// What has names: `one` is told each, and reads what it stands for.
    pub(super) fn named(
        &mut self,
        one: &mut dyn FnMut(&str, &mut Reader<'a>) -> Option<()>,
    ) -> Option<()> {
        self.between((b'{', b'}'), &mut |from| {
            let name = from.text()?;
            from.pass(b':')?;
            one(&name, from)
        })
    }

    /// A thing, by the names of its parts. Those that come first, so many as are `needed`, have to be there;
    /// names that are not known are passed over.
    pub fn thing(
        &mut self,
        names: &[&str],
        needed: usize,
        parts: &mut [&mut dyn Legible],
    ) -> Option<()> {
        let mut missing = (1_u32 << needed) - 1;
        let mut next = 0;
        self.named(&mut |name, from| {
            // Mostly it is the one after the last.
            let place = if names.get(next) == Some(&name) {
                Some(next)
            } else {
                names.iter().position(|known| *known == name)
            };
            let Some(place) = place else {
                return from.skip().map(|_| ());
            };
            parts.get_mut(place)?.read(from)?;
            missing &= !(1_u32 << place);
            next = place + 1;
            Some(())
        })?;
        (missing == 0).then_some(())
    }
}
