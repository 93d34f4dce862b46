const STEP = 16;

export const clamped = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/** Where a key moves a separator; undefined for keys that are not its. */
export function movedByKey(key: string, at: number, min: number, max: number): number | undefined {
  if (key === "ArrowLeft") return clamped(at - STEP, min, max);
  if (key === "ArrowRight") return clamped(at + STEP, min, max);
  if (key === "Home") return min;
  if (key === "End") return max;
  return undefined;
}
