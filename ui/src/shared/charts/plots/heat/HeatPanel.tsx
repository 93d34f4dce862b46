import { useMemo } from "react";

import type { PanelViewProps } from "../../board/contract";
import type { Column, Frame } from "../core/column";
import { canLog, type PlotProps, RunPlot } from "../panel/RunPlot";
import { HeatPlot } from "./HeatPlot";
import type { HeatSettings } from "./settings";

export default function HeatPanel(panel: PanelViewProps<HeatSettings>) {
  const { x, y, value, fold } = panel.settings;
  const counts = fold === "count";
  return (
    <RunPlot panel={panel} keys={[x, y, value]} needs={counts ? [x, y] : [x, y, value]} numbers={counts ? [] : [value]}>
      {(frame, acts) => <Framed frame={frame} settings={panel.settings} title={panel.title} acts={acts} ref={panel.ref} />}
    </RunPlot>
  );
}

function Framed({ frame, settings, ...rest }: PlotProps & { frame: Frame; settings: HeatSettings }) {
  const heat = useMemo(() => {
    const { x, y, value, logX, logY, contour, fold = "mean", bins } = settings;
    const column = (key: string) => frame.columns.get(key) as Column;
    return {
      frame,
      x: column(x),
      y: column(y),
      value: column(value || x),
      logX: logX === true && canLog(frame, x),
      logY: logY === true && canLog(frame, y),
      contour: contour === true,
      fold: contour ? "mean" : fold,
      bins,
    } as const;
  }, [frame, settings]);
  return <HeatPlot heat={heat} {...rest} />;
}
