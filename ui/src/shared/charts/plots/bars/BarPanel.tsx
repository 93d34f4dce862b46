import { useMemo } from "react";

import type { PanelViewProps } from "../../board/contract";
import type { Column, Frame } from "../core/column";
import { type PlotProps, RunPlot } from "../panel/RunPlot";
import { BarPlot } from "./BarPlot";
import { type BarSettings, USUAL_TOP } from "./settings";

export default function BarPanel(panel: PanelViewProps<BarSettings>) {
  const { value, by } = panel.settings;
  return (
    <RunPlot panel={panel} keys={[value, by ?? ""]} needs={by ? [value, by] : [value]} numbers={[value]}>
      {(frame, acts) => <Framed frame={frame} settings={panel.settings} title={panel.title} acts={acts} ref={panel.ref} />}
    </RunPlot>
  );
}

function Framed({ frame, settings: { value, by, order = "most", top = USUAL_TOP }, acts, ...file }: PlotProps & { frame: Frame; settings: BarSettings }) {
  const { colour } = acts;
  const bars = useMemo(
    () => ({ frame, value: frame.columns.get(value) as Column, by: by ? frame.columns.get(by) : undefined, order, top, runColour: colour }),
    [frame, value, by, order, top, colour],
  );
  return <BarPlot bars={bars} acts={acts} {...file} />;
}
