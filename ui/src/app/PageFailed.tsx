import { Link, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";

import { Button } from "@/shared/ui/Button";
import { Failed } from "@/shared/ui/State";

/** What browsers say when a part of the page is not on the server any more, which was updated. */
const GONE = /dynamically imported module|module script failed|error loading/i;

/** Stands for a page that broke: the others go on working. */
export function PageFailed({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter();
  const failure = error instanceof Error ? error : new Error(String(error));
  useEffect(() => {
    document.title = "Failed · Penstock";
  }, []);
  if (GONE.test(failure.message))
    return (
      <div>
        <Failed page error={new Error("A part of this page is not on the server any more: the server was updated.")} />
        <p style={{ textAlign: "center" }}>
          <Button look="primary" onClick={() => location.reload()}>
            Reload the page
          </Button>
        </p>
      </div>
    );
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Failed
      page
      error={failure}
      retry={again}
      advice={
        <>
          Nothing was lost. Other pages work: the <Link to="/experiments">experiments</Link> and the <Link to="/models">models</Link>.
        </>
      }
    />
  );
}
