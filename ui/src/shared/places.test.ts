import { expect, test } from "vitest";

import { kindOf, readPlaces, visited } from "./places";

test("A place that is visited again comes to the head of the list, and a run's tabs are one place", () => {
  let places = visited([], "/experiments/1", "wine");
  places = visited(places, "/experiments/1/runs/abc", "forest");
  places = visited(places, "/experiments/1/runs/abc/metrics", "forest");
  places = visited(places, "/experiments/1", "wine, renamed");
  expect(places).toEqual([
    { path: "/experiments/1", title: "wine, renamed" },
    { path: "/experiments/1/runs/abc", title: "forest" },
  ]);
});

test("Pages that are always at hand are no places to remember", () => {
  expect(visited([], "/experiments", "Experiments")).toEqual([]);
  expect(visited([], "/compare-runs", "Compare")).toEqual([]);
  expect(kindOf("/models/red%20or%20white/versions/1")).toBe("model");
});

test("The list has an end", () => {
  let places = visited([], "/experiments/0", "0");
  for (let i = 1; i < 100; i += 1) places = visited(places, `/experiments/${i}`, String(i));
  expect(places).toHaveLength(40);
  expect(places[0]?.title).toBe("99");
});

test("What storage holds is input", () => {
  expect(readPlaces(null)).toEqual([]);
  expect(readPlaces("{broken")).toEqual([]);
  expect(readPlaces('{"a":1}')).toEqual([]);
  expect(readPlaces('[null, 3, {"path":"/experiments/1"}, {"path":"/experiments/2","title":"two"}]')).toEqual([{ path: "/experiments/2", title: "two" }]);
});
