import { useQueryClient } from "@tanstack/react-query";
import { CloudOff, RefreshCw } from "lucide-react";
import { useEffect, useState } from "react";

import { isThere, pageAnew } from "@/api/client";
import { useServerAway } from "@/api/presence";
import { Button } from "@/shared/ui/Button";

import { isNewer } from "./build";
import styles from "./ServerNotice.module.css";

const ASK_AGAIN_MS = 3_000;
/** A page that is looked at again after so long may come from an older server. */
const LOOK_AGAIN_MS = 60_000;

/** Says that the server is away, until it is back; and that it is not the one any more that this page came from. */
export function ServerNotice() {
  const away = useServerAway();
  const replaced = useReplaced(away);
  useHealing(away);
  if (away)
    return (
      <div role="alert" className={styles.notice} data-tone="bad">
        <CloudOff aria-hidden />
        The server does not answer. This page tries again by itself.
      </div>
    );
  if (replaced)
    return (
      <div role="status" className={styles.notice}>
        <RefreshCw aria-hidden />
        The server was updated.
        <Button onClick={() => location.reload()}>Reload the page</Button>
      </div>
    );
  return null;
}

/** Asks until the server is back, then asks anew for all that is shown. */
function useHealing(away: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!away) return undefined;
    const timer = setInterval(() => void isThere(), ASK_AGAIN_MS);
    return () => {
      clearInterval(timer);
      void queries.invalidateQueries();
    };
  }, [away, queries]);
}

/** Whether the server has another page now; looked at when one comes back to this one, or the server does. */
function useReplaced(away: boolean): boolean {
  const [replaced, setReplaced] = useState(false);
  useEffect(() => {
    if (away) return undefined;
    let looked = Date.now();
    const look = () => {
      looked = Date.now();
      pageAnew().then((page) => setReplaced(isNewer(page, document)), () => undefined);
    };
    const comeBack = () => document.visibilityState === "visible" && Date.now() - looked > LOOK_AGAIN_MS && look();
    document.addEventListener("visibilitychange", comeBack);
    addEventListener("focus", comeBack);
    return () => {
      document.removeEventListener("visibilitychange", comeBack);
      removeEventListener("focus", comeBack);
      look(); // the server is away: whichever comes back is asked
    };
  }, [away]);
  return replaced;
}
