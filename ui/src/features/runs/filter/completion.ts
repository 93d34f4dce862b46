/** What can follow at a place of a filter. Pure. */

import { quoted, quotedKey } from "@/api/quote";
import type { RunKeys } from "@/api/types";

import { type Token, tokensOf } from "./tokens";

export interface Completion {
  /** What is put in place of what was typed. */
  insert: string;
  label: string;
  hint: string;
}

type Wanted = "name" | "metric" | "operator" | "value" | "null" | "list" | "and" | "joint" | "close";

export interface Place {
  wanted: Wanted;
  /** What was typed of the word so far, and where it stands. */
  typed: string;
  from: number;
  to: number;
  /** The name that an operator or a value belongs to. */
  name: string | undefined;
}

const ATTRIBUTES: readonly (readonly [name: string, hint: string, type: "text" | "number"])[] = [
  ["run_name", "name of the run", "text"],
  ["status", "RUNNING, FINISHED, FAILED, …", "text"],
  ["start_time", "milliseconds since 1970", "number"],
  ["end_time", "milliseconds since 1970", "number"],
  ["user_id", "who ran it", "text"],
  ["run_id", "id of the run", "text"],
  ["artifact_uri", "where its files are", "text"],
  ["text", "any text of a run", "text"],
];
const STATUSES = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];
const PREFIXES: readonly (readonly [string, string])[] = [
  ["metrics.", "last value of a metric"],
  ["params.", "a parameter"],
  ["tags.", "a tag"],
  ["datasets.", "name, digest or context of a data set"],
];
const AGGREGATES: readonly (readonly [string, string])[] = [
  ["min", "least value of a series"],
  ["max", "greatest value of a series"],
  ["first", "first value of a series"],
  ["count", "how many values a series has"],
];
const NUMBER_OPERATORS = ["=", "!=", ">", ">=", "<", "<=", "BETWEEN", "IN (", "IS NULL", "IS NOT NULL"];
const TEXT_OPERATORS = ["=", "!=", "LIKE", "ILIKE", "NOT LIKE", "IN (", "IS NULL", "IS NOT NULL"];

const upper = (token: Token | undefined): string => (token?.kind === "keyword" ? token.text.toUpperCase() : (token?.text ?? ""));

/** What is wanted after some whole words. */
function after(tokens: readonly Token[]): { wanted: Wanted; name: string | undefined } {
  let wanted: Wanted = "name";
  let name: string | undefined;
  let within: "list" | "between" | undefined;
  let called = false;
  for (const token of tokens) {
    const word = upper(token);
    if (token.kind === "function") {
      called = true;
      name = `${token.text.toLowerCase()}(`;
    } else if (word === "(" && called) wanted = "metric";
    else if (word === ")" && called && wanted !== "joint") {
      called = false;
      wanted = "operator";
    } else if (word === "(" && wanted === "list") {
      within = "list";
      wanted = "value";
    } else if (word === "(" || word === "OR") wanted = "name";
    else if (word === "AND") {
      wanted = within === "between" ? "value" : "name";
      if (within === "between") within = undefined;
    } else if (word === "NOT") wanted = wanted === "operator" ? "operator" : wanted === "null" ? "null" : "name";
    else if (word === "IN") wanted = "list";
    else if (word === "IS") wanted = "null";
    else if (word === "BETWEEN") {
      within = "between";
      wanted = "value";
    } else if (token.kind === "operator" || word === "LIKE" || word === "ILIKE") wanted = "value";
    else if (word === ",") wanted = "value";
    else if (word === ")") {
      within = undefined;
      wanted = "joint";
    } else if (token.kind === "name" && (wanted === "name" || wanted === "metric")) {
      name = called ? `${name ?? ""}${token.text})` : token.text;
      wanted = called ? "close" : "operator";
    } else wanted = within === "list" ? "list" : within === "between" ? "and" : "joint";
  }
  return { wanted, name };
}

/** Whether one is still writing a word when the caret stands at its end. */
const unfinished = ({ kind, text }: Token): boolean => {
  if (kind === "text") return !(text.length > 1 && text.endsWith(text[0] as string));
  return kind === "name" || kind === "keyword" || kind === "function" || kind === "bad" || kind === "number";
};

export function placeAt(filter: string, caret: number): Place {
  const tokens = tokensOf(filter);
  const typed = tokens.find((token) => token.from < caret && (caret < token.to || (caret === token.to && unfinished(token))));
  const before = tokens.filter((token) => token.to <= (typed?.from ?? caret));
  return { ...after(before), typed: typed ? filter.slice(typed.from, caret) : "", from: typed?.from ?? caret, to: typed?.to ?? caret };
}

