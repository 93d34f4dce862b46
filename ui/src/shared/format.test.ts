import { describe, expect, it } from "vitest";

import { baseName, firstLine, formatAgo, formatBytes, formatDuration, formatNumber, plural } from "./format";

describe("formatNumber", () => {
  it.each([
    [0, "0"],
    [3, "3"],
    [1234567, "1234567"],
    [0.1 + 0.2, "0.3"],
    [0.98765432, "0.98765"],
    [12.345678, "12.346"],
    [1234.5678, "1234.6"],
    [-0.5, "−0.5"],
    [0.000012347, "1.235e−5"],
    [123456789, "1.235e8"],
    [Infinity, "∞"],
    [-Infinity, "−∞"],
    [NaN, "NaN"],
  ])("%d is written %s", (value, text) => expect(formatNumber(value)).toBe(text));
});

describe("formatAgo", () => {
  const now = Date.UTC(2026, 2, 1, 12);
  it.each([
    [now + 5000, "just now"],
    [now - 30_000, "30 s ago"],
    [now - 61_000, "1 min ago"],
    [now - 3 * 3600_000, "3 h ago"],
    [now - 5 * 86400_000, "5 d ago"],
    [now - 60 * 86400_000, "2025-12-31"],
  ])("%d", (time, text) => expect(formatAgo(time, now)).toBe(text));
});

it("writes the two largest units of a duration", () => {
  expect([850, 12_400, 60_000, 200_000, 7_500_000, 356_400_000, NaN].map(formatDuration)).toEqual([
    "850 ms",
    "12.4 s",
    "1 min",
    "3 min 20 s",
    "2 h 5 min",
    "4 d 3 h",
    "–",
  ]);
});

it("writes sizes", () => {
  expect([0, 999, 1000, 15_400, 999_960, 2_500_000_000].map(formatBytes)).toEqual(["0 B", "999 B", "1.0 kB", "15 kB", "1.0 MB", "2.5 GB"]);
});

it("takes the last part of a path", () => {
  expect(["a/b/c.txt", "c", "dir/"].map(baseName)).toEqual(["c.txt", "c", "dir"]);
});

it("tells the first line of a text in Markdown", () => {
  expect(firstLine("# Tells **benign** from *malignant*\n\nBy `30` figures")).toBe("Tells benign from malignant");
  expect(firstLine(undefined)).toBe("");
});

it("counts", () => {
  expect([plural(1, "run"), plural(1200, "run")]).toEqual(["1 run", "1,200 runs"]);
});
