// What stands around the answer: the promise that nothing leaves the page, with its proof, and the theme.

import { element } from "./dom.mjs";

/** Shows the policy that the browser enforces, and lets anybody try it. */
export function privacy() {
  const [toggle, words, proof] = ["privacy", "privacy-words", "proof"].map((id) => document.getElementById(id));
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]').content;
  document.getElementById("policy").textContent = policy.split("; ").join(";\n");
  toggle.addEventListener("click", () => {
    words.hidden = !words.hidden;
    toggle.setAttribute("aria-expanded", String(!words.hidden));
  });
  document.getElementById("prove").addEventListener("click", async () => {
    proof.textContent = "Trying …";
    const refused = new Promise((resolve) => {
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => resolve(effectiveDirective), { once: true });
      setTimeout(() => resolve(undefined), 3000);
    });
    // A name that can never exist (RFC 6761): should the policy be gone, still nobody learns anything.
    await fetch("https://connection.invalid/").catch(() => {});
    const directive = await refused;
    proof.replaceChildren(...(directive
      ? ["Your browser refused it: ", element("code", {}, directive), "."]
      : ["Your browser did not refuse it. Do not give this page anything secret."]));
  });
}

const THEMES = ["system", "light", "dark"];

/** Not kept: this page stores nothing. */
export function theme() {
  const toggle = document.getElementById("theme");
  toggle.addEventListener("click", () => {
    const { dataset } = document.documentElement;
    const next = THEMES[(THEMES.indexOf(dataset.theme ?? "system") + 1) % THEMES.length];
    dataset.theme = next;
    toggle.querySelector(".chosen").textContent = next;
    toggle.ariaLabel = `Theme: ${next}`;
  });
}
