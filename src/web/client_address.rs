//! Where a request comes from, behind reverse proxies too: for the log, the audit log, and what counts by address.
//!
//! Each proxy adds the address that asked it at the end of a header; what stands before that may be anybody's invention. So
//! the header is read from its end, and only for as long as who has added an entry is trusted.

use super::AppState;
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{Extensions, HeaderMap},
    middleware::Next,
    response::Response,
};
use ipnet::IpNet;
use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    str::FromStr,
};

/// Entries that are looked at, from the end: more proxies than anybody has in a row.
const MOST_HOPS: usize = 20;

/// Whose word is taken for where a request comes from. By default nobody's: it comes from who has connected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedHops {
    /// Addresses of the reverse proxies.
    pub ranges: Vec<IpNet>,
    /// Where they say it. One alone: in the other a proxy passes on what comes from outside.
    pub header: ForwardedHeader,
}

/// The header in which proxies say who has asked them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ForwardedHeader {
    /// `X-Forwarded-For`, which nearly all of them set.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

impl FromStr for ForwardedHeader {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let all = [Self::XForwardedFor, Self::Forwarded];
        let is_it = |header: &Self| header.name().eq_ignore_ascii_case(name.trim());
        all.into_iter().find(is_it).ok_or_else(|| "is neither X-Forwarded-For nor Forwarded".to_owned())
    }
}

impl ForwardedHeader {
    fn name(self) -> &'static str {
        match self {
            Self::XForwardedFor => "x-forwarded-for",
            Self::Forwarded => "forwarded",
        }
    }

    /// The address in one entry; `None` for one that names nobody, as `for=unknown` does.
    fn address(self, entry: &str) -> Option<IpAddr> {
        match self {
            Self::XForwardedFor => address(entry),
            Self::Forwarded => {
                let named = entry.split(';').filter_map(|pair| pair.split_once('='));
                let mut of = named.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
                of.next().and_then(|(_, node)| address(node.trim().trim_matches('"')))
            }
        }
    }
}

/// An address as proxies write it: with a port or without, one of IPv6 in brackets or without.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().or_else(|_| text.parse::<SocketAddr>().map(|address| address.ip()));
    address.ok().map(|address: IpAddr| address.to_canonical())
}

impl TrustedHops {
    /// Where a request comes from that this peer has sent: the last who is no hop, else the farthest hop that is known.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        let lines = headers.get_all(self.header.name()).iter().rev();
        let entries = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
        for entry in entries.take(MOST_HOPS) {
            let is_hop = self.ranges.iter().any(|range| range.contains(&client));
            match self.header.address(entry) {
                Some(before) if is_hop => client = before,
                Some(_) | None => break,
            }
        }
        client
    }
}

/// Where a request comes from; in the extensions of each.
#[derive(Clone, Copy, Debug)]
struct ClientAddress(IpAddr);

/// Middleware: works out where the request comes from, once for all that ask.
pub async fn locate(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() {
        let client = app.trusted_hops.client(peer.ip(), request.headers());
        request.extensions_mut().insert(ClientAddress(client));
    }
    next.run(request).await
}

/// Where a request comes from; `None` for one that came over no connection.
pub fn client_address(extensions: &Extensions) -> Option<IpAddr> {
    extensions.get::<ClientAddress>().map(|client| client.0)
}

/// What counts as one address: of IPv6 the network, within which anybody has more addresses than can be counted.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    fn hops(header: ForwardedHeader) -> TrustedHops {
        let ranges = ["10.0.0.0/8", "fd00::/8"].map(|range| range.parse().unwrap());
        TrustedHops { ranges: ranges.into(), header }
    }

    fn seen(hops: &TrustedHops, peer: &str, lines: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(hops.header.name(), HeaderValue::from_str(line).unwrap());
        }
        hops.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn only_what_trusted_hops_have_added_counts() {
        let hops = hops(ForwardedHeader::XForwardedFor);
        for (peer, lines, client) in [
            ("10.0.0.1", &["203.0.113.9"][..], "203.0.113.9"),
            ("::ffff:10.0.0.1", &["203.0.113.9:4711"], "203.0.113.9"),
            // Through two and three, of either kind of address.
            ("10.0.0.1", &["203.0.113.9, 10.0.0.2"], "203.0.113.9"),
            ("fd00::1", &["2001:db8::7, [fd00::2]:80, 10.0.0.2"], "2001:db8::7"),
            ("10.0.0.1", &["203.0.113.9", "10.0.0.2"], "203.0.113.9"),
            // What the client itself has sent.
            ("10.0.0.1", &["192.0.2.1, 203.0.113.9"], "203.0.113.9"),
            ("10.0.0.1", &["10.0.0.5", "192.0.2.1, 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
            // Who is no hop says nothing.
            ("203.0.113.9", &["192.0.2.1"], "203.0.113.9"),
            ("203.0.113.9", &["10.0.0.1"], "203.0.113.9"),
            // Nothing to go by: the last hop that is known.
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["203.0.113.9, nobody, 10.0.0.2"], "10.0.0.2"),
            ("10.0.0.1", &["203.0.113.9,"], "10.0.0.1"),
            ("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ] {
            assert_eq!(seen(&hops, peer, lines), client, "{peer}: {lines:?}");
        }
        assert_eq!(seen(&TrustedHops::default(), "10.0.0.1", &["203.0.113.9"]), "10.0.0.1", "nobody is trusted");
    }

    #[test]
    fn the_standard_header_is_read_where_it_is_named_and_the_other_is_not() {
        let hops = hops(ForwardedHeader::Forwarded);
        for (lines, client) in [
            (&["for=192.0.2.1, FOR=203.0.113.9;proto=https;by=10.0.0.1"][..], "203.0.113.9"),
            (&["for=\"[2001:db8::7]:4711\"", "proto=http; for=\"10.0.0.2:80\""], "2001:db8::7"),
            (&["for=203.0.113.9, for=unknown"], "10.0.0.1"),
            (&["for=203.0.113.9, for=_hidden, for=10.0.0.2"], "10.0.0.2"),
            (&["203.0.113.9"], "10.0.0.1"),
        ] {
            assert_eq!(seen(&hops, "10.0.0.1", lines), client, "{lines:?}");
        }
        let other = HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), HeaderValue::from_static("192.0.2.1"))]);
        assert_eq!(hops.client([10, 0, 0, 1].into(), &other).to_string(), "10.0.0.1");
    }

    #[test]
    fn a_long_header_is_read_no_further_than_proxies_go() {
        let hops = hops(ForwardedHeader::XForwardedFor);
        let line = vec!["10.0.0.2"; 10_000].join(",");
        assert_eq!(seen(&hops, "10.0.0.1", &["203.0.113.9", &line]), "10.0.0.2");
    }

    proptest! {
        /// Whatever a client sends: behind a hop that says who it is, that is who it is.
        #[test]
        fn nothing_a_client_sends_moves_it(sent in "[ -~]{0,60}", forwarded: bool) {
            let (header, own) = if forwarded {
                (ForwardedHeader::Forwarded, "for=203.0.113.9")
            } else {
                (ForwardedHeader::XForwardedFor, "203.0.113.9")
            };
            let hops = hops(header);
            prop_assert_eq!(seen(&hops, "10.0.0.1", &[&sent, own]), "203.0.113.9");
            let joined = format!("{sent}, {own}");
            prop_assert_eq!(seen(&hops, "10.0.0.1", &[&joined]), "203.0.113.9");
        }
    }
}
