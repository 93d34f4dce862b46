const WORDS: Readonly<Record<string, string>> = { LOGGED_MODEL_READY: "Ready", LOGGED_MODEL_PENDING: "Pending", LOGGED_MODEL_UPLOAD_FAILED: "Failed" };

/** How far the logging of a model has come, in a word. */
export const statusWord = (status: string): string => WORDS[status] ?? "Unknown";
