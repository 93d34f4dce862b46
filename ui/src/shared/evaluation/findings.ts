import { baseName } from "@/shared/format";

/** What a run notes about an evaluation, in "evaluation.json". */
export interface Note {
  model_type?: string | null;
  metrics: Record<string, number | null>;
  baseline: Record<string, number | null>;
  better: Record<string, boolean>;
  thresholds: Record<string, Threshold>;
}

interface Threshold {
  threshold?: number | null;
  min_absolute_change?: number | null;
  min_relative_change?: number | null;
  greater_is_better: boolean;
  missed: string[];
}

/** The files of one evaluation of a run; several have different prefixes. */
export interface Evaluation {
  prefix: string;
  note?: string;
  pictures: string[];
  explanations: string[];
  classes?: string;
  byRow?: string;
  examples?: string;
}

const NOTE = "evaluation.json";
const PICTURES = ["confusion_matrix", "roc_curve_plot", "precision_recall_curve_plot", "calibration_curve_plot", "lift_curve_plot", "predictions_plot", "residuals_plot"];
const EXPLANATIONS = ["shap_feature_importance_plot", "shap_beeswarm_plot", "shap_summary_plot"];
const TELLING = [NOTE, ...[...PICTURES, ...EXPLANATIONS].map((name) => `${name}.png`), "eval_results_table.json"];

/** The evaluations among a run's files: of ours by their notes, of MLflow's by the names of their pictures. */
export function evaluationsOf(paths: readonly string[]): Evaluation[] {
  const prefixes = new Set<string>();
  for (const path of paths)
    for (const name of TELLING) if (path.endsWith(name) && !path.includes("/")) prefixes.add(path.slice(0, -name.length));
  return [...prefixes].sort().map((prefix) => {
    const has = (name: string) => (paths.includes(prefix + name) ? prefix + name : undefined);
    const all = (names: readonly string[]) => names.flatMap((name) => has(`${name}.png`) ?? []);
    return {
      prefix,
      note: has(NOTE),
      pictures: all(PICTURES),
      explanations: all(EXPLANATIONS),
      classes: has("per_class_metrics.csv") ?? (paths.includes("per_class_metrics.csv") ? "per_class_metrics.csv" : undefined),
      byRow: has("shap_values.csv"),
      examples: has("eval_results_table.json"),
    };
  });
}

/** The note, or nothing where the file is no such note. */
export function readNote(text: string): Note | undefined {
  try {
    const found = JSON.parse(text) as Partial<Note>;
    return { metrics: found.metrics ?? {}, baseline: found.baseline ?? {}, better: found.better ?? {}, thresholds: found.thresholds ?? {}, model_type: found.model_type };
  } catch {
    return undefined;
  }
}

export interface Line {
  key: string;
  value: number | null | undefined;
  baseline: number | null | undefined;
  /** By how much it differs from the baseline's. */
  change: number | undefined;
  /** Whether that is for the better; nothing where it is not known or there is no difference. */
  better: boolean | undefined;
  wanted: string[];
  missed: string[] | undefined;
}

/** A line per metric: those with thresholds first, the others as they were computed. */
export function linesOf(note: Note): Line[] {
  const keys = [...new Set([...Object.keys(note.thresholds), ...Object.keys(note.metrics)])];
  return keys.map((key) => {
    const value = note.metrics[key];
    const baseline = note.baseline[key];
    const change = typeof value === "number" && typeof baseline === "number" ? value - baseline : undefined;
    const threshold = note.thresholds[key];
    const more = threshold?.greater_is_better ?? note.better[key];
    return {
      key,
      value,
      baseline,
      change,
      better: more === undefined || !change ? undefined : change > 0 === more,
      wanted: threshold ? wantedOf(threshold) : [],
      missed: threshold?.missed,
    };
  });
}

function wantedOf(threshold: Threshold): string[] {
  const more = threshold.greater_is_better;
  const found: string[] = [];
  if (typeof threshold.threshold === "number") found.push(`${more ? "≥" : "≤"} ${threshold.threshold}`);
  if (typeof threshold.min_absolute_change === "number") found.push(`${more ? "+" : "−"}${threshold.min_absolute_change} on the baseline`);
  if (typeof threshold.min_relative_change === "number")
    found.push(`${more ? "+" : "−"}${Number((100 * threshold.min_relative_change).toFixed(2))} % on the baseline`);
  return found;
}

/** "val_roc_curve_plot.png" → "ROC curve". */
export function captionOf(path: string, prefix: string): string {
  const words = baseName(path)
    .slice(prefix.length)
    .replace(/\.png$/, "")
    .replace(/_plot$/, "")
    .replaceAll("_", " ");
  const named = words.replace(/^roc /, "ROC ").replace(/^shap /, "SHAP ").replace("precision recall", "precision-recall");
  return named.charAt(0).toUpperCase() + named.slice(1);
}
