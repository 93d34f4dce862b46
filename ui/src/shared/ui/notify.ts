import { toast } from "sonner";

/** Long enough to be read, and to be reached by keyboard; a pointer or the focus on a notice stops its clock. */
const READ_MS = 6_000;
const UNDO_MS = 12_000;
const FAILURE_MS = 20_000;

interface Undoable {
  undo: () => void;
}

/** What can be taken back: edits under way and those whose notice is on show, the newest last. */
const undoable: Undoable[] = [];

function forget(offer: Undoable): void {
  const at = undoable.indexOf(offer);
  if (at >= 0) undoable.splice(at, 1);
}

export const notifyFailure = (error: unknown): void => {
  const text = error instanceof Error ? error.message : String(error);
  // The same reason twice is one notice.
  toast.error(text, { id: `failure ${text}`, duration: FAILURE_MS });
};

/** Says something that asks for nothing. */
export const notify = (text: string): void => void toast(text, { duration: READ_MS });

/**
 * Says that something was done and offers to take it back, by the notice's button or by mod+z.
 *
 * What is still under way says so when it is done, and nothing when it fails: whoever carries it out tells the reason. mod+z means it
 * from the first moment, and waits for it.
 */
export function notifyDone(said: string | Promise<string>, undo?: () => Promise<unknown>): void {
  const done = Promise.resolve(said);
  const failed = () => undefined;
  if (!undo) {
    done.then(notify, failed);
    return;
  }
  let id: string | number | undefined;
  const takeBack = () => {
    forget(offer);
    if (id !== undefined) toast.dismiss(id);
    done.then((text) => undo().then(() => notify(`Undone: ${text}`), notifyFailure), failed);
  };
  const offer: Undoable = { undo: takeBack };
  const gone = () => forget(offer);
  undoable.push(offer);
  done.then((text) => {
    if (undoable.includes(offer)) id = toast(text, { duration: UNDO_MS, action: { label: "Undo", onClick: takeBack }, onDismiss: gone, onAutoClose: gone });
  }, gone);
}

/** Takes back the newest edit that can be; false when there is none. */
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
