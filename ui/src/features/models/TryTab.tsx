import { useQuery } from "@tanstack/react-query";

import { invokeVersion, servingQuery } from "@/api/models";
import type { ModelVersion } from "@/api/types";
import { offerOf } from "@/shared/try/offer";
import { TryForm } from "@/shared/try/TryForm";
import type { Ask } from "@/shared/try/useAnswer";
import { Section } from "@/shared/ui/Facts";
import { Button } from "@/shared/ui/Button";
import { Code, Failed, Waiting } from "@/shared/ui/State";

import styles from "./Models.module.css";

/** Asks the version something, where one of the operator's scoring servers has it; otherwise says how it gets there. */
export default function TryTab({ version }: { version: ModelVersion }) {
  const { name, version: number } = version;
  const query = useQuery(servingQuery(name, number));
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Waiting />;
  const { servers, away, model } = query.data;
  if (!model) return <HowToServe version={version} servers={servers} away={away} look={() => void query.refetch()} busy={query.isFetching} />;
  const ask: Ask = (body, { signal }) => invokeVersion(name, number, body, signal);
  const offer = { ...offerOf(model), streams: false };
  return (
    <div className="page-body" style={{ paddingTop: 14, maxWidth: 1400 }}>
      <p className={`dim ${styles.served}`}>
        Served at <code>{model.server}</code>; this server passes the question on.
      </p>
      <TryForm offer={offer} ask={ask} url={`${model.server ?? ""}/models/${encodeURIComponent(model.name)}/invocations`} />
    </div>
  );
}

interface HowToServeProps {
  version: ModelVersion;
  servers: readonly string[];
  away: readonly string[];
  look: () => void;
  busy: boolean;
}

function HowToServe({ version, servers, away, look, busy }: HowToServeProps) {
  return (
    <div className={`page-body ${styles.main}`} style={{ paddingTop: 14, maxWidth: 760 }}>
      <Section title="Not served yet">
        <p className="dim">
          {servers.length === 0
            ? "No scoring server is named to this tracking server. Serve the version, then name its address: a form to try it comes here."
            : away.length === servers.length
              ? "None of the scoring servers that were named answers."
              : "None of the scoring servers that were named serves this version."}
        </p>
      </Section>
      <Section title="Serve this version">
        <Code text={`mlflow models serve -m "models:/${version.name}/${version.version}" -p 5001 --env-manager local`} />
        <p className="dim" style={{ marginTop: 6 }}>
          At http://127.0.0.1:5001 is a page to try it, too.
        </p>
      </Section>
      {servers.length === 0 ? (
        <Section title="Name its address to the tracking server">
          <Code text="mlflow server --serving-url http://127.0.0.1:5001" />
        </Section>
      ) : (
        <Section title="Asked">
          <ul>
            {servers.map((server) => (
              <li key={server}>
                <code>{server}</code> <span className="dim">{away.includes(server) ? "does not answer" : "serves other models"}</span>
              </li>
            ))}
          </ul>
          <p style={{ marginTop: 10 }}>
            <Button onClick={look} disabled={busy}>
              Look again
            </Button>
          </p>
        </Section>
      )}
    </div>
  );
}