/** The column whose values can stand at a place; undefined where it is numbers, or everything. */
export function columnAt({ wanted, name }: Place): string | undefined {
  if (wanted !== "value" || !name) return undefined;
  const plain = name.replaceAll("`", "");
  if (/^(params?|parameters?)\./.test(plain)) return plain.replace(/^\w+\./, "params.");
  if (/^tags?\./.test(plain)) return plain.replace(/^\w+\./, "tags.");
  return plain === "run_name" || plain === "user_id" ? `attributes.${plain}` : undefined;
}

function isNumber(name: string): boolean {
  if (/^(metrics?\.|\w+\()/.test(name)) return true;
  const attribute = name.replace(/^(attributes?|attr|run)\./, "");
  return ATTRIBUTES.find(([known]) => known === attribute)?.[2] === "number";
}

const MOST = 60;

/** Those that fit, best first: what begins with the words, then what has them anywhere. */
function fitting(all: Iterable<Completion>, typed: string): Completion[] {
  const wanted = typed.replaceAll(/[`'"]/g, "").toLowerCase();
  const [starts, has]: [Completion[], Completion[]] = [[], []];
  for (const one of all) {
    const label = one.label.toLowerCase();
    if (label.startsWith(wanted) || label.includes(`.${wanted}`)) starts.push(one);
    else if (label.includes(wanted)) has.push(one);
    if (starts.length >= MOST) break;
  }
  return [...starts, ...has].slice(0, MOST);
}

function* keysAs(prefix: string, hint: string, names: readonly string[] = []): Generator<Completion> {
  for (const name of names) yield { insert: `${prefix}${quotedKey(name)} `, label: prefix + name, hint };
}

function* names(keys: RunKeys): Generator<Completion> {
  for (const [name, hint] of ATTRIBUTES) yield { insert: `${name} `, label: name, hint };
  for (const [prefix, hint] of PREFIXES) yield { insert: prefix, label: prefix, hint };
  yield* keysAs("metrics.", "metric", keys.metrics);
  yield* keysAs("params.", "parameter", keys.params);
  yield* keysAs("tags.", "tag", keys.tags);
  for (const field of ["name", "digest", "context"]) yield { insert: `datasets.${field} `, label: `datasets.${field}`, hint: "data set" };
  for (const [name, hint] of AGGREGATES) yield { insert: `${name}(metrics.`, label: `${name}(`, hint };
  yield { insert: "NOT ", label: "NOT", hint: "the opposite" };
}

const plain = (words: readonly string[], hint = ""): Completion[] => words.map((word) => ({ insert: word.endsWith("(") ? word : `${word} `, label: word, hint }));

/**
 * What can stand at a place.
 *
 * @param values - values that runs have in the column of `columnAt`, as far as they are known
 */
export function completionsAt(place: Place, keys: RunKeys, values: readonly string[] = []): Completion[] {
  const { wanted, typed, name = "" } = place;
  switch (wanted) {
    case "name":
      return fitting(names(keys), typed);
    case "metric":
      return fitting(keysAs("metrics.", "metric", keys.metrics), typed).map((one) => ({ ...one, insert: `${one.insert.trimEnd()}) ` }));
    case "operator":
      if (name === "text") return fitting(plain(["ILIKE", "LIKE", "="]), typed);
      return fitting(plain(isNumber(name) ? NUMBER_OPERATORS : TEXT_OPERATORS), typed);
    case "value": {
      const known = name.endsWith("status") ? STATUSES : values;
      return isNumber(name) ? [] : fitting(known.map((value) => ({ insert: `${quoted(value)} `, label: value, hint: "" })), typed);
    }
    case "null":
      return fitting(plain(["NULL", "NOT NULL"]), typed);
    case "list":
      return fitting(plain(["(", ")"]), typed);
    case "and":
      return fitting(plain(["AND"]), typed);
    case "close":
      return fitting(plain([")"]), typed);
    case "joint":
      return fitting([...plain(["AND"], "both"), ...plain(["OR"], "either")], typed);
  }
}

/** The filter with a completion in its place, and where the caret stands then. */
export function completed(filter: string, { from, to }: Place, { insert }: Completion): { filter: string; caret: number } {
  const rest = filter.slice(to).replace(/^\s+/, insert.endsWith(" ") ? "" : " ");
  return { filter: filter.slice(0, from) + insert + rest, caret: from + insert.length };
}
