import { useMemo, useState } from "react";

import type { PanelViewProps } from "../../board/contract";
import type { Frame } from "../core/column";
import { foldOf } from "../panel/keys";
import { canLog, type PlotProps, RunPlot } from "../panel/RunPlot";
import type { Brushes } from "./brushes";
import { ParallelPlot } from "./ParallelPlot";
import type { ParallelSettings } from "./settings";

export default function ParallelPanel(panel: PanelViewProps<ParallelSettings>) {
  const { columns } = panel.settings;
  const colour = panel.settings.colour ?? columns.findLast((key) => foldOf(key) !== undefined) ?? columns.at(-1) ?? "";
  return (
    <RunPlot panel={panel} keys={[...columns, colour]} needs={columns.length ? [] : [""]}>
      {(frame, acts) => <Framed frame={frame} settings={panel.settings} colour={colour} change={panel.change} title={panel.title} acts={acts} ref={panel.ref} />}
    </RunPlot>
  );
}

interface FramedProps extends PlotProps {
  frame: Frame;
  settings: ParallelSettings;
  colour: string;
  change: (settings: Partial<ParallelSettings>) => void;
}

const NONE: Brushes = {};

function Framed({ frame, settings, colour, change, ...rest }: FramedProps) {
  // Brushes that are being dragged; the address learns of them when the pointer is up.
  const [dragged, setDragged] = useState<Brushes>();
  const draft = dragged !== undefined;
  const brushes = dragged ?? settings.brushes ?? NONE;
  const logs = useMemo(() => new Set(settings.logs?.filter((key) => canLog(frame, key))), [settings.logs, frame]);
  const columns = useMemo(() => settings.columns.flatMap((key) => frame.columns.get(key) ?? []), [settings.columns, frame]);
  const parallel = useMemo(() => ({ frame, columns, logs, colour: frame.columns.get(colour), brushes, draft }), [frame, columns, logs, colour, brushes, draft]);
  return (
    <ParallelPlot
      parallel={parallel}
      setColumns={(keys) => change({ columns: keys, brushes: only(brushes, keys) })}
      setLogs={(keys) => change({ logs: keys.length ? keys : undefined })}
      setBrushes={(next, done) => {
        setDragged(done ? undefined : next);
        if (done) change({ brushes: only(next, settings.columns) });
      }}
      {...rest}
    />
  );
}

/** Brushes of axes that are there. */
function only(brushes: Brushes, keys: readonly string[]): Brushes | undefined {
  const kept = Object.entries(brushes).filter(([key]) => keys.includes(key));
  return kept.length ? Object.fromEntries(kept) : undefined;
}
