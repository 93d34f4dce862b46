import { describe, expect, it } from "vitest";

import { columnAt, completed, completionsAt, placeAt } from "./completion";
import { withRecent } from "./recent";
import { piecesOf, tokensOf } from "./tokens";
import { withWords } from "./words";

const keys = { metrics: ["loss", "val/loss", "accuracy"], params: ["lr", "model"], tags: ["team"] };
/** Completions where the bar stands. */
const at = (text: string, values: string[] = []) => {
  const caret = text.indexOf("|");
  return completionsAt(placeAt(text.replace("|", ""), caret), keys, values).map(({ label }) => label);
};
/** What the filter is once the first completion is taken, with a bar for the caret. */
const taken = (text: string, values: string[] = []) => {
  const caret = text.indexOf("|");
  const filter = text.replace("|", "");
  const place = placeAt(filter, caret);
  const [first] = completionsAt(place, keys, values);
  if (!first) return undefined;
  const next = completed(filter, place, first);
  return `${next.filter.slice(0, next.caret)}|${next.filter.slice(next.caret)}`;
};

describe("tokens", () => {
  it("are what the server reads", () => {
    expect(tokensOf("min(metrics.`val/loss`) >= -1e-3 AND params.a != 'it''s'").map(({ kind, text }) => [kind, text])).toEqual([
      ["function", "min"],
      ["mark", "("],
      ["name", "metrics.`val/loss`"],
      ["mark", ")"],
      ["operator", ">="],
      ["number", "-1e-3"],
      ["keyword", "AND"],
      ["name", "params.a"],
      ["operator", "!="],
      ["text", "'it''s'"],
    ]);
  });
  it("are had of what is half written, too", () => {
    expect(tokensOf("params.`a b").at(-1)).toMatchObject({ kind: "name", text: "params.`a b" });
    expect(tokensOf("tags.x = 'ab").at(-1)).toMatchObject({ kind: "text", text: "'ab" });
    expect(tokensOf("a ; b").map(({ kind }) => kind)).toEqual(["name", "bad", "name"]);
  });
  it("lose no character", () => {
    for (const text of ["", "  a  =  'b' ", "a;;b", "min (", "(((", "`"]) expect(piecesOf(text).map((piece) => piece.text).join("")).toBe(text);
  });
});

describe("completion", () => {
  it("begins with attributes and families", () => {
    expect(at("|").slice(0, 2)).toEqual(["run_name", "status"]);
    expect(at("|")).toContain("metrics.");
  });
  it("finds keys by any part of their names, best first", () => {
    expect(at("metrics.|")).toEqual(["metrics.", "metrics.loss", "metrics.val/loss", "metrics.accuracy"]);
    expect(at("loss|")).toEqual(["metrics.loss", "metrics.val/loss"]);
    expect(at("mod|")).toEqual(["params.model"]);
    expect(at("metrics.loss < 1 AND te|")).toContain("tags.team");
  });
  it("writes keys with signs in backticks", () => expect(taken("val|")).toBe("metrics.`val/loss` |"));
  it("knows which operators compare numbers and texts", () => {
    expect(at("metrics.loss |")).toContain(">=");
    expect(at("metrics.loss |")).not.toContain("LIKE");
    expect(at("params.lr |")).toContain("ILIKE");
    expect(at("text |")).toEqual(["ILIKE", "LIKE", "="]);
    expect(at("min(metrics.loss) |")).toContain("<");
    expect(at("start_time |")).toContain(">");
  });
  it("offers values, in the quotes they need", () => {
    expect(at("status = |")).toContain("FINISHED");
    expect(taken("attributes.status = 'FA|")).toBe("attributes.status = 'FAILED' |");
    expect(taken("params.model = |", ["it's"])).toBe('params.model = "it\'s" |');
    expect(columnAt(placeAt("params.`my key` = ", 18))).toBe("params.my key");
    expect(columnAt(placeAt("metrics.loss = ", 15))).toBeUndefined();
    expect(at("params.model IN ('a', |", ["forest"])).toEqual(["forest"]);
  });
  it("goes on with AND and OR", () => {
    expect(at("metrics.loss < 1 |")).toEqual(["AND", "OR"]);
    expect(at("params.model IS |")).toEqual(["NULL", "NOT NULL"]);
    expect(at("params.model IS NOT NULL |")).toEqual(["AND", "OR"]);
    expect(at("(metrics.loss < 1) |")).toEqual(["AND", "OR"]);
    expect(at("metrics.loss BETWEEN 1 |")).toEqual(["AND"]);
    expect(at("metrics.loss BETWEEN 1 AND 2 |")).toEqual(["AND", "OR"]);
  });
  it("puts a metric in a function", () => expect(taken("max(acc|")).toBe("max(metrics.accuracy) |"));
  it("works in the middle", () => expect(taken("mod| = 'x'")).toBe("params.model |= 'x'"));
  it("searches thousands of names at once", () => {
    const many = { metrics: Array.from({ length: 12_000 }, (_, i) => `layer.${i}/grad`) };
    expect(completionsAt(placeAt("layer.11999", 11), many).map(({ label }) => label)).toEqual(["metrics.layer.11999/grad"]);
  });
});

it("narrows to words", () => {
  expect(withWords("", undefined)).toBe("");
  expect(withWords("a = 1 OR b = 2", " warm  up ")).toBe("(a = 1 OR b = 2) AND text ILIKE '%warm%' AND text ILIKE '%up%'");
  expect(withWords("", "it's")).toBe(`text ILIKE "%it's%"`);
});

it("remembers the last filters, each once", () => {
  expect(withRecent(["a", "b"], "b")).toEqual(["b", "a"]);
  expect(withRecent(["1", "2", "3", "4", "5", "6", "7", "8"], "9")).toHaveLength(8);
});
