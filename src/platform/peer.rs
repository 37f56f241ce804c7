//! Where a request comes from, and what of it is counted.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use axum::http::request::Parts;

use super::config::TrustProxy;

/// The address that a request came from; none where there is no connection, as in a test. A
/// proxy's word counts only where the operator says that it is, and then its last: what stands
/// before was written by the sender.
pub fn address(parts: &Parts, trust_proxy: TrustProxy) -> Option<IpAddr> {
    let info = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let connected = info.map(|info| info.0.ip());
    let forwarded = if trust_proxy.believes(connected) {
        last_forwarded(&parts.headers)
    } else {
        None
    };
    forwarded.or(connected).map(|ip| ip.to_canonical())
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
