/** Axes: which part of the numbers is seen, where it lies, and what stands beside it. Pure. */

import { scaleLinear, scaleLog, scaleTime } from "d3-scale";

import { formatDuration, formatNumber } from "../../format";

export type Domain = readonly [least: number, greatest: number];

interface Tick {
  value: number;
  text: string;
}

export interface Scale {
  domain: Domain;
  place: (value: number) => number;
  invert: (pixel: number) => number;
  ticks: readonly Tick[];
}

interface ScaleWish {
  domain: Domain;
  /** Pixels of its ends. */
  from: number;
  to: number;
  log?: boolean;
  time?: boolean;
  /** Room for about so many ticks. */
  most: number;
  write?: (value: number) => string;
}

export function scaleOf(wish: ScaleWish): Scale {
  if (wish.time) return timeScale(wish);
  return wish.log && wish.domain[0] > 0 ? logScale(wish) : linearScale(wish);
}

function linearScale({ domain, from, to, most, write = formatNumber }: ScaleWish): Scale {
  const scale = scaleLinear([...domain], [from, to]);
  return { domain, place: scale, invert: (pixel) => scale.invert(pixel), ticks: scale.ticks(most).map((value) => ({ value, text: write(value) })) };
}

function timeScale({ domain, from, to, most }: ScaleWish): Scale {
  const scale = scaleTime([new Date(domain[0] * 1000), new Date(domain[1] * 1000)], [from, to]);
  const write = scale.tickFormat(most);
  return {
    domain,
    place: (value) => scale(value * 1000),
    invert: (pixel) => scale.invert(pixel).getTime() / 1000,
    ticks: scale.ticks(most).map((date) => ({ value: date.getTime() / 1000, text: write(date) })),
  };
}

function logScale({ domain, from, to, most, write = formatNumber }: ScaleWish): Scale {
  const scale = scaleLog([...domain], [from, to]);
  return { domain, place: scale, invert: (pixel) => scale.invert(pixel), ticks: logTicks(domain, most).map((value) => ({ value, text: write(value) })) };
}

/** Powers of ten; between few of them 2 and 5 as well, and within less than a decade whatever is round. */
export function logTicks([least, greatest]: Domain, most: number): number[] {
  const [first, last] = [Math.ceil(Math.log10(least) - 1e-9), Math.floor(Math.log10(greatest) + 1e-9)];
  const powers = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  if (powers.length >= 3) {
    const every = Math.ceil(powers.length / most);
    return powers.filter((power) => (power - first) % every === 0).map((power) => Number(`1e${power}`));
  }
  const between = [first - 1, ...powers].flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)));
  const round = between.filter((value) => value >= least * (1 - 1e-9) && value <= greatest * (1 + 1e-9));
  return round.length >= 2 ? round : scaleLinear([least, greatest]).ticks(most);
}

/** Durations that read well: 1, 2, 5, 10, 15, 30 of a unit. */
const SPANS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

/** Seconds since the start, at minutes and hours instead of at hundreds of seconds. */
export function durationTicks([least, greatest]: Domain, most: number): Tick[] {
  const days = 86_400 * Math.ceil((greatest - least) / 86_400 / most);
  const span = SPANS.find((some) => (greatest - least) / some <= most) ?? days;
  const first = Math.ceil(least / span - 1e-9);
  const count = Math.max(0, Math.floor(greatest / span + 1e-9) - first + 1);
  return Array.from({ length: count }, (_, i) => {
    const value = (first + i) * span;
    return { value, text: value === 0 ? "0" : formatDuration(value * 1000) };
  });
}

const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 2 });

/** Steps of an axis: thousands as K where it goes far beyond them. */
export const stepWriter = ([least, greatest]: Domain) => (step: number): string =>
  step !== 0 && Math.max(Math.abs(least), Math.abs(greatest)) >= 10_000 && Number.isInteger(step) ? short.format(step) : formatNumber(step);

/** Room above and below what is drawn; a flat line stands in the middle instead of on an axis. */
export function roomy([least, greatest]: Domain, log: boolean): Domain {
  if (log && least > 0) {
    const room = least === greatest ? 2 : (greatest / least) ** 0.05;
    return [least / room, greatest * room];
  }
  if (least === greatest) {
    const room = Math.abs(least) * 0.1 || 1;
    return [least - room, least + room];
  }
  const room = (greatest - least) * 0.06;
  return [least - room, greatest + room];
}

/** Ends of some values without the most extreme ones, where those lie far off. */
export function robustEnds(values: readonly number[]): Domain {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] as number;
  const [low, high] = [at(0.05), at(0.95)];
  const room = (high - low) * 0.2;
  return [Math.max(at(0), low - room), Math.min(at(1), high + room)];
}
