/**
 * A random forest of regression trees over binned values, and how much each param matters to it.
 *
 * Breiman, "Random Forests", Machine Learning 45, 2001: every tree is grown on a bootstrap sample and looks at a random third
 * of the params at each split; a param's importance is how much worse the trees predict the runs they have not seen when that
 * param's values are shuffled among those. Values are binned first, as gradient boosting does, so that a split costs one pass.
 */

/** One param of all runs as small whole numbers. Bin 0: no value. */
export interface Feature {
  bins: Uint8Array;
  count: number;
  /** Whether the order of the bins means nothing. */
  words: boolean;
}

interface Verdict {
  /** Mean rise of the squared error by shuffling, as a share of the variance; negative where chance decides. */
  importances: number[];
  /** Share of the variance that the forest explains of runs it has not seen. */
  explained: number;
}

interface Tree {
  feature: Int16Array;
  /** Bins that go left, as bits. */
  left: Uint32Array;
  low: Int32Array;
  high: Int32Array;
  value: Float64Array;
}

export const MOST_BINS = 32;
const TREES = 64;
const LEAST_LEAF = 2;
/** A third of a handful would leave most splits to chance. */
const FEWEST_TRIED = 4;
const DEPTH = 12;
/** A tree learns from so many runs at most, and is judged by so many: beyond that more trees tell more than larger ones. */
const MOST_SEEN = 1500;
const MOST_UNSEEN = 600;

/** Numbers that look random and are the same every time (Mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

class Grower {
  private readonly feature: number[] = [];
  private readonly left: number[] = [];
  private readonly low: number[] = [];
  private readonly high: number[] = [];
  private readonly value: number[] = [];
  private readonly counts = new Float64Array(MOST_BINS);
  private readonly sums = new Float64Array(MOST_BINS);

  constructor(
    private readonly features: readonly Feature[],
    private readonly target: Float64Array,
    private readonly roll: () => number,
  ) {}

  grow(rows: Int32Array): Tree {
    this.node(rows, 0, rows.length, 0);
    return {
      feature: Int16Array.from(this.feature),
      left: Uint32Array.from(this.left),
      low: Int32Array.from(this.low),
      high: Int32Array.from(this.high),
      value: Float64Array.from(this.value),
    };
  }

  private node(rows: Int32Array, from: number, to: number, depth: number): number {
    const id = this.feature.length;
    let sum = 0;
    for (let i = from; i < to; i += 1) sum += this.target[rows[i] as number] as number;
    this.feature.push(-1);
    this.left.push(0);
    this.low.push(0);
    this.high.push(0);
    this.value.push(sum / (to - from));
    const split = depth < DEPTH && to - from >= 2 * LEAST_LEAF ? this.best(rows, from, to, sum) : undefined;
    if (!split) return id;
    const middle = part(rows, from, to, this.features[split.feature] as Feature, split.left);
    this.feature[id] = split.feature;
    this.left[id] = split.left;
    this.low[id] = this.node(rows, from, middle, depth + 1);
    this.high[id] = this.node(rows, middle, to, depth + 1);
    return id;
  }

  /** The split that lowers the squared error most, among a random third of the params. */
  private best(rows: Int32Array, from: number, to: number, sum: number): { feature: number; left: number } | undefined {
    const all = this.features.length;
    const tried = Math.min(all, Math.max(FEWEST_TRIED, Math.ceil(all / 3)));
    const order = Int16Array.from({ length: all }, (_, i) => i);
    let found: { feature: number; left: number } | undefined;
    let most = (sum * sum) / (to - from) + 1e-12;
    for (let k = 0; k < tried; k += 1) {
      const pick = k + Math.floor(this.roll() * (all - k));
      const feature = order[pick] as number;
      order[pick] = order[k] as number;
      const { gain, left } = this.split(this.features[feature] as Feature, rows, from, to, sum);
      if (gain > most) {
        most = gain;
        found = { feature, left };
      }
    }
    return found;
  }

  private split({ bins, count, words }: Feature, rows: Int32Array, from: number, to: number, sum: number): { gain: number; left: number } {
    const { counts, sums } = this;
    counts.fill(0);
    sums.fill(0);
    for (let i = from; i < to; i += 1) {
      const row = rows[i] as number;
      const at = bins[row] as number;
      counts[at] = (counts[at] as number) + 1;
      sums[at] = (sums[at] as number) + (this.target[row] as number);
    }
    const order: number[] = [];
    for (let at = 0; at < count; at += 1) if (counts[at]) order.push(at);
    // Words in the order of their means: the best division of all is among these (Breiman et al., CART, 1984, section 4.2).
    if (words) order.sort((a, b) => (sums[a] as number) / (counts[a] as number) - (sums[b] as number) / (counts[b] as number));
    let bits = 0;
    let n = 0;
    let s = 0;
    let gain = -Infinity;
    let left = 0;
    let fewer = true;
    const total = to - from;
    for (let k = 0; k < order.length - 1; k += 1) {
      const at = order[k] as number;
      // Of numbers all that is not greater goes left, also what no run of this sample has.
      bits = words ? (bits | (1 << at)) >>> 0 : 0xffffffff >>> (31 - at);
      n += counts[at] as number;
      s += sums[at] as number;
      if (n < LEAST_LEAF || total - n < LEAST_LEAF) continue;
      const now = (s * s) / n + ((sum - s) * (sum - s)) / (total - n);
      if (now > gain) {
        gain = now;
        left = bits;
        fewer = n < total - n;
      }
    }
    return { gain, left: words && !fewer ? (left | absent(counts)) >>> 0 : left };
  }
}

