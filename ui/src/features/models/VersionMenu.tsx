import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { GitCompareArrows, Trash2 } from "lucide-react";
import { useState } from "react";

import { deleteVersion, neighboursQuery } from "@/api/models";
import type { ModelVersion } from "@/api/types";
import { type Act, ActMenu } from "@/shared/ui/ActMenu";

import { useOutdatedModels } from "./outdating";
import { TypedConfirmation } from "./TypedConfirmation";

export function VersionMenu({ version: { name, version } }: { version: ModelVersion }) {
  const navigate = useNavigate();
  const outdate = useOutdatedModels();
  const [deleting, setDeleting] = useState(false);
  const before = useQuery(neighboursQuery(name, version)).data?.before;
  const acts: Act[] = [
    ...(before === undefined
      ? []
      : [{ name: `Compare with version ${before}`, icon: <GitCompareArrows />, act: () => navigate({ to: "/models/$name/compare", params: { name }, search: { versions: [before, version] } }) }]),
    { name: "Delete…", icon: <Trash2 />, danger: true, apart: true, act: () => setDeleting(true) },
  ];
  return (
    <>
      <ActMenu acts={acts} of="this version" />
      {deleting && (
        <TypedConfirmation
          title={`Delete version ${version}`}
          wanted={name}
          close={() => setDeleting(false)}
          act={async () => {
            await deleteVersion(name, version);
            outdate();
            await navigate({ to: "/models/$name", params: { name } });
          }}
        >
          Version {version} of “{name}” leaves the registry. This cannot be undone. Its files stay where the run logged them.
        </TypedConfirmation>
      )}
    </>
  );
}
