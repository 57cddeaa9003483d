//! Fields Sigma sends that this version does not know, kept so that nothing is lost on the way.

/// Unknown fields by name. Sigma adds fields without notice (BEHAVIOUR.md section 12).
pub type Extra = serde_json::Map<String, serde_json::Value>;

#[cfg(test)]
mod tests {
    use crate::domain::{Grant, Member, Team, Workspace};
    use serde::{Serialize, de::DeserializeOwned};
    use serde_json::{Value, json};

    fn survives<T: Serialize + DeserializeOwned>(sent: Value) {
        let read: T = serde_json::from_value(sent.clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), sent);
    }

    #[test]
    fn unknown_fields_and_words_survive_the_round_trip() {
        let time = "2025-03-03T21:06:55.713Z";
        survives::<Member>(json!({
            "memberId": "m", "memberType": "View", "firstName": "Ada", "lastName": "Okafor", "email": "a@b.example",
            "userKind": "something-new", "createdAt": time, "updatedAt": time, "homeFolderId": "h", "profileImgUrl": null,
            "later": { "deep": [1, 2] },
        }));
        survives::<Team>(json!({
            "teamId": "t", "name": "Finance", "description": null, "visibility": "something-new", "createdAt": time,
            "updatedAt": time, "later": 7,
        }));
        survives::<Workspace>(json!({
            "workspaceId": "w", "workspaceUrlId": "u", "name": "W", "createdAt": time, "updatedAt": time, "createdBy": "m",
        }));
        survives::<Grant>(json!({
            "grantId": "g", "inodeId": "u", "memberId": null, "teamId": "t", "permission": "something-new", "later": true,
        }));
    }
}
