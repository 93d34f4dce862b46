import { getRouteApi } from "@tanstack/react-router";

import { Tabs } from "@/shared/ui/Tabs";
import type { HousekeepingState } from "@/shared/urlState/housekeeping";
import { useTitle } from "@/shared/useTitle";

import { BinTab } from "./BinTab";
import { JournalsTab } from "./JournalsTab";
import { ServerTab } from "./ServerTab";
import { StorageTab } from "./StorageTab";

const route = getRouteApi("/housekeeping");

/** What keeps a store small: its bin, what takes space, what waits to be sent, and what kind of server it is. */
export function HousekeepingPage() {
  useTitle("Housekeeping");
  const state = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: HousekeepingState) => void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  return (
    <div className="page">
      <header className="page-head">
        <h1>Housekeeping</h1>
      </header>
      <Tabs
        label="Housekeeping"
        value={state.tab ?? "bin"}
        onChange={(tab) => change({ tab: tab === "bin" ? undefined : tab })}
        tabs={[
          { key: "bin", title: "Bin", content: <BinTab state={state} change={change} /> },
          { key: "storage", title: "Storage", content: <StorageTab state={state} change={change} /> },
          { key: "journals", title: "Journals", content: <JournalsTab /> },
          { key: "server", title: "Server", content: <ServerTab /> },
        ]}
      />
    </div>
  );
}
