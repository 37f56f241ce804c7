//! Where a request comes from, and what of it is counted.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Once;

use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use axum::http::request::Parts;

/// Whose X-Forwarded-For is believed. What anybody else writes there is worth nothing, so that
/// whoever reaches us past the proxy is counted by the address that she has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrustProxy {
    /// Nobody's: there is no proxy.
    Nobody,
    /// That of a proxy on this machine.
    Here,
    /// That of a proxy on this machine or in a private network, as a container's host is.
    Private,
    /// That of the proxy at this address.
    At(IpAddr),
}

impl TrustProxy {
    /// What an operator wrote; nothing is nobody's. None where it is neither a word that we know nor an
    /// address.
    pub fn read(said: &str) -> Option<TrustProxy> {
        match said {
            "" | "0" => Some(TrustProxy::Nobody),
            "1" => Some(TrustProxy::Here),
            "private" => Some(TrustProxy::Private),
            address => {
                let address: IpAddr = address.parse().ok()?;
                Some(TrustProxy::At(address.to_canonical()))
            }
        }
    }

    /// Whether whoever is connected is the proxy. Inside the program there is no connection.
    pub fn believes(self, connected: Option<IpAddr>) -> bool {
        let connected = connected.map(|ip| ip.to_canonical());
        match self {
            TrustProxy::Nobody => false,
            TrustProxy::Here => connected.is_none_or(|ip| ip.is_loopback()),
            TrustProxy::Private => connected.is_none_or(is_private),
            TrustProxy::At(proxy) => connected.is_none_or(|ip| ip == proxy),
        }
    }

    /// Whether whoever is connected, and is not believed, may be the operator's proxy all the same:
    /// there is one, or she is near.
    fn may_be_wrong(self, connected: IpAddr) -> bool {
        self != TrustProxy::Nobody || is_private(connected.to_canonical())
    }
}

fn is_private(ip: IpAddr) -> bool {
    ip.is_loopback()
        || match ip {
            IpAddr::V4(ip) => ip.is_private() || ip.is_link_local(),
            IpAddr::V6(ip) => ip.is_unique_local() || ip.is_unicast_link_local(),
        }
}

/// The address that a request came from; none where there is no connection, as in a test. A
/// proxy's word counts only where the operator says that it is, and then its last: what stands
/// before was written by the sender.
pub fn address(parts: &Parts, trust_proxy: TrustProxy) -> Option<IpAddr> {
    let info = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let connected = info.map(|info| info.0.ip());
    let said = last_forwarded(&parts.headers);
    let forwarded = said.filter(|_| trust_proxy.believes(connected));
    if said.is_some()
        && forwarded.is_none()
        && let Some(proxy) = connected.filter(|ip| trust_proxy.may_be_wrong(*ip))
    {
        tell_once(proxy.to_canonical());
    }
    forwarded.or(connected).map(|ip| ip.to_canonical())
}

/// Tells the operator, once: without her proxy's word all her customers share the limits of one.
fn tell_once(proxy: IpAddr) {
    static TOLD: Once = Once::new();
    TOLD.call_once(|| {
        let value = if proxy.is_loopback() {
            "1".to_owned()
        } else {
            proxy.to_string()
        };
        tracing::warn!(
            "{proxy} sends X-Forwarded-For and is not believed: all who come through it count as one. \
             If it is your proxy, and only then, set DUKANI_TRUST_PROXY={value}"
        );
    });
}

/// The same as a text, for what is kept.
pub fn name(parts: &Parts, trust_proxy: TrustProxy) -> String {
    address(parts, trust_proxy).map_or_else(unknown, |ip| ip.to_string())
}

/// What limits count by. Whoever has an IPv6 network has 2⁶⁴ addresses in it: it counts as one.
pub fn counted(parts: &Parts, trust_proxy: TrustProxy) -> String {
    address(parts, trust_proxy).map_or_else(unknown, |ip| match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let network = Ipv6Addr::from_bits(ip.to_bits() & !u128::from(u64::MAX));
            format!("{network}/64")
        }
    })
}

fn unknown() -> String {
    "unknown".to_owned()
}

/// The last address over all lines of the header: a proxy may add a line or to a line.
fn last_forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    ip(last.to_str().ok()?.rsplit(',').next()?.trim())
}

