const DOWN = /(^|[^a-z])(loss|error|err|mae|mse|rmse|mape|smape|rmsle|deviance|perplexity|wer|cer|fid|latency|duration|seconds|time|memory|brier|hamming|regret|false_positives|false_negatives)([^a-z]|$)/;
const UP = /(^|[^a-z])(acc|accuracy|auc|auroc|roc|f1|precision|recall|r2|score|bleu|rouge|map|ndcg|mrr|iou|dice|reward|return|true_positives|true_negatives|throughput|similarity|kappa|mcc|hits?)([^a-z]|$)/;

/** Whether more of a metric is better, as its name suggests; nothing where it does not. What names a loss wins: "f1_loss" is one. */
export function directionOf(metric: string): "up" | "down" | undefined {
  const name = metric.toLowerCase();
  if (DOWN.test(name)) return "down";
  return UP.test(name) ? "up" : undefined;
}
