import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";

import { type Binned, type BinKind, purge } from "@/api/housekeeping";
import { formatBytes, plural } from "@/shared/format";
import { forgetPlaces } from "@/shared/places";
import { Button } from "@/shared/ui/Button";
import { Dialog, DialogForm, Field } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notify";
import { Progress } from "@/shared/ui/Progress";
import { Failed, Waiting } from "@/shared/ui/State";

import styles from "./Housekeeping.module.css";
import { foretell, nounOf, purgeAll, sentence, sizeOf, type Sum } from "./purging";

interface PurgeDialogProps {
  kind: BinKind;
  doomed: readonly Binned[];
  onClose: () => void;
}

/** Says what would go for good, and lets it go once that has been typed. */
export function PurgeDialog({ kind, doomed, onClose }: PurgeDialogProps) {
  const ids = doomed.map(({ id }) => id);
  const told = useQuery({
    // Not below "bin": asked anew, it would be about what is gone.
    queryKey: ["foretold", kind, ids],
    queryFn: ({ signal }) => foretell(kind, ids, (request) => purge(request, true, signal)),
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
  });
  return (
    <Dialog open onClose={onClose} title={`Delete ${plural(ids.length, nounOf(kind))} for good?`}>
      {told.error ? (
        <Failed error={told.error} retry={() => void told.refetch()} />
      ) : told.data ? (
        <Deleting kind={kind} ids={ids} foretold={told.data} onClose={onClose} />
      ) : (
        <Waiting rows={3} />
      )}
    </Dialog>
  );
}

/** What tells of things that are in the bin: they may be gone. */
const STALE = [["bin"], ["server"], ["runs"], ["run"], ["experiments"], ["experiment"], ["logged-models"], ["logged-model"], ["models"]];

function Deleting({ kind, ids, foretold, onClose }: { kind: BinKind; ids: readonly string[]; foretold: Sum; onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const [done, setDone] = useState<Sum | null>(null);
  const [stop, setStop] = useState<AbortController | null>(null);
  const [refused, setRefused] = useState("");
  // Who closes the dialog wants nothing more to go.
  useEffect(() => (stop ? () => stop.abort() : undefined), [stop]);
  const queries = useQueryClient();
  const wanted = sentence(foretold);
  const total = sizeOf(foretold);
  const carryOut = async (event: FormEvent) => {
    event.preventDefault();
    const stopping = new AbortController();
    setStop(stopping);
    setRefused("");
    try {
      const sum = await purgeAll(kind, ids, (request) => purge(request, false), setDone, stopping.signal);
      forgetPlaces(ids);
      notify(sizeOf(sum) === 0 ? "Nothing was deleted" : `Deleted for good: ${sentence(sum).replace("delete ", "")}`);
      if (!stopping.signal.aborted && sum.kept.length === foretold.kept.length) onClose();
      else setDone(sum);
    } catch (error) {
      setRefused(error instanceof Error ? error.message : String(error));
    } finally {
      setStop(null);
      for (const queryKey of STALE) void queries.invalidateQueries({ queryKey });
    }
  };
  return (
    <DialogForm
      submit={(event) => void carryOut(event)}
      refused={refused}
      buttons={
        <>
          {stop ? <Button onClick={() => stop.abort()}>Stop</Button> : <Button onClick={onClose}>{done ? "Close" : "Cancel"}</Button>}
          {!done && (
            <Button type="submit" look="danger" disabled={typed.trim() !== wanted || stop !== null || total === 0}>
              Delete for good
            </Button>
          )}
        </>
      }
    >
      {total > 0 ? <What sum={foretold} /> : <p>Nothing of this can be deleted.</p>}
      <Kept sum={done && sizeOf(done) === total ? done : foretold} />
      {done ? (
        <div role="status">
          <Progress label="Deleting" value={total ? sizeOf(done) / total : 1} words={`${sizeOf(done)} of ${total}`} />
          <p className="num dim">
            {sizeOf(done).toLocaleString("en")} of {total.toLocaleString("en")} deleted
          </p>
        </div>
      ) : (
        total > 0 && (
          <Field
            label={
              <>
                This cannot be undone. Type <strong>{wanted}</strong> to go on.
              </>
            }
          >
            <input className="input" value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" spellCheck={false} disabled={stop !== null} />
          </Field>
        )
      )}
    </DialogForm>
  );
}

function What({ sum }: { sum: Sum }) {
  const files = sum.files ? `${sum.atLeast ? "at least " : ""}${plural(sum.files, "file")} (${formatBytes(sum.bytes)})` : "no files";
  return (
    <p data-testid="foretold">
      What goes: {sentence(sum).replace("delete ", "")}, with all metrics, params and tags, and {files}.
    </p>
  );
}

function Kept({ sum }: { sum: Sum }) {
  if (sum.kept.length === 0) return null;
  return (
    <div>
      <p>{plural(sum.kept.length, "thing")} will stay:</p>
      <ul className={styles.kept}>
        {sum.kept.slice(0, 10).map(({ what, why }) => (
          <li key={what}>
            <span className="mono">{what}</span>: {why}
          </li>
        ))}
      </ul>
    </div>
  );
}
