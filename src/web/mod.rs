//! What every request shares: page shell, flash, forms, error pages, security headers, assets, health.
