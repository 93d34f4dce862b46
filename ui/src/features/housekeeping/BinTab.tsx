import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";

import { type Binned, type BinKind, binQuery, serverFactsQuery } from "@/api/housekeeping";
import { usePageActions } from "@/shared/actions";
import { plural } from "@/shared/format";
import { useKeys } from "@/shared/keys";
import { MoreOnSight } from "@/shared/table/MoreOnSight";
import { pagingOf } from "@/shared/table/paging";
import { Button } from "@/shared/ui/Button";
import { Segments, Select } from "@/shared/ui/Controls";
import { SelectionToolbar } from "@/shared/ui/SelectionToolbar";
import { Empty, Failed, Waiting } from "@/shared/ui/State";
import type { HousekeepingState } from "@/shared/urlState/housekeeping";

import { BinTable } from "./BinTable";
import styles from "./Housekeeping.module.css";
import { PurgeDialog } from "./PurgeDialog";
import { nounOf } from "./purging";
import { useRestoring } from "./useRestoring";

const DAY = 86_400_000;
const KINDS: readonly (readonly [BinKind, string])[] = [
  ["run", "Runs"],
  ["experiment", "Experiments"],
  ["logged_model", "Models"],
];
const AGES = [
  ["0", "Deleted at any time"],
  ["1", "More than a day ago"],
  ["7", "More than a week ago"],
  ["30", "More than 30 days ago"],
  ["90", "More than 90 days ago"],
] as const;

interface BinTabProps {
  state: HousekeepingState;
  change: (next: HousekeepingState) => void;
}

export function BinTab({ state, change }: BinTabProps) {
  const kind: BinKind = state.kind ?? "run";
  const days = AGES.find(([age]) => age === String(state.days ?? 0))?.[0] ?? "0";
  return (
    <>
      <div className={styles.tools}>
        <Segments label="What was deleted" value={kind} options={KINDS} onChange={(next) => change({ kind: next === "run" ? undefined : next })} />
        <Select label="Time of deletion" value={days} options={AGES} onChange={(next) => change({ days: Number(next) || undefined })} />
      </div>
      {/* Another list: nothing stays selected. */}
      <BinList key={`${kind} ${days}`} kind={kind} olderThan={Number(days) * DAY} />
    </>
  );
}

function BinList({ kind, olderThan }: { kind: BinKind; olderThan: number }) {
  const query = useInfiniteQuery(binQuery(kind, olderThan));
  const facts = useQuery(serverFactsQuery);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [doomed, setDoomed] = useState<readonly Binned[] | null>(null);
  const restore = useRestoring(kind);
  const binned = query.data?.pages.flatMap((page) => page.binned ?? []) ?? [];
  const chosen = binned.filter((one) => selected.has(one.id));
  const clear = () => setSelected(new Set());
  const takeOut = () => {
    clear();
    restore(chosen);
  };
  const restorable = kind !== "logged_model";
  const purgeable = !facts.data?.cannot_purge;
  const what = plural(chosen.length, nounOf(kind));
  usePageActions(
    chosen.length === 0
      ? NOTHING
      : [
          ...(restorable ? [{ name: `Restore ${what}`, act: takeOut }] : []),
          ...(purgeable ? [{ name: `Delete ${what} for good`, act: () => setDoomed(chosen) }] : []),
        ],
  );
  useKeys({ Escape: clear });

  if (query.error && !query.data) return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (query.isPending) return <Waiting />;
  if (binned.length === 0)
    return (
      <Empty title={olderThan ? `No ${nounOf(kind)} has been in the bin for so long` : `No deleted ${nounOf(kind)}s`}>
        What is deleted on the other pages stays here until it is restored, or deleted for good: here or by <code>mlflow gc</code>.
      </Empty>
    );
  return (
    <>
      <BinTable kind={kind} binned={binned} selected={selected} select={setSelected} />
      <MoreOnSight paging={pagingOf(query)} />
      {chosen.length > 0 && (
        <SelectionToolbar label="Selected" count={chosen.length} clear={clear}>
          {restorable && (
            <Button icon={<RotateCcw />} onClick={takeOut}>
              Restore
            </Button>
          )}
          <Button look="danger" icon={<Trash2 />} disabled={!purgeable} title={facts.data?.cannot_purge} onClick={() => setDoomed(chosen)}>
            Delete for good…
          </Button>
        </SelectionToolbar>
      )}
      {doomed && (
        <PurgeDialog
          kind={kind}
          doomed={doomed}
          onClose={() => {
            setDoomed(null);
            clear();
          }}
        />
      )}
    </>
  );
}

const NOTHING: [] = [];
