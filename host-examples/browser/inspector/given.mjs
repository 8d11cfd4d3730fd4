// A field that takes a document: typed, pasted, dropped or opened. What was opened stays the file that it is, with its
// byte order mark and line ends, until somebody edits the text; what is long never enters the text field, which would
// lay it out for seconds.

import { bytes, button, element, fresh } from "./dom.mjs";

/** Characters that a text field shows without stuttering. */
const SHOWN = 200_000;

export class Given {
  #blob;
  #name;
  #text = "";
  #area;
  #placeholder;
  #chip;
  #changed;

  /** Around a text field, a file input and the button that opens it; the `chip` names the file, where nothing else does. */
  constructor({ area, file, opener, chip, changed = () => {} }) {
    this.#area = area;
    this.#placeholder = area.placeholder;
    this.#chip = chip;
    this.#changed = changed;
    area.addEventListener("input", () => this.#edited());
    area.addEventListener("paste", (event) => this.#pasted(event));
    for (const type of ["dragover", "drop"]) area.addEventListener(type, (event) => this.#dropped(event));
    file.addEventListener("change", () => {
      if (file.files[0]) this.open(file.files[0], file.files[0].name);
      // The same file, chosen again, is a change again.
      file.value = "";
    });
    opener.addEventListener("click", () => file.click());
  }

  /** A field of its own with everything that belongs to it. */
  static build({ label, hint, rows = 4, changed }) {
    const id = fresh("given");
    const area = element("textarea", { id, rows, spellcheck: false, autocomplete: "off", autocapitalize: "off", attributes: { "aria-describedby": `${id}-hint` } });
    const file = element("input", { type: "file", hidden: true, tabIndex: -1, ariaLabel: `File: ${label}` });
    const opener = button("Open file …", () => {}, { ariaLabel: `Open file: ${label}` });
    const chip = element("p", { className: "chip", hidden: true });
    const given = new Given({ area, file, opener, chip, changed });
    given.node = element("div", { className: "field given" }, element("label", { htmlFor: id }, label), area, chip, file,
      element("div", { className: "bar" }, opener, element("p", { className: "hint", id: `${id}-hint` }, hint ?? "Paste, drop or open a file.")));
    return given;
  }

  get isEmpty() {
    return this.#blob === undefined && this.#text === "";
  }

  get name() {
    return this.#name ?? "pasted text";
  }

  /** Whether it has a name of its own, and is no pasted text. */
  get isFile() {
    return this.#name !== undefined;
  }

  blob() {
    return this.#blob ?? new Blob([this.#text]);
  }

  /** The text, with a byte order mark if there is one. */
  async text() {
    if (this.#blob === undefined) return this.#text;
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await this.#blob.arrayBuffer());
  }

  /** Takes a file, or a text under a name. */
  async open(content, name) {
    const blob = typeof content === "string" ? new Blob([content]) : content;
    this.#blob = blob;
    this.#name = name;
    this.#text = "";
    const isShort = blob.size <= SHOWN;
    this.#area.value = isShort ? await blob.text() : "";
    this.#show(name, blob.size, isShort);
    this.#changed(this);
  }

  clear() {
    this.#blob = undefined;
    this.#name = undefined;
    this.#text = "";
    this.#area.value = "";
    this.#area.readOnly = false;
    this.#area.placeholder = this.#placeholder;
    if (this.#chip) this.#chip.hidden = true;
  }

  #show(name, size, isShort) {
    this.#area.readOnly = !isShort;
    this.#area.placeholder = isShort ? this.#placeholder : "Too long to be shown here.";
    if (!this.#chip) return;
    this.#chip.hidden = name === undefined && isShort;
    this.#chip.replaceChildren(element("span", {}, element("strong", {}, name ?? "pasted text"), ` ${bytes(size)}`),
      button("Remove", () => {
        this.clear();
        this.#area.focus();
        this.#changed(this);
      }, { className: "link" }));
  }

  #edited() {
    this.#blob = undefined;
    this.#name = undefined;
    this.#text = this.#area.value;
    if (this.#chip) this.#chip.hidden = true;
  }

  /** A paste that replaces everything is the document as it is; one into a text is an edit. */
  #pasted(event) {
    const [pasted] = event.clipboardData.files;
    const text = event.clipboardData.getData("text/plain");
    const { value, selectionStart, selectionEnd, readOnly } = this.#area;
    const replacesAll = readOnly || selectionEnd - selectionStart === value.length;
    if (!pasted && (text === "" || !replacesAll)) return;
    event.preventDefault();
    this.open(pasted ?? text, pasted?.name);
  }

  #dropped(event) {
    const { dataTransfer } = event;
    if (!dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type === "drop" && dataTransfer.files[0]) this.open(dataTransfer.files[0], dataTransfer.files[0].name);
  }
}
