//! A page as a browser reads it: its tags, its forms, and whether what somebody typed became one.

/// A tag, and the text up to the next one.
struct Tag {
    /// In lower case; of a tag that closes, with its stroke: `/form`.
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name)?;
        Some(&found.1)
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// A field as it would be sent.
#[derive(Debug, Clone)]
pub struct Field {
    /// What it is sent under.
    pub name: String,
    /// What stands in it.
    pub value: String,
    /// Which keyboard it asks for, else its type; empty for a text area.
    pub kind: String,
    /// Whether a person types into it.
    pub is_typed: bool,
    /// Whether it stands there because it was refused.
    pub is_wrong: bool,
}

/// A form of a page.
#[derive(Debug, Clone)]
pub struct Form {
    /// Where it is sent to; empty: to its own page.
    pub action: String,
    /// Whether it is posted.
    pub posts: bool,
    /// The field of the file that it carries.
    pub file: Option<String>,
    /// What is sent.
    pub fields: Vec<Field>,
}

impl Form {
    /// The documents that it is about, by the fields that nobody types.
    fn about(&self) -> Vec<(&str, &str)> {
        let hidden = self.fields.iter().filter(|field| !field.is_typed);
        let ids = hidden.filter(|field| field.name.contains("_id"));
        ids.map(|field| (field.name.as_str(), field.value.as_str()))
            .collect()
    }

    /// Whether another one is the same form, drawn again.
    pub fn is_like(&self, other: &Form) -> bool {
        self.action == other.action && self.about() == other.about()
    }

    /// Whether somebody types anything into it, or chooses a file.
    pub fn is_typed(&self) -> bool {
        self.file.is_some() || self.fields.iter().any(|field| field.is_typed)
    }

    fn add(&mut self, tag: &Tag) {
        let (Some(name), false) = (tag.get("name"), tag.has("disabled")) else {
            return;
        };
        let kind = tag.get("type").unwrap_or("text");
        let is_fixed = ["hidden", "checkbox", "radio"].contains(&kind);
        match kind {
            "submit" | "button" | "image" | "reset" => return,
            "file" => {
                self.file = Some(name.to_owned());
                return;
            }
            "checkbox" if !tag.has("checked") => return,
            "radio" => {
                let known = self.fields.iter().position(|field| field.name == name);
                match known {
                    Some(known) if tag.has("checked") => {
                        self.fields.remove(known);
                    }
                    Some(_) => return,
                    None => {}
                }
            }
            _ => {}
        }
        let keyboard = tag.get("inputmode").unwrap_or(kind);
        self.fields.push(Field {
            name: name.to_owned(),
            value: tag.get("value").unwrap_or_default().to_owned(),
            kind: keyboard.to_owned(),
            is_typed: !is_fixed,
            is_wrong: tag.has("aria-invalid"),
        });
    }
}

/// Every tag of a page; comments, and what stands in scripts and styles, are none.
fn tags(page: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            continue;
        }
        let (mut tag, after) = tag(rest);
        let next = match tag.name.as_str() {
            "script" | "style" => after.find(&format!("</{}", tag.name)),
            _ => after.find('<'),
        };
        let (text, after) = after.split_at(next.unwrap_or(after.len()));
        tag.text = html_escape::decode_html_entities(text).into_owned();
        tags.push(tag);
        rest = after;
    }
    tags
}

/// The tag that a text begins with, without its `<`, and what is behind it.
fn tag(text: &str) -> (Tag, &str) {
    let is_end = |c: char| c.is_whitespace() || c == '>';
    let (name, mut rest) = text.split_at(text.find(is_end).unwrap_or(text.len()));
    let mut tag = Tag {
        name: name.to_ascii_lowercase(),
        attributes: Vec::new(),
        text: String::new(),
    };
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return (tag, after);
        }
        let Some(first) = rest.chars().next() else {
            return (tag, "");
        };
        // Whatever stands first is part of the name, as browsers read it.
        let from = first.len_utf8();
        let stop = |c: char| is_end(c) || c == '=' || c == '/';
        let end = rest[from..].find(stop).map_or(rest.len(), |end| from + end);
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let Some(given) = rest.strip_prefix('=') else {
            tag.attributes.push((name, String::new()));
            continue;
        };
        let given = given.trim_start();
        let quote = given.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = match quote {
            Some(quote) => given[1..].split_once(quote).unwrap_or((&given[1..], "")),
            None => given.split_at(given.find(is_end).unwrap_or(given.len())),
        };
        let value = html_escape::decode_html_entities(value).into_owned();
        tag.attributes.push((name, value));
        rest = after;
    }
}

