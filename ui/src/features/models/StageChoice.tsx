import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { moveToStage, setVersionTag, STAGES } from "@/api/models";
import type { ModelVersion } from "@/api/types";
import { usePageActions } from "@/shared/actions";
import { Checkbox, Select } from "@/shared/ui/Controls";
import { ActDialog, Field } from "@/shared/ui/Dialog";

import styles from "./Models.module.css";

const OPTIONS = STAGES.map((stage) => [stage, stage === "None" ? "No stage" : stage] as const);

/** The tag in which the reason for the last move is kept. */
const REASON = "stage.comment";

export function StageChoice({ version: { name, version, current_stage: stage = "None" } }: { version: ModelVersion }) {
  const queries = useQueryClient();
  const [next, setNext] = useState<string | null>(null);
  const [archive, setArchive] = useState(true);
  const [reason, setReason] = useState("");
  const shared = next === "Production" || next === "Staging";
  usePageActions(
    OPTIONS.filter(([other]) => other !== stage).map(([other, title]) => ({ name: `Move to ${other === "None" ? "no stage" : title}…`, act: () => setNext(other) })),
    "this version",
  );
  const close = () => {
    setNext(null);
    setReason("");
  };
  return (
    <>
      <Select label="Stage" value={stage} options={OPTIONS} onChange={(chosen) => chosen !== stage && setNext(chosen)} />
      <ActDialog
        open={next !== null}
        onClose={close}
        title={`Move version ${version} to ${next === "None" ? "no stage" : next}`}
        action="Move"
        act={async () => {
          try {
            await moveToStage(name, version, next ?? "None", shared && archive);
            if (reason.trim()) await setVersionTag(name, version, REASON, reason.trim());
          } finally {
            // Also where it moved and only the reason was refused.
            await queries.invalidateQueries({ queryKey: ["models"] });
          }
        }}
      >
        {next !== "None" && (
          <p>
            Code that loads <code>models:/{name}/{next}</code> gets the newest version there.
          </p>
        )}
        {shared && (
          <label className={styles.check}>
            <Checkbox checked={archive} onChange={setArchive} label={`Archive versions now in ${next}`} />
            Archive versions now in {next}
          </label>
        )}
        <Field
          label={
            <>
              Why (kept as the tag <code>{REASON}</code>)
            </>
          }
        >
          <textarea className="textarea" rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </ActDialog>
    </>
  );
}
