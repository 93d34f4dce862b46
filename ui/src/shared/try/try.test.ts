import { describe, expect, it } from "vitest";

import { predictionsOf, refusalOf } from "./answer";
import { pythonOf, readJson } from "./json";
import { type Column, offerOf } from "./offer";
import { rowsOfPasted } from "./pasted";
import { curlOf, paramValues, pythonLines, requestOf } from "./request";
import { fieldOf, rowsOf, splitOf, tokenOf } from "./rows";

const COLUMNS: Column[] = [
  { name: "alcohol", type: "double", required: true },
  { name: "id", type: "long", required: true },
  { name: "note", type: "string", required: false },
];

describe("offerOf", () => {
  it("makes a form of named columns", () => {
    const offer = offerOf({ name: "m", version: "2", streams: true, inputs: [{ name: "a", type: "double", required: false }], params: [{ name: "k", type: "long", default: 3, shape: null }] });
    expect(offer).toEqual({ name: "m", version: "2", streams: true, columns: [{ name: "a", type: "double", required: false }], params: [{ name: "k", type: "long", preset: "3", list: false }], example: undefined });
  });
  it("makes none of tensors, of columns without names, of very many, or of nothing", () => {
    expect(offerOf({ name: "m", inputs: [{ type: "tensor", name: "x", "tensor-spec": {} }] }).columns).toBeUndefined();
    expect(offerOf({ name: "m", inputs: [{ type: "double" }] }).columns).toBeUndefined();
    expect(offerOf({ name: "m", inputs: null }).columns).toBeUndefined();
    expect(offerOf({ name: "m", inputs: Array.from({ length: 201 }, (_, i) => ({ name: `c${i}`, type: "double" })) }).columns).toBeUndefined();
  });
});

describe("tokenOf", () => {
  it("keeps every digit of a long", () => expect(tokenOf("9007199254740993", "long")).toBe("9007199254740993"));
  it("writes what JSON can read", () => {
    expect(["007", "+5", "-0"].map((text) => JSON.parse(tokenOf(text, "long")) as number)).toEqual([7, 5, -0]);
    expect([".5", "1.", "1e3"].map((text) => tokenOf(text, "double"))).toEqual(["0.5", "1", "1000"]);
    expect(tokenOf(' a "b" ', "string")).toBe('" a \\"b\\" "');
    expect(tokenOf("[1, 2]", "array")).toBe("[1,2]");
  });
  it.each([
    ["1.5", "long"],
    ["x", "double"],
    ["yes", "boolean"],
    ["{", "object"],
  ])("refuses %s as %s", (text, type) => expect(() => tokenOf(text, type)).toThrow());
});

describe("splitOf", () => {
  it("leaves out optional columns that are empty", () => {
    expect(splitOf(COLUMNS, [["1.5", "2", ""]])).toEqual({ split: '{"columns": ["alcohol", "id"], "data": [[1.5, 2]]}', faults: [] });
    expect(splitOf(COLUMNS, [["1", "2", ""], ["1", "2", "x"]]).split).toBe('{"columns": ["alcohol", "id", "note"], "data": [[1, 2, null], [1, 2, "x"]]}');
  });
  it("names the row and the column of every fault", () => {
    expect(splitOf(COLUMNS, [["1", "2", ""], ["", "2.5", ""]]).faults).toEqual([
      { row: 1, column: "alcohol", words: "needs a value" },
      { row: 1, column: "id", words: "is no whole number: “2.5”" },
    ]);
  });
});

describe("rowsOf", () => {
  it.each([
    { dataframe_split: { columns: ["id", "alcohol"], data: [[1, 2.5]] } },
    { dataframe_records: [{ alcohol: 2.5, id: 1 }] },
    { inputs: { alcohol: [2.5], id: [1] } },
    { inputs: [{ alcohol: 2.5, id: 1 }] },
    { columns: ["id", "alcohol"], data: [[1, 2.5]] },
    [{ alcohol: 2.5, id: 1 }],
  ])("reads %j", (request) => expect(rowsOf(request, COLUMNS)).toEqual([["2.5", "1", ""]]));
  it("finds no table elsewhere", () => {
    for (const request of [{ inputs: [[1, 2]] }, { dataframe_records: [{ other: 1 }] }, 3, null]) expect(rowsOf(request, COLUMNS)).toBeUndefined();
  });
  it("goes to fields and back", () => expect(tokenOf(fieldOf({ a: [1] }, "object"), "object")).toBe('{"a":[1]}'));
});

