// Generated from wit/ by `cargo xtask contract`. Do not edit.

// Where a request holds a JSON value that the component takes as text. `*` stands for every element of a list.
export const jsonFields = {
  saml_attributes: [["principal", "attributes"], ["principal", "groups", "*", "attributes"]],
  saml_issue: [["principal", "attributes"], ["principal", "groups", "*", "attributes"]],
  saml_complete: [],
  saml_check: [],
  metadata_inspect: [],
  metadata_transform: [],
  metadata_configure: [],
  metadata_compare: [],
  scim_plan: [],
  scim_reply: [],
  describe: [],
};

// The operations as the component exports them.
export const exportsOf = {
  saml_attributes: { interface: "saml", function: "attributes", request: true },
  saml_issue: { interface: "saml", function: "issue", request: true },
  saml_complete: { interface: "saml", function: "complete", request: true },
  saml_check: { interface: "saml", function: "check", request: true },
  metadata_inspect: { interface: "metadata", function: "inspect", request: true },
  metadata_transform: { interface: "metadata", function: "transform", request: true },
  metadata_configure: { interface: "metadata", function: "configure", request: true },
  metadata_compare: { interface: "metadata", function: "compare", request: true },
  scim_plan: { interface: "scim", function: "plan", request: true },
  scim_reply: { interface: "scim", function: "reply", request: true },
  describe: { interface: "about", function: "describe", request: false },
};
