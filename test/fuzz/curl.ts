import type { FuzzRequest } from "./make-request.ts";

/** A line for a shell that sends the request again to the server at `$U`. */
export function asCurl({ method, path, headers, body }: FuzzRequest): string {
  const words = [
    "curl",
    "-sS",
    "-i",
    "-g",
    "--path-as-is",
    method === "HEAD" ? "-I" : `-X ${method}`,
  ];
  for (const [name, value] of Object.entries(headers))
    words.push("-H", quoted(value === "" ? `${name};` : `${name}: ${value}`));
  const isText =
    body !== null && /^[\x20-\x7e]*$/.test(body.toString("latin1"));
  if (body !== null)
    words.push("--data-binary", isText ? quoted(body.toString()) : "@-");
  const line = `${words.join(" ")} "$U"${quoted(path)}`;
  return body === null || isText
    ? line
    : `echo ${body.toString("base64")} | base64 -d | ${line}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