/** Bins without a run: words that were not met go where most runs go. */
function absent(counts: Float64Array): number {
  let bits = 0;
  counts.forEach((count, at) => {
    if (count === 0) bits |= 1 << at;
  });
  return bits >>> 0;
}

/** Puts the rows that go left first; returns where the others begin. */
function part(rows: Int32Array, from: number, to: number, { bins }: Feature, left: number): number {
  let middle = from;
  for (let i = from; i < to; i += 1) {
    const row = rows[i] as number;
    if (!((left >>> (bins[row] as number)) & 1)) continue;
    rows[i] = rows[middle] as number;
    rows[middle] = row;
    middle += 1;
  }
  return middle;
}

/** What a tree says of a run; `instead` takes the place of the run's own bin of one param. */
function predict(tree: Tree, features: readonly Feature[], row: number, shuffled = -1, instead = 0): number {
  let id = 0;
  for (let feature = tree.feature[0] as number; feature >= 0; feature = tree.feature[id] as number) {
    const at = feature === shuffled ? instead : ((features[feature] as Feature).bins[row] as number);
    id = ((tree.left[id] as number) >>> at) & 1 ? (tree.low[id] as number) : (tree.high[id] as number);
  }
  return tree.value[id] as number;
}

export function judge(features: readonly Feature[], target: Float64Array, seed = 7): Verdict {
  const n = target.length;
  const roll = dice(seed);
  const mean = target.reduce((a, b) => a + b, 0) / n;
  const variance = target.reduce((a, b) => a + (b - mean) ** 2, 0) / n;
  const importances: number[] = new Array<number>(features.length).fill(0);
  if (!(variance > 0) || features.length === 0) return { importances, explained: 0 };
  const said = new Float64Array(n);
  const voices = new Uint16Array(n);
  for (let t = 0; t < TREES; t += 1) {
    const seen = new Uint8Array(n);
    const sample = Int32Array.from({ length: Math.min(n, MOST_SEEN) }, () => {
      const row = Math.floor(roll() * n);
      seen[row] = 1;
      return row;
    });
    const tree = new Grower(features, target, roll).grow(sample);
    const unseen: number[] = [];
    // Beginning anywhere, so that all runs are judged in turn.
    const start = Math.floor(roll() * n);
    for (let i = 0; i < n && unseen.length < MOST_UNSEEN; i += 1) if (!seen[(start + i) % n]) unseen.push((start + i) % n);
    const own = unseen.map((row) => predict(tree, features, row));
    unseen.forEach((row, i) => {
      said[row] = (said[row] as number) + (own[i] as number);
      voices[row] = (voices[row] as number) + 1;
    });
    for (const feature of new Set(tree.feature)) {
      if (feature >= 0 && unseen.length) importances[feature] = (importances[feature] as number) + shuffledRise(tree, features, feature, unseen, own, target, roll) / variance / TREES;
    }
  }
  return { importances, explained: 1 - errorOf(said, voices, target) / variance };
}

/** How much the squared error of unseen runs rises when they exchange their values of one param. */
function shuffledRise(tree: Tree, features: readonly Feature[], feature: number, unseen: readonly number[], own: readonly number[], target: Float64Array, roll: () => number): number {
  const { bins } = features[feature] as Feature;
  const lent = unseen.map((row) => bins[row] as number);
  for (let i = lent.length - 1; i > 0; i -= 1) {
    const k = Math.floor(roll() * (i + 1));
    [lent[i], lent[k]] = [lent[k] as number, lent[i] as number];
  }
  let rise = 0;
  unseen.forEach((row, i) => {
    const truth = target[row] as number;
    const now = predict(tree, features, row, feature, lent[i]);
    rise += (now - truth) ** 2 - ((own[i] as number) - truth) ** 2;
  });
  return rise / unseen.length;
}

function errorOf(said: Float64Array, voices: Uint16Array, target: Float64Array): number {
  let error = 0;
  let judged = 0;
  target.forEach((truth, row) => {
    const heard = voices[row] as number;
    if (!heard) return;
    error += ((said[row] as number) / heard - truth) ** 2;
    judged += 1;
  });
  return judged ? error / judged : 0;
}
