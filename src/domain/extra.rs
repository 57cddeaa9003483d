//! Fields Sigma sends that this version does not know, kept so that nothing is lost on the way.

/// Unknown fields by name. Sigma adds fields without notice (BEHAVIOUR.md section 12).
pub type Extra = serde_json::Map<String, serde_json::Value>;
