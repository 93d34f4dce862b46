import { useMemo } from "react";

import type { PanelViewProps } from "../../board/contract";
import type { Column, Frame } from "../core/column";
import { canLog, type PlotProps, RunPlot } from "../panel/RunPlot";
import { HistogramPlot } from "./HistogramPlot";
import type { HistogramSettings } from "./settings";

export default function HistogramPanel(panel: PanelViewProps<HistogramSettings>) {
  const { column } = panel.settings;
  return (
    <RunPlot panel={panel} keys={[column]} needs={[column]}>
      {(frame, acts) => <Framed frame={frame} settings={panel.settings} title={panel.title} acts={acts} ref={panel.ref} />}
    </RunPlot>
  );
}

function Framed({ frame, settings: { column, bins, log }, ...rest }: PlotProps & { frame: Frame; settings: HistogramSettings }) {
  const histogram = useMemo(() => ({ frame, column: frame.columns.get(column) as Column, bins, log: log === true && canLog(frame, column) }), [frame, column, bins, log]);
  return <HistogramPlot histogram={histogram} {...rest} />;
}
