/** What a page that somebody logged may have: its own styles, and pictures and fonts that are part of it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; media-src data:; form-action 'none'; base-uri 'none'";

/**
 * A page for a frame whose sandbox allows nothing. Scripts, forms and links are refused by the sandbox, everything that
 * would be fetched by this policy, which stands before all else and cannot be loosened by what follows; redirects,
 * which neither covers, are taken out. The text is only parsed here, never made part of our own page.
 */
export function harmless(text: string): string {
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const node of page.querySelectorAll("script, base, meta[http-equiv], iframe, frame, object, embed, link")) node.remove();
  const policy = page.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = POLICY;
  page.head.prepend(policy);
  return `<!doctype html>${page.documentElement.outerHTML}`;
}
