import { type ReactNode, useMemo, useRef } from "react";

import { Empty } from "../../ui/State";
import styles from "./Board.module.css";
import { BoardPanel } from "./BoardPanel";
import { BoardTools } from "./BoardTools";
import type { BoardContext, BoardKeys, ChartRun, ChartSearch } from "./contract";
import { FullScreen } from "./FullScreen";
import { type Hover, useMakeHover } from "./hover";
import { mentionsOf, type Panel, panelOf } from "./kinds";
import { between, pack } from "./packing";
import { PanelDialog } from "./PanelDialog";
import { SectionHead } from "./SectionHead";
import { sectionsOf } from "./sections";
import { useMakeSignal } from "./signal";
import type { BoardState } from "./state";
import { useEdits } from "./useEdits";
import { useEndOfRuns } from "./useEndOfRuns";
import { useSight } from "./useSight";

interface ChartBoardProps {
  runs: readonly ChartRun[];
  /** What the runs logged: each metric gets a chart. */
  keys: BoardKeys;
  /** Where the runs come from, for charts of more runs than these. */
  search?: ChartSearch;
  state: BoardState;
  change: (next: BoardState) => void;
  hover?: Hover;
  /** What a click on a line does. */
  open?: (run: ChartRun) => void;
  /** Selects runs in the table beside the board. */
  select?: (runIds: readonly string[]) => void;
  /** Stands between the tools and the charts. */
  children?: ReactNode;
}

const NO_LOOK = {};
const CAPTION = 36;
const PICTURE = 208;
const LEGEND_ROW = 24;
const LEGEND_HEAD = 17;
/** More lines than this are scrolled through below the picture. */
const LEGEND_ROWS = 4;

/** Charts in sections. Only what is in sight is there, and only that is asked for. */
export function ChartBoard({ runs, keys, search, state, change, hover: given, open, select, children }: ChartBoardProps) {
  const own = useMakeHover();
  const hover = given ?? own;
  const cursor = useMakeSignal<number | undefined>(undefined);
  const pointing = useMemo(() => ({ hover, cursor, open, select }), [hover, cursor, open, select]);
  const box = useRef<HTMLDivElement>(null);
  const sight = useSight(box);
  const { edits, editing, enlarged, told } = useEdits(state, change);
  useEndOfRuns(runs);

  const changed = useMemo(() => new Map((state.panels ?? []).map((panel) => [panel.id, panel])), [state.panels]);
  const sections = useMemo(() => sectionsOf(keys.metrics, state, mentionsOf), [keys.metrics, state]);
  const byKey = useMemo(() => new Map(sections.map((section) => [section.key, section])), [sections]);
  const visible = runs.filter((run) => !run.hidden).length;
  const height = PICTURE + (visible > 1 ? LEGEND_HEAD : 0) + 8 + LEGEND_ROW * Math.min(Math.max(visible, 1), LEGEND_ROWS);
  const packing = useMemo(() => pack(sections, sight.width, CAPTION + height + 2, (id) => changed.get(id)?.size), [sections, sight.width, height, changed]);
  const look = state.look ?? NO_LOOK;
  const context = useMemo<BoardContext>(() => ({ runs, keys, search, look }), [runs, keys, search, look]);
  const panel = (id: string): Panel | undefined => panelOf(id, changed.get(id));
  const large = enlarged === undefined ? undefined : panel(enlarged);
  const edited = editing === undefined || editing === "" ? undefined : panel(editing);
  return (
    <div className={styles.board}>
      <BoardTools context={context} state={state} edits={edits} />
      {children}
      {sections.length === 0 && (state.find ? <Empty title="No chart has such a name">Clear the search to see all of them.</Empty> : <Empty title="No charts here">Add one, or put back what was removed.</Empty>)}
      <div ref={box} className={styles.field} style={{ height: packing.height }}>
        {sight.width > 0 &&
          between(packing, sight.from, sight.to).map((place) => {
            const section = byKey.get(place.section);
            if (!section) return null;
            if (place.head) return <SectionHead key={`+${place.key}`} section={section} place={place} toggle={edits.toggle} />;
            return (
              <BoardPanel
                key={place.key}
                changed={changed.get(place.key)}
                section={section}
                place={place}
                passing={sight.rushing}
                height={height}
                columns={packing.columns}
                context={context}
                pointing={pointing}
                edits={edits}
              />
            );
          })}
      </div>
      <p className="sr-only" aria-live="polite">
        {told}
      </p>
      {large && <FullScreen panel={large} context={context} pointing={pointing} edits={edits} close={() => edits.enlarge(undefined)} />}
      {editing !== undefined && <PanelDialog key={editing} panel={edited} context={context} save={edits.save} close={() => edits.edit(undefined)} />}
    </div>
  );
}
