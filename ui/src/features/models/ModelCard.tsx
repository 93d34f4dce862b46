import { useQuery } from "@tanstack/react-query";

import { artifactUrl, textQuery } from "@/api/artifacts";
import type { ModelVersion } from "@/api/types";
import { readCard } from "@/shared/models/card";
import { Signature } from "@/shared/models/Signature";
import { Facts, Section } from "@/shared/ui/Facts";

/** What the MLmodel file tells: flavors, what goes in, what comes out. */
export default function ModelCard({ version }: { version: ModelVersion }) {
  const query = useQuery(textQuery(artifactUrl({ name: version.name, version: version.version }, "MLmodel")));
  if (query.error) return <p className="dim">The model's files cannot be read from here: {query.error.message}</p>;
  if (!query.data) return null;
  const card = readCard(query.data.text);
  return (
    <>
      <Section title="Signature">
        <Signature card={card} />
      </Section>
      <Section title="Flavors">
        <Facts rows={card.facts} />
      </Section>
    </>
  );
}
