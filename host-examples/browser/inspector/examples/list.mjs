// What the page offers to look at. Every document was written for it; certificates and the Response were made with keys
// that were thrown away. `fields` fills the form, `tab` is what to look at first.

export const examples = [
  { name: "Metadata with problems", file: "identity-provider-with-problems.xml", fields: { target: "identity-center" } },
  { name: "AWS's own metadata", file: "aws-identity-center.xml", fields: { target: "" }, tab: "configure" },
  { name: "Console's metadata", file: "aws-console.xml", fields: { target: "" } },
  {
    name: "A login that AWS refused (HAR)",
    file: "response.har",
    metadata: "response-identity-provider.xml",
    fields: { provider: "arn:aws:iam::123412341234:saml-provider/ExampleCompany", role: "arn:aws:iam::123412341234:role/Developer", maximum: "43200" },
  },
  { name: "A rollover: two documents", file: "rollover-before.xml", second: "rollover-after.xml", fields: { target: "iam" }, tab: "compare" },
  { name: "A SCIM user", file: "scim-user.json" },
  { name: "Attributes for a person", file: "attributes.json" },
];
