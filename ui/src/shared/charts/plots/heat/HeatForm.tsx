import type { PanelSettingsProps } from "../../board/contract";
import { ChoiceField, CountField, Fields, FlagField, KeyField } from "../panel/fields";
import { type HeatSettings, MOST_CELLS } from "./settings";

export function HeatForm({ keys, settings, change }: PanelSettingsProps<HeatSettings>) {
  const { x, y, value, logX, logY, contour, fold = "mean", bins } = settings;
  return (
    <Fields>
      <KeyField label="Across" keys={keys} value={x} change={(next) => change({ x: next })}>
        <FlagField label="Log" value={logX === true} change={(on) => change({ logX: on })} />
      </KeyField>
      <KeyField label="Up" keys={keys} value={y} change={(next) => change({ y: next })}>
        <FlagField label="Log" value={logY === true} change={(on) => change({ logY: on })} />
      </KeyField>
      <KeyField label="Value" keys={keys} value={value} change={(next) => change({ value: next })} />
      <ChoiceField
        label="Look"
        value={contour ? "contour" : "cells"}
        options={[
          ["cells", "Cells"],
          ["contour", "Contour"],
        ]}
        change={(look) => change({ contour: look === "contour" || undefined })}
      />
      {!contour && (
        <>
          <ChoiceField
            label="Of a cell"
            value={fold}
            options={[
              ["mean", "Mean"],
              ["min", "Least"],
              ["max", "Greatest"],
              ["count", "Count"],
            ]}
            change={(next) => change({ fold: next === "mean" ? undefined : next })}
          />
          <CountField label="Cells a side" value={bins} least={1} most={MOST_CELLS} placeholder="auto" change={(next) => change({ bins: next })} />
        </>
      )}
    </Fields>
  );
}
