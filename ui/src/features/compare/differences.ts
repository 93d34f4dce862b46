/** Two texts line by line. A file of its own: the library comes when the first two files are compared. */

import { diffLines } from "diff";

export interface DiffLine {
  text: string;
  kind: "same" | "added" | "removed";
  /** Numbers of the line in the old and in the new text. */
  old?: number;
  now?: number;
}

/** Lines that are left out because they are far from any change. */
export interface Gap {
  kind: "gap";
  lines: number;
}

const AROUND = 3;
const TIMEOUT_MS = 2_000;

/** What was taken away and what was added, with some lines around; nothing where that would take too long. */
export function differences(old: string, now: string): (DiffLine | Gap)[] | undefined {
  const changes = diffLines(old, now, { timeout: TIMEOUT_MS, stripTrailingCr: true });
  if (!changes) return undefined;
  let [a, b] = [0, 0];
  const lines = changes.flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, "")
      .split("\n")
      .map((text): DiffLine => {
        if (added) return { text, kind: "added", now: ++b };
        if (removed) return { text, kind: "removed", old: ++a };
        return { text, kind: "same", old: ++a, now: ++b };
      }),
  );
  return folded(lines);
}

/** Without the lines that are more than a few away from any change. */
function folded(lines: readonly DiffLine[]): (DiffLine | Gap)[] {
  const near = new Set<number>();
  for (const [i, line] of lines.entries()) if (line.kind !== "same") for (let k = i - AROUND; k <= i + AROUND; k += 1) near.add(k);
  const kept: (DiffLine | Gap)[] = [];
  for (const [i, line] of lines.entries()) {
    const last = kept.at(-1);
    if (near.has(i)) kept.push(line);
    else if (last?.kind === "gap") last.lines += 1;
    else kept.push({ kind: "gap", lines: 1 });
  }
  return kept;
}

export const changedLines = (lines: readonly (DiffLine | Gap)[]) => ({
  added: lines.filter((line) => line.kind === "added").length,
  removed: lines.filter((line) => line.kind === "removed").length,
});
