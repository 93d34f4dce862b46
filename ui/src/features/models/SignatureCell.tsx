import { useQuery } from "@tanstack/react-query";

import type { ModelVersion } from "@/api/types";
import { readCard } from "@/shared/models/card";

import { cardQuery } from "./cardQuery";
import { signatureLine } from "./signatures";

/** What goes in and what comes out, in one line. */
export default function SignatureCell({ version }: { version: ModelVersion }) {
  const query = useQuery(cardQuery(version));
  if (!query.data) return query.error ? <span className="dimmer" title={query.error.message}>cannot be read</span> : null;
  const line = signatureLine(readCard(query.data.text));
  return line ? (
    <code className="dim" title={line}>
      {line}
    </code>
  ) : (
    <span className="dimmer">none</span>
  );
}
