import { configureGlobal } from "fast-check";

/**
 * A merge is judged by examples that are the same every time: those of one seed, fast-check's own 100 of each property.
 * FAST_CHECK_RUNS=1000 tries that many, of another seed each time (`npm run check:full` does, and prints the seed of what
 * fails). Loaded before each test file, see jest.config.mjs.
 */
const runs = process.env["FAST_CHECK_RUNS"];
configureGlobal(
  runs === undefined ? { seed: 20_261_122 } : { numRuns: Number(runs) },
);
