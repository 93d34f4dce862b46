import { expect, it } from "vitest";

import { laidOut, NODE } from "./graph";

const node = (id: string, layer: number) => ({ id, layer });
const places = (...args: Parameters<typeof laidOut>) => new Map(laidOut(...args).nodes.map(({ id, x, y }) => [id, [x, y]]));

it("lays out a column a layer, without gaps for empty ones, and nothing over another", () => {
  const edges = [
    { from: "r", to: "a" },
    { from: "r", to: "b" },
  ];
  const layout = laidOut([node("r", 1), node("a", 3), node("b", 3)], edges);
  expect([layout.width, layout.height]).toEqual([2 * NODE.width + NODE.across, 2 * NODE.height + NODE.down]);
  expect(layout.curves).toHaveLength(2);
  expect(layout.nodes.map(({ x, y }) => [x, y])).toEqual([
    [0, (NODE.height + NODE.down) / 2],
    [NODE.width + NODE.across, 0],
    [NODE.width + NODE.across, NODE.height + NODE.down],
  ]);
});

it("keeps lines from crossing: nodes stand beside what they were made of", () => {
  const found = places(
    [node("a", 0), node("b", 0), node("of b", 1), node("of a", 1), node("of neither", 1)],
    [
      { from: "a", to: "of a" },
      { from: "b", to: "of b" },
    ],
  );
  const y = (id: string) => found.get(id)?.[1] ?? NaN;
  expect(y("of a")).toBeLessThan(y("of b"));
  expect(y("of b")).toBeLessThan(y("of neither"));
});

it("draws nothing to what is not there", () => {
  expect(laidOut([node("a", 0)], [{ from: "a", to: "gone" }]).curves).toEqual([]);
  expect(laidOut([], [])).toEqual({ nodes: [], curves: [], width: 0, height: 0 });
});
