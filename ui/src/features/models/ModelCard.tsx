import type { ModelVersion } from "@/api/types";
import { CardSections } from "@/shared/models/CardSections";

import { loadUri } from "./versions";

/** What the files of a version say of the model; a part of the page of its own, since reading YAML takes code. */
export default function ModelCard({ version }: { version: ModelVersion }) {
  return <CardSections place={{ name: version.name, version: version.version }} uri={loadUri(version)} />;
}
