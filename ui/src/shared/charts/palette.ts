/** Ten hues that stay apart for colour-blind eyes and stand out on both grounds. */
const COLOURS = ["#3b76e0", "#d9662b", "#2a9d74", "#b4489c", "#c99a1a", "#5aa7d8", "#d1495b", "#7a6ad8", "#7f8c3a", "#8d6e63"] as const;

export const colourOf = (index: number): string => COLOURS[index % COLOURS.length] ?? COLOURS[0];
