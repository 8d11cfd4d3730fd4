// How the page loads, in the terms of Lighthouse: on a processor four times slower, over a phone's network.

/** Lighthouse's "slow 4G": 1.6 Mbit/s, 150 ms. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 };

export async function figures(context, address) {
  for (const [words, network] of [["no network limit", undefined], ["slow 4G", NETWORK]]) {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send("Network.enable");
    await cdp.send("Network.setCacheDisabled", { cacheDisabled: true });
    if (network) await cdp.send("Network.emulateNetworkConditions", network);
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await page.addInitScript(() => {
      window.seen = { paint: undefined, tasks: [] };
      new PerformanceObserver((list) => { window.seen.paint = list.getEntries().at(-1).startTime; }).observe({ type: "largest-contentful-paint", buffered: true });
      new PerformanceObserver((list) => window.seen.tasks.push(...list.getEntries().map(({ startTime, duration }) => [startTime, duration]))).observe({ type: "longtask", buffered: true });
    });
    await page.goto(address, { waitUntil: "commit" });
    await page.locator("#inspect:enabled").waitFor();
    const ready = await page.evaluate(() => performance.now());
    await page.locator("#about:has-text('facts')").waitFor({ timeout: 60_000 });
    const answering = await page.evaluate(() => performance.now());
    await page.waitForTimeout(3_000);
    const { first, largest, tasks, transferred } = await page.evaluate(() => ({
      first: performance.getEntriesByName("first-contentful-paint")[0].startTime,
      largest: window.seen.paint,
      tasks: window.seen.tasks,
      transferred: performance.getEntriesByType("navigation")[0].encodedBodySize,
    }));
    // As Lighthouse has it: what tasks take beyond 50 ms between the first paint and interactivity; interactive after the last long task.
    const late = tasks.filter(([start, duration]) => start + duration > first);
    const interactive = Math.max(ready, ...late.map(([start, duration]) => start + duration));
    const blocked = late.reduce((sum, [start, duration]) => sum + Math.max(0, start + duration - Math.max(start, first) - 50), 0);
    const ms = (time) => `${Math.round(time)} ms`;
    console.log(`load, 4x slower processor, ${words}: first contentful paint ${ms(first)}, largest ${ms(largest)}, total blocking time ${ms(blocked)}, usable ${ms(ready)}, interactive ${ms(interactive)}, plugin ready ${ms(answering)}; ${transferred} bytes in gzip`);
    await page.close();
  }
}
