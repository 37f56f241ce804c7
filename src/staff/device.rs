//! What a session is known by to its owner: the browser in a few words, and the network it came from.

use std::net::IpAddr;

/// What browsers call themselves, and what people call them; the first that fits. Most carry the
/// names of those they descend from, so the younger stand first.
const BROWSERS: [(&str, &str); 9] = [
    ("EdgA/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Opera", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("UCBrowser/", "UC Browser"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 8] = [
    ("KAIOS", "KaiOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

/// A browser in a few words, from its `User-Agent`: `Chrome, Android`. The names are the same in
/// every language. Empty where nothing in it is known.
pub(super) fn describe(user_agent: &str) -> String {
    let find = |names: &[(&str, &'static str)]| {
        let fits = names.iter().find(|(part, _)| user_agent.contains(part));
        fits.map(|(_, name)| *name)
    };
    let words = [find(&BROWSERS), find(&SYSTEMS)];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The network of an address, or of an IPv6 network as limits count it, without the part that names
/// a household: `105.163.2.…`. Empty where the text is neither.
pub(super) fn network(peer: &str) -> String {
    let address = peer.split_once('/').map_or(peer, |(address, _)| address);
    match address
        .parse::<IpAddr>()
        .map(|address| address.to_canonical())
    {
        Ok(IpAddr::V4(address)) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.…")
        }
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:…")
        }
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_in_words() {
        let known = [
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/124.0.0.0 Mobile Safari/537.36",
                "Chrome, Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 \
                 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1",
                "Safari, iPhone",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/124.0.0.0 Safari/537.36 Edg/124.0.0.0",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0",
                "Firefox, Linux",
            ),
            (
                "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1) Presto/2.12",
                "Opera",
            ),
            ("curl/8.5.0", ""),
            ("", ""),
        ];
        for (user_agent, words) in known {
            assert_eq!(describe(user_agent), words, "{user_agent}");
        }
    }

    #[test]
    fn no_whole_address_is_kept() {
        assert_eq!(network("105.163.2.77"), "105.163.2.…");
        assert_eq!(network("::ffff:105.163.2.77"), "105.163.2.…");
        assert_eq!(network("2c0f:fe38:2405:1a2b::9"), "2c0f:fe38:2405:…");
        assert_eq!(network("2c0f:fe38:2405:1a2b::/64"), "2c0f:fe38:2405:…");
        assert_eq!(network("unknown"), "");
    }
}
