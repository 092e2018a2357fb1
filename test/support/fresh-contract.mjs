import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Before any test: the bundle that answers are compared with is made of the openapi.yaml and schemas of now. */
export default function freshContract() {
  const bundle = new URL("../../.ci/bundle-api.mjs", import.meta.url);
  execFileSync(process.execPath, [fileURLToPath(bundle), "--if-stale"], {
    stdio: "inherit",
  });
}
