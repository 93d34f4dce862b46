import { expect, it } from "vitest";

import { hexLines, looksLikeText } from "./hex";
import { mapOf } from "./geography";
import { parsed } from "./parsed";

it("reads JSON and YAML, and nothing else", () => {
  expect(parsed('{"a": [1, null]}', "a.json")).toEqual({ read: { a: [1, null] } });
  expect(parsed("a: &x 1\nb: *x\n", "a.yaml")).toEqual({ read: { a: 1, b: 1 } });
  expect([parsed("{", "a.json"), parsed("a: [", "a.yml")]).toEqual([undefined, undefined]);
});

it("makes no objects of what YAML's tags ask for, and no endless copies", () => {
  expect(parsed("a: !!js/function 'function(){}'\n", "a.yaml")?.read).toEqual({ a: "function(){}" });
  const bomb = ["a: &a [x, x]", ...[..."bcdefghijk"].map((name, i) => `${name}: &${name} [${`*${"abcdefghij"[i]}, `.repeat(9)}x]`)].join("\n");
  expect(parsed(bomb, "a.yaml")).toBeUndefined();
});

it("writes bytes, and tells text from them", () => {
  expect(hexLines(new TextEncoder().encode("Hello, bytes and more!"))[0]).toBe("00000000  48 65 6c 6c 6f 2c 20 62 79 74 65 73 20 61 6e 64  Hello, bytes and");
  expect([new TextEncoder().encode("naïve\ttext\n"), new TextEncoder().encode("ï").slice(0, 1), new Uint8Array([0, 1, 2]), new Uint8Array([0xff, 0xfe])].map(looksLikeText)).toEqual([true, true, false, false]);
});

it("draws places true to their proportions, holes and points too", () => {
  const square = [[0, 60], [2, 60], [2, 61], [0, 61], [0, 60]];
  const map = mapOf({
    type: "FeatureCollection",
    features: [
      { type: "Feature", properties: { name: "a" }, geometry: { type: "Polygon", coordinates: [square, square] } },
      { type: "Feature", geometry: { type: "GeometryCollection", geometries: [{ type: "Point", coordinates: [1, 60.5] }] } },
      { type: "Feature", geometry: null },
    ],
  });
  expect(map?.features).toBe(3);
  expect(map?.shapes.map((shape) => [shape.kind, shape.parts.length, shape.title])).toEqual([["area", 2, "name: a"], ["point", 1, ""]]);
  // At 60 degrees a degree of longitude is half a degree of latitude.
  expect((map?.width ?? 0) / (map?.height ?? 1)).toBeCloseTo(1, 1);
  expect([mapOf({ type: "FeatureCollection", features: [] }), mapOf({ a: 1 }), mapOf({ type: "Point", coordinates: ["x"] })]).toEqual([undefined, undefined, undefined]);
});
