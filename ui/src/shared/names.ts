/** Names that runs and models give to things: which of them are not the reader's own, and their order. */

/** What stands before the names of metrics of the machine. */
export const SYSTEM = "system/";

/** Whether a metric tells of the machine, not of the model. */
export const ofSystem = (metric: string): boolean => metric.startsWith(SYSTEM);

/** Whether a tag is one that programs keep for themselves. */
export const ofPrograms = (tag: string): boolean => tag.startsWith("mlflow.");

const collator = new Intl.Collator("en", { numeric: true });

/** By the alphabet, and numbers in them by their size: "layer 2" before "layer 10". */
export const naturally = (a: string, b: string): number => collator.compare(a, b);
