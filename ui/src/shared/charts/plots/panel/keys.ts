/** Names of columns as settings and the server write them. */

import { ofPrograms, ofSystem } from "../../../names";
import type { BoardKeys } from "../../board/contract";

/** How long a run took, in seconds: made here from two attributes. */
export const DURATION = "attributes.duration";

const ATTRIBUTES: readonly string[] = ["attributes.start_time", "attributes.end_time", DURATION, "attributes.status", "attributes.user_id"];

export const FOLDS = ["last", "min", "max", "first"] as const;
type MetricFold = (typeof FOLDS)[number];

const metricKey = (metric: string, fold: MetricFold = "last"): string => (fold === "last" ? `metrics.${metric}` : `${fold}(metrics.${metric})`);

const FOLDED = /^(min|max|first)\((metrics\..+)\)$/s;

/** Which of a metric's values a key means; undefined of what is no metric. */
export function foldOf(key: string): MetricFold | undefined {
  const found = FOLDED.exec(key);
  if (found) return found[1] as MetricFold;
  return key.startsWith("metrics.") ? "last" : undefined;
}

/** The key of the last value: what "min loss" is the least of. */
export const plainKey = (key: string): string => FOLDED.exec(key)?.[2] ?? key;

export const withFold = (key: string, fold: MetricFold): string => metricKey(plainKey(key).slice("metrics.".length), fold);

interface KeyGroup {
  title: string;
  keys: readonly string[];
}

/** All that can stand on an axis, in groups. Tags of the system are not among it. */
export const keyGroups = ({ metrics, params, tags = [] }: BoardKeys): KeyGroup[] => [
  { title: "Metrics", keys: metrics.map((name) => metricKey(name)) },
  { title: "Params", keys: params.map((name) => `params.${name}`) },
  { title: "Tags", keys: tags.filter((name) => !ofPrograms(name)).map((name) => `tags.${name}`) },
  { title: "Attributes", keys: ATTRIBUTES },
];

/** A metric that a new chart can begin with: one of the model's, a loss or a score if there is one. */
export function likelyMetric({ metrics }: BoardKeys): string {
  // Metrics of the machine are seldom what one looks for first.
  const own = metrics.filter((name) => !ofSystem(name));
  const found = own.find((name) => /val.*(loss|acc|f1|auc|rmse)/i.test(name)) ?? own.find((name) => /loss|acc|score|f1|auc|rmse|mae/i.test(name));
  const name = found ?? own[0] ?? metrics[0];
  return name === undefined ? "" : metricKey(name);
}

/** What searches usually vary, the most telling first. */
const USUAL = ["lr", "learning_rate", "eta", "alpha", "weight_decay", "dropout", "batch_size", "depth", "max_depth", "n_estimators", "hidden", "layers", "epochs", "optimizer", "model"];

/** Params that a new chart can begin with: the usual ones first, whatever stands before their names. */
export function likelyParams({ params }: BoardKeys): string[] {
  const rank = (name: string) => {
    const at = USUAL.indexOf(name.toLowerCase().replace(/^.*[./]/, ""));
    return at < 0 ? USUAL.length : at;
  };
  return params.toSorted((a, b) => rank(a) - rank(b)).map((name) => `params.${name}`);
}
