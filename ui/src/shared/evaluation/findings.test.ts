import { expect, it } from "vitest";

import { captionOf, evaluationsOf, linesOf, readNote } from "./findings";

it("finds evaluations by their notes, and those of MLflow by their pictures", () => {
  const paths = ["evaluation.json", "roc_curve_plot.png", "val_evaluation.json", "val_confusion_matrix.png", "val_shap_values.csv", "per_class_metrics.csv", "sub/roc_curve_plot.png"];
  const [plain, val, ...more] = evaluationsOf(paths);
  expect(plain).toMatchObject({ prefix: "", note: "evaluation.json", pictures: ["roc_curve_plot.png"], classes: "per_class_metrics.csv" });
  expect(val).toMatchObject({ prefix: "val_", pictures: ["val_confusion_matrix.png"], byRow: "val_shap_values.csv", explanations: [] });
  expect(more).toEqual([]);
  expect(evaluationsOf(["confusion_matrix.png"])).toMatchObject([{ prefix: "", note: undefined }]);
  expect(evaluationsOf(["plot.png", "sub/evaluation.json"])).toEqual([]);
});

it("compares metrics with a baseline and with what was wanted", () => {
  const note = readNote(
    JSON.stringify({
      version: 1,
      metrics: { f1: 0.9, loss: 0.3, auc: null },
      baseline: { f1: 0.8, loss: 0.2 },
      better: { loss: false },
      thresholds: { loss: { threshold: 0.25, min_relative_change: 0.1, greater_is_better: false, missed: ["loss: too much"] } },
    }),
  );
  expect(note && linesOf(note)).toMatchObject([
    { key: "loss", better: false, wanted: ["≤ 0.25", "−10 % on the baseline"], missed: ["loss: too much"] },
    { key: "f1", better: undefined, wanted: [], missed: undefined },
    { key: "auc", value: null, change: undefined },
  ]);
  expect(readNote("{")).toBeUndefined();
  expect(captionOf("val_roc_curve_plot.png", "val_")).toBe("ROC curve");
});
