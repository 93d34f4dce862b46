import { copyText } from "./clipboard";
import { notify, notifyFailure } from "./ui/notify";

/** Puts a text on the clipboard and says so, or why not. */
export const copy = (text: string, said: string): void => void copyText(text).then(() => notify(said), notifyFailure);

/** The address of the page as it stands. */
export const copyLink = (): void => copy(location.href, "The link is copied");
