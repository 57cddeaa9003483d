//! Sigma's regional base URLs (`servers` in Sigma's published specification).

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
