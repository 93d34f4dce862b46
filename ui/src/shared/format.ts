/** How numbers, times and sizes are written, everywhere the same. */

/** Up to five significant digits; very large and very small in scientific notation. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1e7 || size < 1e-4 ? scientific(value) : plain(value, size);
  return text.replace("-", "−");
}

function plain(value: number, size: number): string {
  if (Number.isInteger(value)) return String(value);
  const decimals = size >= 1000 ? 1 : Math.max(0, 4 - Math.floor(Math.log10(size)));
  return String(Number(value.toFixed(Math.min(decimals, 8))));
}

function scientific(value: number): string {
  const [mantissa, exponent] = value.toExponential(3).split("e");
  return `${Number(mantissa)}e${Number(exponent)}`.replace(/e-/, "e−");
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "just now", "5 min ago", "3 h ago", "12 d ago", then the date. */
export function formatAgo(time: number, now: number): string {
  const age = now - time;
  if (age < 0) return "just now";
  if (age < MINUTE) return age < 10_000 ? "just now" : `${Math.floor(age / 1000)} s ago`;
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  if (age < 30 * DAY) return `${Math.floor(age / DAY)} d ago`;
  return new Date(time).toISOString().slice(0, 10);
}

/** Date and time of day in the reader's zone: 2026-03-01 09:05:07. */
export function formatDateTime(time: number): string {
  const d = new Date(time);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

/** The two largest units: "850 ms", "12.4 s", "3 min 20 s", "2 h 5 min", "4 d 3 h". */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return "–";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${Number((ms / 1000).toFixed(1))} s`;
  if (ms < HOUR) return pair(ms, MINUTE, "min", 1000, "s");
  if (ms < DAY) return pair(ms, HOUR, "h", MINUTE, "min");
  return pair(ms, DAY, "d", HOUR, "h");
}

function pair(ms: number, big: number, bigUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((ms % big) / small);
  return `${Math.floor(ms / big)} ${bigUnit}${rest ? ` ${rest} ${smallUnit}` : ""}`;
}

export function formatBytes(size: number): string {
  if (size < 1000) return `${size} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = size / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** Last part of a path or URI, without a trailing slash. */
export const baseName = (path: string): string => path.replace(/\/+$/, "").split("/").pop() ?? path;

export const plural = (count: number, noun: string): string => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

/** The first line of a text in Markdown, as plain words. */
export const firstLine = (markdown: string | undefined): string => (markdown?.split("\n", 1)[0] ?? "").replaceAll(/[*_`#]/g, "").trim();
