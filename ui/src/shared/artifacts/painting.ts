import { baseName } from "@/shared/format";

/** A piece of a line and what it is in its language: "keyword", "string", "comment"… */
interface Piece {
  text: string;
  look?: string;
}

export type Line = Piece[];

interface Node {
  type: string;
  value?: string;
  properties?: { className?: unknown };
  children?: readonly Node[];
}

/** Looks that the grammars name in many ways. */
const LOOKS: Readonly<Record<string, string>> = {
  keyword: "keyword",
  built_in: "keyword",
  literal: "number",
  number: "number",
  string: "string",
  regexp: "string",
  comment: "comment",
  quote: "comment",
  meta: "comment",
  attr: "name",
  attribute: "name",
  tag: "name",
  name: "name",
  section: "name",
  selector: "name",
  title: "title",
  addition: "added",
  deletion: "removed",
};

const lookOf = (node: Node): string | undefined => {
  const [first] = Array.isArray(node.properties?.className) ? (node.properties.className as unknown[]) : [];
  return typeof first === "string" ? LOOKS[first.replace(/^hljs-/, "").replace(/\..*$/, "").replace(/[-_ ].*$/, "")] ?? LOOKS[first.replace(/^hljs-/, "")] : undefined;
};

/** A tree of marked-up text as lines: what goes on over a line's end is cut there. */
export function linesOf(tree: Node): Line[] {
  const lines: Line[] = [[]];
  const walk = (node: Node, look: string | undefined) => {
    for (const [i, text] of (node.value ?? "").split("\n").entries()) {
      if (i > 0) lines.push([]);
      if (text) lines.at(-1)?.push(look ? { text, look } : { text });
    }
    for (const child of node.children ?? []) walk(child, lookOf(child) ?? look);
  };
  walk(tree, undefined);
  return lines;
}

const LANGUAGES: readonly (readonly [language: string, endings: string])[] = [
  ["python", "py ipy pyi"],
  ["json", "json ipynb geojson jsonl ndjson"],
  ["yaml", "yaml yml"],
  ["bash", "sh bash env"],
  ["sql", "sql"],
  ["r", "r rmd"],
  ["xml", "xml html htm svg"],
  ["css", "css"],
  ["typescript", "js jsx ts tsx"],
  ["ini", "toml ini cfg conf properties"],
  ["diff", "diff patch"],
  ["markdown", "md markdown"],
  ["cpp", "c h cpp hpp cc cu"],
  ["java", "java"],
  ["scala", "scala"],
  ["go", "go"],
  ["rust", "rs"],
  ["julia", "jl"],
];

const BY_NAME: Readonly<Record<string, string>> = { mlmodel: "yaml", mlproject: "yaml", dockerfile: "dockerfile", makefile: "makefile" };

/** The language a file is written in, judged by its name; none where it is plain text. */
export function languageOf(path: string): string | undefined {
  const name = baseName(path).toLowerCase();
  const ending = name.split(".").pop() ?? "";
  return BY_NAME[name] ?? LANGUAGES.find(([, endings]) => endings.split(" ").includes(ending))?.[0];
}
