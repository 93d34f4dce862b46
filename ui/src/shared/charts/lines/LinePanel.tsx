import { useQueries } from "@tanstack/react-query";
import { useImperativeHandle, useMemo } from "react";

import { metricHistoryQuery } from "@/api/metrics";

import type { PanelViewProps } from "../board/contract";
import type { Exportable } from "../export/exportable";
import { LineChart } from "../LineChart";
import type { Line } from "../plotData";
import type { LineSettings } from "./settings";

export function LinePanel({ runs, settings, look, height, title, ref }: PanelViewProps<LineSettings>) {
  const shown = useMemo(() => runs.filter((run) => !run.hidden).flatMap((run) => settings.metrics.map((metric) => ({ run, metric }))), [runs, settings.metrics]);
  const answers = useQueries({ queries: shown.map(({ run, metric }) => metricHistoryQuery(run.runId, metric, run.live)) });
  const known = answers.map((answer) => answer.dataUpdatedAt).join();
  const lines = useMemo<Line[]>(
    () => shown.map(({ run }, i) => ({ label: run.label, colour: run.colour, points: answers[i]?.data ?? [] })),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `known` changes when any answer does
    [known, shown],
  );
  useImperativeHandle(
    ref,
    (): Exportable => ({
      name: title,
      toSVG: () => "",
      toPNG: async () => new Blob(),
      rows: () => ({ columns: ["run", "step", "time", "value"], rows: lines.flatMap(({ label, points }) => points.map((p) => [label, p.step, p.timestamp, p.value])) }),
    }),
    [lines, title],
  );
  const axis = look.x === "time" || look.x === "relative" ? look.x : "step";
  return <LineChart lines={lines.filter(({ points }) => points.length > 0)} axis={axis} log={look.log === true} smoothing={look.smooth ?? 0} height={height} label={title} />;
}
