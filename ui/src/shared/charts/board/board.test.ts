import { describe, expect, it } from "vitest";

import { between, pack } from "./packing";
import { OWN, sectionsOf } from "./sections";
import { type BoardState, freshId, metricPanel, moved, readBoard, restored, toggled, withLook, withoutPanel, withPanel } from "./state";

const METRICS = ["val/loss", "val/acc", "val/f1", "lr", "system/cpu", "train/loss", "loss10", "loss9"];
const mentions = ({ settings }: { settings: Readonly<Record<string, unknown>> }) => (settings.metrics as string[] | undefined) ?? [];
const layout = (state: BoardState, metrics: readonly string[] = METRICS) => sectionsOf(metrics, state, mentions).map(({ key, open, ids }) => [key, open, ids]);

describe("the board that makes itself", () => {
  it("has a section for each prefix that several share, and the machine's own closed at the end", () =>
    expect(layout({})).toEqual([
      ["", true, ["m:loss9", "m:loss10", "m:lr", "m:train/loss"]],
      ["val", true, ["m:val/acc", "m:val/f1", "m:val/loss"]],
      ["system", false, ["m:system/cpu"]],
    ]));
  it("finds charts by the names of their metrics, also in closed sections", () => {
    expect(layout({ find: "LOSS1" })).toEqual([["", true, ["m:loss10"]]]);
    expect(layout({ find: "cpu" })).toEqual([["system", true, ["m:system/cpu"]]]);
  });
  it("opens what is closed at first and closes the rest", () => {
    const state = toggled(toggled({}, "system"), "val");
    expect(layout(state).map(([key, open]) => [key, open])).toEqual([["", true], ["val", false], ["system", true]]);
    expect(toggled(toggled(state, "val"), "system")).toEqual({});
  });
  it("is quick with twelve thousand metrics", () => {
    const many = Array.from({ length: 12_000 }, (_, i) => `layer${i % 40}/weight${i}`);
    const sections = sectionsOf(many, {}, mentions);
    expect(sections).toHaveLength(40);
    const packing = pack(sections, 1200, 300, () => undefined);
    expect(between(packing, 5_000, 6_000).length).toBeLessThan(20);
  });
});

describe("a changed board", () => {
  const extra = { id: "p1", kind: "line", settings: { metrics: ["val/loss", "train/loss"] } };
  it("has what was added first", () => expect(layout(withPanel({}, extra))[0]).toEqual([OWN, true, ["p1"]]));
  it("finds what was added", () => expect(layout({ ...withPanel({}, extra), find: "train" })).toEqual([[OWN, true, ["p1"]], ["", true, ["m:train/loss"]]]));
  it("keeps a chart of a metric where it is when it is changed", () => {
    const state = withPanel({}, { id: "m:lr", kind: "line", settings: { metrics: ["lr"], low: 0 } });
    expect(layout(state)).toEqual(layout({}));
  });
  it("shows a changed chart of a metric that these runs lack", () => expect(layout(withPanel({}, { ...extra, id: "m:gone" }))[0]).toEqual([OWN, true, ["m:gone"]]));
  it("takes away and puts back", () => {
    const without = withoutPanel({}, metricPanel("lr"));
    expect(layout(without)[0]?.[2]).not.toContain("m:lr");
    expect(restored(without, "m:lr", undefined)).toEqual({});
    expect(restored(withoutPanel(withPanel({}, extra), "p1"), "p1", extra)).toEqual(withPanel({}, extra));
  });
  it("remembers of an order only as much as was changed", () => {
    const ids = ["m:a", "m:b", "m:c", "m:d"];
    const state = moved({}, "", ids, "m:c", 0);
    expect(state.order).toEqual({ "": ["m:c", "m:a", "m:b"] });
    expect(layout(state, ["a", "b", "c", "d", "e"])[0]?.[2]).toEqual(["m:c", "m:a", "m:b", "m:d", "m:e"]);
  });
  it("gives ids that are free", () => expect(freshId({ panels: [{ ...extra, id: "p2" }] })).toBe("p3"));
  it("forgets a look that is usual", () => expect(withLook(withLook({}, { smooth: 0.5, log: true }), { smooth: undefined, log: undefined })).toEqual({}));
});

describe("what an address says", () => {
  it("is read as it was written", () => {
    const state: BoardState = {
      panels: [{ id: "p1", kind: "scatter", settings: { x: "lr" }, size: "wide" }],
      removed: ["m:lr"],
      order: { val: ["m:val/loss"] },
      toggled: ["system"],
      look: { x: "metric:epoch", smooth: 0.6, zoom: [1, 2], band: "range" },
    };
    expect(readBoard(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });
  it("is left out where it makes no sense", () => {
    const odd = { panels: [7, { id: 1 }, { id: "a", kind: "line", settings: null, size: "huge" }], removed: "x", order: [], look: { x: "metric:", smooth: 3, zoom: [2, 1] } };
    expect(readBoard(odd)).toEqual({ panels: [{ id: "a", kind: "line", settings: {} }] });
    expect(readBoard("no board")).toEqual({});
  });
});

describe("packing", () => {
  const section = { key: "", title: "Metrics", open: true, ids: ["a", "b", "c", "d"] };
  it("fills rows from the left and breaks them", () => {
    const { placed, columns } = pack([section], 1112, 300, (id) => (id === "c" ? "wide" : undefined));
    expect(columns).toBe(3);
    expect(placed.map(({ key, left, top, width }) => [key, Math.round(left), top, Math.round(width)])).toEqual([
      ["a", 0, 0, 363],
      ["b", 375, 0, 363],
      ["c", 0, 312, 737],
      ["d", 749, 312, 363],
    ]);
  });
  it("has one column on a phone", () => expect(pack([section], 350, 300, () => "full").columns).toBe(1));
  it("shows only the heads of closed sections", () => expect(pack([{ ...section, open: false }], 350, 300, () => undefined).placed.map(({ head }) => head)).toEqual([true]));
});
