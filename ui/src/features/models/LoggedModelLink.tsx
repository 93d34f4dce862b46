import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { loggedModelQuery } from "@/api/loggedModels";

/** A logged model by its name, where it can be seen. */
export function LoggedModelLink({ modelId }: { modelId: string }) {
  const { data } = useQuery({ ...loggedModelQuery(modelId), retry: false });
  if (!data) return <code>{modelId.slice(0, 10)}</code>;
  return (
    <Link to="/experiments/$experimentId/models/$modelId" params={{ experimentId: data.info.experiment_id, modelId }}>
      {data.info.name}
    </Link>
  );
}
