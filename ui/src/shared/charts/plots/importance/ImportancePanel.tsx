import { useMemo } from "react";

import type { PanelViewProps } from "../../board/contract";
import type { Column, Frame } from "../core/column";
import { type PlotProps, RunPlot } from "../panel/RunPlot";
import { ImportancePlot } from "./ImportancePlot";
import type { ImportanceSettings } from "./settings";

/** As many as one answer of the server holds, beside the metric and what experiments need. */
const MOST_PARAMS = 90;

export default function ImportancePanel(panel: PanelViewProps<ImportanceSettings>) {
  const { metric, params } = panel.settings;
  const keys = (params ?? panel.keys.params.map((name) => `params.${name}`)).filter((key) => key !== metric).slice(0, MOST_PARAMS);
  return (
    <RunPlot panel={panel} keys={[metric, ...keys]} needs={[metric]} numbers={[metric]}>
      {(frame) => <Framed frame={frame} metric={metric} title={panel.title} ref={panel.ref} />}
    </RunPlot>
  );
}

function Framed({ frame, metric, ...file }: Omit<PlotProps, "acts"> & { frame: Frame; metric: string }) {
  const { columns } = frame;
  const params = useMemo(() => [...columns.values()].filter(({ key }) => key !== metric), [columns, metric]);
  return <ImportancePlot target={frame.columns.get(metric) as Column} params={params} {...file} />;
}
