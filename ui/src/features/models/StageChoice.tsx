import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { moveToStage, setVersionTag, STAGES } from "@/api/models";
import type { ModelVersion } from "@/api/types";
import { Checkbox, Select } from "@/shared/ui/Controls";
import { ActDialog } from "@/shared/ui/Dialog";

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
          await moveToStage(name, version, next ?? "None", shared && archive);
          if (reason.trim()) await setVersionTag(name, version, REASON, reason.trim());
          await queries.invalidateQueries({ queryKey: ["models"] });
        }}
      >
        {next !== "None" && (
          <p>
            Code that loads <code>models:/{name}/{next}</code> gets the newest version there.
          </p>
        )}
        {shared && (
          // The label's control is the checkbox inside it.
           
          <label className={styles.check}>
            <Checkbox checked={archive} onChange={setArchive} label={`Archive versions now in ${next}`} />
            Archive versions now in {next}
          </label>
        )}
        <label className={styles.field}>
          <span>
            Why (kept as the tag <code>{REASON}</code>)
          </span>
          <textarea className="textarea" rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
      </ActDialog>
    </>
  );
}
