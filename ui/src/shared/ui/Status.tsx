import type { RunStatus } from "@/api/types";

import styles from "./Status.module.css";

const words: Record<RunStatus, string> = { RUNNING: "Running", SCHEDULED: "Scheduled", FINISHED: "Finished", FAILED: "Failed", KILLED: "Killed" };

const known = (status: string | undefined): RunStatus => (status && status in words ? (status as RunStatus) : "SCHEDULED");

/** Colour and shape both tell the state, so that neither is needed alone. */
export function StatusDot({ status }: { status: string | undefined }) {
  const state = known(status);
  return (
    <svg className={styles.dot} data-status={state} viewBox="0 0 14 14" role="img" aria-label={words[state]}>
      <title>{words[state]}</title>
      <circle cx="7" cy="7" r="5.5" />
      {state === "FINISHED" && <path d="M4.600 7.200l1.700 1.700 3.200-3.500" />}
      {state === "FAILED" && <path d="M5 5l4 4M9 5l-4 4" />}
      {state === "KILLED" && <path d="M4.700 7h4.600" />}
    </svg>
  );
}

export function StatusLabel({ status }: { status: string | undefined }) {
  return (
    <span className="row-gap" style={{ gap: 6 }}>
      <StatusDot status={status} />
      <span data-testid="run-status">{words[known(status)]}</span>
    </span>
  );
}
