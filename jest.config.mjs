/** ES modules run natively; swc only strips the types. `node` runs jest with --experimental-vm-modules, see package.json. */
export default {
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
  globalSetup: "<rootDir>/test/support/fresh-contract.mjs",
  setupFiles: ["<rootDir>/test/support/property-runs.ts"],
  testTimeout: Number(process.env.TEST_TIMEOUT_MS ?? 30_000),
};
