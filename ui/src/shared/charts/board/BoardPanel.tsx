import { GripVertical } from "lucide-react";
import { type CSSProperties, type DragEvent, type KeyboardEvent, useState } from "react";

import { IconButton } from "../../ui/Button";
import styles from "./Board.module.css";
import type { BoardContext, Pointing } from "./contract";
import type { Panel } from "./kinds";
import { PanelFrame } from "./PanelFrame";
import type { BoardSection } from "./sections";
import type { Edits } from "./useEdits";

interface BoardPanelProps {
  panel: Panel;
  section: BoardSection;
  style: CSSProperties;
  height: number;
  columns: number;
  context: BoardContext;
  pointing: Pointing;
  edits: Edits;
  enlarge: () => void;
}

/** The kind of what is dragged, so that nothing but a panel is taken for one. */
const DRAGGED = "application/x-penstock-panel";

/** A panel in its place on the board, from which it can be dragged, or moved with arrow keys. */
export function BoardPanel({ panel, section, style, columns, edits, ...rest }: BoardPanelProps) {
  const [over, setOver] = useState(false);
  const place = section.ids.indexOf(panel.id);
  const isPanel = (event: DragEvent) => event.dataTransfer.types.includes(DRAGGED);
  const drop = (event: DragEvent) => {
    setOver(false);
    const [from, id] = JSON.parse(event.dataTransfer.getData(DRAGGED) || "[]") as string[];
    if (from !== section.key || id === undefined) return;
    event.preventDefault();
    edits.move(section, id, place);
  };
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    edits.move(section, panel.id, place + by);
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
      style={style}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!isPanel(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <PanelFrame panel={panel} edits={edits} grip={grip} {...rest} />
    </div>
  );
}
