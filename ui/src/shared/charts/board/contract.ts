/** What a board of charts shows, and what a kind of chart must be able to do to stand on it. */

import type { LucideIcon } from "lucide-react";
import type { ReactNode, Ref } from "react";

import type { Lifecycle } from "@/api/experiments";

import type { Exportable } from "../export/exportable";
import type { Hover } from "./hover";
import type { Signal } from "./signal";
import type { BoardLook, PanelSize } from "./state";

/** A run as charts know it. */
export interface ChartRun {
  runId: string;
  experimentId: string;
  label: string;
  colour: string;
  /** Pattern of its lines where there are more runs than hues. */
  dash?: readonly number[];
  hidden: boolean;
  /** Whether more may come. */
  live: boolean;
  /** Runs with the same words here are drawn as one where a chart can. */
  group?: string;
}

/** Names of what the runs logged. Thousands are fine. */
export interface BoardKeys {
  metrics: readonly string[];
  params: readonly string[];
  tags?: readonly string[];
}

/** The search that the runs come from, for charts that show more runs than a page of the table has. */
export interface ChartSearch {
  experimentIds: readonly string[];
  filter: string;
  lifecycle: Lifecycle;
}

/** What a chart knows of the board it stands on. */
export interface BoardContext {
  runs: readonly ChartRun[];
  keys: BoardKeys;
  search?: ChartSearch;
  look: BoardLook;
}

/** What the charts of a board, and the table beside it, tell one another. */
export interface Pointing {
  /** The run that is pointed at, here or in the table. Tell it what is pointed at in the chart. */
  hover: Hover;
  /** Where on the horizontal axis is pointed at, in whichever chart of lines. */
  cursor: Signal<number | undefined>;
  /** What a click on a run does, where that leads anywhere. */
  open?: (run: ChartRun) => void;
  /** Selects runs in the table beside the board, where there is one. */
  select?: (runIds: readonly string[]) => void;
}

export interface PanelViewProps<S> extends BoardContext, Pointing {
  title: string;
  settings: S;
  change: (settings: Partial<S>) => void;
  /** Changes how all lines of the board are looked at. */
  changeLook: (look: Partial<BoardLook>) => void;
  /** Of the whole picture with legend and all, in CSS pixels: draw in it, or scroll in it. */
  height: number;
  ref?: Ref<Exportable>;
}

export interface PanelSettingsProps<S> extends BoardContext {
  settings: S;
  change: (settings: Partial<S>) => void;
}

/**
 * A kind of chart. `S`, its settings, are words, numbers, lists: they travel in addresses and saved views.
 *
 * Whatever stands in an address passes through `read` first, so a view never meets settings it does not know.
 */
export interface PanelKind<S extends object = object> {
  /** As addresses name it. */
  name: string;
  label: string;
  /** What it is good for, in a line. */
  about: string;
  icon: LucideIcon;
  /** How wide a new one is; usual where absent. */
  size?: PanelSize;
  /** What a new one shows. */
  defaults(context: BoardContext): S;
  read(raw: Readonly<Record<string, unknown>>): S;
  /** Its title. */
  describe(settings: S): string;
  /** Names of metrics and params in it, by which it is found. */
  mentions(settings: S): readonly string[];
  /** Lazy where it is heavy: `lazy(() => import(…))`. */
  View(props: PanelViewProps<S>): ReactNode;
  /** The form of its settings. */
  Settings(props: PanelSettingsProps<S>): ReactNode;
}
