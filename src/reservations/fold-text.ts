/**
 * Text as search compares it: without case and accents, in any script. `MÜLLER`, `müller` and `Muller` are one, and so
 * are `Weiß` and `WEISS`; letters that only look decorated (`ø`, `ł`, `đ`) are read as their plain ones.
 */
export function foldText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(COMBINING, "")
    .toUpperCase()
    .toLowerCase()
    .normalize("NFKD")
    .replace(COMBINING, "")
    .replace(STROKED, (letter) => PLAIN[letter] ?? letter)
    .replace(/ς/g, "σ")
    .replace(/\s+/gu, " ")
    .trim();
}

/** The words of a folded term: each is looked for by itself, so that `anna mül` finds `Müller, Anna`. */
export function foldWords(term: string): string[] {
  return foldText(term)
    .split(" ")
    .filter((word) => word !== "");
}

const COMBINING = /\p{M}+/gu;
const STROKED = /[øłđħŧıŀæœðþ]/g;
const PLAIN: Readonly<Record<string, string>> = {
  ø: "o",
  ł: "l",
  đ: "d",
  ħ: "h",
  ŧ: "t",
  ı: "i",
  ŀ: "l",
  æ: "ae",
  œ: "oe",
  ð: "d",
  þ: "th",
};
