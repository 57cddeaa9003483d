//! Sigma's regional base URLs (`servers` in Sigma's published specification).

use url::Url;

/// Region and base URL, as Sigma lists them.
pub const REGIONS: [(&str, &str); 13] = [
    ("GCP US", "https://api.sigmacomputing.com"),
    ("GCP Saudi Arabia", "https://api.sa.gcp.sigmacomputing.com"),
    ("AWS US West", "https://aws-api.sigmacomputing.com"),
    ("AWS US East", "https://api.us-a.aws.sigmacomputing.com"),
    ("AWS Canada", "https://api.ca.aws.sigmacomputing.com"),
    ("AWS Europe", "https://api.eu.aws.sigmacomputing.com"),
    ("AWS Australia and APAC", "https://api.au.aws.sigmacomputing.com"),
    ("AWS UK", "https://api.uk.aws.sigmacomputing.com"),
    ("Azure US", "https://api.us.azure.sigmacomputing.com"),
    ("Azure Europe", "https://api.eu.azure.sigmacomputing.com"),
    ("Azure Canada", "https://api.ca.azure.sigmacomputing.com"),
    ("Azure UK", "https://api.uk.azure.sigmacomputing.com"),
    ("Azure Australia", "https://api.au.azure.sigmacomputing.com"),
];

/// The region of a base URL; `None` for one that Sigma does not list.
pub fn region(base_url: &Url) -> Option<&'static str> {
    let of = |listed: &str| Url::parse(listed).is_ok_and(|listed| listed.origin() == base_url.origin());
    REGIONS.iter().find(|(_, listed)| of(listed)).map(|(region, _)| *region)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_known_by_its_host() {
        let of = |url: &str| region(&url.parse().unwrap());
        assert_eq!(of("https://api.uk.aws.sigmacomputing.com/"), Some("AWS UK"));
        assert_eq!(of("https://api.uk.aws.sigmacomputing.com.evil.example"), None);
        assert_eq!(of("http://127.0.0.1:4000"), None);
    }
}
