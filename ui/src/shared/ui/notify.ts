import { toast } from "sonner";

/** Long enough to be read, and to be reached by keyboard; a pointer or the focus on a notice stops its clock. */
const READ_MS = 6_000;
const UNDO_MS = 12_000;
const FAILURE_MS = 20_000;

interface Undoable {
  id: string | number;
  undo: () => void;
}

/** Notices on show that offer to take something back, the newest last. */
const undoable: Undoable[] = [];

function forget(id: string | number): void {
  const at = undoable.findIndex((one) => one.id === id);
  if (at >= 0) undoable.splice(at, 1);
}

export const notifyFailure = (error: unknown): void => {
  const text = error instanceof Error ? error.message : String(error);
  // The same reason twice is one notice.
  toast.error(text, { id: `failure ${text}`, duration: FAILURE_MS });
};

/** Says something that asks for nothing. */
export const notify = (text: string): void => void toast(text, { duration: READ_MS });

/** Says that something was done and offers to take it back, by its button or by mod+z while it is shown. */
export function notifyDone(text: string, undo?: () => Promise<unknown>): void {
  if (!undo) {
    notify(text);
    return;
  }
  const takeBack = () => {
    forget(id);
    toast.dismiss(id);
    undo().then(() => notify(`Undone: ${text}`), notifyFailure);
  };
  const gone = () => forget(id);
  const id = toast(text, { duration: UNDO_MS, action: { label: "Undo", onClick: takeBack }, onDismiss: gone, onAutoClose: gone });
  undoable.push({ id, undo: takeBack });
}

/** Takes back what the newest notice on show offers; false when there is none. */
export function undoNewest(): boolean {
  const newest = undoable.at(-1);
  newest?.undo();
  return newest !== undefined;
}

export interface Progress {
  tell: (text: string) => void;
  /** What was told gives way to what came of it. */
  end: () => void;
  signal: AbortSignal;
}

/** Says how far something long has come, and offers to stop it. */
export function notifyProgress(text: string): Progress {
  const stop = new AbortController();
  const options = { duration: Infinity, action: { label: "Stop", onClick: () => stop.abort() } };
  const id = toast.loading(text, options);
  return { tell: (next) => void toast.loading(next, { ...options, id }), end: () => void toast.dismiss(id), signal: stop.signal };
}
