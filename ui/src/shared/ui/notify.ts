import { toast } from "sonner";

export const notifyFailure = (error: unknown): void => {
  toast.error(error instanceof Error ? error.message : String(error));
};

/** Says that something was done and offers to take it back. */
export function notifyDone(text: string, undo?: () => Promise<unknown>): void {
  toast(text, undo ? { action: { label: "Undo", onClick: () => void undo().catch(notifyFailure) } } : undefined);
}
