import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Gauge } from "lucide-react";

import { type ExperimentUse, LISTED_EXPERIMENTS, measure, measurementQuery, usageQuery } from "@/api/housekeeping";
import { usePageActions } from "@/shared/actions";
import { formatBytes, plural } from "@/shared/format";
import { Ago } from "@/shared/ui/Ago";
import { Button } from "@/shared/ui/Button";
import { notifyFailure } from "@/shared/ui/notify";
import { Progress } from "@/shared/ui/Progress";
import { Empty, Failed, Waiting } from "@/shared/ui/State";
import type { HousekeepingState } from "@/shared/urlState/housekeeping";

import { DiskFacts } from "./DiskFacts";
import styles from "./Housekeeping.module.css";
import { totalsOf } from "./usage";
import { UsageTable } from "./UsageTable";

interface StorageTabProps {
  state: HousekeepingState;
  change: (next: HousekeepingState) => void;
}

export function StorageTab({ state, change }: StorageTabProps) {
  const queries = useQueryClient();
  const measurement = useQuery(measurementQuery);
  const finished = measurement.data?.finished ?? 0;
  const usage = useQuery({ ...usageQuery(finished), enabled: finished > 0, placeholderData: (before) => before });
  const begin = () =>
    measure().then((now) => {
      queries.setQueryData(measurementQuery.queryKey, now);
      return queries.invalidateQueries({ queryKey: measurementQuery.queryKey });
    }, notifyFailure);
  const running = measurement.data?.running ?? false;
  usePageActions(running ? NOTHING : [{ name: "Measure what experiments take", act: begin }]);
  if (measurement.error && !measurement.data) return <Failed error={measurement.error} retry={() => void measurement.refetch()} />;
  if (!measurement.data) return <Waiting />;
  const { measured = 0, experiments = 0, files = 0 } = measurement.data;
  return (
    <div className={styles.body}>
      <DiskFacts />
      <div className={styles.tools}>
        <Button icon={<Gauge />} onClick={() => void begin()} disabled={running} look={finished ? "plain" : "primary"}>
          {finished ? "Measure again" : "Measure"}
        </Button>
        {running ? (
          <div className={styles.measuring} role="status">
            <Progress label="Measuring" value={experiments ? measured / experiments : undefined} words={`${measured} of ${plural(experiments, "experiment")}`} />
            <span className="dim num">
              {measured} of {plural(experiments, "experiment")}, {plural(files, "file")} so far
            </span>
          </div>
        ) : (
          finished > 0 && (
            <span className="dim" data-testid="measured">
              Measured <Ago time={finished} />
            </span>
          )
        )}
      </div>
      {usage.error ? (
        <Failed error={usage.error} retry={() => void usage.refetch()} />
      ) : usage.data ? (
        <>
          <Summary uses={usage.data} />
          <UsageTable uses={usage.data} finished={finished} state={state} change={change} />
        </>
      ) : finished || running ? (
        <Waiting />
      ) : (
        <Empty title="Not measured yet">
          The server walks through the files of every experiment and adds up its records. It does so in the background; other pages go on meanwhile.
        </Empty>
      )}
    </div>
  );
}

const NOTHING: [] = [];

function Summary({ uses }: { uses: readonly ExperimentUse[] }) {
  const totals = totalsOf(uses);
  return (
    <p className={`dim num ${styles.summary}`}>
      {uses.length === LISTED_EXPERIMENTS && `The ${LISTED_EXPERIMENTS.toLocaleString("en")} largest: `}
      {plural(totals.files, "file")} of {formatBytes(totals.bytes)}, records of about {formatBytes(totals.records)}.
      {totals.unknown > 0 && ` The files of ${plural(totals.unknown, "experiment")} could not be counted.`}
    </p>
  );
}