/// Every form of a page.
pub fn forms(page: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut is_open = false;
    let mut in_select: Option<bool> = None;
    for tag in tags(page) {
        if tag.name == "form" {
            forms.push(Form {
                action: tag.get("action").unwrap_or_default().to_owned(),
                posts: tag.get("method").is_some_and(|method| method == "post"),
                file: None,
                fields: Vec::new(),
            });
            is_open = true;
        }
        let Some(form) = forms.last_mut().filter(|_| is_open) else {
            continue;
        };
        match tag.name.as_str() {
            "/form" => is_open = false,
            "input" => form.add(&tag),
            "textarea" | "select" => {
                let is_typed = tag.name == "textarea";
                in_select = (!is_typed).then_some(false);
                form.fields.push(Field {
                    name: tag.get("name").unwrap_or_default().to_owned(),
                    value: tag.text.clone(),
                    kind: String::new(),
                    is_typed,
                    is_wrong: tag.has("aria-invalid"),
                });
            }
            "option" => {
                let is_first = in_select == Some(false);
                if is_first || (in_select.is_some() && tag.has("selected")) {
                    in_select = Some(true);
                    let value = tag.get("value").unwrap_or(&tag.text).to_owned();
                    form.fields.last_mut().unwrap().value = value;
                }
            }
            "/select" => in_select = None,
            _ => {}
        }
    }
    forms
}

/// Where the links of a page lead.
pub fn links(page: &str) -> Vec<String> {
    let tags = tags(page).into_iter().filter(|tag| tag.name == "a");
    let to = tags.filter_map(|tag| tag.get("href").map(ToOwned::to_owned));
    to.collect()
}

/// What somebody typed and a browser would take for more than text; nothing where all is well. Every
/// marker would be an element or an attribute whose name has `zq` in it.
pub fn broken_out(page: &str) -> Option<String> {
    if let Some(at) = page.find("<zq") {
        let around: String = page[at..].chars().take(40).collect();
        return Some(around);
    }
    let tags = tags(page);
    let found = tags.iter().find_map(|tag| {
        let mut names = tag.attributes.iter();
        let found = names.find(|(name, _)| name.contains("zq"));
        found.map(|(name, _)| format!("{name} of {}", tag.name))
    });
    let script = tags.iter().flat_map(|tag| &tag.attributes);
    let mut script = script.filter(|(name, value)| {
        matches!(name.as_str(), "href" | "action" | "src") && value.starts_with("javascript:")
    });
    found.or_else(|| script.next().map(|(_, value)| value.clone()))
}

/// The numbers of the markers that a page shows as the text that they are.
pub fn shown(page: &str) -> Vec<usize> {
    let marks = page.split("&lt;zq").skip(1);
    let digits = marks.map(|rest| {
        let digits = rest.chars().take_while(char::is_ascii_digit);
        digits.collect::<String>()
    });
    digits.filter_map(|digits| digits.parse().ok()).collect()
}

#[test]
fn what_breaks_out_is_seen() {
    for broken in [
        "<p>\"zq1=' <zq1></p>",
        "<title>\"zq1=' <zq1></title>",
        "<textarea>&lt;/textarea>\"zq1=' <zq1></textarea>",
        "<script>let x = \"\"zq1=' <zq1>\";</script>",
        "<input value=\"\"zq1=' &lt;zq1&gt;\">",
        "<input value='\"zq1=' &lt;zq1&gt;'>",
        "<a href=\"javascript:alert(1)\">x</a>",
    ] {
        assert!(broken_out(broken).is_some(), "{broken}");
    }
    for whole in [
        "<p>\"zq1=' &lt;zq1&gt;</p>",
        "<title>\"zq1=' &lt;zq1&gt;</title>",
        "<input value=\"&quot;zq1=' &lt;zq1&gt;\" name=\"form[zq]\">",
        "<!--<() />--><script>if (a<b) { c = \"d\"; }</script><p>fine</p>",
    ] {
        assert_eq!(broken_out(whole), None, "{whole}");
    }
}

#[test]
fn a_form_is_sent_as_a_browser_would() {
    let page = "<form method=\"post\" action=\"/api/x\"><input type=hidden name=id_id value=\"7\">
        <input name=\"form[name]\" value=\"a &amp; b\"><input type=checkbox name=no value=true>
        <input type=checkbox name=yes checked value=true><input type=radio name=how value=one>
        <input type=radio name=how checked value=two><textarea name=t>x &lt; y</textarea>
        <select name=s><option value=1>1</option><option selected value=2>2</option></select>
        <button name=then>go</button></form><input name=outside>";
    let forms = forms(page);
    assert_eq!(forms.len(), 1);
    let sent: Vec<(&str, &str, bool)> = forms[0]
        .fields
        .iter()
        .map(|field| (field.name.as_str(), field.value.as_str(), field.is_typed))
        .collect();
    let expected = [
        ("id_id", "7", false),
        ("form[name]", "a & b", true),
        ("yes", "true", false),
        ("how", "two", false),
        ("t", "x < y", true),
        ("s", "2", false),
    ];
    assert_eq!(sent, expected);
}
