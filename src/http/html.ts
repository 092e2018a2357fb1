/** Text that is markup already. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Piece = string | number | Markup | null | readonly Piece[];

/** A template whose values are escaped, unless they are markup; lists are joined, null is nothing. */
export function html(
  strings: TemplateStringsArray,
  ...pieces: readonly Piece[]
): Markup {
  return new Markup(
    strings.reduce(
      (text, part, index) => text + write(pieces[index - 1]!) + part,
    ),
  );
}

function write(piece: Piece): string {
  if (piece === null) return "";
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === "object") return piece.map(write).join("");
  return String(piece).replace(/[&<>"']/g, (sign) => ESCAPED[sign]!);
}

const ESCAPED: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
