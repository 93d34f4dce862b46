import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Ellipsis, GitCompareArrows, Trash2 } from "lucide-react";
import { useState } from "react";

import { deleteVersion, neighboursQuery } from "@/api/models";
import type { ModelVersion } from "@/api/types";
import { IconButton } from "@/shared/ui/Button";
import { Menu, MenuItem, MenuLine } from "@/shared/ui/Menu";

import { useOutdatedModels } from "./outdating";
import { TypedConfirmation } from "./TypedConfirmation";

export function VersionMenu({ version: { name, version } }: { version: ModelVersion }) {
  const navigate = useNavigate();
  const outdate = useOutdatedModels();
  const [deleting, setDeleting] = useState(false);
  const before = useQuery(neighboursQuery(name, version)).data?.before;
  return (
    <>
      <Menu
        trigger={
          <IconButton label="Actions" look="plain">
            <Ellipsis />
          </IconButton>
        }
      >
        {before !== undefined && (
          <MenuItem icon={<GitCompareArrows />} onSelect={() => void navigate({ to: "/models/$name/compare", params: { name }, search: { versions: [before, version] } })}>
            Compare with version {before}
          </MenuItem>
        )}
        <MenuLine />
        <MenuItem icon={<Trash2 />} danger onSelect={() => setDeleting(true)}>
          Delete…
        </MenuItem>
      </Menu>
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
