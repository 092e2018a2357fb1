// node --import ./test/bench/as-built.mjs …: modules of src are taken from dist, as they are shipped.
import { registerHooks } from "node:module";

const sources = new URL("../../src/", import.meta.url).href;
const built = new URL("../../dist/", import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    if (!found.url.startsWith(sources)) return found;
    const url = built + found.url.slice(sources.length).replace(/ts$/, "js");
    return { ...found, url, format: "module" };
  },
});
