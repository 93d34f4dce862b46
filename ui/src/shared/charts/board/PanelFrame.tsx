import { Maximize2, Table2 } from "lucide-react";
import { type ReactNode, Suspense, useState } from "react";

import type { Exportable } from "../export/exportable";
import { IconButton } from "../../ui/Button";
import { Fence } from "../../ui/Fence";
import { Waiting } from "../../ui/State";
import styles from "./Board.module.css";
import type { BoardContext, Pointing } from "./contract";
import type { Panel } from "./kinds";
import { PanelMenu } from "./PanelMenu";
import { RowsTable } from "./RowsTable";
import type { Edits } from "./useEdits";

interface PanelFrameProps {
  panel: Panel;
  context: BoardContext;
  pointing: Pointing;
  edits: Edits;
  height: number;
  grip?: ReactNode;
  enlarge?: (id: string) => void;
}

/** A chart with its name and what can be done with it; the same numbers as a table. */
export function PanelFrame({ panel, context, pointing, edits, height, grip, enlarge }: PanelFrameProps) {
  const [exportable, setExportable] = useState<Exportable | null>(null);
  const [asTable, setAsTable] = useState(false);
  const { View } = panel.kind;
  return (
    <figure className={`panel ${styles.figure}`} data-testid={`chart-${panel.title}`}>
      <figcaption className={styles.caption}>
        <h3 className="clip" title={panel.title}>
          {panel.title}
        </h3>
        <span className="grow" />
        <span className={styles.acts}>
          {grip}
          <IconButton label={asTable ? "Show as chart" : "Show as table"} aria-pressed={asTable} disabled={!exportable} onClick={() => setAsTable(!asTable)}>
            <Table2 />
          </IconButton>
          {enlarge && (
            <IconButton label="Full screen" onClick={() => enlarge(panel.id)}>
              <Maximize2 />
            </IconButton>
          )}
          <PanelMenu panel={panel} edits={edits} exportable={exportable} />
        </span>
      </figcaption>
      {asTable && exportable && <RowsTable table={exportable.rows()} height={height} />}
      <div hidden={asTable && exportable !== null} style={{ height }}>
        <Fence of={JSON.stringify([panel.id, panel.settings])}>
          <Suspense fallback={<Waiting rows={4} />}>
            <View
              {...context}
              {...pointing}
              ref={setExportable}
              title={panel.title}
              settings={panel.settings}
              change={(settings) => edits.change(panel, settings)}
              changeLook={edits.look}
              height={height}
            />
          </Suspense>
        </Fence>
      </div>
    </figure>
  );
}
