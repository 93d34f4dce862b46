import { useCallback, useMemo } from "react";

import { plural } from "@/shared/format";
import { Failed, Waiting } from "@/shared/ui/State";

import type { Column } from "../core/column";
import { Plot } from "../core/Plot";
import type { Size } from "../core/scene";
import type { PlotProps } from "../panel/RunPlot";
import { FEW_RUNS, type Influences } from "./importance";
import { influenceScene, influenceTable } from "./influenceScene";
import styles from "./Importance.module.css";
import { useInfluences } from "./useInfluences";

interface ImportancePlotProps extends Omit<PlotProps, "acts"> {
  target: Column;
  params: readonly Column[];
}

/** Which params matter for a metric. */
export function ImportancePlot({ target, params, ...file }: ImportancePlotProps) {
  const found = useInfluences(target, params);
  if (found instanceof Error) return <Failed error={found} />;
  if (!found) return <Waiting rows={5} />;
  return <Told found={found} target={target} {...file} />;
}

function Told({ found, target, ...file }: { found: Influences; target: Column } & Omit<PlotProps, "acts">) {
  const rows = found.rows;
  const stage = useCallback((size: Size) => influenceScene(rows, size), [rows]);
  const words = useMemo(() => wordsOf(found), [found]);
  if (rows.length === 0)
    return <p className={styles.note}>No param differs among the {plural(found.runs, "run")} that have {target.label}: there is nothing to compare.</p>;
  return (
    <Plot
      {...file}
      label={`How much ${plural(rows.length, "param")} matter for ${target.label}, from ${plural(found.runs, "run")}: ${rows
        .slice(0, 3)
        .map((row) => `${row.label} ${Math.round(row.importance * 100)} %`)
        .join(", ")}`}
      words={
        <>
          {found.runs < FEW_RUNS && <b className={styles.warning}>Only {plural(found.runs, "run")}: take it as a hint. </b>}
          {words}
        </>
      }
      stage={stage}
      table={() => influenceTable(found)}
    />
  );
}

function wordsOf({ runs, explained, rows, constant }: Influences): string {
  const share = Math.round(Math.max(0, explained) * 100);
  const trust = explained < 0.1 ? "The params explain next to nothing of it" : `The params explain ${share} % of its variance in runs the model has not seen`;
  const same = constant.length ? `; ${plural(constant.length, "param")} the same in all` : "";
  return `${trust} (${plural(runs, "run")}, ${plural(rows.length, "param")}${same}).`;
}
