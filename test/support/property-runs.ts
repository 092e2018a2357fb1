/**
 * FAST_CHECK_RUNS=1000 makes every property test try that many examples (`npm run check:full` does); without it fast-check's
 * own 100 are tried. Loaded before each test file, see jest.config.mjs.
 */
const runs = process.env["FAST_CHECK_RUNS"];
if (runs !== undefined) {
  const { configureGlobal } = await import("fast-check");
  configureGlobal({ numRuns: Number(runs) });
}

export {};
