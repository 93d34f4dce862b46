import { GripVertical } from "lucide-react";
import { type DragEvent, type KeyboardEvent, memo, useMemo, useState } from "react";

import { IconButton } from "../../ui/Button";
import styles from "./Board.module.css";
import type { BoardContext, Pointing } from "./contract";
import { panelOf } from "./kinds";
import { type Placed, styleOf } from "./packing";
import { PanelFrame } from "./PanelFrame";
import type { BoardSection } from "./sections";
import type { PanelState } from "./state";
import type { Edits } from "./useEdits";

interface BoardPanelProps {
  /** What was changed of it. */
  changed: PanelState | undefined;
  section: BoardSection;
  place: Placed;
  /** Whether the reader only passes by. */
  passing: boolean;
  height: number;
  columns: number;
  context: BoardContext;
  pointing: Pointing;
  edits: Edits;
}

/** The kind of what is dragged, so that nothing but a panel is taken for one. */
const DRAGGED = "application/x-penstock-panel";

/** A panel in its place on the board, from which it can be dragged, or moved with arrow keys. */
export const BoardPanel = memo(function BoardPanel({ changed, section, place, passing, columns, edits, ...rest }: BoardPanelProps) {
  const panel = useMemo(() => panelOf(place.key, changed), [place.key, changed]);
  const [over, setOver] = useState(false);
  const at = section.ids.indexOf(place.key);
  const [looked, setLooked] = useState(!passing);
  if (!passing && !looked) setLooked(true);
  if (!panel) return null;
  if (!looked) return <div className={`panel ${styles.place}`} style={styleOf(place)} />;
  const isPanel = (event: DragEvent) => event.dataTransfer.types.includes(DRAGGED);
  const drop = (event: DragEvent) => {
    setOver(false);
    const [from, id] = JSON.parse(event.dataTransfer.getData(DRAGGED) || "[]") as string[];
    if (from !== section.key || id === undefined) return;
    event.preventDefault();
    edits.move(section, id, at);
  };
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    edits.move(section, panel.id, at + by);
    // The panel may stand elsewhere in the document now, which takes the focus away.
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-grip="${CSS.escape(panel.id)}"]`)?.focus());
  };
  const grip = (
    <IconButton
      label={`Move ${panel.title}`}
      hint="← →"
      className={styles.grip}
      data-grip={panel.id}
      draggable
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED, JSON.stringify([section.key, panel.id]))}
      onKeyDown={press}
    >
      <GripVertical />
    </IconButton>
  );
  return (
    <div
      className={styles.place}
      style={styleOf(place)}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!isPanel(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <PanelFrame panel={panel} edits={edits} grip={grip} enlarge={edits.enlarge} {...rest} />
    </div>
  );
});
