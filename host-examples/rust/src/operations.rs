//! The operations as the component exports them.
// Generated from wit/ by `cargo xtask contract`. Do not edit.

/// An operation: its name in JSON, and its place in the component.
pub struct Operation {
    pub name: &'static str,
    pub interface: &'static str,
    pub function: &'static str,
    pub takes_request: bool,
    /// Where the request holds a JSON value that the component takes as text. `*` stands for every element of a list.
    pub json_fields: &'static [&'static [&'static str]],
}

/// Every operation, in the order of the contract.
pub const OPERATIONS: &[Operation] = &[
    Operation {
        name: "saml_attributes",
        interface: "federation:aws/saml@0.1.0",
        function: "attributes",
        takes_request: true,
        json_fields: &[&["principal", "attributes"], &["principal", "groups", "*", "attributes"]],
    },
    Operation {
        name: "saml_issue",
        interface: "federation:aws/saml@0.1.0",
        function: "issue",
        takes_request: true,
        json_fields: &[&["principal", "attributes"], &["principal", "groups", "*", "attributes"]],
    },
    Operation {
        name: "saml_complete",
        interface: "federation:aws/saml@0.1.0",
        function: "complete",
        takes_request: true,
        json_fields: &[],
    },
    Operation {
        name: "saml_check",
        interface: "federation:aws/saml@0.1.0",
        function: "check",
        takes_request: true,
        json_fields: &[],
    },
    Operation {
        name: "metadata_inspect",
        interface: "federation:aws/metadata@0.1.0",
        function: "inspect",
        takes_request: true,
        json_fields: &[],
    },
    Operation {
        name: "metadata_transform",
        interface: "federation:aws/metadata@0.1.0",
        function: "transform",
        takes_request: true,
        json_fields: &[],
    },
    Operation {
        name: "metadata_configure",
        interface: "federation:aws/metadata@0.1.0",
        function: "configure",
        takes_request: true,
        json_fields: &[],
    },
    Operation {
        name: "metadata_compare",
        interface: "federation:aws/metadata@0.1.0",
        function: "compare",
        takes_request: true,
        json_fields: &[],
    },
    Operation {
        name: "scim_plan",
        interface: "federation:aws/scim@0.1.0",
        function: "plan",
        takes_request: true,
        json_fields: &[],
    },
    Operation {
        name: "scim_reply",
        interface: "federation:aws/scim@0.1.0",
        function: "reply",
        takes_request: true,
        json_fields: &[],
    },
    Operation {
        name: "describe",
        interface: "federation:aws/about@0.1.0",
        function: "describe",
        takes_request: false,
        json_fields: &[],
    },
];
