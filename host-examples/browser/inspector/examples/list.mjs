// What the page offers to look at. Every document was written for it; certificates and the Response were made with keys
// that were thrown away. `fields` fills the form, `tab` is what to look at first.

export const examples = [
  { kind: "metadata", name: "Metadata with problems", file: "identity-provider-with-problems.xml", fields: { target: "identity-center" } },
  { kind: "metadata", name: "Identity Center's metadata", file: "aws-identity-center.xml", fields: { target: "" }, tab: "configure" },
  { kind: "metadata", name: "Console's metadata", file: "aws-console.xml", fields: { target: "" } },
  {
    kind: "response",
    name: "A login that AWS refused (HAR)",
    file: "response.har",
    metadata: "response-identity-provider.xml",
    fields: { provider: "arn:aws:iam::123412341234:saml-provider/ExampleCompany", role: "arn:aws:iam::123412341234:role/Developer", maximum: "43200" },
  },
  { kind: "metadata", name: "A rollover: two documents", file: "rollover-before.xml", second: "rollover-after.xml", fields: { target: "iam" }, tab: "compare" },
  { kind: "scim", name: "A SCIM user", file: "scim-user.json" },
  { kind: "attributes", name: "Attributes for a person", file: "attributes.json" },
];
