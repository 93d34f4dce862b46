import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type FormEvent, type ReactNode, useRef, useState } from "react";

import { Button } from "./Button";
import styles from "./Dialog.module.css";
import { giveBack, returnPoint } from "./focus";

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  wide?: boolean;
}

export function Dialog({ open, onClose, title, children, wide }: DialogProps) {
  const before = useRef<HTMLElement | null>(null);
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.scrim} />
        <Radix.Content
          className={styles.box}
          data-wide={wide || undefined}
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            before.current = returnPoint();
          }}
          // Radix gives it back to a trigger of its own, and these dialogs have none.
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            giveBack(before.current);
          }}
        >
          <header className={styles.head}>
            <Radix.Title asChild>
              <h2>{title}</h2>
            </Radix.Title>
            <Radix.Close asChild>
              {/* No tip: it would open with the dialog, and the first Escape would close only the tip. */}
              <Button look="ghost" className={styles.close} aria-label="Close" icon={<X />} />
            </Radix.Close>
          </header>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface DialogFormProps {
  submit: (event: FormEvent) => void;
  /** Why it could not be done, in the server's words. */
  refused?: string;
  buttons: ReactNode;
  children: ReactNode;
}

/** What a dialog asks for, with its buttons below. */
export const DialogForm = ({ submit, refused, buttons, children }: DialogFormProps) => (
  <form onSubmit={submit}>
    <div className={styles.body}>
      {children}
      {refused && (
        <p role="alert" className={styles.refused}>
          {refused}
        </p>
      )}
    </div>
    <footer className={styles.foot}>{buttons}</footer>
  </form>
);

interface ActDialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  action: string;
  act: () => Promise<unknown>;
  danger?: boolean;
  children: ReactNode;
  ready?: boolean;
  /** Stays open once it is done: what holds it shows what came of it. */
  keep?: boolean;
}

/** A dialog that does one thing: stays open with the server's words when it is refused. */
export function ActDialog({ open, onClose, title, action, act, danger, children, ready = true, keep = false }: ActDialogProps) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState("");
  const close = () => {
    setRefused("");
    onClose();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setBusy(true);
    setRefused("");
    try {
      await act();
      if (!keep) close();
    } catch (error) {
      setRefused(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open={open} onClose={close} title={title}>
      <DialogForm
        submit={(event) => void submit(event)}
        refused={refused}
        buttons={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button type="submit" look={danger ? "danger" : "primary"} disabled={busy || !ready}>
              {action}
            </Button>
          </>
        }
      >
        {children}
      </DialogForm>
    </Dialog>
  );
}

/** A control of a dialog with its name above it. */
export const Field = ({ label, children }: { label: ReactNode; children: ReactNode }) => (
  <label className={styles.field}>
    <span>{label}</span>
    {children}
  </label>
);

interface NameDialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  label: string;
  action: string;
  initial?: string;
  act: (name: string) => Promise<unknown>;
}

/** Asks for one line of text. */
export function NameDialog({ open, initial = "", ...rest }: NameDialogProps) {
  // A fresh form each time it opens.
  return open ? <NameForm key={initial} initial={initial} {...rest} /> : null;
}

function NameForm({ onClose, title, label, action, initial = "", act }: Omit<NameDialogProps, "open">) {
  const [name, setName] = useState(initial);
  const trimmed = name.trim();
  return (
    <ActDialog open onClose={onClose} title={title} action={action} act={() => act(trimmed)} ready={trimmed !== "" && trimmed !== initial}>
      <Field label={label}>
        <input className="input" value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" spellCheck={false} />
      </Field>
    </ActDialog>
  );
}
