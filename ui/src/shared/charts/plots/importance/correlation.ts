/** Ranks from 1 on; equal values share the mean of their ranks. */
export function ranksOf(values: readonly number[]): Float64Array {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1] as number] === values[order[from] as number]) to += 1;
    for (let i = from; i <= to; i += 1) ranks[order[i] as number] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return ranks;
}

/** Spearman's rank correlation: Pearson's of the ranks, which holds for ties too. NaN where one side does not vary. */
export function spearman(xs: readonly number[], ys: readonly number[]): number {
  const [a, b] = [ranksOf(xs), ranksOf(ys)];
  const middle = (xs.length + 1) / 2;
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((rank, i) => {
    const [da, db] = [rank - middle, (b[i] as number) - middle];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  });
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : NaN;
}

/**
 * How much of the spread of the ranks lies between the groups: the correlation ratio (Pearson, 1905) of the ranks. From 0 to 1,
 * without a sign, as words have no order. NaN where nothing varies.
 */
export function rankRatio(groups: readonly number[], ys: readonly number[]): number {
  const ranks = ranksOf(ys);
  const middle = (ys.length + 1) / 2;
  const sums = new Map<number, [sum: number, count: number]>();
  let total = 0;
  ranks.forEach((rank, i) => {
    const known = sums.get(groups[i] as number) ?? [0, 0];
    sums.set(groups[i] as number, [known[0] + rank, known[1] + 1]);
    total += (rank - middle) ** 2;
  });
  let between = 0;
  for (const [sum, count] of sums.values()) between += count * (sum / count - middle) ** 2;
  return total > 0 && sums.size > 1 ? Math.sqrt(between / total) : NaN;
}
