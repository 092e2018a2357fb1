import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { CsvError, parse } from "csv-parse";
import type {
  GuestFileOptions,
  Member,
  RawRow,
  RowFault,
} from "./guest-file.ts";
import { MEMBERS } from "./guest-file.ts";

interface CsvRecord {
  record: string[];
  info: { lines: number };
}

/** The rows of a CSV file with a header; separator `,`, `;` or tab, whichever the header has. */
export async function* readCsvRows(
  options: GuestFileOptions,
): AsyncGenerator<RawRow | RowFault, void> {
  const separator = await separatorOf(options.path);
  const parser = parse({
    bom: true,
    delimiter: separator,
    info: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
  });
  const bytes = createReadStream(options.path);
  const decoded = decodeUtf8(bytes, options.onProgress);
  // Errors of either end come out where the records are read.
  void feed(decoded, parser);
  let columns: (Member | null)[] | null = null;
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      if (columns === null) {
        const header = readHeader(record, options.ignoreUnknownColumns);
        yield* header.faults;
        if (header.faults.length > 0) return;
        columns = header.columns;
        continue;
      }
      if (record.length !== columns.length) {
        yield {
          line: info.lines,
          member: null,
          fault: `has ${record.length} cells, the header has ${columns.length}`,
          remedy: `put text that contains the separator ${JSON.stringify(separator)} into double quotes`,
        };
        continue;
      }
      yield {
        line: info.lines,
        document: documentOf(record, columns, separator),
      };
    }
  } catch (error) {
    yield faultOf(error);
    return;
  } finally {
    bytes.destroy();
  }
  if (columns === null) {
    yield {
      line: 1,
      member: null,
      fault: "the file is empty",
      remedy: `give a header: ${MEMBERS.join(",")}`,
    };
  }
}

async function separatorOf(path: string): Promise<"," | ";" | "\t"> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(4096),
      0,
      4096,
      0,
    );
    const header = /[^\r\n]*/.exec(
      buffer.toString("utf8", 0, bytesRead).trimStart(),
    )![0];
    const found = ([",", ";", "\t"] as const).map((each) => ({
      each,
      count: header.split(each).length,
    }));
    return found.reduce((best, other) =>
      other.count > best.count ? other : best,
    ).each;
  } finally {
    await file.close();
  }
}

class NotUtf8 extends Error {
  readonly line: number;
  constructor(line: number) {
    super("not UTF-8");
    this.line = line;
  }
}

async function* decodeUtf8(
  bytes: AsyncIterable<Buffer>,
  onProgress: (bytes: number) => void,
): AsyncGenerator<string, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let line = 1;
  let read = 0;
  for await (const chunk of bytes) {
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch {
      throw new NotUtf8(line + linesBeforeFault(chunk));
    }
    line += text.split("\n").length - 1;
    read += chunk.length;
    onProgress(read);
    yield text;
  }
  try {
    yield decoder.decode();
  } catch {
    throw new NotUtf8(line);
  }
}

/** Whole lines of a chunk that are fine; the first cut off by the chunk before counts as fine. */
function linesBeforeFault(chunk: Buffer): number {
  let start = chunk.indexOf(10) + 1;
  let lines = start === 0 ? 0 : 1;
  for (
    let end = chunk.indexOf(10, start);
    end >= 0;
    end = chunk.indexOf(10, start)
  ) {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(
        chunk.subarray(start, end),
      );
    } catch {
      return lines;
    }
    lines += 1;
    start = end + 1;
  }
  return lines;
}

async function feed(
  source: AsyncIterable<string>,
  parser: ReturnType<typeof parse>,
): Promise<void> {
  try {
    for await (const text of source) {
      if (!parser.write(text))
        await new Promise((resolve) => parser.once("drain", resolve));
      if (parser.destroyed) return;
    }
    parser.end();
  } catch (error) {
    parser.destroy(error as Error);
  }
}

function readHeader(
  record: readonly string[],
  ignoreUnknown: boolean,
): { columns: (Member | null)[]; faults: RowFault[] } {
  const faults: RowFault[] = [];
  const at = (member: string, fault: string, remedy: string) =>
    faults.push({ line: 1, member, fault, remedy });
  const columns = record.map((title) => {
    const member =
      MEMBERS.find((each) => each.toLowerCase() === title.toLowerCase()) ??
      null;
    if (member === null && !ignoreUnknown) {
      at(
        title,
        "is not a known column",
        `known are ${MEMBERS.join(", ")}; or give --ignore-unknown-columns`,
      );
    }
    return member;
  });
  for (const member of MEMBERS) {
    if (columns.filter((each) => each === member).length > 1)
      at(member, "stands twice in the header", "remove one");
  }
  if (!columns.includes("reservationId")) {
    at(
      "reservationId",
      "is missing in the header",
      "the first line names the columns, and this one is always needed",
    );
  }
  return { columns, faults };
}

function documentOf(
  record: readonly string[],
  columns: readonly (Member | null)[],
  separator: string,
): Record<string, unknown> {
  const document: Record<string, unknown> = {};
  columns.forEach((member, index) => {
    if (member !== null)
      document[member] = cellValue(member, record[index]!, separator);
  });
  return document;
}

/** An empty credit limit is none, an empty `blocked` is no; anything else that does not fit is left for the schema. */
function cellValue(member: Member, text: string, separator: string): unknown {
  switch (member) {
    case "creditLimit":
      if (text === "") return null;
      // Where ; separates, spreadsheets write 50,00. One with three decimals could be thousands: refused as it stands.
      return separator !== "," && /^\d+,\d{1,2}$/.test(text)
        ? text.replace(",", ".")
        : text;
    case "blocked":
      return BLOCKED.get(text.toLowerCase()) ?? text;
    case "status":
      return text.toLowerCase();
    default:
      return text;
  }
}

const BLOCKED = new Map([
  ["true", true],
  ["yes", true],
  ["1", true],
  ["false", false],
  ["no", false],
  ["0", false],
  ["", false],
]);

function faultOf(error: unknown): RowFault {
  if (error instanceof NotUtf8) {
    return {
      line: error.line,
      member: null,
      fault: "is not UTF-8",
      remedy: 'save the file as "CSV UTF-8"; names would be damaged otherwise',
    };
  }
  if (!(error instanceof CsvError)) throw error;
  const { lines } = error as unknown as { lines?: number };
  return {
    line: lines ?? 1,
    member: null,
    fault: QUOTE_FAULTS[error.code] ?? "is not CSV",
    remedy:
      'double quotes stand around a whole cell, and inside a cell they are doubled: "Keller ""Mia"""',
  };
}

const QUOTE_FAULTS: Record<string, string | undefined> = {
  CSV_QUOTE_NOT_CLOSED:
    "a cell that begins with a double quote does not end with one",
  INVALID_OPENING_QUOTE: "a double quote stands in the middle of a cell",
  CSV_INVALID_CLOSING_QUOTE:
    "something stands after the closing double quote of a cell",
};
