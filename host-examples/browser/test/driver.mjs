// The inspector, as somebody who uses it sees it.

import assert from "node:assert/strict";

export class Inspector {
  constructor(page, address) {
    Object.assign(this, { page, address });
    this.verdict = page.locator("#verdict h2");
  }

  async open() {
    await this.page.goto(this.address);
    await this.page.locator("#about:has-text('facts about AWS')").waitFor();
  }

  /** Waits for the answer to what was just given. */
  async answer() {
    await this.page.locator("#verdict:not(.busy):visible").waitFor({ timeout: 60_000 });
    await this.page.locator("#working").waitFor({ state: "hidden", timeout: 60_000 });
    return this.verdict.innerText();
  }

  /** Empties the form first, so that no older answer can be taken for the new one. */
  async type(text) {
    await this.page.click("#clear");
    await this.page.fill("#given", text);
    await this.page.click("#inspect");
    return this.answer();
  }

  async file(name, content) {
    await this.page.click("#clear");
    await this.page.setInputFiles("#file", { name, mimeType: "application/octet-stream", buffer: Buffer.from(content) });
    return this.answer();
  }

  /** Files from outside, dropped on the page. */
  async drop(files, selector = "main") {
    await this.page.click("#clear");
    await this.send("drop", files, selector);
    return this.answer();
  }

  async send(type, files, selector) {
    const transfer = await this.page.evaluateHandle((files) => {
      const transfer = new DataTransfer();
      for (const { name, content } of files) transfer.items.add(new File([content], name));
      return transfer;
    }, files);
    await this.page.dispatchEvent(selector, type, { dataTransfer: transfer });
  }

  async example(name) {
    await this.page.click("#clear");
    await this.page.selectOption("#example", { label: name });
    return this.answer();
  }

  async tab(id) {
    await this.page.locator(`[data-tab="${id}"]`).click();
    const panel = this.panel(id);
    await panel.waitFor();
    await this.page.locator(`[data-panel="${id}"]:not([aria-busy="true"])`).waitFor();
    await this.page.locator("#working").waitFor({ state: "hidden" });
    return panel;
  }

  panel(id) {
    return this.page.locator(`[data-panel="${id}"]`);
  }

  tabs() {
    return this.page.locator("[data-tab]").evaluateAll((tabs) => tabs.map(({ dataset }) => dataset.tab));
  }

  async detected() {
    return this.page.locator("#detected").innerText();
  }

  async codes() {
    const panel = await this.tab("findings");
    return panel.locator(".finding code:not(.value)").allInnerTexts();
  }

  /** Waits until a panel says something. */
  async says(id, pattern) {
    const panel = this.panel(id);
    await panel.filter({ hasText: pattern }).waitFor({ timeout: 20_000 }).catch(async () => assert.match(await panel.innerText(), pattern));
    return panel;
  }

  async download(press) {
    const [download] = await Promise.all([this.page.waitForEvent("download"), press()]);
    const stream = await download.createReadStream();
    const parts = [];
    for await (const part of stream) parts.push(part);
    return { name: download.suggestedFilename(), text: Buffer.concat(parts).toString("utf8") };
  }
}
