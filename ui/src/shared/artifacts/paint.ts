export type Look = "key" | "string" | "number" | "word" | "comment";

export interface Piece {
  text: string;
  look?: Look;
}

const JSON_LINE = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|\b(true|false|null)\b/g;
const YAML_LINE = /^(\s*(?:- )*)([\w.\-/]+)(:)(?=\s|$)|(^|\s)(#.*)$|("(?:[^"\\]|\\.)*"|'[^']*')|\b(true|false|null)\b|(?<=[\s:[,])(-?\d+(?:\.\d+)?)(?=$|[\s,\]])/g;

/** A line in pieces, each with how it looks. Light on purpose: JSON and YAML, the rest stays plain. */
export function paint(line: string, path: string): Piece[] {
  if (line.length > 2000) return [{ text: line }];
  if (/\.(json|ipynb|geojson)$/i.test(path)) return split(line, JSON_LINE, ([, string, colon, number]) => (string ? (colon ? "key" : "string") : number ? "number" : "word"));
  if (/(\.ya?ml|MLmodel|MLproject)$/.test(path))
    return split(line, YAML_LINE, ([, , key, , , comment, string, word]) => (key ? "key" : comment ? "comment" : string ? "string" : word ? "word" : "number"));
  return [{ text: line }];
}

function split(line: string, pattern: RegExp, lookOf: (found: RegExpMatchArray) => Look): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const found of line.matchAll(pattern)) {
    const whole = found[0];
    if (found.index > at) pieces.push({ text: line.slice(at, found.index) });
    const colon = /\s*:$/.exec(whole)?.[0] ?? "";
    pieces.push({ text: whole.slice(0, whole.length - colon.length), look: lookOf(found) });
    if (colon) pieces.push({ text: colon });
    at = found.index + whole.length;
  }
  if (at < line.length) pieces.push({ text: line.slice(at) });
  return pieces;
}
