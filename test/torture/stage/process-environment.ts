/** What an instance is started with so that a fault can reach into it. */
export function processEnvironment(): Record<string, string> {
  const program = new URL("./inside-instance.mjs", import.meta.url).href;
  return {
    NODE_ENV: "production",
    NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import ${program}`,
  };
}
