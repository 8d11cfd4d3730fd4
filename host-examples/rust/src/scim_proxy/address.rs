//! What the address of a request means to a proxy that does not plan.

const ENDPOINTS: [&str; 7] = ["Users", "Groups", "Me", "Bulk", "Schemas", "ResourceTypes", "ServiceProviderConfig"];

fn named(segment: &str) -> Option<&'static str> {
    ENDPOINTS.into_iter().find(|name| name.eq_ignore_ascii_case(segment))
}

fn segments(path: &str) -> Vec<&str> {
    let path = path.split('?').next().unwrap_or_default();
    path.split('/').filter(|segment| !segment.is_empty()).collect()
}

/// The user or group that an address means.
pub fn resource(path: &str) -> Option<String> {
    let segments = segments(path);
    let pair = segments.windows(2).rev().find_map(|pair| match pair {
        [endpoint, id] => named(endpoint).filter(|name| ["Users", "Groups"].contains(name)).map(|name| (name, *id)),
        _ => None,
    });
    pair.map(|(endpoint, id)| format!("{endpoint}/{id}"))
}

/// The kind of address, for ids and filters are values.
pub fn kind(path: &str) -> String {
    match segments(path).as_slice() {
        [.., last] if named(last).is_some() => format!("/{}", named(last).unwrap_or_default()),
        [.., last, _] if named(last).is_some() => format!("/{}/ID", named(last).unwrap_or_default()),
        _ => "(another address)".into(),
    }
}

/// The address in a request's first line, as it was sent: hyper cuts it off at a `#`.
pub fn target(line: &[u8]) -> String {
    let line = String::from_utf8_lossy(line);
    line.split(' ').nth(1).unwrap_or_default().trim_end().to_owned()
}

/// `?filter=userName+eq+"ada"`: no address may hold such a quotation mark, some identity providers send it all the same, and
/// hyper refuses it. So hyper gets the line like this, and the plan the address as it was sent.
pub fn escaped(line: &[u8]) -> Vec<u8> {
    let mut escaped = Vec::with_capacity(line.len());
    for byte in line {
        match byte {
            b'"' | b'#' | b'<' | b'>' | b'`' => escaped.extend(format!("%{byte:02X}").into_bytes()),
            _ => escaped.push(*byte),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{escaped, kind, resource, target};

    #[test]
    fn addresses() {
        for (path, shown, changed) in [
            ("/t/scim/v2/Users", "/Users", None),
            ("/scim/v2/Users/?filter=a", "/Users", None),
            ("/scim/v2/users/u-1", "/Users/ID", Some("Users/u-1")),
            ("//Users//u-1/", "/Users/ID", Some("Users/u-1")),
            ("/Groups/users", "/Users", Some("Groups/users")),
            ("/ServiceProviderConfig", "/ServiceProviderConfig", None),
            ("/Groups?x=/Users/u-1", "/Groups", None),
            ("/secret/place", "(another address)", None),
            ("*", "(another address)", None),
        ] {
            assert_eq!(kind(path), shown, "{path}");
            assert_eq!(resource(path).as_deref(), changed, "{path}");
        }
    }

    #[test]
    fn first_lines() {
        let line = b"GET /Users?filter=userName+eq+\"a#b\" HTTP/1.1\r\n";
        assert_eq!(target(line), "/Users?filter=userName+eq+\"a#b\"");
        assert_eq!(escaped(line), b"GET /Users?filter=userName+eq+%22a%23b%22 HTTP/1.1\r\n");
        assert_eq!(target(b"nonsense\r\n"), "");
    }
}
