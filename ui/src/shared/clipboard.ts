/**
 * Puts a text on the clipboard.
 *
 * Browsers have a clipboard for pages over https and of the reader's own machine. At an address such as http://host:5000 there is
 * none, and the older way serves: a text that is selected for a moment, without taking the focus from where it is.
 *
 * Rejects where the browser allows neither.
 */
export async function copyText(text: string): Promise<void> {
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard) return clipboard.writeText(text);
  const put = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
  };
  const held = document.createElement("span");
  held.textContent = text;
  held.className = "sr-only";
  document.body.append(held);
  const selection = getSelection();
  selection?.selectAllChildren(held);
  document.addEventListener("copy", put, { capture: true });
  const copied = document.execCommand("copy");
  document.removeEventListener("copy", put, { capture: true });
  selection?.removeAllRanges();
  held.remove();
  if (!copied) throw new Error("This browser does not let the page copy.");
}
