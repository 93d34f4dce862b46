import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Send } from "lucide-react";

import { type Journal, journalsQuery, shipJournals } from "@/api/housekeeping";
import { formatBytes, plural } from "@/shared/format";
import { Ago } from "@/shared/ui/Ago";
import { Button } from "@/shared/ui/Button";
import { notify, notifyFailure } from "@/shared/ui/notify";
import { Code, Empty, Failed, Waiting } from "@/shared/ui/State";

import styles from "./Housekeeping.module.css";

/** What programs on the server's machine logged while their store was away, or left when they were killed. */
export function JournalsTab() {
  const queries = useQueryClient();
  const query = useQuery(journalsQuery);
  const ship = useMutation({
    mutationFn: shipJournals,
    networkMode: "always",
    onSuccess: ({ shipped = 0, refused = 0, left = 0, trouble }) => {
      const words = [`Sent ${plural(shipped, "record")}`, refused && `${refused.toLocaleString("en")} refused`, left && `${left.toLocaleString("en")} left: ${trouble}`];
      notify(words.filter(Boolean).join(", "));
    },
    onError: notifyFailure,
    // What was sent may be of any run, experiment or model.
    onSettled: () => queries.invalidateQueries(),
  });
  if (query.error && !query.data) return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Waiting />;
  const waiting = query.data.filter((journal) => journal.own && !journal.in_use);
  const commands = [...new Set(query.data.flatMap((journal) => (journal.command && !journal.in_use ? [journal.command] : [])))];
  if (query.data.length === 0)
    return (
      <Empty title="Nothing waits to be sent" code="mlflow sync --list">
        What programs of the server&apos;s user log on the server&apos;s machine waits in journals while their store is away. A server does not see other
        machines: there, this command tells what waits.
      </Empty>
    );
  return (
    <div className={styles.body}>
      <div className={styles.tools}>
        <Button look="primary" icon={<Send />} disabled={waiting.length === 0 || ship.isPending} onClick={() => ship.mutate()}>
          Send to this server now
        </Button>
        <span className="dim">Only journals of the server&apos;s machine and user are seen here.</span>
      </div>
      <div className={styles.scroll}>
        <table className="list" aria-label={plural(query.data.length, "journal")}>
          <thead>
            <tr>
              <th>For</th>
              <th>Process</th>
              <th className="right">Records</th>
              <th className="right">Runs</th>
              <th className="right">Size</th>
              <th>Begun</th>
              <th>Last written</th>
              <th>Trouble</th>
            </tr>
          </thead>
          <tbody>
            {query.data.map((journal) => (
              <JournalRow key={`${journal.store} ${journal.name}`} journal={journal} />
            ))}
          </tbody>
        </table>
      </div>
      {commands.length > 0 && (
        <section className={styles.commands}>
          <h2>What is for other stores is sent there by</h2>
          {commands.map((command) => (
            <Code key={command} text={command} />
          ))}
        </section>
      )}
    </div>
  );
}

function JournalRow({ journal }: { journal: Journal }) {
  return (
    <tr data-testid="journal-row" title={journal.name}>
      <td className={styles.name}>{journal.own ? "This server" : <code>{journal.store}</code>}</td>
      <td className="dim">
        <span className="num">{journal.process || "unknown"}</span>{" "}
        <span className="chip" data-tone={journal.in_use ? "good" : undefined}>
          {journal.in_use ? "running" : "ended"}
        </span>
      </td>
      <td className="right num">{journal.records?.toLocaleString("en") ?? "many"}</td>
      <td className="right num dim">{(journal.runs ?? 0).toLocaleString("en")}</td>
      <td className="right num dim">
        {formatBytes(journal.bytes ?? 0)}
        {journal.files && " and files"}
      </td>
      <td className="dim">
        <Ago time={journal.began} />
      </td>
      <td className="dim">
        <Ago time={journal.changed} />
      </td>
      <td className={styles.name}>
        {journal.refused ? (
          <>
            {plural(journal.refused, "record")} refused: {journal.trouble}
          </>
        ) : (
          <span className="dimmer">–</span>
        )}
      </td>
    </tr>
  );
}