describe("rowsOfPasted", () => {
  it("takes CSV in any order of columns, a piece of a sheet, and JSON", () => {
    expect(rowsOfPasted('id,note,alcohol\n1,"a, b",2\n', COLUMNS)).toEqual([["2", "1", "a, b"]]);
    expect(rowsOfPasted("2\t1\tx\n3\t4\ty", COLUMNS)).toEqual([["2", "1", "x"], ["3", "4", "y"]]);
    expect(rowsOfPasted('[{"alcohol": 2}]', COLUMNS)).toEqual([["2", "", ""]]);
  });
  it.each(["a,b\n1,2", "{", '{"a": 1}', ""])("says what it wants instead of %j", (text) => expect(() => rowsOfPasted(text, COLUMNS)).toThrow(/columns|JSON|values/));
});

describe("requests", () => {
  const params = [
    { name: "k", type: "long", preset: "3", list: false },
    { name: "stop", type: "string", preset: "[]", list: true },
  ];
  it("sends the params that were changed", () => {
    expect(requestOf("{}", params, { k: "3" }).body).toBe('{"dataframe_split": {}}');
    expect(requestOf("{}", params, { k: "5", stop: '["a"]' }).body).toBe('{"dataframe_split": {}, "params": {"k": 5, "stop": ["a"]}}');
    expect(requestOf("{}", params, { k: "x" }).faults).toEqual([{ row: -1, column: "k", words: "is no whole number: “x”" }]);
    expect(paramValues({ params: { k: 5, stop: ["a"] } }, params)).toEqual({ k: "5", stop: '["a"]' });
  });
  it("writes lines for a shell and for Python", () => {
    expect(curlOf("http://h/i", '{"a": "it\'s"}', false)).toBe(`curl 'http://h/i' \\\n  -H 'Content-Type: application/json' \\\n  -d '{"a": "it'\\''s"}'`);
    expect(pythonLines("http://h/i", '{"a": [true, null, "true", 9007199254740993, NaN]}', false)).toContain('json={"a": [True, None, "true", 9007199254740993, float("nan")]})');
    expect(pythonLines("http://h/i", "no json", true)).toContain('data="no json"');
  });
});

describe("answers", () => {
  it("reads numbers that JSON lacks, and leaves texts alone", () => {
    expect(readJson('{"a": [NaN, -Infinity, "NaN, \\"Infinity"]}')).toEqual({ a: ["NaN", "-Infinity", 'NaN, "Infinity'] });
    expect(() => readJson("{")).toThrow();
    expect(pythonOf("{")).toBeUndefined();
  });
  it.each([
    ['{"predictions": [1, 2]}', ["prediction"], [[1], [2]]],
    ['{"predictions": [[0.1, 0.9]]}', ["0", "1"], [[0.1, 0.9]]],
    ['{"predictions": [{"a": 1, "b": "x"}]}', ["a", "b"], [[1, "x"]]],
    ['{"predictions": {"a": [1, 2], "b": [3]}}', ["a", "b"], [[1, 3], [2, null]]],
    ['{"predictions": "words"}', ["prediction"], [["words"]]],
    ["[1]", ["prediction"], [[1]]],
  ])("shows %s as a table", (body, columns, rows) => expect(predictionsOf(body)).toEqual({ columns, rows }));
  it("tells which columns a refusal is about", () => {
    expect(refusalOf('{"message": "Column \'id\' is missing", "stack_trace": "t"}', ["alcohol", "id"])).toEqual({ message: "Column 'id' is missing", trace: "t", columns: ["id"] });
    expect(refusalOf("", []).message).toContain("no reason");
  });
});