/// An address, with or without a port and brackets.
fn ip(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    bare.parse()
        .ok()
        .or_else(|| text.parse::<SocketAddr>().ok().map(|at| at.ip()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn from(connected: &str, forwarded: &[&str]) -> Parts {
        let mut request = Request::builder();
        for line in forwarded {
            request = request.header("x-forwarded-for", *line);
        }
        let mut parts = request.body(()).unwrap().into_parts().0;
        let at: SocketAddr = connected.parse().unwrap();
        parts.extensions.insert(ConnectInfo(at));
        parts
    }

    #[test]
    fn the_last_word_is_the_proxys() {
        for (lines, who) in [
            (&["9.9.9.9, 41.90.1.2"][..], "41.90.1.2"),
            (&["9.9.9.9", "8.8.8.8, 41.90.1.2"], "41.90.1.2"),
            (&["41.90.1.2:4711"], "41.90.1.2"),
            (&["[2001:db8::1]:443"], "2001:db8::1"),
            (&["::ffff:41.90.1.2"], "41.90.1.2"),
            // Not an address: then it is the proxy itself that is counted.
            (&["9.9.9.9", "somebody"], "10.0.0.1"),
            (&[], "10.0.0.1"),
        ] {
            let parts = from("10.0.0.1:1000", lines);
            assert_eq!(name(&parts, TrustProxy::Private), who, "{lines:?}");
            // Nobody is believed who is not asked.
            assert_eq!(name(&parts, TrustProxy::Nobody), "10.0.0.1");
            assert_eq!(name(&parts, TrustProxy::Here), "10.0.0.1");
        }
    }

    #[test]
    fn a_proxy_is_believed_where_the_operator_says_that_it_is() {
        for (said, here, private, at) in [
            ("", false, false, false),
            ("0", false, false, false),
            ("1", true, false, false),
            ("private", true, true, false),
            ("41.90.1.2", false, false, true),
            ("::ffff:41.90.1.2", false, false, true),
        ] {
            let trust = TrustProxy::read(said).unwrap();
            for (from, is_believed) in [
                ("127.0.0.1", here),
                ("::1", here),
                ("::ffff:127.0.0.1", here),
                ("10.88.0.1", private),
                ("192.168.1.4", private),
                ("fd00::1", private),
                ("fe80::1", private),
                ("41.90.1.2", at),
                ("::ffff:41.90.1.2", at),
                ("41.90.1.3", false),
                ("2001:db8::1", false),
            ] {
                let connected = Some(from.parse().unwrap());
                assert_eq!(trust.believes(connected), is_believed, "{said}: {from}");
            }
        }
        for wrong in ["yes", "true", "10.88.0.0/16", "10.88.0.1:80"] {
            assert_eq!(TrustProxy::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_operator_is_told_of_a_proxy_that_is_not_believed() {
        for (trust, from, is_told) in [
            // Nobody said that there is a proxy: strangers may write what they like.
            (TrustProxy::Nobody, "41.90.7.7", false),
            (TrustProxy::Nobody, "127.0.0.1", true),
            // A container's host, or a proxy on another machine, where one on this machine was meant.
            (TrustProxy::Here, "10.88.0.1", true),
            (TrustProxy::Private, "100.64.0.9", true),
        ] {
            let from: IpAddr = from.parse().unwrap();
            assert!(!trust.believes(Some(from)), "{from}");
            assert_eq!(trust.may_be_wrong(from), is_told, "{from}");
        }
    }

    #[test]
    fn who_comes_past_the_proxy_counts_as_herself_whatever_she_writes() {
        let parts = from("41.90.7.7:1000", &["9.9.9.9"]);
        for trust in [TrustProxy::Here, TrustProxy::Private] {
            assert_eq!(name(&parts, trust), "41.90.7.7");
        }
        let parts = from("127.0.0.1:1000", &["9.9.9.9"]);
        assert_eq!(name(&parts, TrustProxy::Here), "9.9.9.9");
    }

    #[test]
    fn a_network_counts_once() {
        let counted = |at: &str| counted(&from(at, &[]), TrustProxy::Nobody);
        assert_eq!(counted("[2001:db8:1:2::1]:1"), "2001:db8:1:2::/64");
        assert_eq!(
            counted("[2001:db8:1:2:ffff::9]:1"),
            counted("[2001:db8:1:2::1]:1")
        );
        assert_ne!(
            counted("[2001:db8:1:3::1]:1"),
            counted("[2001:db8:1:2::1]:1")
        );
        assert_eq!(counted("[::ffff:41.90.1.2]:1"), "41.90.1.2");
        assert_eq!(counted("41.90.1.2:1"), "41.90.1.2");
    }

    #[test]
    fn without_a_connection_all_are_one() {
        let parts = Request::new(()).into_parts().0;
        assert_eq!(super::counted(&parts, TrustProxy::Here), "unknown");
    }
}
