import { Select } from "@/shared/ui/Controls";

import type { PanelSettingsProps } from "../../board/contract";
import { Field, Fields, FlagField, KeyField } from "../panel/fields";
import type { ScatterSettings } from "./settings";

const AIMS = [
  ["none", "any"],
  ["min", "least"],
  ["max", "most"],
] as const;

export function ScatterForm({ keys, settings, change }: PanelSettingsProps<ScatterSettings>) {
  const { x, y, colour = "", size = "", logX, logY, logColour, bestX, bestY } = settings;
  return (
    <Fields>
      <KeyField label="Across" keys={keys} value={x} change={(next) => change({ x: next })}>
        <FlagField label="Log" value={logX === true} change={(on) => change({ logX: on })} />
      </KeyField>
      <KeyField label="Up" keys={keys} value={y} change={(next) => change({ y: next })}>
        <FlagField label="Log" value={logY === true} change={(on) => change({ logY: on })} />
      </KeyField>
      <KeyField label="Colour" keys={keys} value={colour} none="Colour of the run" change={(next) => change({ colour: next || undefined })}>
        {colour && <FlagField label="Log" value={logColour === true} change={(on) => change({ logColour: on })} />}
      </KeyField>
      <KeyField label="Size" keys={keys} value={size} none="All the same" change={(next) => change({ size: next || undefined })} />
      <Field label="Best runs">
        <span>across</span>
        <Select label="Across, better is" value={bestX ?? "none"} options={AIMS} onChange={(aim) => change({ bestX: aim === "none" ? undefined : aim })} />
        <span>up</span>
        <Select label="Up, better is" value={bestY ?? "none"} options={AIMS} onChange={(aim) => change({ bestY: aim === "none" ? undefined : aim })} />
      </Field>
      <p className="dimmer">With both said, a line joins the runs that no other run beats (Pareto front).</p>
    </Fields>
  );
}
