import n from "eslint-plugin-n";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  { ignores: ["dist/", "coverage/", "data/", "src/**/generated*"] },
  {
    files: ["**/*.{ts,mjs,cjs}"],
    extends: [tseslint.configs.base],
    plugins: { n },
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-var": "error",
      "prefer-const": "error",
      "object-shorthand": "error",
      "no-console": "error",
      "n/prefer-node-protocol": "error",
      "n/no-path-concat": "error",
      "n/no-extraneous-import": "error",
      "n/no-deprecated-api": "error",
    },
  },
  {
    files: ["**/*.ts"],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
    ],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      // A type and an interface are both fine; what reads better is a matter of the place.
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true },
      ],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      // Does not see that a branded bigint is a bigint; the compiler refuses what is really unsafe.
      "@typescript-eslint/no-unsafe-unary-minus": "off",
      // Spreading a string gives its code points, which is what a limit on characters counts.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      // One word for every case: noUncheckedIndexedAccess asks for proofs the reader already has.
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
  {
    // The environment is read once, checked as a whole, and handed on as values.
    files: ["src/**/*.ts"],
    ignores: ["src/config.ts"],
    rules: { "n/no-process-env": "error" },
  },
  {
    files: ["src/**/*.ts"],
    ignores: ["src/main.ts", "src/commands/**"],
    rules: { "n/no-process-exit": "error" },
  },
  {
    // Commands talk to a person; everything else logs.
    files: [
      "src/main.ts",
      "src/commands/**",
      "test/bench/**",
      "test/torture/{planted,torture}.ts",
      "test/fuzz/fuzz.ts",
      ".ci/**",
    ],
    rules: { "no-console": "off" },
  },
  {
    // Tests poke at answers whose shape is what is being tested.
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
);
