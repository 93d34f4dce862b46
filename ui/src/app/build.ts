/** Name of the script that a document of ours begins with: it carries a digest of all that was built. */
const SCRIPT = /<script\b[^>]*type="module"[^>]*src="([^"]+)"|<script\b[^>]*src="([^"]+)"[^>]*type="module"/;

export function scriptOf(html: string): string | undefined {
  const found = SCRIPT.exec(html);
  return (found?.[1] ?? found?.[2])?.split("/").pop();
}

/** Whether the server's document begins with another script than the one that runs. */
export function isNewer(html: string, running: Pick<Document, "querySelector">): boolean {
  const now = scriptOf(html);
  const ours = running.querySelector("script[type=module][src]")?.getAttribute("src")?.split("/").pop();
  return now !== undefined && ours !== undefined && now !== ours;
}
