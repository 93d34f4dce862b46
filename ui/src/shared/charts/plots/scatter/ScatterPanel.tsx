import { useMemo } from "react";

import type { PanelViewProps } from "../../board/contract";
import type { Column, Frame } from "../core/column";
import { canLog, type PlotProps, RunPlot } from "../panel/RunPlot";
import type { ScatterSettings } from "./settings";
import { ScatterPlot } from "./ScatterPlot";

export default function ScatterPanel(panel: PanelViewProps<ScatterSettings>) {
  const { x, y, colour = "", size = "" } = panel.settings;
  return (
    <RunPlot panel={panel} keys={[x, y, colour, size]} needs={[x, y]}>
      {(frame, acts) => <Framed frame={frame} settings={panel.settings} title={panel.title} acts={acts} ref={panel.ref} />}
    </RunPlot>
  );
}

function Framed({ frame, settings, acts, ...file }: PlotProps & { frame: Frame; settings: ScatterSettings }) {
  const { colour: colourOf } = acts;
  const scatter = useMemo(() => {
    const { x, y, colour, size, logX, logY, logColour, bestX, bestY } = settings;
    const column = (key: string | undefined) => (key === undefined ? undefined : frame.columns.get(key));
    return {
      frame,
      x: column(x) as Column,
      y: column(y) as Column,
      colour: column(colour),
      size: column(size)?.kind === "text" ? undefined : column(size),
      logX: logX === true && canLog(frame, x),
      logY: logY === true && canLog(frame, y),
      logColour: logColour === true && colour !== undefined && canLog(frame, colour),
      front: bestX && bestY && { x: bestX, y: bestY },
      runColour: colourOf,
    };
  }, [frame, settings, colourOf]);
  return <ScatterPlot scatter={scatter} acts={acts} {...file} />;
}
