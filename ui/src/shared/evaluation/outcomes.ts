import type { Sheet } from "@/shared/artifacts/sheets";
import type { Note } from "./findings";

/** How the examples of two classes were told apart: a row for what they were, a column for what they were taken for. */
interface Outcomes {
  rows: { name: string; cells: { name: string; count: number; share: number; right: boolean }[] }[];
}

/** Nothing where an evaluation counted no outcomes: it was of more classes than two, or of none. */
export function outcomesOf({ metrics }: Pick<Note, "metrics">): Outcomes | undefined {
  const { true_negatives: tn, false_positives: fp, false_negatives: fn, true_positives: tp } = metrics;
  if (typeof tn !== "number" || typeof fp !== "number" || typeof fn !== "number" || typeof tp !== "number") return undefined;
  const row = (name: string, counts: [string, number, boolean][]) => {
    const all = counts.reduce((sum, [, count]) => sum + count, 0);
    return { name, cells: counts.map(([title, count, right]) => ({ name: title, count, share: all ? count / all : 0, right })) };
  };
  return {
    rows: [
      row("Negative", [["as negative", tn, true], ["as positive", fp, false]]),
      row("Positive", [["as negative", fn, false], ["as positive", tp, true]]),
    ],
  };
}

const SCORES = ["precision_score", "recall_score", "f1_score", "roc_auc"] as const;

interface ClassScores {
  name: string;
  /** A score is missing where the class has too few examples for it. */
  scores: { name: string; value: number | undefined }[];
}

/** Scores of each class, from the table that an evaluation keeps of them; all of them are between 0 and 1. */
export function classScores({ columns, rows }: Sheet): ClassScores[] {
  const [first] = columns;
  if (first !== "positive_class") return [];
  const places = SCORES.flatMap((score) => (columns.includes(score) ? [[score, columns.indexOf(score)] as const] : []));
  return rows.map((row) => ({
    name: String(row[0]),
    scores: places
      .map(([score, at]) => ({ name: score.replace(/_score$/, "").replaceAll("_", " "), value: row[at] === "" ? NaN : Number(row[at] ?? NaN) }))
      .map(({ name, value }) => ({ name, value: value >= 0 && value <= 1 ? value : undefined })),
  }));
}
