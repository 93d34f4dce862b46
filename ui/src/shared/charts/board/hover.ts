import { useCallback, useSyncExternalStore } from "react";

import { type Signal, useMakeSignal, useSignal } from "./signal";

/** Which run is pointed at. Charts and tables tell and follow it without drawing the page anew. */
export type Hover = Signal<string | undefined>;

/** One for a page, shared by its table and its board. */
export const useMakeHover = (): Hover => useMakeSignal<string | undefined>(undefined);

export const useHovered = (hover: Hover): string | undefined => useSignal(hover);

/** Whether just this run is pointed at: a row is drawn anew only when that changes. */
export const useIsHovered = (hover: Hover, runId: string): boolean => useSyncExternalStore(hover.subscribe, useCallback(() => hover.get() === runId, [hover, runId]));
