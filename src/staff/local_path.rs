//! Where a form may send a browser: only ever to a page of ours.

/// The text, if it is a path on this very site, and else none. Another host, a second slash that
/// browsers read as one, a backslash and anything that could end a header are not.
pub fn local_path(text: &str) -> Option<&str> {
    let fits = text.starts_with('/')
        && !text.starts_with("//")
        && text.len() <= 500
        && text.chars().all(|c| c.is_ascii_graphic() && c != '\\')
        // A form's own address answers posts only.
        && !text.starts_with("/api/");
    fits.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_nowhere_else() {
        assert_eq!(
            local_path("/b/duka/orders?state=ready"),
            Some("/b/duka/orders?state=ready")
        );
        let wrong = [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "b/duka",
            "/a\r\nX: y",
            "/\t/evil.example",
            "/api/staff/sign_out",
            "/ü",
        ];
        for text in wrong {
            assert_eq!(local_path(text), None, "{text}");
        }
    }
}
