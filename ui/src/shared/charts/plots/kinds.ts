import type { PanelKind } from "../board/contract";

/** Kinds of charts beside lines. */
export const PLOT_KINDS: readonly PanelKind[] = [];
