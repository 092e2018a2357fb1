import standalone from "ajv/dist/standalone/index.js";
import { loadAjv } from "../src/schemas/schema.ts";

/** Every server needs it as soon as it listens, and ajv takes a fifth of a start to compile it. */
const NEEDED_AT_ONCE = "ChargeRequest";

/** For esbuild: in place of `src/schemas/made-checks.ts`, the same with what ajv compiles of the schema. */
export const madeChecks = {
  name: "made-checks",
  setup(build) {
    build.onLoad(
      { filter: /[\\/]src[\\/]schemas[\\/]made-checks\.ts$/ },
      () => ({
        contents: `${compiled()}\nexport const MADE_CHECKS = { ${NEEDED_AT_ONCE}: check };`,
        loader: "js",
      }),
    );
  },
};

function compiled() {
  const ajv = loadAjv({ code: { source: true, esm: true, lines: true } });
  // What it needs of ajv is written as for CommonJS.
  return standalone
    .default(ajv, { check: `${NEEDED_AT_ONCE}.json` })
    .replace("export const check =", "const check =")
    .replaceAll(
      /const (\w+) = require\("([^"]+)"\)\.default;/g,
      'import $1Module from "$2.js"; const $1 = $1Module.default;',
    );
}
