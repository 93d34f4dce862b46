/** A filter as words with their places, as the server's own reader divides it. For colours and completion; pure. */

type TokenKind = "name" | "keyword" | "function" | "operator" | "text" | "number" | "mark" | "bad";

export interface Token {
  kind: TokenKind;
  text: string;
  from: number;
  to: number;
}

const KEYWORDS = new Set(["AND", "OR", "NOT", "IN", "IS", "NULL", "LIKE", "ILIKE", "BETWEEN"]);
const FUNCTIONS = new Set(["min", "max", "first", "last", "count"]);

const TOKEN = /\s*(?:(?<name>(?:[^\W\d]\w*|`[^`]*`?)(?:\.(?:`[^`]*`?|"[^"]*"?|[\w./-]*))?)|(?<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?<text>'[^']*(?:''[^']*)*'?|"[^"]*(?:""[^"]*)*"?)|(?<operator><=|>=|!=|=|<|>)|(?<mark>[(),])|(?<bad>\S))/uy;

const kindOfName = (text: string, rest: string): TokenKind => {
  if (KEYWORDS.has(text.toUpperCase())) return "keyword";
  return FUNCTIONS.has(text.toLowerCase()) && /^\s*\(/.test(rest) ? "function" : "name";
};

export function tokensOf(filter: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(filter); found; found = TOKEN.exec(filter)) {
    const [kind, text] = Object.entries(found.groups ?? {}).find(([, part]) => part !== undefined) as [TokenKind, string];
    const to = TOKEN.lastIndex;
    tokens.push({ kind: kind === "name" ? kindOfName(text, filter.slice(to)) : kind, text, from: to - text.length, to });
  }
  return tokens;
}

interface Piece {
  text: string;
  from: number;
  kind?: TokenKind;
}

/** Pieces of a filter from its beginning to its end, each with what it is; white space is nothing. */
export function piecesOf(filter: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { kind, text, from, to } of tokensOf(filter)) {
    if (from > at) pieces.push({ text: filter.slice(at, from), from: at });
    pieces.push({ text, from, kind });
    at = to;
  }
  if (at < filter.length) pieces.push({ text: filter.slice(at), from: at });
  return pieces;
}
