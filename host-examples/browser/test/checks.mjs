// Checks, counted.

export const tally = { passed: 0, failed: 0 };

export async function check(name, test) {
  try {
    await test();
    tally.passed += 1;
  } catch (error) {
    tally.failed += 1;
    console.log(`FAILED ${name}\n  ${String(error.stack ?? error).replaceAll("\n", "\n  ")}`);
  }
}
