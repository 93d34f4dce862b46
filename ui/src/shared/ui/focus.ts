/** The element that gets the focus back when what is opened now is closed again: of a menu's entry, the button of the menu. */
export function returnPoint(): HTMLElement | null {
  const at = document.activeElement;
  if (!(at instanceof HTMLElement) || at === document.body) return null;
  const menu = at.closest("[role=menu]");
  return menu ? document.getElementById(menu.getAttribute("aria-labelledby") ?? "") : at;
}

export function giveBack(to: HTMLElement | null): void {
  if (to?.isConnected) to.focus();
}
