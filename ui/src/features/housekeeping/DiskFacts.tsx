import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { giveBackSpace, serverFactsQuery } from "@/api/housekeeping";
import { formatBytes } from "@/shared/format";
import { Button } from "@/shared/ui/Button";
import { notify, notifyFailure } from "@/shared/ui/notify";
import { Share } from "@/shared/ui/Progress";

import styles from "./Housekeeping.module.css";

/** Bytes below which giving back is not worth the writing. */
const WORTH_IT = 1 << 18;

/** Room on the server's disk, and what its database could give back. */
export function DiskFacts() {
  const queries = useQueryClient();
  const { data: facts } = useQuery(serverFactsQuery);
  const giveBack = useMutation({
    mutationFn: giveBackSpace,
    networkMode: "always",
    onSuccess: ({ given_back: given }) => notify(given ? `The database is ${formatBytes(given)} smaller` : "There was not enough to give back"),
    onError: notifyFailure,
    onSettled: () => queries.invalidateQueries({ queryKey: serverFactsQuery.queryKey }),
  });
  if (!facts) return null;
  const { disk_bytes: disk, disk_free: free, database_bytes: database, free_bytes: spare = 0 } = facts;
  return (
    <dl className={styles.disk}>
      {disk != null && free != null && (
        <div>
          <dt>Disk</dt>
          <dd className="num">
            {formatBytes(free)} free of {formatBytes(disk)}
            <Share of={(disk - free) / disk} track />
          </dd>
        </div>
      )}
      {database != null && (
        <div>
          <dt>Database</dt>
          <dd className="num">
            {formatBytes(database)}
            {spare != null && spare >= WORTH_IT && (
              <>
                , of which {formatBytes(spare)} are free
                <Button onClick={() => giveBack.mutate()} disabled={giveBack.isPending}>
                  Give back
                </Button>
              </>
            )}
          </dd>
        </div>
      )}
    </dl>
  );
}
