import { useMemo } from "react";

import type { PanelViewProps } from "../../board/contract";
import type { Column, Frame } from "../core/column";
import { canLog, type PlotProps, RunPlot } from "../panel/RunPlot";
import { BoxPlot } from "./BoxPlot";
import type { BoxSettings } from "./settings";

export default function BoxPanel(panel: PanelViewProps<BoxSettings>) {
  const { value, by } = panel.settings;
  return (
    <RunPlot panel={panel} keys={[value, by ?? ""]} needs={by ? [value, by] : [value]} numbers={[value]}>
      {(frame, acts) => <Framed frame={frame} settings={panel.settings} title={panel.title} acts={acts} ref={panel.ref} />}
    </RunPlot>
  );
}

function Framed({ frame, settings: { value, by, log, violin }, ...rest }: PlotProps & { frame: Frame; settings: BoxSettings }) {
  const boxes = useMemo(
    () => ({ frame, value: frame.columns.get(value) as Column, by: by ? frame.columns.get(by) : undefined, log: log === true && canLog(frame, value), violin: violin === true }),
    [frame, value, by, log, violin],
  );
  return <BoxPlot boxes={boxes} {...rest} />;
}
