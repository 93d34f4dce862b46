import { useQuery } from "@tanstack/react-query";

import { serverFactsQuery } from "@/api/housekeeping";
import { formatBytes, formatDuration } from "@/shared/format";
import { useNow } from "@/shared/ui/Ago";
import { Facts } from "@/shared/ui/Facts";
import { Failed, Waiting } from "@/shared/ui/State";

import styles from "./Housekeeping.module.css";

export function ServerTab() {
  const { data: facts, error, refetch } = useQuery(serverFactsQuery);
  const now = useNow();
  if (error && !facts) return <Failed error={error} retry={() => void refetch()} />;
  if (!facts) return <Waiting />;
  const { disk_bytes: disk, disk_free: free } = facts;
  return (
    <div className={styles.facts}>
      <Facts
        rows={[
          ["Penstock", facts.penstock_version],
          ["Interface of MLflow", facts.version],
          ["Python", facts.python],
          ["Running for", formatDuration(Math.max(0, now - facts.started))],
          ["Records", `in ${facts.store}`],
          ["Size of the database", facts.database_bytes == null ? "kept by its server" : formatBytes(facts.database_bytes)],
          ["Files of new experiments", facts.artifacts],
          ["Room on the disk", disk == null || free == null ? "not a disk of this machine" : `${formatBytes(free)} of ${formatBytes(disk)}`],
          ["Deleting for good", facts.cannot_purge ? `not here: ${facts.cannot_purge}` : "possible here, and by mlflow gc"],
        ]}
      />
    </div>
  );
}
