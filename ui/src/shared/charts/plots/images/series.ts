/** Images as runs log them: one file each, whose name says which series and step it is of. Pure. */

export interface StepImage {
  key: string;
  step: number;
  timestamp: number;
  path: string;
  /** A small copy of it, where there is one. */
  preview?: string;
}

/** images/<key>%step%<step>%timestamp%<milliseconds>%<id>.png, with "#" for "/" in the key; some clients write "+" for "%". */
const NAME = /^images\/(.+)[%+]step[%+](-?\d+)[%+]timestamp[%+](\d+)[%+]([^%+]+?)([%+]compressed)?\.(\w+)$/;

/** The images of each key, in order of steps. What is named otherwise is left out. */
export function seriesOf(paths: readonly string[]): Map<string, StepImage[]> {
  const images = new Map<string, StepImage>();
  const previews = new Map<string, string>();
  for (const path of paths) {
    const found = NAME.exec(path);
    if (!found) continue;
    const [, key, step, timestamp, id, compressed] = found as unknown as [string, string, string, string, string, string | undefined];
    const name = `${key}/${step}/${timestamp}/${id}`;
    if (compressed) previews.set(name, path);
    else images.set(name, { key: key.replaceAll("#", "/"), step: Number(step), timestamp: Number(timestamp), path });
  }
  const series = new Map<string, StepImage[]>();
  for (const [name, image] of images) {
    const whole = { ...image, preview: previews.get(name) };
    series.set(image.key, [...(series.get(image.key) ?? []), whole]);
  }
  for (const all of series.values()) all.sort((a, b) => a.step - b.step || a.timestamp - b.timestamp);
  return series;
}

/** The image that stood at a step: the last up to it. */
export const imageAt = (images: readonly StepImage[], step: number): StepImage | undefined => images.findLast((image) => image.step <= step);

/** All steps of some series, in order. */
export const stepsOf = (all: readonly (readonly StepImage[])[]): number[] => [...new Set(all.flatMap((images) => images.map(({ step }) => step)))].sort((a, b) => a - b);
