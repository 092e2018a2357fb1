import { availableParallelism } from "node:os";

/** ES modules run natively; swc only strips the types. `node` runs jest with --experimental-vm-modules, see package.json. */
const project = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  modulePathIgnorePatterns: ["<rootDir>/dist"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "\\.ts$": [
      "@swc/jest",
      {
        swcrc: false,
        module: { type: "es6" },
        sourceMaps: "inline",
        jsc: {
          target: "es2024",
          parser: { syntax: "typescript" },
          transform: { verbatimModuleSyntax: true },
        },
      },
    ],
  },
  globalSetup: "<rootDir>/test/support/global-setup.mjs",
  globalTeardown: "<rootDir>/test/support/global-teardown.mjs",
  setupFiles: ["<rootDir>/test/support/property-runs.ts"],
};

/** What is told at a door, and what stands in the books, is the same whatever the bills are kept in. */
const onBoth = [
  "till/**/*",
  "management/**/*",
  "lists/**/*",
  "store/books-agree",
  "reconciling/**/*",
  "store/night-audits",
  "store/older-digests",
];
/** What only one engine has to do with runs once, beside the other tests of that engine. */
const onPostgres = ["store/postgres-*"];

const files = (names) => names.map((name) => `<rootDir>/test/${name}.test.ts`);

export default {
  /** With two cores jest would run file after file; much of a test is waiting for disks and for other processes. */
  maxWorkers: Math.max(2, availableParallelism() - 1),
  testTimeout: Number(process.env.TEST_TIMEOUT_MS ?? 60_000),
  projects: [
    {
      ...project,
      displayName: "SQLite",
      testPathIgnorePatterns: ["/node_modules/", "/test/store/postgres-"],
    },
    {
      ...project,
      displayName: "PostgreSQL",
      testMatch: files([...onBoth, ...onPostgres]),
      setupFiles: [
        ...project.setupFiles,
        "<rootDir>/test/support/on-postgres.ts",
      ],
    },
  ],
};
