import { type ReactNode, useState } from "react";

import { ActDialog, Field } from "@/shared/ui/Dialog";

interface TypedConfirmationProps {
  title: string;
  /** What has to be typed before it can be done. */
  wanted: string;
  close: () => void;
  act: () => Promise<unknown>;
  children: ReactNode;
}

/** Deletes what cannot be brought back, once its name has been typed. */
export function TypedConfirmation({ title, wanted, close, act, children }: TypedConfirmationProps) {
  const [typed, setTyped] = useState("");
  return (
    <ActDialog open onClose={close} title={title} action="Delete" danger act={act} ready={typed === wanted}>
      <p>{children}</p>
      <Field
        label={
          <>
            Type <b>{wanted}</b> to confirm
          </>
        }
      >
        <input className="input" value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" spellCheck={false} />
      </Field>
    </ActDialog>
  );
}
